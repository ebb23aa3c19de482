// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace proeftuin::study {

/// One step of a bus's merit order: `size` more can be injected at `price`.
struct Step {
    double price = 0.0;
    double size = 0.0;  // > 0
};

/// A flow between two buses, in [lower, upper], at a price a unit (it may be negative).
struct Arc {
    int from = 0;
    int to = 0;
    double lower = 0.0;
    double upper = 0.0;
    double price = 0.0;
};

/// One hour of a market whose branches lose nothing: every bus must inject what it needs plus what flows out of it.
struct Market {
    std::vector<double> need;                  // [num_buses] what has to be injected there
    std::vector<std::span<const Step>> steps;  // [num_buses] merit orders, by rising price
    std::vector<Arc> arcs;
};

/// Finds the cheapest injections and flows of a market; the method is at the head of transport.cpp. Keeps its memory
/// between calls.
class Clearing {
  public:
    /// False: what was found leaves some need unmet (or an arc has no finite flow to start from). `guess` [num_arcs],
    /// flows of a similar market, saves time where no arc has a price.
    bool clear(const Market& market, std::span<const double> guess = {});
    [[nodiscard]] const std::vector<double>& flow() const { return flow_; }    // [num_arcs]
    [[nodiscard]] const std::vector<double>& price() const { return price_; }  // [num_buses]
    /// Cost of injections and flows.
    [[nodiscard]] double cost(const Market& market) const;

  private:
    /// How far a merit order is used; step -1: there is more than is needed; the step after the last: not enough.
    struct Place {
        int step = 0;
        double used = 0.0;
    };
    struct Margin {  // the price of one unit more or less, and how many units of it there are
        double price;
        double room;
    };

    bool start(const Market& market, std::span<const double> guess);
    [[nodiscard]] Margin up(const Market& market, std::size_t bus) const;
    [[nodiscard]] Margin down(const Market& market, std::size_t bus) const;
    void inject(const Market& market, std::size_t bus, double amount, bool whole_step);
    void spread_prices(const Market& market);
    bool improve(const Market& market);

    std::vector<double> flow_;
    std::vector<double> price_;
    std::vector<Place> place_;
    std::vector<int> came_by_;  // [num_buses] the arc over which the cheapest unit comes, -1 = from the bus itself
};

}  // namespace proeftuin::study

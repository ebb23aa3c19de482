// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/dispatch/horizon.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::report {

/// Expected cost of all components of one type and carrier over the horizon, EUR.
struct CostRow {
    std::string component;        // "Generator"
    std::string carrier;          // "gas", "" where none is given
    double operation_eur = 0.0;   // marginal, start-up, shut-down, stand-by, storage and spill costs
    double investment_eur = 0.0;  // capital cost of all capacity of extendable components, standing or new
    [[nodiscard]] double total_eur() const { return operation_eur + investment_eur; }
};

/// Largest first. Their sum is the total cost of a solve, except for what this does not know (risk aversion).
[[nodiscard]] std::vector<CostRow> costs(const network::Network& network, const dispatch::Horizon& horizon);

/// Prices of one bus over the horizon, EUR/MWh; expected over scenarios.
struct PriceRow {
    std::string bus;
    double mean = 0.0;  // weighted by hours
    double lowest = 0.0;
    double highest = 0.0;
};

/// In the order of the network's buses.
[[nodiscard]] std::vector<PriceRow> prices(const network::Network& network, const dispatch::Horizon& horizon);

/// Reads an attribute as its mean over scenarios.
class Mean {
  public:
    Mean(const network::Network& network, const network::Table& table, std::string_view attribute)
        : values_(table, attribute), weights_(weights_of(network)) {}
    [[nodiscard]] double operator()(int snapshot, int item) const {
        if (weights_.size() == 1) return values_(0, snapshot, item);
        double sum = 0.0;
        for (std::size_t s = 0; s < weights_.size(); ++s)
            sum += weights_[s] * values_(static_cast<int>(s), snapshot, item);
        return sum;
    }
    [[nodiscard]] bool varies(int item) const { return values_.varies(item); }
    [[nodiscard]] const network::Values& values() const { return values_; }
    [[nodiscard]] const std::vector<double>& weights() const { return weights_; }

  private:
    static std::vector<double> weights_of(const network::Network& network);
    network::Values values_;
    std::vector<double> weights_;
};

}  // namespace proeftuin::report

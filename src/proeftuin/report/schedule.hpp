// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/dispatch/horizon.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::report {

/// Supply of one carrier at the buses of a schedule, MW; negative where it takes (charging, conversion to other carriers).
struct Supply {
    std::string carrier;
    std::vector<double> mw;  // [num_steps]
};

/// What is drawn of a solved network: how demand is met over time. Only the buses of the carrier with the largest load
/// (AC and DC count as one: electricity); expected over scenarios.
struct Schedule {
    std::vector<std::string> labels;  // [num_steps] first snapshot of the step
    std::string last_label;           // the last snapshot
    int num_snapshots = 0;
    int snapshots_per_step = 1;        // more than 1: every value is a mean over so many
    std::vector<Supply> supply;        // most energy first; imports and exports between the buses cancel
    std::vector<double> demand_mw;     // [num_steps]
    std::vector<double> price;         // [num_steps] EUR/MWh, mean over buses weighted by load
    std::vector<double> lowest_price;  // [num_steps] over buses
    std::vector<double> highest_price;
};

/// At most `max_steps` steps, each of the same number of snapshots (the last one may have fewer); at most `max_carriers`
/// carriers, the smaller ones together as "all other".
[[nodiscard]] Schedule schedule(const network::Network& network, const dispatch::Horizon& horizon, int max_steps = 400,
                                int max_carriers = 12);

/// One bus of the map.
struct MapBus {
    std::string name;
    double x = 0.0;
    double y = 0.0;
    double price = 0.0;    // EUR/MWh, mean over the horizon weighted by hours
    double load_mw = 0.0;  // mean
};

/// Everything that carries energy between two buses, together.
struct MapFlow {
    int from = 0;  // position in `buses`; the mean flow goes from here
    int to = 0;
    double mean_mw = 0.0;  // >= 0
};

struct Map {
    std::vector<MapBus> buses;
    std::vector<MapFlow> flows;
    bool has_places = false;  // buses have coordinates of their own; else they stand on a circle
};

/// The buses of the schedule and what flows between them.
[[nodiscard]] Map map(const network::Network& network, const dispatch::Horizon& horizon);

}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch {

/// The snapshots that are optimised, with their periods and weights. `t` below is a position in the horizon.
struct Horizon {
    std::vector<int> snapshots;           // [size] position in the network
    std::vector<int> period;              // [size] position in `years`; 0 where the network has no periods
    std::vector<int> years;               // [num_periods] investment periods of the horizon; {0} where there are none
    std::vector<int> period_first;        // [num_periods + 1] first t of each period
    std::vector<double> cost_hours;       // [size] weight of a snapshot in the cost, times its period's weight
    std::vector<double> store_hours;      // [size] weight in storage balances
    std::vector<double> generator_hours;  // [size] weight in sums of energy
    std::vector<double> period_years;  // [num_periods] years a period stands for in sums of energy; 1 without periods
    std::vector<double> period_cost_weight;  // [num_periods] weight of a period in the cost; 1 without periods
    bool multi_investment = false;
    bool continues = false;  // the network has snapshots before the first one

    [[nodiscard]] int size() const { return static_cast<int>(snapshots.size()); }
    [[nodiscard]] int num_periods() const { return static_cast<int>(years.size()); }
    [[nodiscard]] bool opens_period(int t) const {
        return period_first[static_cast<std::size_t>(period[static_cast<std::size_t>(t)])] == t;
    }
};

[[nodiscard]] Horizon make_horizon(const network::Network& network, const Options& options);

}  // namespace proeftuin::dispatch

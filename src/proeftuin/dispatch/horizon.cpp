// SPDX-License-Identifier: Apache-2.0
//
// Weights of snapshots (PyPSA's `snapshot_weightings` and `investment_period_weightings`): with investment periods a snapshot
// counts in the cost with its own weight times its period's, and in sums of energy (carbon budgets) with its own weight times
// the years of its period.

#include "proeftuin/dispatch/horizon.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace proeftuin::dispatch {

Issues Options::issues(int num_snapshots) const {
    Issues found;
    const auto complain = [&](std::string message, std::string remedy) {
        found.push_back({Code::bad_option, {}, std::move(message), std::move(remedy), Severity::error});
    };
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        const bool inside = snapshots[i] >= 0 && snapshots[i] < num_snapshots;
        if (inside && (i == 0 || snapshots[i] > snapshots[i - 1])) continue;
        complain("snapshot position " + std::to_string(snapshots[i]) + " is outside the network's " +
                     std::to_string(num_snapshots) + " snapshots, or not in ascending order",
                 "give positions from 0 to " + std::to_string(num_snapshots - 1) + ", each once, ascending");
        break;
    }
    if (losses.mode == Losses::Mode::tangents && losses.segments < 1)
        complain("transmission losses by tangents need at least one segment, found " + std::to_string(losses.segments),
                 "give a number of segments from 1 up");
    if (losses.mode == Losses::Mode::secants &&
        (!(losses.atol > 0.0) || !(losses.rtol >= 0.0) || losses.max_segments < 1))
        complain("transmission losses by secants need atol > 0, rtol >= 0 and max_segments >= 1",
                 "leave them out to use atol 1 MW, rtol 0.1 and 20 segments");
    if (!(committable_big_m >= 0.0)) complain("the big M of committable units must not be negative", "leave it out");
    return found;
}

namespace {

void set_periods(const network::Network& network, const Options& options, Horizon& horizon) {
    const network::Snapshots& all = network.snapshots;
    if (all.periods.empty()) {
        horizon.years = {0};
        horizon.period_first = {0, horizon.size()};
        return;
    }
    for (int t = 0; t < horizon.size(); ++t) {
        const int year = all.periods[static_cast<std::size_t>(horizon.snapshots[static_cast<std::size_t>(t)])];
        if (horizon.years.empty() || horizon.years.back() != year) {
            horizon.years.push_back(year);
            horizon.period_first.push_back(t);
        }
        horizon.period[static_cast<std::size_t>(t)] = horizon.num_periods() - 1;
    }
    horizon.period_first.push_back(horizon.size());
    horizon.multi_investment = options.multi_investment;
}

void set_period_weights(const network::Network& network, Horizon& horizon) {
    horizon.period_years.assign(horizon.years.size(), 1.0);
    horizon.period_cost_weight.assign(horizon.years.size(), 1.0);
    if (!horizon.multi_investment) return;
    for (std::size_t p = 0; p < horizon.years.size(); ++p) {
        const auto& periods = network.investment.periods;
        const auto found = std::ranges::find(periods, horizon.years[p]);
        if (found == periods.end()) continue;
        const auto at = static_cast<std::size_t>(found - periods.begin());
        horizon.period_years[p] = network.investment.years[at];
        horizon.period_cost_weight[p] = network.investment.objective[at];
    }
}

}  // namespace

Horizon make_horizon(const network::Network& network, const Options& options) {
    Horizon horizon;
    horizon.snapshots = options.snapshots;
    if (horizon.snapshots.empty()) {
        horizon.snapshots.resize(static_cast<std::size_t>(network.num_snapshots()));
        std::iota(horizon.snapshots.begin(), horizon.snapshots.end(), 0);
    }
    horizon.continues = !horizon.snapshots.empty() && horizon.snapshots.front() > 0;
    horizon.period.assign(horizon.snapshots.size(), 0);
    set_periods(network, options, horizon);
    set_period_weights(network, horizon);
    for (std::size_t t = 0; t < horizon.snapshots.size(); ++t) {
        const auto at = static_cast<std::size_t>(horizon.snapshots[t]);
        const auto p = static_cast<std::size_t>(horizon.period[t]);
        horizon.cost_hours.push_back(network.snapshots.objective[at] * horizon.period_cost_weight[p]);
        horizon.store_hours.push_back(network.snapshots.stores[at]);
        horizon.generator_hours.push_back(network.snapshots.generators[at]);
    }
    return horizon;
}

}  // namespace proeftuin::dispatch

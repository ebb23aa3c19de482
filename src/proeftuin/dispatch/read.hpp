// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/solution.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch {

/// Writes schedule, prices, capacities and shadow prices of a solution into the network, at the first `keep` snapshots of the
/// model's horizon; snapshots outside keep what they had. `network` is the model's own network or a copy of it.
void write_solution(const Template& model, const lp::Solution& solution, int keep, network::Network& network);

/// Sets a flag for each marginal price that other optimal solutions may contradict, from one flag per row.
/// `flags` is [num_snapshots of the network x num_scenarios x num_buses].
void write_price_flags(const Template& model, const std::vector<std::uint8_t>& row_may_move, int keep,
                       std::vector<std::uint8_t>& flags);

}  // namespace proeftuin::dispatch

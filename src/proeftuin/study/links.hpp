// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/network/network.hpp"

namespace proeftuin::study {

/// May the flow of a link or generator be negative in some snapshot?
[[nodiscard]] bool flows_back(const network::Network& network, std::string_view component, int item);

/// Is this link plain: two ends, efficiency 1, given capacity, no ramps, no commitment, no delay, no given flow?
[[nodiscard]] bool may_part(const network::Network& network, int link);

/// Parts links into two of one direction each: the link itself keeps its forward flow, "X (back)" takes the other. Same capacity,
/// opposite marginal cost. The links must be plain (may_part). Returns the position of the first new link; the others follow in
/// the order of `items`.
int part_links(network::Network& network, const std::vector<int>& items);

/// Adds a twin of each link, "X (delayed)", whose flow arrives `delay_h` later than the link's own, at every end that it has.
/// Returns the first position.
int delay_links(network::Network& network, const std::vector<int>& items, double delay_h);

}  // namespace proeftuin::study

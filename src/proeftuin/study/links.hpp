// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/network/network.hpp"

namespace proeftuin::study {

/// May a link's flow be negative in some snapshot?
[[nodiscard]] bool flows_back(const network::Network& network, int link);

/// Parts links into two of one direction each: the link itself keeps its forward flow, "X (back)" takes the other. Same capacity,
/// opposite marginal cost. The links must be plain: two ends, efficiency 1, given capacity, no ramps, no commitment. Returns the
/// position of the first new link; the others follow in the order of `items`.
int part_links(network::Network& network, const std::vector<int>& items);

/// Adds a twin of each link, "X (delayed)", whose flow arrives `delay_h` later than the link's own. Returns the first position.
int delay_links(network::Network& network, const std::vector<int>& items, double delay_h);

}  // namespace proeftuin::study

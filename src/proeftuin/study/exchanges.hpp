// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/dispatch/assets.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/parties.hpp"

namespace proeftuin::study {

/// What a crossing exchanges between the party at its first end and another: one for each of the others at its ends.
struct Exchange {
    dispatch::Kind kind = dispatch::Kind::link;
    int item = 0;              // position in the component's table
    int from = 0, to = 0;      // parties; from is that of bus0
    bool many_ends = false;    // more than two: then what counts is what arrives at `to`, else what leaves `from`
    bool both_ways = false;    // may its flow be negative?
    double capacity_mw = 0.0;  // nominal; NaN where it is still to be decided
};

/// Of every crossing, in the order of find_crossings and of its ends.
[[nodiscard]] std::vector<Exchange> find_exchanges(const network::Network& network, const Parties& parties);

[[nodiscard]] std::string component_of(const Exchange& exchange);                                     // "Link"
[[nodiscard]] const std::string& name_of(const Exchange& exchange, const network::Network& network);  // "BE-NL"

}  // namespace proeftuin::study

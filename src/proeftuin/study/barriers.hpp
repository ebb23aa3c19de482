// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/parties.hpp"
#include "proeftuin/study/restraint.hpp"

namespace proeftuin::study {

/// Which components a barrier acts on: those of a type, between two parties where it says so, whose texts match all conditions.
struct Selector {
    std::string component = "Link";
    std::string party0, party1;  // "*" = any other party; both empty = wherever
    /// attribute -> texts of which one must match, '*' at the end of a text stands for any ending; "name" is the name
    std::vector<std::pair<std::string, std::vector<std::string>>> conditions;
};

/// What hinders flows.
struct Barrier {
    enum class Effect { forbid, limit, limit_factor, charge, delay };
    std::string id;
    std::string name;
    std::string kind;  // legal, fiscal, administrative, technical, physical
    Selector selector;
    Effect effect = Effect::forbid;
    double amount = 0.0;  // MW; a factor; EUR per MWh; hours
    std::string source;
    Place place;                                                   // where it was read
    double amount_low = std::numeric_limits<double>::quiet_NaN();  // ends of its range; not a number = it has none
    double amount_high = std::numeric_limits<double>::quiet_NaN();
    std::string unit;  // of the amount, as written
};

/// A selector as text, "Link; carrier=DC|AC; name=NL*" with the parties "NL+BE", "NL+*" or "". Problems go to `issues`.
[[nodiscard]] Selector parse_selector(const std::string& components, const std::string& between, const Place& place,
                                      Issues& issues);

/// What barriers do to a network.
struct Restrained {
    std::vector<Restraint> restraints;
    std::vector<std::size_t> touched;  // [num_barriers] components each acts on
};

/// Finds what every barrier acts on. Links that flow both ways and that a charge or delay acts on are parted into two of one
/// direction each, and links that a delay acts on get a delayed twin, so the network may change. `lifted_by(barrier, parties at the component)` are the players
/// that lift it. Issues: a selector that matches nothing or an attribute, party or type that is not there; what an effect
/// cannot act on.
[[nodiscard]] Expected<Restrained> restrain(network::Network& network, const Parties& parties,
                                            const std::vector<Barrier>& barriers, bool players_are_barriers);

}  // namespace proeftuin::study

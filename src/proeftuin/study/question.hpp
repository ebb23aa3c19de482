// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/barriers.hpp"
#include "proeftuin/study/parties.hpp"
#include "proeftuin/study/restraint.hpp"

namespace proeftuin::study {

enum class Players { parties, barriers };
/// What holds between parties that are not both in the coalition: nothing crosses, or the barriers stand as they do today.
enum class Outside { autarky, today };

/// What is asked of a network: what varies, and what of it stays.
struct Question {
    Players players = Players::parties;
    std::string party_of_bus = "country";  // the bus column that names the party
    Outside outside = Outside::autarky;
    std::vector<Barrier> barriers;
    std::vector<std::pair<std::string, std::string>> parties;  // id and name, in order; empty = as the buses have them
    std::vector<std::pair<double, double>>
        parties_at;          // x and y of each in that order, NaN where not given; may be empty
    Place parties_place;     // where those were read
    std::string rent_owner;  // column of branches that names who owns the congestion rent; empty = half to each end
    std::vector<std::string> unserved;  // carriers of generators that stand for load that is not served
    Place unserved_place;               // where they were named
    int window = 0;                     // snapshots of a window that is solved by itself; 0 = all at once
    dispatch::Options formulation;
};

/// A question made ready: what every coalition changes in which network. Made once, immutable.
struct Subject {
    std::unique_ptr<const network::Network> network;
    Parties parties;
    std::vector<std::string> players;  // names in bit order: parties or barriers
    std::vector<Restraint> restraints;
    std::vector<std::size_t> touched;       // [num_barriers] components that each barrier acts on
    std::vector<std::vector<int>> windows;  // snapshots of each window, in order
    dispatch::Options formulation;
    std::string rent_owner;
    std::vector<std::string> unserved;  // carriers
    std::size_t crossings = 0;          // branches between parties
    Issues warnings;

    [[nodiscard]] int num_players() const { return static_cast<int>(players.size()); }
    /// The formulation of a window.
    [[nodiscard]] dispatch::Options window_formulation(std::size_t window) const;
    /// The same of what every coalition changes: a copy with other players and restraints.
    [[nodiscard]] Subject with(std::vector<std::string> other_players, std::vector<Restraint> other_restraints) const;
    /// Tells subjects apart, for journals: network, restraints, windows and options.
    [[nodiscard]] std::uint64_t digest() const;
};

/// Issues: parties, crossings or barriers that do not fit the network; a window over what is decided once for the horizon.
[[nodiscard]] Expected<Subject> make_subject(const network::Network& network, const Question& question);

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/coalition.hpp"

namespace proeftuin::game {

/// What a rule gives each player.
struct Shares {
    std::vector<double> share;  // [num_players]; empty where `refused` says why
    /// Bounds that hold whatever the values within their intervals are, as long as the rule has an answer [num_players]; empty for games without intervals and
    /// where `bounds_refused` says why there are none.
    std::vector<double> lower;
    std::vector<double> upper;
    std::string bounds_refused;
    bool unique = true;  // false: the rule's definition admits other answers too
    /// Where these are known, every other answer lies between them [num_players]; else empty.
    std::vector<double> others_lower;
    std::vector<double> others_upper;
    std::optional<double> level;  // the largest excess, for the rules that make it small
    /// With intervals: between these lies the smallest largest excess that any shares can have, whatever the values are.
    std::optional<double> level_lower;
    std::optional<double> level_upper;
    std::string refused;  // why this rule has no answer for this game
    [[nodiscard]] bool answered() const { return refused.empty(); }
};

/// An edge of a neighbour graph.
using Edge = std::pair<int, int>;

struct Production;  // production.hpp

/// What some rules need besides the game; empty where it is not known.
struct Parameters {
    std::vector<double> weights;            // [num_players] > 0, for the weighted Shapley value
    std::vector<Coalition> unions;          // a partition of the players, for the Owen value
    std::vector<Edge> edges;                // for the Myerson value
    std::vector<double> own;                // [num_players] what each gets without transfers; adds up to v(N)
    std::vector<double> stand_alone;        // [num_players] costs alone where the game is one of savings
    std::vector<double> stand_alone_lower;  // bounds of these where the game has intervals
    std::vector<double> stand_alone_upper;
    const Production* production = nullptr;  // the problem that the values come from
    int threads = 1;                         // 0 = as many as the machine has; the result is the same
};

}  // namespace proeftuin::game

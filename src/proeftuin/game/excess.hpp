// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "proeftuin/game/game.hpp"

namespace proeftuin::game {

/// The coalition that objects most to shares, and what it misses: excess = v(S) - sum of its members' shares.
struct Objection {
    Coalition coalition;
    double excess = 0.0;
};

/// The largest excess over all coalitions but the empty one and that of all players (which are 0 for shares that add up);
/// among equal ones the first in bit order. Missing values object to nothing. With one player: the empty coalition and 0. Same bits for any number of threads.
[[nodiscard]] Objection worst_objection(std::span<const double> values, int num_players, std::span<const double> shares,
                                        int threads = 1);

/// Are shares in the core, as far as values are known? `certain` says whether the answer holds whatever the values are: within
/// their intervals, and anything where they are missing.
struct CoreCheck {
    bool inside = false;  // for the values, within `tolerance`
    bool certain = true;
    Objection objection;        // for the values
    double least_excess = 0.0;  // the largest excess lies between these, whatever the values
    double most_excess = 0.0;
};
[[nodiscard]] CoreCheck check_core(const Game& game, std::span<const double> shares, int threads = 1);

/// Sums of shares over sets of players, from a table of the low ones: table[L] = sum over L, [2^low].
[[nodiscard]] std::vector<double> subset_sums(std::span<const double> shares);

/// What counts as rounding in differences of values of this game.
[[nodiscard]] double tolerance(const Game& game);

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

// Bounds of shares of a game with intervals, each value anywhere within its own. They go to `lower` and `upper` of the shares, or
// the reason why there are none to `bounds_refused`. All are widened by a margin for rounding.

struct Range {
    double lower = 0.0;
    double upper = 0.0;
};
[[nodiscard]] Range range_of(const Game& game, Coalition coalition);

struct Term {
    Coalition coalition;
    double coefficient = 0.0;
};
/// Adds the share of one more player: sum of coefficient * v(S) over different coalitions. Exact.
void bound_sum(const Game& game, std::span<const Term> terms, Shares& shares);

/// total * part_i / sum of the parts. Exact where total and parts are independent.
void bound_proportional(Range total, const std::vector<Range>& parts, Shares& shares);

/// Separable costs remaining benefits. Exact.
void bound_remaining_benefits(const Game& game, Shares& shares);

/// base_i + (top_i - base_i) (v(N) - sum of base) / (sum of top - sum of base). Exact where all are independent.
void bound_between(const Game& game, const std::vector<Range>& base, const std::vector<Range>& top, Shares& shares);

/// The smallest largest excess whatever the values: `level_lower` and `level_upper` from `level`, where they can be had.
void bound_level(const Game& game, const NucleolusOptions& options, Shares& shares);

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "proeftuin/game/production.hpp"
#include "proeftuin/lp/session.hpp"

namespace proeftuin::game {

/// What is wrong with the shape of a production problem.
[[nodiscard]] Issues check(const Production& production);

/// The problem as a minimisation, its right-hand sides still 0, and the patch that sets them [num_resources].
[[nodiscard]] lp::Problem problem_of(const Production& production);
[[nodiscard]] lp::Patch right_sides(const Production& production, std::span<const double> amounts);

/// What a coalition and everybody have together [num_resources].
[[nodiscard]] std::vector<double> amounts_of(const Production& production, Coalition coalition);

/// +1 where the minimum is a cost, -1 where it is a profit with its sign turned.
[[nodiscard]] double sense(const Production& production);

[[nodiscard]] Issues unsolved(const lp::Solution& solution);

/// Least and most of a player's resources at optimal prices, in the terms of the minimisation, over all of them that go with
/// this optimum. Infinite where nothing bounds them.
[[nodiscard]] std::pair<double, double> worth_range(const Production& production, const lp::Problem& solved,
                                                    const lp::Solution& solution, std::span<const double> resources);

}  // namespace proeftuin::game

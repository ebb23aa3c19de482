// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

/// A linear production game: v(S) = max profit . x with use x <= resources of S, x >= 0, the resources being those of its
/// members together.
struct Production {
    std::vector<std::string> players;
    std::vector<double> profit;                  // [num_products]
    std::vector<std::vector<double>> use;        // [num_resources][num_products] >= 0
    std::vector<std::vector<double>> resources;  // [num_players][num_resources] >= 0
};

/// Solves all 2^n coalitions in Gray-code order, warm, with their certified bounds. Refuses shapes that do not fit and
/// unbounded profits.
[[nodiscard]] Expected<Game> production_game(const Production& production);

/// Each player's resources at the shadow prices of all players' problem: always in the core (Owen 1975). `unique` says whether
/// another optimal price vector would give other shares.
[[nodiscard]] Expected<Shares> owen_point(const Production& production);

}  // namespace proeftuin::game

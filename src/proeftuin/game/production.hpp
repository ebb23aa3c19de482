// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

/// A linear production game: F(S) = max profit . x (or min cost . x) with use x <= resources of S (or >=, as of a demand),
/// x >= 0; the resources are those of its members together and those that everybody may use. v(S) = F(S) - F(nobody).
struct Production {
    std::vector<std::string> players;
    std::vector<double> profit;                  // [num_products]; with `costs`: the cost of each
    std::vector<std::vector<double>> use;        // [num_resources][num_products]
    std::vector<std::vector<double>> resources;  // [num_players][num_resources]
    std::vector<std::uint8_t> at_least = {};     // [num_resources] 1: use x >= resources; empty = none
    std::vector<double> everybody = {};          // [num_resources] whoever takes part; empty = nothing
    bool costs = false;                          // v has costs
};

/// Most players whose 2^n problems are solved.
inline constexpr int most_producers = 20;

/// Solves all 2^n coalitions in Gray-code order, warm, with their certified bounds; the same bits for any number of threads. A
/// coalition that cannot meet its demands has no value. Refuses shapes that do not fit, unbounded profits, and demands of
/// everybody that cannot be met.
[[nodiscard]] Expected<Game> production_game(const Production& production, int threads = 1);

/// Each player's resources at the shadow prices of all players' problem: always in the core (Owen 1975), in the terms of v. Where
/// other optimal prices give other shares, `unique` is false and `others_lower`, `others_upper` bound them.
[[nodiscard]] Expected<Shares> owen_point(const Production& production);

/// Prices that hold while everybody's resources grow together from the part `from` to the part `to`.
struct DiagonalPiece {
    double from = 0.0;
    double to = 0.0;
    std::vector<double> prices;  // [num_resources] per unit, in the terms of v
};

struct AumannShapley {
    Shares shares;  // in the terms of v
    std::vector<DiagonalPiece> pieces;
    double value_at_none = 0.0;  // F where nobody brings anything, and where all do
    double value_at_all = 0.0;
};

/// Each player's resources at the mean of the shadow prices when everybody's grow from nothing to all in step: the integral of
/// the prices over t from 0 to 1 with everybody's + t * the players' resources. Exact piece by piece.
[[nodiscard]] Expected<AumannShapley> aumann_shapley(const Production& production);

}  // namespace proeftuin::game

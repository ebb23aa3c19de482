// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

// Rules that are linear in the values. For a game with intervals they give the exact range of each share over all values in
// their intervals (widened by a rounding margin), taking the intervals as independent.

[[nodiscard]] Shares shapley(const Game& game, int threads = 1);
/// Banzhaf value: the mean of v(S with i) - v(S) over all S without i. Does not add up to v(N).
[[nodiscard]] Shares banzhaf(const Game& game, int threads = 1);
/// Banzhaf value scaled to add up to v(N). Not linear: its bounds hold, but may be wider than need be.
[[nodiscard]] Shares normalised_banzhaf(const Game& game, int threads = 1);
/// Weights are positive, one a player.
[[nodiscard]] Shares weighted_shapley(const Game& game, const std::vector<double>& weights);
/// `unions` is a partition of the players.
[[nodiscard]] Shares owen(const Game& game, const std::vector<Coalition>& unions);
[[nodiscard]] Shares myerson(const Game& game, const std::vector<Edge>& edges);

/// Is it a partition of the players into non-empty sets?
[[nodiscard]] bool is_partition(const std::vector<Coalition>& unions, int num_players);

/// Do the neighbours within it connect all members? Not of an empty one.
[[nodiscard]] bool is_connected(Coalition coalition, const std::vector<Coalition>& neighbours);

/// The neighbours of each player [num_players].
[[nodiscard]] std::vector<Coalition> neighbours(const std::vector<Edge>& edges, int num_players);

}  // namespace proeftuin::game

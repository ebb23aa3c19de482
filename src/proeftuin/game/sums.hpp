// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "proeftuin/base/coalition.hpp"

namespace proeftuin::game {

/// Weighted sums over all coalitions, one for each player.
struct PlayerSums {
    std::vector<double> with;  // [num_players] sum of weight(|S|) v(S) over the coalitions S with the player
    double all = 0.0;          // the same over every coalition
};

/// One pass over `values` [2^n] in bit order with `weight_by_size` [n + 1]: about 2^(n+1) additions and no more memory than
/// the values. The same bits for any number of threads (0 = as many as the machine has).
[[nodiscard]] PlayerSums player_sums(std::span<const double> values, int num_players,
                                     std::span<const double> weight_by_size, int threads = 1);

}  // namespace proeftuin::game

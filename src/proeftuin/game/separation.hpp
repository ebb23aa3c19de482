// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/game/nucleolus.hpp"

namespace proeftuin::game {

/// What a coalition's excess may be at most, by level: `excess` for those that the space after this level no longer lets move.
struct Ceiling {
    double excess = 0.0;
    std::vector<double>
        first;  // [num_players] directions of LevelSpace after this level; empty: nothing moves any more
    std::vector<double> second;
};

struct Violation {
    Coalition coalition;
    double amount = 0.0;
};

/// Coalitions whose excess is above their ceiling by more than `tolerance`, the worst `most` of them, in falling order. The
/// ceilings are those of ascending levels, falling. Not those of nobody and of all. Same answer for any number of threads.
[[nodiscard]] std::vector<Violation> separate(const Game& game, const NucleolusOptions& options,
                                              const std::vector<double>& shares, const std::vector<Ceiling>& ceilings,
                                              double tolerance, std::size_t most);

}  // namespace proeftuin::game

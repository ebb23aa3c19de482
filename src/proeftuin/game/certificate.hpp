// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/rational.hpp"

namespace proeftuin::game {

/// A proof in exact arithmetic that levels belong to the nucleolus, or why there is none.
struct ExactNucleolus {
    bool proved = false;
    bool binary = false;                         // values count as the binary numbers they are stored as
    double within = 0.0;                         // proved for values that differ from these by no more
    std::string reason;                          // why not
    std::vector<Rational> shares;                // [num_players]
    std::vector<Rational> excesses;              // [num_levels]
    std::vector<std::vector<Rational>> weights;  // [level][coalition, then player at its bound]: the balancing weights
};

/// Solves for the exact shares, and checks Kohlberg's criterion with fractions. Values count as the decimal numbers they were
/// written as or, where one has more than 15 digits behind the point, all of them as the doubles they are. Where
/// coalitions tie up to rounding only it is a proof for values that differ by at most `within`. Not proved when a number grows
/// beyond 128 bits. Takes no memory beside the game; same answer for any number of threads.
[[nodiscard]] ExactNucleolus certify(const Game& game, const NucleolusOptions& options, const Nucleolus& answer);

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

/// By what an excess v(S) - x(S) is divided before excesses are compared.
enum class Measure {
    plain,         // by nothing
    per_capita,    // by |S|
    proportional,  // by v(S), coalitions with v(S) > 0 only; in a savings game by the cost of S
};

struct NucleolusOptions {
    Measure measure = Measure::plain;
    bool individually_rational = true;     // shares at least v({i}); without it: the prenucleolus
    bool least_core_only = false;          // stop after the first level
    std::vector<double> stand_alone = {};  // [num_players] costs alone, where the game is one of savings
    int threads = 1;                       // 0 = as many as the machine has; the result is the same
};

/// One level: these coalitions have this excess in the nucleolus and could only have less if another of them had more.
struct Level {
    double excess = 0.0;
    std::vector<Coalition> coalitions;
    std::vector<int> at_bound;  // players held at v({i})
};

struct Nucleolus {
    Shares shares;
    std::vector<Level> levels;  // excesses never rise; empty where refused
    int scans = 0;              // passes over all coalitions
    int solves = 0;             // linear programmes
    int rows = 0;               // coalitions that took part in them
};

/// The nucleolus of a game in one of its forms. Exact up to rounding; `certify` (certificate.hpp) proves it.
[[nodiscard]] Nucleolus nucleolus(const Game& game, const NucleolusOptions& options = {});

/// What the excess of a coalition is divided by; 0 = its excess does not count.
[[nodiscard]] double excess_weight(const Game& game, const NucleolusOptions& options, Coalition coalition);

}  // namespace proeftuin::game

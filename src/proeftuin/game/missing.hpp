// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/rules.hpp"

namespace proeftuin::game {

/// The coalitions that a rule wants and that have no value.
struct MissingValues {
    std::size_t count = 0;
    Coalition smallest;  // of the smallest the first in bit order
};

[[nodiscard]] MissingValues missing_values(const Game& game, const RuleInfo& rule, const Parameters& parameters);

/// "needs 3 coalitions that have no value, the smallest A+B"; empty where nothing is missing.
[[nodiscard]] std::string missing_text(const MissingValues& missing, const Game& game);

}  // namespace proeftuin::game

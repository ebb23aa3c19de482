// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

// Rules in a formula. What each needs and keeps stands in the registry (rules.hpp) and in docs/theory/rules.md.

[[nodiscard]] Shares equal_split(const Game& game);
[[nodiscard]] Shares equal_surplus(const Game& game);
[[nodiscard]] Shares equal_nonseparable(const Game& game);
/// In proportion to what each has alone: its value, or in a game of savings its costs (`stand_alone`).
[[nodiscard]] Shares proportional(const Game& game, const Parameters& parameters);
/// Separable costs remaining benefits, also called alternate cost avoided.
[[nodiscard]] Shares separable_costs_remaining_benefits(const Game& game);
/// Equal propensities to disrupt. The same numbers as the rule above where both have an answer.
[[nodiscard]] Shares gately(const Game& game);
[[nodiscard]] Shares tau_value(const Game& game);
/// Positive net benefit differential, from `own`: what each has with cooperation and without transfers, taken as given.
[[nodiscard]] Shares positive_net_benefit_differential(const Game& game, const Parameters& parameters);

}  // namespace proeftuin::game

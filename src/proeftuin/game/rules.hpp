// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/production.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

/// What a rule needs besides the values.
enum class Needs { nothing, weights, unions, edges, own, production };

/// Which coalitions' values a rule wants; those of others may be missing.
enum class Wants {
    everything,
    total,              // all players together
    singles,            // each alone
    singles_and_total,  // n + 1 values
    all_but_one,        // all together, and without each
    ends,               // both: 2n + 1 values
    connected,          // those that neighbours connect
    unions,             // whole unions with part of one more
};

/// A way of sharing: what `--help` and the documents say of it.
struct RuleInfo {
    std::string_view name;      // "per-capita-nucleolus"
    std::string_view sentence;  // what it does, in a line
    std::string_view axioms;    // what it keeps whatever the game
    std::string_view reference;
    Wants wants = Wants::everything;
    Needs needs = Needs::nothing;
};

/// Every rule, in the order in which they are shown.
[[nodiscard]] std::span<const RuleInfo> rules();
[[nodiscard]] const RuleInfo* find_rule(std::string_view name);

/// What a rule says of a game.
struct RuleResult {
    std::string_view rule;
    Shares shares;
    std::optional<Nucleolus> levels;      // of the rules that lower excesses
    std::vector<DiagonalPiece> diagonal;  // of Aumann-Shapley prices
};

/// Applies a rule by its name, which must exist. What it needs and does not have, values among it, is a refusal in the result.
[[nodiscard]] RuleResult apply_rule(std::string_view name, const Game& game, const Parameters& parameters);

/// The options of the nucleolus behind a rule of that family; nothing for other rules.
[[nodiscard]] std::optional<NucleolusOptions> nucleolus_options(std::string_view rule, const Parameters& parameters);

}  // namespace proeftuin::game

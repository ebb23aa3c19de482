// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/game/missing.hpp"

#include <algorithm>

#include "proeftuin/base/text.hpp"
#include "proeftuin/game/linear_rules.hpp"

namespace proeftuin::game {
namespace {

bool wanted(Coalition coalition, Wants wants, const Game& game, const Parameters& parameters,
            const std::vector<Coalition>& near) {
    const int n = game.num_players();
    const bool all = coalition.size() == n;
    const bool single = coalition.size() == 1;
    switch (wants) {
        case Wants::total: return all;
        case Wants::singles: return single;
        case Wants::singles_and_total: return all || single;
        case Wants::all_but_one: return all || coalition.size() == n - 1;
        case Wants::ends: return all || single || coalition.size() == n - 1;
        case Wants::connected: return is_connected(coalition, near);
        case Wants::unions:  // whole unions, and part of one
            return std::ranges::count_if(parameters.unions, [&](Coalition members) {
                       return members.meets(coalition) && !coalition.contains(members);
                   }) <= 1;
        case Wants::everything: break;
    }
    return true;
}

}  // namespace

MissingValues missing_values(const Game& game, const RuleInfo& rule, const Parameters& parameters) {
    MissingValues result;
    if (game.complete()) return result;
    const std::vector<Coalition> near = neighbours(parameters.edges, game.num_players());
    for (std::size_t s = 1; s < game.values().size(); ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        if (game.knows(coalition) || !wanted(coalition, rule.wants, game, parameters, near)) continue;
        if (result.count++ == 0 || coalition.size() < result.smallest.size()) result.smallest = coalition;
    }
    return result;
}

std::string missing_text(const MissingValues& missing, const Game& game) {
    if (missing.count == 0) return "";
    return "needs " + counted(missing.count, "coalition") +
           (missing.count == 1 ? " that has no value: " : " that have no value, the smallest ") +
           game.text(missing.smallest);
}

}  // namespace proeftuin::game

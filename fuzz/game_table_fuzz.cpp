// SPDX-License-Identifier: Apache-2.0
//
// Game tables and voting tables of arbitrary bytes: refused with places, or a game that every rule can be asked about.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/rules.hpp"

#include "game_table.hpp"

namespace {

using namespace proeftuin;

void ask_every_rule(const game::Game& game) {
    if (game.num_players() > 5) return;
    for (const game::RuleInfo& rule : game::rules()) {
        const game::RuleResult result = game::apply_rule(rule.name, game, {});
        if (!result.shares.answered()) continue;
        PROEFTUIN_ASSERT(static_cast<int>(result.shares.share.size()) == game.num_players());
        static_cast<void>(game::audit(game, result.shares.share, game::dummies(game), game::interchangeable(game)));
        if (result.levels && rule.name != "least-core")
            static_cast<void>(game::certify(game, *game::nucleolus_options(rule.name, {}), *result.levels));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4096) return -1;
    const auto file = io::CsvFile::from_text(std::string(data, data + size), "game.csv");
    if (!file) return 0;
    if (cli::is_voting_table(*file)) {
        const auto voting = cli::read_voting_table(*file);
        if (!voting) PROEFTUIN_ASSERT(!voting.error().empty());
        else if (voting->num_members() <= 12) static_cast<void>(game::voting_power(*voting));
        return 0;
    }
    if (cli::is_production_table(*file)) {
        const auto production = cli::read_production_table(*file);
        if (!production) PROEFTUIN_ASSERT(!production.error().empty());
        return 0;  // what solvers make of it is tried in production_test.cpp
    }
    const auto game = cli::read_game_table(*file, 1e6);
    if (!game) {
        PROEFTUIN_ASSERT(!game.error().empty());
        return 0;
    }
    // values near the largest double overflow in sums; a game of money stays far below
    if (game->scale() < 1e100 && game->scale() > 1e-100) ask_every_rule(*game);
    return 0;
}

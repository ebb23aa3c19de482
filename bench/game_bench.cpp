// SPDX-License-Identifier: Apache-2.0
//
// Sharing rules on stored games of n players, one thread. Two kinds of game: 0 = savings of a network of random pairs with
// rising returns and noise (not convex), 1 = uniformly random values that grow with size.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "support/games.hpp"

namespace proeftuin::game {
namespace {

const Game& stored(int players, int kind) {
    static std::map<std::pair<int, int>, Game> games;
    const auto key = std::pair(players, kind);
    if (!games.contains(key)) {
        games.clear();  // one large game at a time
        games.emplace(key, kind == 0 ? test::network_game(players, 7) : test::random_game(players, 7));
    }
    return games.at(key);
}

void shapley_value(benchmark::State& state) {
    const Game& game = stored(static_cast<int>(state.range(0)), 0);
    double error = 0.0;
    for (auto _ : state) {
        const Shares shares = shapley(game);
        double sum = -game.total();
        for (const double share : shares.share) sum += share;
        error = std::abs(sum) / game.scale();
    }
    state.counters["efficiency_error"] = error;
}

void nucleolus_of(benchmark::State& state) {
    const Game& game = stored(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
    Nucleolus result;
    for (auto _ : state) result = nucleolus(game);
    state.counters["scans"] = result.scans;
    state.counters["solves"] = result.solves;
    state.counters["rows"] = result.rows;
    state.counters["levels"] = static_cast<double>(result.levels.size());
}

void core_check(benchmark::State& state) {
    const Game& game = stored(static_cast<int>(state.range(0)), 0);
    const Shares shares = shapley(game);
    for (auto _ : state) benchmark::DoNotOptimize(check_core(game, shares.share));
}

BENCHMARK(shapley_value)->DenseRange(16, 28, 4)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(core_check)->Arg(20)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(nucleolus_of)->ArgsProduct({{12, 16, 20, 25}, {0, 1}})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace proeftuin::game

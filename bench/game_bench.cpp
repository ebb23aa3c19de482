// SPDX-License-Identifier: Apache-2.0
//
// Sharing rules on stored games of n players, one thread. Two kinds of game: 0 = savings of a network of random pairs with
// rising returns and noise (not convex), 1 = random values that grow with size, 2 = random values of any size (many coalitions
// near the top, ties broken by noise), 3 = a market of buyers and sellers (many ties).
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/voting.hpp"

#include "support/games.hpp"

namespace proeftuin::game {
namespace {

const Game& stored(int players, int kind) {
    static std::map<std::pair<int, int>, Game> games;
    const auto key = std::pair(players, kind);
    if (!games.contains(key)) {
        games.clear();  // one large game at a time
        games.emplace(key, test::bench_game(players, kind));
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

void proof(benchmark::State& state) {
    const Game& game = stored(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
    const Nucleolus result = nucleolus(game);
    for (auto _ : state) {
        if (const ExactNucleolus exact = certify(game, {}, result); !exact.proved)
            state.SkipWithError(exact.reason.c_str());
    }
}

/// All indices of 27 members with two conditions or a third, and of the same with the first three as a bloc.
void council(benchmark::State& state) {
    VotingGame game{
        .members = test::player_names(27),
        .ways = {{{std::vector<std::int64_t>(27, 1), 15}, {{}, 0}}, {{std::vector<std::int64_t>(27, 1), 24}}}};
    Condition& people = game.ways[0][1];
    std::int64_t sum = 0;
    for (std::uint64_t i = 0; i < 27; ++i) {
        people.weights.push_back(12 + static_cast<std::int64_t>(1800.0 * test::noise(3, i) * test::noise(4, i)));
        sum += people.weights.back();
    }
    people.quota = (65 * sum + 99) / 100;
    for (auto _ : state) {
        benchmark::DoNotOptimize(voting_power(game));
        benchmark::DoNotOptimize(voting_power(with_blocs(game, {Coalition{0, 1, 2}})));
    }
}

void core_check(benchmark::State& state) {
    const Game& game = stored(static_cast<int>(state.range(0)), 0);
    const Shares shares = shapley(game);
    for (auto _ : state) benchmark::DoNotOptimize(check_core(game, shares.share));
}

BENCHMARK(shapley_value)->DenseRange(16, 28, 4)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(core_check)->Arg(20)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(council)->Unit(benchmark::kMillisecond);
BENCHMARK(proof)->ArgsProduct({{16, 20, 25}, {2, 3}})->Unit(benchmark::kMillisecond);
BENCHMARK(nucleolus_of)->ArgsProduct({{12, 16, 20, 25}, {0, 1, 2, 3}})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace proeftuin::game

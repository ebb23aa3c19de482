// SPDX-License-Identifier: Apache-2.0
//
// The nucleolus makes the largest excess e(S, x) = (v(S) - x(S)) / w(S) as small as can be, then the second largest, and so on
// (Schmeidler 1969; w = 1). It is a sequence of linear programmes (Maschler, Peleg, Shapley 1979): level k
//
//   min eps   subject to   x(S) + w(S) eps >= v(S)   for S not in the span of what is fixed,
//                          x(S) = v(S) - w(S) e_j    for the S fixed at level j < k,   x(N) = v(N),   [x_i >= v({i})]
//
// after which the coalitions with a positive dual are fixed: in every optimum they are tight, and each level with them
// lowers the dimension, so there are at most n - 1 levels. Fixing others than those is a common mistake.
//
// The programmes are never built over all 2^n coalitions. All levels are solved over a pool of coalitions; then one scan
// looks for coalitions that contradict the answer, that is S with an excess above e_k(S), k(S) the first level whose span holds S
// (separation.hpp). They join the pool. Without any, the answer is the nucleolus: the levels' duals still prove each
// level optimal, and x violates no row. Values are scaled to a largest magnitude of 1 in the programmes.
#include "proeftuin/game/nucleolus.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/level_pool.hpp"
#include "proeftuin/game/separation.hpp"

namespace proeftuin::game {
namespace {

constexpr double scan_tolerance = 1e-9;  // relative to the largest value

/// Offers a coalition of the game to the pool.
void add(const Game& game, const NucleolusOptions& options, LevelPool& pool, Coalition coalition) {
    if (coalition.empty() || coalition == game.grand()) return;
    pool.add(coalition, game.value(coalition), excess_weight(game, options, coalition));
}

LevelPool make_pool(const Game& game, const NucleolusOptions& options) {
    LevelPool::Frame frame{.num_players = game.num_players(),
                           .total = game.total(),
                           .scale = game.scale(),
                           .alone = {},
                           .least_core_only = options.least_core_only};
    if (options.individually_rational)
        for (int i = 0; i < game.num_players(); ++i) frame.alone.push_back(game.alone(i));
    return LevelPool(std::move(frame));
}

std::string refusal(const Game& game, const NucleolusOptions& options) {
    double alone = 0.0;
    for (int i = 0; i < game.num_players(); ++i) alone += game.alone(i);
    if (options.individually_rational && alone > game.total() + tolerance(game)) {
        return "together they have less than each alone, so no shares leave everybody at least that";
    }
    return "";
}

/// What is in the pool before the first scan: singles, all but one, and pairs of few players.
void start(const Game& game, const NucleolusOptions& options, LevelPool& pool) {
    const int n = game.num_players();
    for (int i = 0; i < n; ++i) {
        add(game, options, pool, Coalition::single(i));
        add(game, options, pool, game.grand().without(i));
    }
    if (n <= 6) {
        for (std::size_t s = 1; s + 1 < num_coalitions(n); ++s) add(game, options, pool, Coalition::from_bits(s));
    }
}

}  // namespace

double excess_weight(const Game& game, const NucleolusOptions& options, Coalition coalition) {
    switch (options.measure) {
        case Measure::plain: return 1.0;
        case Measure::per_capita: return coalition.size();
        case Measure::proportional: break;
    }
    double weight = game.value(coalition);
    if (!options.stand_alone.empty()) {
        weight = -weight;
        for (const int player : coalition) weight += options.stand_alone[static_cast<std::size_t>(player)];
    }
    return weight > tolerance(game) ? weight : 0.0;
}

Nucleolus nucleolus(const Game& game, const NucleolusOptions& options) {
    Nucleolus result;
    result.shares.refused = refusal(game, options);
    if (!result.shares.answered()) return result;
    if (game.num_players() == 1) {
        result.shares.share = {game.total()};
        return result;
    }
    LevelPool pool = make_pool(game, options);
    start(game, options, pool);
    const auto wanted = 4 * static_cast<std::size_t>(game.num_players());
    for (;;) {
        if (pool.size() == 0) {  // only with proportional excesses: nothing at the start counts
            for (std::size_t s = 1; s < game.values().size() && pool.size() < wanted; ++s)
                add(game, options, pool, Coalition::from_bits(s));
        }
        if (pool.size() == 0) {
            result.shares.refused = "no coalition has a value above 0 to compare its excess with";
            return result;
        }
        pool.run();
        const std::vector<Violation> found =
            separate(game, options, pool.shares(), pool.ceilings(), scan_tolerance * game.scale(), wanted);
        ++result.scans;
        const std::size_t before = pool.size();
        for (const Violation& violation : found) add(game, options, pool, violation.coalition);
        if (pool.size() == before) break;
    }
    if (pool.box_binds()) {
        result.shares.refused = "the coalitions that count do not bound the shares";
        return result;
    }
    result.shares.share = pool.shares();
    result.shares.unique = pool.pinned();
    result.shares.level = pool.levels().empty() ? 0.0 : pool.levels().front().excess;
    result.levels = pool.levels();
    result.solves = pool.solves();
    result.rows = static_cast<int>(pool.size());
    return result;
}

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
//
// Excess e(S, x) = v(S) - x(S), x(S) = sum of x_i over S. The core is the set of x with x(N) = v(N) and no e(S, x) > 0
// (Gillies 1959). All 2^n excesses are scanned: x(S) = x(H) + x(L) with the sums over low players in a table, so a coalition
// costs one addition, one subtraction and one comparison, and the scan goes at the speed of memory. Chunks are cut by
// number and compared in order, so the answer does not depend on threads.
#include "proeftuin/game/excess.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "proeftuin/base/threads.hpp"

namespace proeftuin::game {
namespace {

constexpr int low_players = 10;
constexpr std::size_t chunk_of_blocks = 1024;

}  // namespace

double tolerance(const Game& game) { return 1e-9 * game.scale(); }

std::vector<double> subset_sums(std::span<const double> shares) {
    std::vector<double> sums(num_coalitions(static_cast<int>(shares.size())));
    for (std::size_t s = 1; s < sums.size(); ++s) {
        const int last = Coalition::from_bits(s).last();
        sums[s] = sums[Coalition::from_bits(s).without(last).index()] + shares[static_cast<std::size_t>(last)];
    }
    return sums;
}

Objection worst_objection(std::span<const double> values, int num_players, std::span<const double> shares,
                          int threads) {
    const int low = std::min(num_players, low_players);
    const std::vector<double> low_sums = subset_sums(shares.first(static_cast<std::size_t>(low)));
    const std::vector<double> high_sums = subset_sums(shares.subspan(static_cast<std::size_t>(low)));
    const std::size_t block = low_sums.size();
    const std::size_t grand = values.size() - 1;
    const std::vector<Chain> chunks = cut_chains(high_sums.size(), chunk_of_blocks);
    std::vector<Objection> worst(chunks.size(), {.coalition = {}, .excess = -std::numeric_limits<double>::infinity()});
    const auto scan = [&](std::size_t chunk) {
        Objection best = worst[chunk];
        for (std::size_t high = chunks[chunk].begin; high < chunks[chunk].end; ++high) {
            const double* value = values.data() + high * block;
            const double base = high_sums[high];
            std::array<double, 8> most;
            most.fill(-std::numeric_limits<double>::infinity());
            if (block >= 8) {
                for (std::size_t k = 0; k < block; k += 8) {
                    for (std::size_t lane = 0; lane < 8; ++lane) {
                        const double excess = value[k + lane] - (base + low_sums[k + lane]);
                        most[lane] = most[lane] < excess ? excess : most[lane];
                    }
                }
                if (*std::ranges::max_element(most) <= best.excess) continue;
            }
            for (std::size_t k = 0; k < block; ++k) {
                const std::size_t s = high * block + k;
                const double excess = value[k] - (base + low_sums[k]);
                if (excess > best.excess && s != 0 && s != grand) best = {Coalition::from_bits(s), excess};
            }
        }
        worst[chunk] = best;
    };
    rethrow_first(run_tasks(chunks.size(), scan, {.threads = threads}));
    Objection best = worst.front();
    for (const Objection& objection : worst) {
        if (objection.excess > best.excess) best = objection;
    }
    return best.coalition.empty() ? Objection{} : best;
}

CoreCheck check_core(const Game& game, std::span<const double> shares, int threads) {
    const int n = game.num_players();
    CoreCheck result{.objection = worst_objection(game.values(), n, shares, threads)};
    result.inside = result.objection.excess <= tolerance(game);
    result.least_excess = result.most_excess = result.objection.excess;
    if (game.has_intervals()) result.least_excess = worst_objection(game.lower(), n, shares, threads).excess;
    if (game.has_intervals()) result.most_excess = worst_objection(game.upper(), n, shares, threads).excess;
    const std::size_t among = game.num_missing() - (game.knows(game.grand()) ? 0 : 1);
    if (among > 0) result.most_excess = std::numeric_limits<double>::infinity();
    if (among > 0 && result.objection.coalition.empty()) result.least_excess = -result.most_excess;
    if (game.has_intervals() || among > 0) {
        result.certain = result.inside ? result.most_excess <= tolerance(game) : result.least_excess > tolerance(game);
    }
    return result;
}

}  // namespace proeftuin::game

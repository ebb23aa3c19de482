// SPDX-License-Identifier: Apache-2.0
//
// Sums over all coalitions at the speed of memory.
//
//   sum_i = sum over S with i of w(|S|) v(S),   all = sum over S of w(|S|) v(S)
//
// Coalitions are cut into blocks of 2^low that share their high members H. A block is weighted and then folded: the upper
// half of the array is what holds the highest low player, so its sum is that player's, and adding it to the lower half
// leaves the same problem with a player less: 2 x 2^low additions for all low players. What is left, the sum of the block,
// goes to every member of H. Folding sums in pairs, and blocks are added in long double, so rounding hardly grows with n.
// Blocks are cut into chunks by number; chunks are added in their order whatever thread they came from.
#include "proeftuin/game/sums.hpp"

#include <algorithm>
#include <array>

#include "proeftuin/base/threads.hpp"

namespace proeftuin::game {
namespace {

constexpr int low_players = 10;
constexpr std::size_t block_size = std::size_t{1} << low_players;
constexpr std::size_t blocks_per_chunk = 1024;

struct Accumulator {
    std::array<long double, 64> with{};
    long double all = 0.0L;
};

/// Weights of a block's coalitions for each number of high members, [n - low + 1 x 2^low].
std::vector<double> block_weights(int num_players, std::span<const double> weight_by_size) {
    std::vector<double> weights;
    for (int high = 0; high <= num_players - low_players; ++high) {
        for (std::size_t low = 0; low < block_size; ++low) {
            weights.push_back(weight_by_size[static_cast<std::size_t>(high + std::popcount(low))]);
        }
    }
    return weights;
}

template <std::size_t half>
void fold(double* block, Accumulator& sums, int player) {
    std::array<double, 8> part{};
    if constexpr (half >= 8) {
        for (std::size_t k = 0; k < half; k += 8) {
            for (std::size_t lane = 0; lane < 8; ++lane) {
                part[lane] += block[half + k + lane];
                block[k + lane] += block[half + k + lane];
            }
        }
    } else {
        for (std::size_t k = 0; k < half; ++k) {
            part[k] += block[half + k];
            block[k] += block[half + k];
        }
    }
    sums.with[static_cast<std::size_t>(player)] +=
        ((part[0] + part[4]) + (part[1] + part[5])) + ((part[2] + part[6]) + (part[3] + part[7]));
    if constexpr (half > 1) fold<half / 2>(block, sums, player - 1);
}

void add_chunk(const double* values, std::size_t first_block, std::size_t last_block, const double* weights,
               Accumulator& sums) {
    alignas(64) std::array<double, block_size> block;
    for (std::size_t high = first_block; high < last_block; ++high) {
        const double* value = values + high * block_size;
        const double* weight = weights + static_cast<std::size_t>(std::popcount(high)) * block_size;
        for (std::size_t k = 0; k < block_size; ++k) block[k] = value[k] * weight[k];
        fold<block_size / 2>(block.data(), sums, low_players - 1);
        sums.all += block[0];
        for (const int player : Coalition::from_bits(high)) {
            sums.with[static_cast<std::size_t>(player + low_players)] += block[0];
        }
    }
}

PlayerSums small(std::span<const double> values, int num_players, std::span<const double> weight_by_size) {
    Accumulator sums;
    for (std::size_t s = 0; s < values.size(); ++s) {
        const long double term =
            static_cast<long double>(values[s]) * weight_by_size[static_cast<std::size_t>(std::popcount(s))];
        sums.all += term;
        for (const int player : Coalition::from_bits(s)) sums.with[static_cast<std::size_t>(player)] += term;
    }
    PlayerSums result{.with = {}, .all = static_cast<double>(sums.all)};
    for (int i = 0; i < num_players; ++i)
        result.with.push_back(static_cast<double>(sums.with[static_cast<std::size_t>(i)]));
    return result;
}

}  // namespace

PlayerSums player_sums(std::span<const double> values, int num_players, std::span<const double> weight_by_size,
                       int threads) {
    if (num_players < low_players) return small(values, num_players, weight_by_size);
    const std::vector<double> weights = block_weights(num_players, weight_by_size);
    const std::vector<Chain> chunks = cut_chains(values.size() / block_size, blocks_per_chunk);
    std::vector<Accumulator> parts(chunks.size());
    rethrow_first(run_tasks(
        chunks.size(),
        [&](std::size_t k) { add_chunk(values.data(), chunks[k].begin, chunks[k].end, weights.data(), parts[k]); },
        {.threads = threads}));
    Accumulator sums;
    for (const Accumulator& part : parts) {
        sums.all += part.all;
        for (std::size_t i = 0; i < 64; ++i) sums.with[i] += part.with[i];
    }
    PlayerSums result{.with = {}, .all = static_cast<double>(sums.all)};
    for (int i = 0; i < num_players; ++i)
        result.with.push_back(static_cast<double>(sums.with[static_cast<std::size_t>(i)]));
    return result;
}

}  // namespace proeftuin::game

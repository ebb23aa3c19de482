// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/game/game.hpp"

namespace proeftuin::test {

/// A number in [0, 1) that depends on its arguments alone (splitmix64).
inline double noise(std::uint64_t seed, std::uint64_t k) {
    std::uint64_t z = seed * 0x9E3779B97F4A7C15U + (k + 1) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
}

inline std::vector<std::string> player_names(int num_players) {
    std::vector<std::string> names;
    for (int i = 0; i < num_players; ++i) names.push_back("P" + std::to_string(i + 1));
    return names;
}

inline game::Game make_game(std::vector<double> values, int num_players) {
    auto game = game::Game::make(player_names(num_players), std::move(values));
    if (!game) throw InputError(std::move(game.error()));
    return std::move(*game);
}

/// Sums of random gains of pairs, a gain for all that grows with size, and noise of a few percent of a typical pair.
inline game::Game network_game(int num_players, std::uint64_t seed) {
    std::vector<std::vector<double>> pair(static_cast<std::size_t>(num_players),
                                          std::vector<double>(static_cast<std::size_t>(num_players)));
    for (std::size_t i = 0; i < pair.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            pair[i][j] = pair[j][i] = noise(seed, i * 64 + j) < 0.4 ? 100.0 * noise(seed + 1, i * 64 + j) : 0.0;
    }
    std::vector<double> values(num_coalitions(num_players));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        const int last = coalition.last();
        const Coalition rest = coalition.without(last);
        double gain = 0.0;
        for (const int other : rest) gain += pair[static_cast<std::size_t>(last)][static_cast<std::size_t>(other)];
        values[s] = rest.empty() ? 0.0 : values[rest.index()] + gain + 3.0 * noise(seed + 2, s);
    }
    return make_game(std::move(values), num_players);
}

/// Uniform random values times the square of the size.
inline game::Game random_game(int num_players, std::uint64_t seed) {
    std::vector<double> values(num_coalitions(num_players));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const double size = Coalition::from_bits(s).size();
        values[s] = noise(seed, s) * size * size;
    }
    values.back() = num_players * num_players;
    return make_game(std::move(values), num_players);
}

/// Random whole values whatever the size, 1 to 50 n, single players 0, all together 60 n: the core is empty and coalitions of every
/// size bind.
inline game::Game rough_game(int num_players, std::uint64_t seed) {
    std::vector<double> values(num_coalitions(num_players));
    for (std::size_t s = 1; s < values.size(); ++s)
        values[s] = Coalition::from_bits(s).size() == 1 ? 0.0 : std::floor(1.0 + noise(seed, s) * 50.0 * num_players);
    values.back() = 60.0 * num_players;
    return make_game(std::move(values), num_players);
}

/// Buyers and sellers of one unit each with whole valuations below 100: the best matches of a coalition trade.
inline game::Game market_game(int num_players, std::uint64_t seed) {
    std::vector<std::pair<double, int>> buyers;   // falling
    std::vector<std::pair<double, int>> sellers;  // rising
    for (int i = 0; i < num_players; ++i) {
        const double worth = std::floor(100.0 * noise(seed, static_cast<std::uint64_t>(i)));
        (i % 2 == 0 ? buyers : sellers).emplace_back(worth, i);
    }
    std::sort(buyers.rbegin(), buyers.rend());
    std::sort(sellers.begin(), sellers.end());
    std::vector<double> values(num_coalitions(num_players));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const Coalition market = Coalition::from_bits(s);
        std::size_t next = 0;
        for (const auto& [worth, buyer] : buyers) {
            if (!market.contains(buyer)) continue;
            while (next < sellers.size() && !market.contains(sellers[next].second)) ++next;
            if (next == sellers.size() || sellers[next].first >= worth) break;
            values[s] += worth - sellers[next++].first;
        }
    }
    return make_game(std::move(values), num_players);
}

inline game::Game bench_game(int num_players, int kind) {
    switch (kind) {
        case 0: return network_game(num_players, 7);
        case 1: return random_game(num_players, 7);
        case 2: return rough_game(num_players, 7);
        default: return market_game(num_players, 7);
    }
}

}  // namespace proeftuin::test

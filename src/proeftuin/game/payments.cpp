// SPDX-License-Identifier: Apache-2.0
//
// Fewest payments. Players whose transfers add up to 0 among themselves settle with one payment fewer than they are, so the
// fewest payments come from the largest number of such groups: over sets of players, groups(S) = max over i in S of
// groups(S - i) + [transfers of S add up to 0]. Within a group the largest debtor pays the largest creditor, again and again.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/properties.hpp"

namespace proeftuin::game {
namespace {

constexpr std::size_t most_exact = 16;

/// Cuts players into groups whose transfers add up to 0, as many as can be.
std::vector<std::vector<std::size_t>> groups(const std::vector<double>& transfers, double negligible) {
    const std::size_t n = transfers.size();
    std::vector<std::vector<std::size_t>> result;
    if (n > most_exact) {
        auto& all = result.emplace_back();
        for (std::size_t i = 0; i < n; ++i) all.push_back(i);
        return result;
    }
    const std::vector<double> sums = subset_sums(transfers);
    std::vector<std::int8_t> count(sums.size());
    std::vector<std::int8_t> last(sums.size());
    for (std::size_t s = 1; s < sums.size(); ++s) {
        count[s] = -1;
        for (const int i : Coalition::from_bits(s)) {
            const std::int8_t before = count[Coalition::from_bits(s).without(i).index()];
            if (before > count[s]) {
                count[s] = before;
                last[s] = static_cast<std::int8_t>(i);
            }
        }
        if (std::abs(sums[s]) <= negligible) ++count[s];
    }
    result.emplace_back();
    for (std::size_t s = sums.size() - 1; s != 0;) {
        result.back().push_back(static_cast<std::size_t>(last[s]));
        s = Coalition::from_bits(s).without(last[s]).index();
        if (s != 0 && std::abs(sums[s]) <= negligible) result.emplace_back();
    }
    return result;
}

}  // namespace

std::vector<Payment> payments(std::span<const double> own, std::span<const double> shares, double negligible) {
    PROEFTUIN_ASSERT(own.size() == shares.size());
    std::vector<int> players;
    std::vector<double> transfers;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (std::abs(shares[i] - own[i]) <= negligible) continue;
        players.push_back(static_cast<int>(i));
        transfers.push_back(shares[i] - own[i]);
    }
    std::vector<Payment> result;
    if (players.empty()) return result;
    for (std::vector<std::size_t>& group : groups(transfers, negligible * static_cast<double>(own.size()))) {
        std::ranges::sort(group);
        for (std::size_t step = 1; step < group.size(); ++step) {
            const auto less = [&](std::size_t a, std::size_t b) { return transfers[a] < transfers[b]; };
            const std::size_t payer = *std::ranges::min_element(group, less);
            const std::size_t payee = *std::ranges::max_element(group, less);
            const double amount = std::min(-transfers[payer], transfers[payee]);
            if (amount <= negligible) break;
            result.push_back({players[payer], players[payee], amount});
            transfers[payer] += amount;
            transfers[payee] -= amount;
        }
    }
    return result;
}

}  // namespace proeftuin::game

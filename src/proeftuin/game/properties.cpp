// SPDX-License-Identifier: Apache-2.0
//
// Properties by their definitions. Convexity and monotonicity need only single players: v is convex when
// v(S+i+j) - v(S+j) >= v(S+i) - v(S) for all i, j outside S (Shapley 1971), monotone when v(S+i) >= v(S). Superadditivity is
// asked of all 3^n splits, each once (the part with the lowest member first).
#include "proeftuin/game/properties.hpp"

#include <cmath>

#include "proeftuin/game/excess.hpp"

namespace proeftuin::game {
namespace {

constexpr double most_steps = 1e9;

Verdict fails(Coalition first, Coalition second, double amount) {
    return {.holds = Holds::no, .first = first, .second = second, .amount = amount};
}

/// What holds as long as no failure is found.
Holds at_first(const Game& game) { return game.complete() ? Holds::yes : Holds::unknown; }

/// Keeps the worst failure; what compares with a missing value is none.
void note(Verdict& verdict, Coalition first, Coalition second, double amount, double rounding) {
    if (amount > rounding && amount > verdict.amount) verdict = fails(first, second, amount);
}

}  // namespace

Verdict superadditive(const Game& game) {
    if (std::pow(3.0, game.num_players()) > most_steps) return {};
    Verdict verdict{.holds = at_first(game)};
    for (std::size_t s = 3; s < game.values().size(); ++s) {
        const std::uint64_t lowest = s & (~s + 1);
        const std::uint64_t others = s ^ lowest;
        for (std::uint64_t part = (others - 1) & others; others != 0; part = (part - 1) & others) {
            const Coalition first = Coalition::from_bits(part | lowest);
            const Coalition second = Coalition::from_bits(others ^ part);
            note(verdict, first, second, game.value(first) + game.value(second) - game.values()[s], tolerance(game));
            if (part == 0) break;
        }
    }
    return verdict;
}

Verdict monotone(const Game& game) {
    const double n = game.num_players();
    if (n * std::exp2(n) > most_steps) return {};
    Verdict verdict{.holds = at_first(game)};
    for (std::size_t s = 1; s < game.values().size(); ++s) {
        const Coalition whole = Coalition::from_bits(s);
        for (const int player : whole) {
            const Coalition part = whole.without(player);
            note(verdict, part, whole, game.value(part) - game.value(whole), tolerance(game));
        }
    }
    return verdict;
}

Verdict convex(const Game& game) {
    const double n = game.num_players();
    if (n * n * std::exp2(n) / 8.0 > most_steps) return {};
    Verdict verdict{.holds = at_first(game)};
    for (std::size_t s = 3; s < game.values().size(); ++s) {
        const Coalition whole = Coalition::from_bits(s);
        for (const int i : whole) {
            for (const int j : whole) {
                if (j <= i) continue;
                const Coalition first = whole.without(i);
                const Coalition second = whole.without(j);
                const double amount =
                    game.value(first) + game.value(second) - game.value(whole) - game.value(first.without(j));
                note(verdict, first, second, amount, tolerance(game));
            }
        }
    }
    return verdict;
}

Verdict essential(const Game& game) {
    double gain = game.total();
    for (int i = 0; i < game.num_players(); ++i) gain -= game.alone(i);
    if (std::isnan(gain)) return {.holds = Holds::unknown};
    if (gain > tolerance(game)) return {.holds = Holds::yes, .first = game.grand(), .second = {}, .amount = gain};
    return fails(game.grand(), {}, -gain);
}

Coalition dummies(const Game& game) {
    Coalition result = game.grand();
    for (std::size_t s = 1; s < game.values().size() && !result.empty(); ++s) {
        const Coalition whole = Coalition::from_bits(s);
        for (const int player : whole& result) {
            const double added = game.value(whole) - game.value(whole.without(player));
            if (std::abs(added - game.alone(player)) > tolerance(game)) result = result.without(player);
        }
    }
    return result;
}

std::vector<Edge> interchangeable(const Game& game) {
    std::vector<Edge> result;
    for (int i = 0; i < game.num_players(); ++i) {
        for (int j = i + 1; j < game.num_players(); ++j) {
            bool same = true;
            for (std::size_t s = 0; s < game.values().size() && same; ++s) {
                const Coalition coalition = Coalition::from_bits(s);
                if (!coalition.contains(i) || coalition.contains(j)) continue;
                same = !(std::abs(game.value(coalition) - game.value(coalition.without(i).with(j))) > tolerance(game));
            }
            if (same) result.emplace_back(i, j);
        }
    }
    return result;
}

Audit audit(const Game& game, std::span<const double> shares, Coalition dummies,
            const std::vector<Edge>& interchangeable, int threads) {
    const double rounding = tolerance(game);
    Audit result;
    double sum = -game.total();
    for (const double share : shares) sum += share;
    result.efficient = std::isnan(sum)             ? Verdict{.holds = Holds::unknown}
                       : std::abs(sum) <= rounding ? Verdict{.holds = Holds::yes}
                                                   : fails(game.grand(), {}, sum);
    result.dummy.holds = result.symmetric.holds = at_first(game);
    result.individually_rational.holds = Holds::yes;
    for (int i = 0; i < game.num_players(); ++i) {
        const double gain = shares[static_cast<std::size_t>(i)] - game.alone(i);
        if (std::isnan(gain) && result.individually_rational.holds == Holds::yes)
            result.individually_rational.holds = Holds::unknown;
        note(result.individually_rational, Coalition::single(i), {}, -gain, rounding);
        if (game.complete() && dummies.contains(i))
            note(result.dummy, Coalition::single(i), {}, std::abs(gain), rounding);
    }
    for (const auto& [i, j] : interchangeable) {
        if (!game.complete()) break;
        const double apart = std::abs(shares[static_cast<std::size_t>(i)] - shares[static_cast<std::size_t>(j)]);
        note(result.symmetric, Coalition::single(i), Coalition::single(j), apart, rounding);
    }
    const CoreCheck core = check_core(game, shares, threads);
    if (core.inside && result.efficient.holds == Holds::yes) result.in_core.holds = at_first(game);
    else result.in_core = core.inside ? result.efficient : fails(core.objection.coalition, {}, core.objection.excess);
    return result;
}

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
//
// With v_i = v({i}), M_i = v(N) - v(N-i), n players, A = sum of v_i, B = sum of M_i:
//
//   equal split                       v(N) / n
//   equal surplus division            v_i + (v(N) - A) / n                                      Driessen and Funaki 1991
//   equal split of non-separable cost M_i + (v(N) - B) / n                                      Moulin 1985
//   proportional                      v(N) v_i / A; savings game: costs in proportion to c_i    Moriarity 1975
//   SCRB                              v_i + (M_i - v_i) (v(N) - A) / (B - A)                    Ransmeier 1942
//   Gately                            x with (M_i - x_i) / (x_i - v_i) the same for all         Gately 1974
//   tau                               m_i + a (M_i - m_i), m_i = max over S with i of v(S) - M(S-i), a such that the
//                                     shares add up; needs m <= M and m(N) <= v(N) <= M(N)       Tijs 1981
//   PNBD                              d_i = own_i - v_i; those with d_i < 0 are brought to 0 at the expense of the
//                                     others in proportion to d_i                               Jansen et al. 2015
//
// In a savings game v_i = 0 and M_i = c_i - (c(N) - c(N-i)): the benefit left after separable costs. Solving Gately's
// equations gives SCRB's formula; both names are kept because both are asked for.
#include "proeftuin/game/simple_rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/excess.hpp"

namespace proeftuin::game {
namespace {

struct Ends {
    std::vector<double> alone;     // v_i
    std::vector<double> marginal;  // M_i
    double sum_alone = 0.0;
    double sum_marginal = 0.0;
};

Ends ends(const Game& game) {
    Ends result;
    for (int i = 0; i < game.num_players(); ++i) {
        result.alone.push_back(game.alone(i));
        result.marginal.push_back(game.marginal(i));
        result.sum_alone += result.alone.back();
        result.sum_marginal += result.marginal.back();
    }
    return result;
}

/// base_i + part of (top_i - base_i), the same part for all, to add up to v(N).
Shares between(const std::vector<double>& base, const std::vector<double>& top, double sum_base, double sum_top,
               const Game& game) {
    const double gap = sum_top - sum_base;
    const double wanted = game.total() - sum_base;
    Shares shares;
    if (std::abs(gap) <= tolerance(game)) {
        if (std::abs(wanted) > tolerance(game))
            return {.refused = "the benefits left over add up to 0, so nothing can be shared by them"};
        return {.share = base};
    }
    for (std::size_t i = 0; i < base.size(); ++i) shares.share.push_back(base[i] + (top[i] - base[i]) * (wanted / gap));
    return shares;
}

}  // namespace

Shares equal_split(const Game& game) {
    return {.share =
                std::vector<double>(static_cast<std::size_t>(game.num_players()), game.total() / game.num_players())};
}

Shares equal_surplus(const Game& game) {
    const Ends e = ends(game);
    Shares shares;
    for (const double alone : e.alone)
        shares.share.push_back(alone + (game.total() - e.sum_alone) / game.num_players());
    return shares;
}

Shares equal_nonseparable(const Game& game) {
    const Ends e = ends(game);
    Shares shares;
    for (const double marginal : e.marginal) {
        shares.share.push_back(marginal + (game.total() - e.sum_marginal) / game.num_players());
    }
    return shares;
}

Shares proportional(const Game& game, const std::vector<double>& stand_alone) {
    const std::vector<double> alone = stand_alone.empty() ? ends(game).alone : stand_alone;
    double sum = 0.0;
    bool negative = false;
    for (const double value : alone) {
        sum += value;
        negative = negative || value < 0.0;
    }
    if (negative) return {.refused = "a player alone has less than nothing, so there is no proportion to it"};
    if (!(sum > 0.0)) return {.refused = "no player has anything alone, so there is no proportion to it"};
    Shares shares;
    for (const double value : alone) shares.share.push_back(game.total() * (value / sum));
    return shares;
}

Shares separable_costs_remaining_benefits(const Game& game) {
    const Ends e = ends(game);
    for (std::size_t i = 0; i < e.alone.size(); ++i) {
        if (e.marginal[i] < e.alone[i] - tolerance(game)) {
            return {.refused = "player " + game.players()[i] +
                               " adds less to the others than it has alone: no remaining benefit"};
        }
    }
    return between(e.alone, e.marginal, e.sum_alone, e.sum_marginal, game);
}

Shares gately(const Game& game) {
    const Ends e = ends(game);
    if (game.total() - e.sum_alone <= tolerance(game)) {
        return {.refused = "cooperation gains nothing over each alone, so no propensity to disrupt is defined"};
    }
    return between(e.alone, e.marginal, e.sum_alone, e.sum_marginal, game);
}

Shares tau_value(const Game& game) {
    const Ends e = ends(game);
    const int n = game.num_players();
    const std::vector<double> low = subset_sums(std::span(e.marginal).first(static_cast<std::size_t>(std::min(n, 10))));
    const std::vector<double> high =
        subset_sums(std::span(e.marginal).subspan(static_cast<std::size_t>(std::min(n, 10))));
    std::vector<double> best(e.alone.size(), -std::numeric_limits<double>::infinity());  // of v(S) - M(S), S with i
    for (std::size_t s = 1; s < game.values().size(); ++s) {
        const double rest = game.values()[s] - low[s & (low.size() - 1)] - high[s / low.size()];
        for (const int player : Coalition::from_bits(s)) {
            double& mine = best[static_cast<std::size_t>(player)];
            mine = std::max(mine, rest);
        }
    }
    std::vector<double> least;  // minimal rights
    double sum_least = 0.0;
    for (std::size_t i = 0; i < best.size(); ++i) {
        least.push_back(best[i] + e.marginal[i]);
        sum_least += least[i];
        if (least[i] > e.marginal[i] + tolerance(game)) {
            return {.refused = "the game is not quasi-balanced: player " + game.players()[i] +
                               " can claim more than it adds to the others"};
        }
    }
    if (sum_least > game.total() + tolerance(game) || e.sum_marginal < game.total() - tolerance(game)) {
        return {
            .refused =
                "the game is not quasi-balanced: the total does not lie between what all can claim and what all add"};
    }
    return between(least, e.marginal, sum_least, e.sum_marginal, game);
}

Shares positive_net_benefit_differential(const Game& game, const std::vector<double>& own) {
    PROEFTUIN_ASSERT(static_cast<int>(own.size()) == game.num_players());
    double gains = 0.0;
    double losses = 0.0;
    for (int i = 0; i < game.num_players(); ++i) {
        const double differential = own[static_cast<std::size_t>(i)] - game.alone(i);
        (differential > 0.0 ? gains : losses) += std::abs(differential);
    }
    if (losses > gains + tolerance(game))
        return {.refused = "those who lose would have to be paid more than the others gain"};
    Shares shares;
    for (int i = 0; i < game.num_players(); ++i) {
        const double differential = own[static_cast<std::size_t>(i)] - game.alone(i);
        const double kept = differential > 0.0 ? differential * (1.0 - losses / gains) : 0.0;
        shares.share.push_back(game.alone(i) + kept);
    }
    return shares;
}

}  // namespace proeftuin::game

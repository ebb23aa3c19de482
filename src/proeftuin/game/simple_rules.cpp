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
#include <span>
#include <utility>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/bounds.hpp"
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

Shares with_bounds_of(Shares shares, const Shares& other) {
    shares.lower = other.lower;
    shares.upper = other.upper;
    return shares;
}

/// SCRB and Gately, with bounds.
Shares remaining_benefits(const Game& game, const Ends& e) {
    Shares shares = between(e.alone, e.marginal, e.sum_alone, e.sum_marginal, game);
    if (!shares.answered()) return shares;
    if (game.num_players() > 2) bound_remaining_benefits(game, shares);
    else shares = with_bounds_of(std::move(shares), equal_surplus(game));  // the same numbers
    return shares;
}

/// What each player can claim: the most over S with it of v(S) - M(S without it).
std::vector<double> minimal_rights(std::span<const double> values, std::span<const double> marginal) {
    const auto low_players = std::min<std::size_t>(marginal.size(), 10);
    const std::vector<double> low = subset_sums(marginal.first(low_players));
    const std::vector<double> high = subset_sums(marginal.subspan(low_players));
    std::vector<double> best(marginal.size(), -std::numeric_limits<double>::infinity());  // of v(S) - M(S), S with i
    for (std::size_t s = 1; s < values.size(); ++s) {
        const double rest = values[s] - low[s & (low.size() - 1)] - high[s / low.size()];
        for (const int player : Coalition::from_bits(s)) {
            double& mine = best[static_cast<std::size_t>(player)];
            mine = std::max(mine, rest);
        }
    }
    for (std::size_t i = 0; i < best.size(); ++i) best[i] += marginal[i];
    return best;
}

/// Bounds of the tau value, from those of minimal rights and of marginals.
void bound_tau(const Game& game, Shares& shares) {
    if (!game.has_intervals()) return;
    std::vector<double> lower;
    std::vector<double> upper;
    const Range total = range_of(game, game.grand());
    for (int i = 0; i < game.num_players(); ++i) {
        const Range rest = range_of(game, game.grand().without(i));
        lower.push_back(total.lower - rest.upper);
        upper.push_back(total.upper - rest.lower);
    }
    const std::vector<double> least = minimal_rights(game.lower(), upper);
    const std::vector<double> most = minimal_rights(game.upper(), lower);
    std::vector<Range> rights;
    std::vector<Range> marginals;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        rights.push_back({least[i], most[i]});
        marginals.push_back({lower[i], upper[i]});
    }
    bound_between(game, rights, marginals, shares);
}

/// Shares by positive net benefit differential; empty where losses cannot be made good.
std::vector<double> differential_shares(const std::vector<double>& own, const std::vector<double>& alone,
                                        double rounding) {
    double gains = 0.0;
    double losses = 0.0;
    for (std::size_t i = 0; i < own.size(); ++i) (own[i] > alone[i] ? gains : losses) += std::abs(own[i] - alone[i]);
    if (losses > gains + rounding) return {};
    std::vector<double> shares;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const double differential = own[i] - alone[i];
        shares.push_back(alone[i] + (differential > 0.0 ? differential * (1.0 - losses / gains) : 0.0));
    }
    return shares;
}

/// A share falls in the player's own value alone and rises in the others'; with own costs that move too it rises in all.
void bound_differential(const Game& game, const Parameters& parameters, Shares& shares) {
    if (!game.has_intervals()) return;
    const auto n = static_cast<std::size_t>(game.num_players());
    const bool costs = !parameters.stand_alone_lower.empty();
    const auto corner = [&](std::size_t i, bool upper) {
        std::vector<double> own = parameters.own;
        std::vector<double> alone(n);
        for (std::size_t j = 0; j < n; ++j) {
            const Range range = range_of(game, Coalition::single(static_cast<int>(j)));
            if (!costs) alone[j] = (i == j) == upper ? range.upper : range.lower;
            else
                own[j] += (upper ? parameters.stand_alone_upper : parameters.stand_alone_lower)[j] -
                          parameters.stand_alone[j];
        }
        return differential_shares(own, alone, 0.0);
    };
    const double widen = 0x1p-40 * static_cast<double>(n) * game.scale();
    for (std::size_t i = 0; i < n; ++i) {
        const std::vector<double> least = corner(i, false);
        const std::vector<double> most = corner(i, true);
        if (least.empty() || most.empty()) {
            shares.lower.clear();
            shares.upper.clear();
            shares.bounds_refused = "within the bounds those who lose may have to be paid more than the others gain";
            return;
        }
        shares.lower.push_back(least[i] - widen);
        shares.upper.push_back(most[i] + widen);
    }
}

}  // namespace

Shares equal_split(const Game& game) {
    const double part = 1.0 / game.num_players();
    Shares shares{
        .share = std::vector<double>(static_cast<std::size_t>(game.num_players()), game.total() / game.num_players())};
    const std::vector<Term> terms{{game.grand(), part}};
    for (int i = 0; i < game.num_players(); ++i) bound_sum(game, terms, shares);
    return shares;
}

Shares equal_surplus(const Game& game) {
    const double sum_alone = ends(game).sum_alone;
    const int n = game.num_players();
    Shares shares;
    for (int i = 0; i < n; ++i) {
        shares.share.push_back(game.alone(i) + (game.total() - sum_alone) / n);
        std::vector<Term> terms{{game.grand(), 1.0 / n}};
        for (int j = 0; j < n && n > 1; ++j) terms.push_back({Coalition::single(j), (i == j ? 1.0 : 0.0) - 1.0 / n});
        bound_sum(game, terms, shares);
    }
    return shares;
}

Shares equal_nonseparable(const Game& game) {
    const double sum_marginal = ends(game).sum_marginal;
    const int n = game.num_players();
    Shares shares;
    for (int i = 0; i < n; ++i) {
        shares.share.push_back(game.marginal(i) + (game.total() - sum_marginal) / n);
        std::vector<Term> terms{{game.grand(), 1.0 / n}};  // M_i has v(N) too, and so has the sum of all: 1 + 1/n - n/n
        for (int j = 0; j < n; ++j) terms.push_back({game.grand().without(j), 1.0 / n - (i == j ? 1.0 : 0.0)});
        bound_sum(game, terms, shares);
    }
    return shares;
}

Shares proportional(const Game& game, const Parameters& parameters) {
    std::vector<double> alone = parameters.stand_alone;
    std::vector<Range> ranges;
    for (int i = 0; i < game.num_players(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (parameters.stand_alone.empty()) alone.push_back(game.alone(i));
        if (!parameters.stand_alone_lower.empty())
            ranges.push_back({parameters.stand_alone_lower[at], parameters.stand_alone_upper[at]});
        else if (!parameters.stand_alone.empty()) ranges.push_back({alone[at], alone[at]});
        else if (game.has_intervals()) ranges.push_back(range_of(game, Coalition::single(i)));
    }
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
    if (game.has_intervals()) bound_proportional(range_of(game, game.grand()), ranges, shares);
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
    return remaining_benefits(game, e);
}

Shares gately(const Game& game) {
    const Ends e = ends(game);
    if (game.total() - e.sum_alone <= tolerance(game)) {
        return {.refused = "cooperation gains nothing over each alone, so no propensity to disrupt is defined"};
    }
    return remaining_benefits(game, e);
}

Shares tau_value(const Game& game) {
    const Ends e = ends(game);
    const std::vector<double> least = minimal_rights(game.values(), e.marginal);
    double sum_least = 0.0;
    for (std::size_t i = 0; i < least.size(); ++i) {
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
    Shares shares = between(least, e.marginal, sum_least, e.sum_marginal, game);
    if (shares.answered()) bound_tau(game, shares);
    return shares;
}

Shares positive_net_benefit_differential(const Game& game, const Parameters& parameters) {
    PROEFTUIN_ASSERT(static_cast<int>(parameters.own.size()) == game.num_players());
    std::vector<double> alone;
    for (int i = 0; i < game.num_players(); ++i) alone.push_back(game.alone(i));
    Shares shares{.share = differential_shares(parameters.own, alone, tolerance(game))};
    if (shares.share.empty()) return {.refused = "those who lose would have to be paid more than the others gain"};
    bound_differential(game, parameters, shares);
    return shares;
}

}  // namespace proeftuin::game

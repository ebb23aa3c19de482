// SPDX-License-Identifier: Apache-2.0
//
// Each share is a function of values that move in a box. Where it rises or falls in every one of them throughout the box, its
// extremes are at corners.
//
//   total * p_i / sum p   rises in p_i and falls in p_j (p >= 0): with f_i between l_i / (l_i + sum u_j) and u_i / (u_i + sum l_j),
//                         the product with the total's range.
//   between               x_i = m_i + (M_i - m_i) a, a = (V - m(N)) / (M(N) - m(N)), f = (M_i - m_i) / (M(N) - m(N)). With
//                         m <= M and 0 <= a <= 1 everywhere: dx_i/dm_i = (1-a)(1-f), dx_i/dm_j = -(1-a) f, dx_i/dM_i = a (1-f),
//                         dx_i/dM_j = -a f, dx_i/dV = f.
//   SCRB                  m_i = v_i, M_i = V - w_i with w_i = v(N-i), so V moves all M together: the v and w as above, at
//                         their corners, and in V alone x_i = v_i + (V - b)(V - A) / (n V - D), b = w_i + v_i, A = sum v,
//                         D = sum (w + v). With u = n V - D > 0 this is v_i + (u + p + q + p q / u) / n^2, p = D - n b,
//                         q = D - n A: largest at an end, smallest at an end or at u = sqrt(p q).
//   level                 eps* = min over x of max over S of (v(S) - x(S)) / w(S) is not changed by more than the largest change of
//                         v(S) / w(S); when v(N) rises by d, equal parts of d for all lower every excess by |S| d / n.
#include "proeftuin/game/bounds.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "proeftuin/game/excess.hpp"

namespace proeftuin::game {
namespace {

constexpr double margin = 0x1p-40;  // rounding of a few dozen operations is below 2^-46 of what goes in

double magnitude(Range range) { return std::max(std::abs(range.lower), std::abs(range.upper)); }

void refuse(Shares& shares, const char* reason) {
    shares.lower.clear();
    shares.upper.clear();
    shares.bounds_refused = reason;
}

/// The sum of the lower or upper ends of all but one.
double others(const std::vector<Range>& ranges, std::size_t but, double Range::* end) {
    double sum = 0.0;
    for (std::size_t j = 0; j < ranges.size(); ++j) sum += j == but ? 0.0 : ranges[j].*end;
    return sum;
}

constexpr std::size_t nobody = static_cast<std::size_t>(-1);

struct Box {
    std::vector<Range> alone;  // v_i
    std::vector<Range> rest;   // w_i = v(N-i)
    Range total;               // V
};

Box box_of(const Game& game) {
    Box box{.alone = {}, .rest = {}, .total = range_of(game, game.grand())};
    for (int i = 0; i < game.num_players(); ++i) {
        box.alone.push_back(range_of(game, Coalition::single(i)));
        box.rest.push_back(range_of(game, game.grand().without(i)));
    }
    return box;
}

/// x_i as a function of V alone, all else at a corner.
struct InTotal {
    double alone;      // v_i
    double own;        // b = w_i + v_i
    double sum_alone;  // A
    double sum_ends;   // D
    double players;    // n
    [[nodiscard]] double at(double total) const {
        return alone + (total - own) * (total - sum_alone) / (players * total - sum_ends);
    }
    [[nodiscard]] double least(Range total) const {
        const double result = std::min(at(total.lower), at(total.upper));
        const double product = (sum_ends - players * own) * (sum_ends - players * sum_alone);
        if (product <= 0.0) return result;
        const double lowest = (std::sqrt(product) + sum_ends) / players;
        return lowest > total.lower && lowest < total.upper ? std::min(result, at(lowest)) : result;
    }
};

/// Player i at one end of its values, the others at theirs.
InTotal corner(const Box& box, std::size_t i, bool upper) {
    double Range::* const high = upper ? &Range::upper : &Range::lower;
    double Range::* const low = upper ? &Range::lower : &Range::upper;
    const double alone = box.alone[i].*high;
    const double rest = box.rest[i].*low;
    const double sum_alone = alone + others(box.alone, i, low);
    return {.alone = alone,
            .own = rest + alone,
            .sum_alone = sum_alone,
            .sum_ends = rest + others(box.rest, i, high) + sum_alone,
            .players = static_cast<double>(box.alone.size())};
}

/// Do the signs that the corners rely on hold everywhere in the box?
bool signs_hold(const Box& box, double negligible) {
    const auto n = static_cast<double>(box.alone.size());
    double benefits = n * box.total.lower;  // R at its smallest
    for (std::size_t i = 0; i < box.alone.size(); ++i) {
        const double taken = box.rest[i].upper + box.alone[i].upper;
        if (box.total.lower < taken) return false;
        benefits -= taken;
    }
    return benefits > negligible && box.total.lower >= others(box.alone, nobody, &Range::upper) &&
           (n - 1.0) * box.total.lower >= others(box.rest, nobody, &Range::upper);
}

}  // namespace

Range range_of(const Game& game, Coalition coalition) {
    return {game.lower()[coalition.index()], game.upper()[coalition.index()]};
}

void bound_sum(const Game& game, std::span<const Term> terms, Shares& shares) {
    if (!game.has_intervals()) return;
    long double least = 0.0L;
    long double most = 0.0L;
    double size = 0.0;
    for (const Term& term : terms) {
        const Range range = range_of(game, term.coalition);
        const bool rises = term.coefficient >= 0.0;
        least += static_cast<long double>(term.coefficient) * (rises ? range.lower : range.upper);
        most += static_cast<long double>(term.coefficient) * (rises ? range.upper : range.lower);
        size += std::abs(term.coefficient) * magnitude(range);
    }
    shares.lower.push_back(static_cast<double>(least) - margin * size);
    shares.upper.push_back(static_cast<double>(most) + margin * size);
}

void bound_proportional(Range total, const std::vector<Range>& parts, Shares& shares) {
    const bool negative = std::ranges::any_of(parts, [](Range part) { return !(part.lower >= 0.0); });
    if (negative || !(others(parts, nobody, &Range::lower) > 0.0))
        return refuse(shares, "within the bounds a part may be negative, or nobody have one");
    shares.lower.clear();
    shares.upper.clear();
    const double widen = margin * magnitude(total);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double least = parts[i].lower / (parts[i].lower + others(parts, i, &Range::upper));
        const double most = parts[i].upper / (parts[i].upper + others(parts, i, &Range::lower));
        shares.lower.push_back(total.lower * (total.lower >= 0.0 ? least : most) - widen);
        shares.upper.push_back(total.upper * (total.upper >= 0.0 ? most : least) + widen);
    }
}

void bound_remaining_benefits(const Game& game, Shares& shares) {
    if (!game.has_intervals()) return;
    const Box box = box_of(game);
    if (!signs_hold(box, tolerance(game)))
        return refuse(shares, "within the bounds a remaining benefit may be negative, or all of them too small");
    const double widen = margin * static_cast<double>(box.alone.size()) * magnitude(box.total);
    for (std::size_t i = 0; i < box.alone.size(); ++i) {
        const InTotal most = corner(box, i, true);
        shares.lower.push_back(corner(box, i, false).least(box.total) - widen);
        shares.upper.push_back(std::max(most.at(box.total.lower), most.at(box.total.upper)) + widen);
    }
}

void bound_between(const Game& game, const std::vector<Range>& base, const std::vector<Range>& top, Shares& shares) {
    const Range total = range_of(game, game.grand());
    const double base_most = others(base, nobody, &Range::upper);
    const double top_least = others(top, nobody, &Range::lower);
    bool ordered = base_most <= total.lower && total.upper <= top_least && top_least - base_most > tolerance(game);
    for (std::size_t i = 0; i < base.size(); ++i) ordered = ordered && base[i].upper <= top[i].lower;
    if (!ordered) return refuse(shares, "within the bounds the game may not be quasi-balanced");
    const auto share = [&](std::size_t i, double Range::* high, double Range::* low) {
        const double sum_base = base[i].*high + others(base, i, low);
        const double sum_top = top[i].*high + others(top, i, low);
        return base[i].*high + (top[i].*high - base[i].*high) * ((total.*high - sum_base) / (sum_top - sum_base));
    };
    const double widen = margin * static_cast<double>(base.size()) * game.scale();
    for (std::size_t i = 0; i < base.size(); ++i) {
        shares.lower.push_back(share(i, &Range::lower, &Range::upper) - widen);
        shares.upper.push_back(share(i, &Range::upper, &Range::lower) + widen);
    }
}

void bound_level(const Game& game, const NucleolusOptions& options, Shares& shares) {
    if (!game.has_intervals() || !shares.level || game.num_players() < 2) return;
    if (options.measure == Measure::proportional) return;  // the divisors move with the values
    const double n = game.num_players();
    const bool plain = options.measure == Measure::plain;
    double down = 0.0;
    double up = 0.0;
    for (std::size_t s = 1; s + 1 < game.values().size(); ++s) {
        const double weight = plain ? 1.0 : std::popcount(s);
        down = std::max(down, (game.values()[s] - game.lower()[s]) / weight);
        up = std::max(up, (game.upper()[s] - game.values()[s]) / weight);
    }
    const double per_unit = plain ? (n - 1.0) / n : 1.0 / n;  // of v(N)
    const Range total = range_of(game, game.grand());
    const double least = *shares.level - down - per_unit * (total.upper - game.total()) - tolerance(game);
    const double most = *shares.level + up + per_unit * (game.total() - total.lower) + tolerance(game);
    // asking that nobody gets less than alone changes the level, unless the core is there whatever the values
    if (options.individually_rational && most > 0.0) return;
    shares.level_lower = least;
    shares.level_upper = most;
}

}  // namespace proeftuin::game

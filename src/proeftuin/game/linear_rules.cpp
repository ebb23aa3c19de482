// SPDX-License-Identifier: Apache-2.0
//
// Rules linear in v. With s = |S|, n players:
//
//   Shapley     phi_i = sum over S with i of b(s) v(S) - C,   b(s) = (s-1)! (n-s-1)! / (n-1)! for s < n, b(n) = 1/n.
//               C is common to all players, so it follows from sum phi_i = v(N): one pass over the values (sums.hpp).
//               Equal to sum over S without i of s! (n-s-1)! / n! (v(S+i) - v(S)); Shapley 1953.
//   Banzhaf     beta_i = sum over S without i of (v(S+i) - v(S)) / 2^(n-1); Banzhaf 1965, Owen 1975.
//   weighted    orders built from the end, the last of T drawn with probability w_i / w(T); g(T) is the probability that T
//               is what is left, phi_i = sum over T with i of g(T) w_i / w(T) (v(T) - v(T-i)); Kalai and Samet 1987.
//   Owen        unions enter in random order, then members within theirs: with m unions, H of which came before, and K the
//               members of i's union U before i: weight h! (m-h-1)! / m! * k! (u-k-1)! / u!; Owen 1977.
//   Myerson     Shapley of v^g(S) = sum of v over the components of S. Collected by coalition: a connected C with boundary
//               B (neighbours outside) gives (c-1)! b! / (c+b)! v(C) to its members and takes c! (b-1)! / (c+b)! v(C) from
//               each member of B; Myerson 1977.
//
// Intervals: each rule is sum of a_i(S) v(S), so its largest value takes upper bounds where a_i(S) > 0 and lower ones where
// it is negative. The bounds are then widened by 2^-40 of the sum of the magnitudes that went in.
#include "proeftuin/game/linear_rules.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/bounds.hpp"
#include "proeftuin/game/sums.hpp"
#include "proeftuin/lp/sum.hpp"

namespace proeftuin::game {
namespace {

constexpr double margin = 0x1p-40;

long double factorial(int k) {
    long double result = 1.0L;
    for (int i = 2; i <= k; ++i) result *= i;
    return result;
}

/// a! b! / (a + b + 1)!
double beta(int a, int b) { return static_cast<double>(factorial(a) * factorial(b) / factorial(a + b + 1)); }

/// Collects sum of weight * (v(after) - v(before)) for one player, with bounds.
class Marginals {
  public:
    explicit Marginals(const Game& game) : game_(game) {}
    void add(double weight, Coalition before, Coalition after) {
        value_.add(static_cast<long double>(weight) * game_.value(after));
        value_.add(-static_cast<long double>(weight) * game_.value(before));
        if (!game_.has_intervals()) return;
        const double least = game_.lower()[after.index()] - game_.upper()[before.index()];
        const double most = game_.upper()[after.index()] - game_.lower()[before.index()];
        lower_.add(static_cast<long double>(weight) * least);
        upper_.add(static_cast<long double>(weight) * most);
        magnitude_ += weight * (std::abs(game_.value(after)) + std::abs(game_.value(before)) + std::abs(most - least));
    }
    void finish(Shares& shares) const {
        shares.share.push_back(static_cast<double>(value_.value()));
        if (!game_.has_intervals()) return;
        shares.lower.push_back(static_cast<double>(lower_.value()) - margin * magnitude_);
        shares.upper.push_back(static_cast<double>(upper_.value()) + margin * magnitude_);
    }

  private:
    const Game& game_;
    lp::Sum value_;
    lp::Sum lower_;
    lp::Sum upper_;
    double magnitude_ = 0.0;
};

/// Bounds of sum over S with i of p(s) v(S) - sum over S without i of q(s) v(S).
void add_bounds(const Game& game, const std::vector<double>& p, const std::vector<double>& q, int threads,
                Shares& shares) {
    if (!game.has_intervals()) return;
    const int n = game.num_players();
    const PlayerSums p_lower = player_sums(game.lower(), n, p, threads);
    const PlayerSums p_upper = player_sums(game.upper(), n, p, threads);
    const PlayerSums q_lower = player_sums(game.lower(), n, q, threads);
    const PlayerSums q_upper = player_sums(game.upper(), n, q, threads);
    double widest = 0.0;
    for (std::size_t s = 0; s < game.values().size(); ++s) {
        widest = std::max({widest, std::abs(game.lower()[s]), std::abs(game.upper()[s])});
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        shares.lower.push_back(p_lower.with[i] - (q_upper.all - q_upper.with[i]) - margin * widest);
        shares.upper.push_back(p_upper.with[i] - (q_lower.all - q_lower.with[i]) + margin * widest);
    }
}

}  // namespace

Shares shapley(const Game& game, int threads) {
    const int n = game.num_players();
    std::vector<double> weight(static_cast<std::size_t>(n) + 1);  // b(s)
    std::vector<double> p(weight.size());
    std::vector<double> q(weight.size());
    for (int s = 0; s <= n; ++s) {
        const auto at = static_cast<std::size_t>(s);
        if (s > 0) weight[at] = s == n ? 1.0 / n : beta(s - 1, n - s - 1);
        if (s > 0) p[at] = beta(s - 1, n - s);
        if (s < n) q[at] = beta(s, n - s - 1);
    }
    const PlayerSums sums = player_sums(game.values(), n, weight, threads);
    lp::Sum collected;
    for (const double with : sums.with) collected.add(with);
    const long double common = (collected.value() - static_cast<long double>(game.total())) / n;
    Shares shares;
    for (const double with : sums.with) shares.share.push_back(static_cast<double>(with - common));
    add_bounds(game, p, q, threads, shares);
    return shares;
}

Shares banzhaf(const Game& game, int threads) {
    const int n = game.num_players();
    const std::vector<double> weight(static_cast<std::size_t>(n) + 1, std::ldexp(1.0, 1 - n));
    const PlayerSums sums = player_sums(game.values(), n, weight, threads);
    Shares shares;
    for (const double with : sums.with) shares.share.push_back(2.0 * with - sums.all);
    add_bounds(game, weight, weight, threads, shares);
    return shares;
}

Shares normalised_banzhaf(const Game& game, int threads) {
    Shares shares = banzhaf(game, threads);
    double sum = 0.0;
    for (const double share : shares.share) sum += share;
    if (std::abs(sum) <= 1e-12 * game.scale()) {
        return {.refused = "the Banzhaf values add up to 0, so they cannot be scaled to the total"};
    }
    for (double& share : shares.share) share *= game.total() / sum;
    if (!game.has_intervals()) return shares;
    std::vector<Range> parts;
    parts.reserve(shares.lower.size());
    for (std::size_t i = 0; i < shares.lower.size(); ++i) parts.push_back({shares.lower[i], shares.upper[i]});
    bound_proportional(range_of(game, game.grand()), parts, shares);
    return shares;
}

Shares weighted_shapley(const Game& game, const std::vector<double>& weights) {
    const int n = game.num_players();
    PROEFTUIN_ASSERT(static_cast<int>(weights.size()) == n);
    const std::size_t count = num_coalitions(n);
    std::vector<double> left(count);  // g(T)
    std::vector<Marginals> marginals(static_cast<std::size_t>(n), Marginals(game));
    left[count - 1] = 1.0;
    for (std::size_t t = count - 1; t > 0; --t) {
        const Coalition rest = Coalition::from_bits(t);
        double weight = 0.0;
        for (const int player : rest) weight += weights[static_cast<std::size_t>(player)];
        for (const int player : rest) {
            const auto i = static_cast<std::size_t>(player);
            const double probability = left[t] * (weights[i] / weight);
            left[rest.without(player).index()] += probability;
            marginals[i].add(probability, rest.without(player), rest);
        }
    }
    Shares shares;
    for (const Marginals& marginal : marginals) marginal.finish(shares);
    return shares;
}

bool is_partition(const std::vector<Coalition>& unions, int num_players) {
    Coalition seen;
    for (const Coalition coalition : unions) {
        if (coalition.empty() || seen.meets(coalition)) return false;
        seen |= coalition;
    }
    return seen == Coalition::all(num_players);
}

Shares owen(const Game& game, const std::vector<Coalition>& unions) {
    PROEFTUIN_ASSERT(is_partition(unions, game.num_players()));
    const int m = static_cast<int>(unions.size());
    std::vector<Marginals> marginals(static_cast<std::size_t>(game.num_players()), Marginals(game));
    std::vector<Coalition> joined(num_coalitions(m));  // members of a set of unions
    for (std::size_t h = 1; h < joined.size(); ++h) {
        const Coalition set = Coalition::from_bits(h);
        joined[h] = joined[set.without(set.first()).index()] | unions[static_cast<std::size_t>(set.first())];
    }
    for (int own = 0; own < m; ++own) {
        const Coalition mine = unions[static_cast<std::size_t>(own)];
        for (std::size_t h = 0; h < joined.size(); ++h) {
            const Coalition set = Coalition::from_bits(h);
            if (set.contains(own)) continue;
            const double outer = beta(set.size(), m - set.size() - 1);
            std::uint64_t bits = 0;  // every subset of `mine`, by the carry trick
            do {
                const Coalition before = Coalition::from_bits(bits);
                for (const int player : mine - before) {
                    const double weight = outer * beta(before.size(), mine.size() - before.size() - 1);
                    const Coalition all_before = joined[h] | before;
                    marginals[static_cast<std::size_t>(player)].add(weight, all_before, all_before.with(player));
                }
                bits = (bits - mine.bits()) & mine.bits();
            } while (bits != 0);
        }
    }
    Shares shares;
    for (const Marginals& marginal : marginals) marginal.finish(shares);
    return shares;
}

std::vector<Coalition> neighbours(const std::vector<Edge>& edges, int num_players) {
    std::vector<Coalition> result(static_cast<std::size_t>(num_players));
    for (const auto& [a, b] : edges) {
        if (a == b) continue;
        result[static_cast<std::size_t>(a)] = result[static_cast<std::size_t>(a)].with(b);
        result[static_cast<std::size_t>(b)] = result[static_cast<std::size_t>(b)].with(a);
    }
    return result;
}

bool is_connected(Coalition coalition, const std::vector<Coalition>& neighbours) {
    Coalition reached = Coalition::single(coalition.first());
    for (Coalition fresh = reached; !fresh.empty();) {
        Coalition found;
        for (const int player : fresh) found |= neighbours[static_cast<std::size_t>(player)];
        fresh = (found & coalition) - reached;
        reached |= fresh;
    }
    return reached == coalition;
}

Shares myerson(const Game& game, const std::vector<Edge>& edges) {
    const int n = game.num_players();
    const std::vector<Coalition> near = neighbours(edges, n);
    std::vector<lp::Sum> value(static_cast<std::size_t>(n));
    std::vector<lp::Sum> lower(value.size());
    std::vector<lp::Sum> upper(value.size());
    std::vector<double> magnitude(value.size());
    const auto add = [&](int player, double weight, std::size_t s) {
        const auto i = static_cast<std::size_t>(player);
        value[i].add(static_cast<long double>(weight) * game.values()[s]);
        lower[i].add(static_cast<long double>(weight) * (weight > 0.0 ? game.lower() : game.upper())[s]);
        upper[i].add(static_cast<long double>(weight) * (weight > 0.0 ? game.upper() : game.lower())[s]);
        magnitude[i] += std::abs(weight) * (std::abs(game.lower()[s]) + std::abs(game.upper()[s]));
    };
    for (std::size_t s = 1; s < num_coalitions(n); ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        if (!is_connected(coalition, near)) continue;
        Coalition around;
        for (const int player : coalition) around |= near[static_cast<std::size_t>(player)];
        const Coalition boundary = around - coalition;
        const double inside = beta(coalition.size() - 1, boundary.size());
        for (const int player : coalition) add(player, inside, s);
        for (const int player : boundary) add(player, -beta(coalition.size(), boundary.size() - 1), s);
    }
    Shares shares;
    for (std::size_t i = 0; i < value.size(); ++i) {
        shares.share.push_back(static_cast<double>(value[i].value()));
        if (!game.has_intervals()) continue;
        shares.lower.push_back(static_cast<double>(lower[i].value()) - margin * magnitude[i]);
        shares.upper.push_back(static_cast<double>(upper[i].value()) + margin * magnitude[i]);
    }
    return shares;
}

}  // namespace proeftuin::game

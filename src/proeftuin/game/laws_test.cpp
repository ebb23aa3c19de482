// SPDX-License-Identifier: Apache-2.0
//
// Laws that hold for any game, on random games of whole numbers.
#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <rapidcheck/gtest.h>

#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/missing.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/rules.hpp"

#include "support/games.hpp"

namespace proeftuin::game {
namespace {

using test::make_game;

/// 2 to `most` players, whole values; the total at least the sum of what each has alone.
Game any_game(int most = 5) {
    const int n = *rc::gen::inRange(2, most + 1);
    std::vector<double> values(num_coalitions(n));
    double alone = 0.0;
    for (std::size_t s = 1; s < values.size(); ++s) {
        values[s] = *rc::gen::inRange(-20, 100);
        if (std::has_single_bit(s)) alone += values[s];
    }
    values.back() = std::max(values.back(), alone);
    return make_game(std::move(values), n);
}

Parameters any_parameters(const Game& game) {
    Parameters parameters;
    for (int i = 0; i < game.num_players(); ++i) {
        parameters.weights.push_back(1.0 + i);
        parameters.own.push_back(game.total() / game.num_players());
        if (i > 0) parameters.edges.emplace_back(i - 1, i);
    }
    parameters.unions = {Coalition{0, 1}};
    for (int i = 2; i < game.num_players(); ++i) parameters.unions.push_back(Coalition::single(i));
    return parameters;
}

Game mapped(const Game& game, const std::function<double(Coalition)>& value) {
    std::vector<double> values(game.values().size());
    for (std::size_t s = 1; s < values.size(); ++s) values[s] = value(Coalition::from_bits(s));
    return make_game(std::move(values), game.num_players());
}

Coalition relabelled(Coalition coalition, const std::vector<int>& to) {
    Coalition result;
    for (const int player : coalition) result = result.with(to[static_cast<std::size_t>(player)]);
    return result;
}

bool near(const std::vector<double>& a, const std::vector<double>& b, double scale) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > 1e-8 * (1.0 + scale)) return false;
    }
    return a.size() == b.size();
}

RC_GTEST_PROP(Laws, EveryRuleButBanzhafAddsUp, ()) {
    const Game game = any_game();
    for (const RuleInfo& rule : rules()) {
        const Shares shares = apply_rule(rule.name, game, any_parameters(game)).shares;
        if (!shares.answered() || rule.name == "banzhaf") continue;
        const double sum = std::accumulate(shares.share.begin(), shares.share.end(), 0.0);
        RC_LOG() << rule.name;
        // pnbd moves what `own` holds, which adds up to the total here
        RC_ASSERT(std::abs(sum - game.total()) <= 1e-9 * (1.0 + game.scale()));
    }
}

RC_GTEST_PROP(Laws, RelabellingPermutesShares, ()) {
    const Game game = any_game();
    std::vector<int> to(static_cast<std::size_t>(game.num_players()));
    std::iota(to.begin(), to.end(), 0);
    std::rotate(to.begin(), to.begin() + 1, to.end());
    std::vector<double> values(game.values().size());
    for (std::size_t s = 0; s < values.size(); ++s)
        values[relabelled(Coalition::from_bits(s), to).index()] = game.values()[s];
    const Game other = make_game(std::move(values), game.num_players());
    for (const RuleInfo& rule : rules()) {
        if (rule.needs != Needs::nothing || rule.name == "least-core") continue;
        const Shares before = apply_rule(rule.name, game, {}).shares;
        const Shares after = apply_rule(rule.name, other, {}).shares;
        RC_LOG() << rule.name;
        RC_ASSERT(before.answered() == after.answered());
        if (!before.unique) continue;
        for (std::size_t i = 0; i < before.share.size(); ++i) {
            RC_ASSERT(std::abs(before.share[i] - after.share[static_cast<std::size_t>(to[i])]) <=
                      1e-7 * (1.0 + game.scale()));
        }
    }
}

RC_GTEST_PROP(Laws, ScalingEurosScalesShares, ()) {
    const Game game = any_game();
    const double factor = *rc::gen::inRange(1, 1000) / 7.0;
    const Game other = mapped(game, [&](Coalition s) { return factor * game.value(s); });
    for (const RuleInfo& rule : rules()) {
        if (rule.needs != Needs::nothing || rule.name == "least-core") continue;
        const Shares before = apply_rule(rule.name, game, {}).shares;
        const Shares after = apply_rule(rule.name, other, {}).shares;
        RC_LOG() << rule.name;
        if (!before.answered() || !after.answered() || !before.unique) continue;
        std::vector<double> scaled = before.share;
        for (double& share : scaled) share *= factor;
        RC_ASSERT(near(scaled, after.share, other.scale()));
    }
}

RC_GTEST_PROP(Laws, LinearRulesAreAdditive, ()) {
    const Game game = any_game();
    const Game other = mapped(game, [&](Coalition s) { return *rc::gen::inRange(-50, 50) + s.size(); });
    const Game sum = mapped(game, [&](Coalition s) { return game.value(s) + other.value(s); });
    const Parameters parameters = any_parameters(game);
    for (const char* rule : {"shapley", "weighted-shapley", "owen", "myerson", "banzhaf", "equal-split",
                             "equal-surplus", "equal-nonseparable"}) {
        std::vector<double> added = apply_rule(rule, game, parameters).shares.share;
        const std::vector<double> more = apply_rule(rule, other, parameters).shares.share;
        for (std::size_t i = 0; i < added.size(); ++i) added[i] += more[i];
        RC_ASSERT(near(added, apply_rule(rule, sum, parameters).shares.share, sum.scale()));
    }
}

RC_GTEST_PROP(Laws, ADummyGetsItsOwnAndEqualsGetTheSame, ()) {
    const Game smaller = any_game(4);
    const int n = smaller.num_players() + 1;  // the last player only adds 7 to everybody; the first two are made equal
    const auto symmetric = [&](Coalition s) {
        return smaller.value(s) + smaller.value(relabelled(s, [&] {
            std::vector<int> to(static_cast<std::size_t>(n - 1));
            std::iota(to.begin(), to.end(), 0);
            std::swap(to[0], to[1]);
            return to;
        }()));
    };
    std::vector<double> values(num_coalitions(n));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const Coalition set = Coalition::from_bits(s);
        values[s] = symmetric(set.without(n - 1)) + (set.contains(n - 1) ? 7.0 : 0.0);
    }
    const Game game = make_game(std::move(values), n);
    RC_ASSERT(dummies(game).contains(n - 1));
    for (const char* rule : {"shapley", "banzhaf", "nucleolus", "prenucleolus", "tau", "scrb"}) {
        const Shares shares = apply_rule(rule, game, {}).shares;
        if (!shares.answered()) continue;
        RC_LOG() << rule;
        RC_ASSERT(std::abs(shares.share.back() - 7.0) <= 1e-8 * (1.0 + game.scale()));
        RC_ASSERT(std::abs(shares.share[0] - shares.share[1]) <= 1e-8 * (1.0 + game.scale()));
    }
}

RC_GTEST_PROP(Laws, ShapleyBySubsetsIsShapleyByPermutations, ()) {
    const Game game = any_game();
    std::vector<int> order(static_cast<std::size_t>(game.num_players()));
    std::iota(order.begin(), order.end(), 0);
    std::vector<double> mean(order.size());
    double count = 0.0;
    do {
        Coalition before;
        for (const int player : order) {
            mean[static_cast<std::size_t>(player)] += game.value(before.with(player)) - game.value(before);
            before = before.with(player);
        }
        ++count;
    } while (std::next_permutation(order.begin(), order.end()));
    for (double& share : mean) share /= count;
    RC_ASSERT(near(mean, shapley(game).share, game.scale()));
    // unions of one, equal weights, and a complete graph change nothing
    std::vector<Coalition> alone;
    std::vector<Edge> edges;
    for (int i = 0; i < game.num_players(); ++i) {
        alone.push_back(Coalition::single(i));
        for (int j = 0; j < i; ++j) edges.emplace_back(i, j);
    }
    RC_ASSERT(near(mean, owen(game, alone).share, game.scale()));
    RC_ASSERT(near(mean, weighted_shapley(game, std::vector<double>(mean.size(), 2.5)).share, game.scale()));
    RC_ASSERT(near(mean, myerson(game, edges).share, game.scale()));
}

RC_GTEST_PROP(Laws, MyersonIsShapleyOfComponents, ()) {
    const Game game = any_game();
    std::vector<Edge> edges;
    for (int i = 0; i < game.num_players(); ++i) {
        for (int j = 0; j < i; ++j) {
            if (*rc::gen::inRange(0, 2) == 1) edges.emplace_back(i, j);
        }
    }
    const std::vector<Coalition> near_to = neighbours(edges, game.num_players());
    const Game restricted = mapped(game, [&](Coalition s) {
        double sum = 0.0;
        while (!s.empty()) {
            Coalition part = Coalition::single(s.first());
            for (Coalition last; last != part;) {
                last = part;
                for (const int player : last) part |= near_to[static_cast<std::size_t>(player)] & s;
            }
            sum += game.value(part);
            s = s - part;
        }
        return sum;
    });
    RC_ASSERT(near(shapley(restricted).share, myerson(game, edges).share, game.scale() * game.num_players()));
}

RC_GTEST_PROP(Laws, MonotoneValuesGiveNoNegativeShapleyShare, ()) {
    Game game = any_game();
    std::vector<double> values(game.values().begin(), game.values().end());
    for (std::size_t s = 1; s < values.size(); ++s) {
        for (const int player : Coalition::from_bits(s))
            values[s] = std::max(values[s], values[Coalition::from_bits(s).without(player).index()]);
    }
    game = make_game(std::move(values), game.num_players());
    RC_ASSERT(monotone(game).holds == Holds::yes);
    for (const double share : shapley(game).share) RC_ASSERT(share >= -1e-9 * (1.0 + game.scale()));
}

RC_GTEST_PROP(Laws, TheNucleolusIsInTheCoreWhenThereIsOneAndIsProved, ()) {
    const Game game = any_game(7);
    for (const char* rule : {"nucleolus", "prenucleolus", "per-capita-nucleolus"}) {
        const RuleResult result = apply_rule(rule, game, {});
        RC_LOG() << rule;
        RC_ASSERT(result.shares.answered());
        RC_ASSERT(result.shares.unique);
        const ExactNucleolus exact = certify(game, *nucleolus_options(rule, {}), *result.levels);
        RC_LOG() << exact.reason;
        RC_ASSERT(exact.proved);
        for (std::size_t i = 0; i < exact.shares.size(); ++i)
            RC_ASSERT(std::abs(exact.shares[i].value() - result.shares.share[i]) <= 1e-8 * (1.0 + game.scale()));
        const RuleResult least = apply_rule("least-core", game, {});
        const bool core = *least.shares.level <= 1e-9 * game.scale();
        if (core) RC_ASSERT(check_core(game, result.shares.share).inside);
    }
}

RC_GTEST_PROP(Laws, ConvexGamesHaveShapleyInTheCore, ()) {
    const int n = *rc::gen::inRange(2, 7);
    std::vector<double> values(num_coalitions(n));
    for (std::size_t s = 1; s < values.size(); ++s) {  // sums of non-negative unanimity games are convex
        values[s] = 0.0;
    }
    for (int k = 0; k < 6; ++k) {
        const auto base = static_cast<std::size_t>(*rc::gen::inRange(1, static_cast<int>(values.size())));
        const double gain = *rc::gen::inRange(0, 100);
        for (std::size_t s = 1; s < values.size(); ++s) values[s] += (s & base) == base ? gain : 0.0;
    }
    const Game game = make_game(std::move(values), n);
    RC_ASSERT(convex(game).holds == Holds::yes);
    RC_ASSERT(superadditive(game).holds == Holds::yes);
    RC_ASSERT(check_core(game, shapley(game).share).inside);
}

RC_GTEST_PROP(Laws, IntervalsHoldForAnyValuesWithinThem, ()) {
    const Game game = any_game();
    std::vector<double> lower(game.values().begin(), game.values().end());
    std::vector<double> upper = lower;
    std::vector<double> drawn = lower;
    const bool corners = *rc::gen::inRange(0, 2) == 1;
    for (std::size_t s = 1; s < lower.size(); ++s) {
        lower[s] -= *rc::gen::inRange(0, 5);
        upper[s] += *rc::gen::inRange(0, 5);
        const double part = corners ? *rc::gen::inRange(0, 2) : *rc::gen::inRange(0, 101) / 100.0;
        drawn[s] = lower[s] + (upper[s] - lower[s]) * part;
    }
    const auto wide = Game::make(game.players(), {game.values().begin(), game.values().end()}, lower, upper);
    const Game other = make_game(drawn, game.num_players());
    const Parameters parameters = any_parameters(game);
    for (const RuleInfo& rule : rules()) {
        const Shares bounds = apply_rule(rule.name, *wide, parameters).shares;
        const Shares shares = apply_rule(rule.name, other, parameters).shares;
        RC_LOG() << rule.name;
        if (bounds.answered()) RC_ASSERT(bounds.lower.empty() == !bounds.bounds_refused.empty());
        for (std::size_t i = 0; i < bounds.lower.size() && shares.answered(); ++i) {
            RC_ASSERT(bounds.lower[i] <= shares.share[i]);
            RC_ASSERT(shares.share[i] <= bounds.upper[i]);
        }
        if (!bounds.level_lower || !shares.level) continue;
        RC_ASSERT(*bounds.level_lower <= *shares.level);
        RC_ASSERT(*shares.level <= *bounds.level_upper);
    }
    const Shares shares = shapley(*wide);
    const CoreCheck check = check_core(*wide, shares.share);
    const double excess = check_core(other, shares.share).objection.excess;
    RC_ASSERT(check.least_excess <= excess + 1e-9);
    RC_ASSERT(excess <= check.most_excess + 1e-9);
}

/// A game in which each coalition adds to its parts, so that benefits are positive and most rules have an answer and bounds.
RC_GTEST_PROP(Laws, IntervalsOfGamesThatGrowHoldToo, ()) {
    const int n = *rc::gen::inRange(2, 6);
    std::vector<double> lower(num_coalitions(n));
    std::vector<double> upper = lower;
    std::vector<double> values = lower;
    std::vector<double> drawn = lower;
    for (std::size_t s = 1; s < values.size(); ++s) {
        const double size = Coalition::from_bits(s).size();
        values[s] = 20.0 * size * size + *rc::gen::inRange(0, 10);
        lower[s] = values[s] - *rc::gen::inRange(0, 4);
        upper[s] = values[s] + *rc::gen::inRange(0, 4);
        const int end = *rc::gen::inRange(0, 3);
        drawn[s] = end == 0 ? lower[s] : end == 1 ? upper[s] : values[s];
    }
    const auto wide = Game::make(test::player_names(n), values, lower, upper);
    const Game other = make_game(drawn, n);
    Parameters parameters = any_parameters(*wide);
    for (double& own : parameters.own) own += 30.0;
    for (const RuleInfo& rule : rules()) {
        if (rule.needs == Needs::production) continue;
        const Shares bounds = apply_rule(rule.name, *wide, parameters).shares;
        const Shares shares = apply_rule(rule.name, other, parameters).shares;
        RC_LOG() << rule.name;
        const bool excesses = nucleolus_options(rule.name, parameters).has_value();
        RC_ASSERT(bounds.answered());
        RC_ASSERT(bounds.lower.empty() == excesses);
        for (std::size_t i = 0; i < bounds.lower.size(); ++i) {
            RC_ASSERT(bounds.lower[i] <= shares.share[i]);
            RC_ASSERT(shares.share[i] <= bounds.upper[i]);
        }
    }
}

RC_GTEST_PROP(Laws, ARuleAsksForWhatItWantsAndNoMore, ()) {
    const Game game = any_game();
    const Parameters parameters = any_parameters(game);
    std::vector<double> values(game.values().begin(), game.values().end());
    for (std::size_t s = 1; s < values.size(); ++s) {
        if (*rc::gen::inRange(0, 4) == 0) values[s] = std::numeric_limits<double>::quiet_NaN();
    }
    const auto holed = Game::make_with_missing(game.players(), values);
    RC_ASSERT(holed.has_value());
    for (const RuleInfo& rule : rules()) {
        if (rule.needs == Needs::production) continue;
        const MissingValues missing = missing_values(*holed, rule, parameters);
        const Shares with = apply_rule(rule.name, *holed, parameters).shares;
        const Shares without = apply_rule(rule.name, game, parameters).shares;
        RC_LOG() << rule.name;
        if (missing.count > 0) {
            RC_ASSERT(!with.answered());
            RC_ASSERT(!holed->knows(missing.smallest));
            RC_ASSERT(with.refused.find(holed->text(missing.smallest)) != std::string::npos);
        } else {
            RC_ASSERT(with.answered() == without.answered());
            RC_ASSERT(near(with.share, without.share, game.scale()));
            if (!with.answered() || holed->complete()) continue;
            const Audit kept = audit(*holed, with.share, dummies(*holed), interchangeable(*holed));
            RC_ASSERT(kept.dummy.holds != Holds::yes);
            RC_ASSERT(kept.in_core.holds != Holds::yes);
        }
    }
}

RC_GTEST_PROP(Laws, PaymentsBringOwnToShares, ()) {
    const int n = *rc::gen::inRange(1, 9);
    std::vector<double> own;
    std::vector<double> shares;
    for (int i = 0; i < n; ++i) {
        own.push_back(*rc::gen::inRange(-10, 10));
        shares.push_back(*rc::gen::inRange(-10, 10));
    }
    shares.back() += std::accumulate(own.begin(), own.end(), 0.0) - std::accumulate(shares.begin(), shares.end(), 0.0);
    const std::vector<Payment> paid = payments(own, shares, 1e-9);
    RC_ASSERT(static_cast<int>(paid.size()) <= std::max(0, n - 1));
    for (const Payment& payment : paid) {
        RC_ASSERT(payment.amount > 0.0);
        own[static_cast<std::size_t>(payment.from)] -= payment.amount;
        own[static_cast<std::size_t>(payment.to)] += payment.amount;
    }
    RC_ASSERT(near(own, shares, 100.0));
}

}  // namespace
}  // namespace proeftuin::game

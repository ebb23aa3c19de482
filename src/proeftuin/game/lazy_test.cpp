// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/game/lazy.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/lazy_sum.hpp"
#include "proeftuin/game/linear_rules.hpp"

#include "support/games.hpp"

namespace proeftuin::game {
namespace {

/// A game that is there, shown through bounds of a given looseness (relative to v(N), different for every coalition).
class Veiled final : public LazyValues {
  public:
    Veiled(const Game& game, double looseness, std::uint64_t seed) : game_(game) {
        for (std::size_t s = 0; s < game.values().size(); ++s) {
            const double wide = s == 0 ? 0.0 : looseness * std::abs(game.total());
            lower_.push_back(game.values()[s] - (wide > 0.0 ? wide * test::noise(seed, 2 * s) : 0.0));
            upper_.push_back(game.values()[s] + (wide > 0.0 ? wide * test::noise(seed, 2 * s + 1) : 0.0));
        }
        known_.assign(upper_.size(), false);
        known_.front() = true;
    }
    [[nodiscard]] int num_players() const override { return game_.num_players(); }
    [[nodiscard]] std::span<const double> lower() const override { return lower_; }
    [[nodiscard]] std::span<const double> upper() const override { return upper_; }
    [[nodiscard]] bool is_known(Coalition coalition) const override { return known_[coalition.index()]; }
    [[nodiscard]] double value(Coalition coalition) const override { return game_.value(coalition); }
    /// Halves the distance once.
    bool sharpen(std::span<const Coalition> coalitions, Sides sides) override {
        bool helped = false;
        for (const Coalition coalition : coalitions) {
            if (sharpened_.contains(coalition) || std::isinf(upper_[coalition.index()])) continue;
            sharpened_.insert(coalition);
            upper_[coalition.index()] += 0.5 * (game_.value(coalition) - upper_[coalition.index()]);
            if (sides == Sides::both)
                lower_[coalition.index()] += 0.5 * (game_.value(coalition) - lower_[coalition.index()]);
            helped = true;
        }
        return helped;
    }
    bool solve(Coalition coalition) override {
        EXPECT_FALSE(is_known(coalition)) << "solved twice";
        ++solves;
        if (coalition == broken) return false;
        known_[coalition.index()] = true;
        lower_[coalition.index()] = upper_[coalition.index()] = game_.value(coalition);
        return true;
    }
    int solves = 0;
    Coalition broken;

  private:
    const Game& game_;
    std::vector<double> lower_, upper_;
    std::vector<bool> known_;
    std::set<Coalition> sharpened_;
};

void expect_the_full_answer(const Game& game, double looseness, const NucleolusOptions& options) {
    Veiled veiled(game, looseness, 11);
    const LazyNucleolus lazy = lazy_nucleolus(veiled, options);
    const Nucleolus full = nucleolus(game, options);
    ASSERT_FALSE(lazy.failed);
    ASSERT_EQ(lazy.nucleolus.shares.refused, full.shares.refused);
    if (!full.shares.answered()) return;
    EXPECT_EQ(lazy.nucleolus.shares.unique, full.shares.unique);
    EXPECT_NEAR(*lazy.nucleolus.shares.level, *full.shares.level, 1e-8 * game.scale());
    if (full.shares.unique) {
        for (std::size_t i = 0; i < full.shares.share.size(); ++i)
            EXPECT_NEAR(lazy.nucleolus.shares.share[i], full.shares.share[i], 1e-8 * game.scale()) << i;
    }
    EXPECT_LT(static_cast<std::size_t>(veiled.solves), game.values().size());
}

TEST(LazyNucleolus, IsThatOfTheWholeGameWhateverTheBounds) {
    for (const int players : {2, 3, 5, 7, 9})
        for (const int kind : {0, 1, 2, 3})
            for (const double looseness : {0.0, 0.01, 0.3, std::numeric_limits<double>::infinity()}) {
                SCOPED_TRACE(testing::Message() << players << " players, kind " << kind << ", bounds " << looseness);
                const Game game = test::bench_game(players, kind);
                expect_the_full_answer(game, looseness, {});
                expect_the_full_answer(game, looseness, {.measure = Measure::per_capita});
                expect_the_full_answer(game, looseness, {.individually_rational = false});
                expect_the_full_answer(game, looseness, {.least_core_only = true});
            }
}

TEST(LazyNucleolus, NearlyExactBoundsSaveNearlyAllSolves) {
    const Game game = test::network_game(12, 5);
    Veiled veiled(game, 1e-3, 3);
    const LazyNucleolus lazy = lazy_nucleolus(veiled);
    EXPECT_LT(veiled.solves, 100);  // of 4,095
    // No coalition objects more than the first level allows.
    EXPECT_NEAR(worst_objection(game.values(), 12, lazy.nucleolus.shares.share).excess, *lazy.nucleolus.shares.level,
                1e-8 * game.scale());
}

TEST(LazyNucleolus, ClaimsNothingWhenASolveFails) {
    const Game game = test::network_game(5, 2);
    Veiled veiled(game, 0.5, 1);
    veiled.broken = game.grand().without(2);
    const LazyNucleolus lazy = lazy_nucleolus(veiled);
    EXPECT_TRUE(lazy.failed);
    EXPECT_EQ(lazy.failed_at, veiled.broken);
    EXPECT_TRUE(lazy.nucleolus.shares.share.empty());
}

TEST(LazyNucleolus, RefusesExcessesInProportionToUnknownValues) {
    const Game game = test::network_game(4, 2);
    Veiled veiled(game, 0.5, 1);
    EXPECT_FALSE(lazy_nucleolus(veiled, {.measure = Measure::proportional}).nucleolus.shares.answered());
    EXPECT_EQ(veiled.solves, 0);
}

TEST(LazySum, IsTheGameOfTheSum) {
    const Game week_one = test::network_game(7, 1);
    const Game week_two = test::network_game(7, 2);
    std::vector<double> sum(week_one.values().begin(), week_one.values().end());
    for (std::size_t s = 0; s < sum.size(); ++s) sum[s] += week_two.values()[s];
    const Game both = test::make_game(std::move(sum), 7);
    const auto veiled = [&] {
        std::vector<std::unique_ptr<LazyValues>> terms;
        terms.push_back(std::make_unique<Veiled>(week_one, 0.01, 3));
        terms.push_back(std::make_unique<Veiled>(week_two, 0.01, 4));
        return terms;
    };
    LazySum first(veiled());
    for (std::size_t s = 0; s < both.values().size(); ++s) {
        EXPECT_LE(first.lower()[s], both.values()[s]);
        EXPECT_GE(first.upper()[s], both.values()[s]);
    }
    const LazyNucleolus lazy = lazy_nucleolus(first);
    const Nucleolus full = nucleolus(both);
    for (std::size_t i = 0; i < 7; ++i)
        EXPECT_NEAR(lazy.nucleolus.shares.share[i], full.shares.share[i], 1e-8 * both.scale());
    EXPECT_FALSE(first.is_known({0, 3, 5}) && first.is_known({1, 2, 6}) && first.is_known({0, 1, 4}));
    LazySum second(veiled());
    const LazyLinear lazy_shapley = lazy_linear(second, [](const Game& g) { return shapley(g); }, {.tolerance = 1e-4});
    EXPECT_TRUE(lazy_shapley.reached);
    const std::vector<double> exact = shapley(both).share;
    for (std::size_t i = 0; i < 7; ++i) EXPECT_NEAR(lazy_shapley.shares.share[i], exact[i], 1.01e-4 * both.total());
}

TEST(LazyObjection, IsThatOfTheWholeGame) {
    for (const int players : {1, 2, 5, 8})
        for (const int kind : {0, 1, 2, 3})
            for (const double looseness : {0.01, 0.5, std::numeric_limits<double>::infinity()}) {
                const Game game = test::bench_game(players, kind);
                const std::vector<double> shares = shapley(game).share;
                Veiled veiled(game, looseness, 6);
                const LazyObjection lazy = lazy_objection(veiled, shares);
                const Objection full = worst_objection(game.values(), players, shares);
                ASSERT_FALSE(lazy.failed);
                EXPECT_NEAR(lazy.objection.excess, full.excess, 1e-12 * game.scale());
                EXPECT_TRUE(players == 1 || veiled.is_known(lazy.objection.coalition));
            }
    const Game game = test::network_game(5, 2);
    Veiled veiled(game, 0.5, 1);
    veiled.broken = {0, 1, 2, 3};
    EXPECT_TRUE(lazy_objection(veiled, std::vector<double>{0, 0, 0, 0, 1e6}).failed);
}

TEST(LazyLinear, IntervalsHoldAtEveryStage) {
    for (const int kind : {0, 1, 2}) {
        const Game game = test::bench_game(7, kind);
        const std::vector<double> exact = shapley(game).share;
        const LinearRule rule = [](const Game& g) { return shapley(g); };
        Veiled veiled(game, 0.2, 9);
        double before = std::numeric_limits<double>::infinity();
        for (int stage = 0; stage < 200; ++stage) {
            const LazyLinear lazy = lazy_linear(veiled, rule, {.tolerance = 1e-12, .most_solves = 1});
            double sum = 0.0;
            for (std::size_t i = 0; i < exact.size(); ++i) {
                EXPECT_LE(lazy.shares.lower[i], exact[i] + 1e-12 * game.scale());
                EXPECT_GE(lazy.shares.upper[i], exact[i] - 1e-12 * game.scale());
                EXPECT_LE(std::abs(lazy.shares.share[i] - exact[i]), (lazy.distance + 1e-12) * std::abs(game.total()));
                sum += lazy.shares.share[i];
            }
            EXPECT_NEAR(sum, game.total(), 1e-12 * game.scale());
            EXPECT_LE(lazy.distance, before * (1.0 + 1e-9));
            before = lazy.distance;
            if (lazy.reached) break;
        }
        EXPECT_LE(before, 1e-11);
    }
}

TEST(LazyLinear, StopsAsSoonAsTheToleranceAllows) {
    const Game game = test::network_game(9, 4);
    const LinearRule shapley_rule = [](const Game& g) { return shapley(g); };
    Veiled loose(game, 0.02, 5);
    const LazyLinear some = lazy_linear(loose, shapley_rule, {.tolerance = 3e-3});
    EXPECT_TRUE(some.reached);
    EXPECT_EQ(some.solves, loose.solves);
    EXPECT_GT(some.solves, 1);
    EXPECT_LT(some.solves, 300);  // of 511
    Veiled tight(game, 1e-4, 5);
    EXPECT_EQ(lazy_linear(tight, shapley_rule, {.tolerance = 1e-3}).solves, 1);  // all together
}

TEST(LazyLinear, OtherLinearRulesNarrowToo) {
    const Game game = test::network_game(6, 8);
    const std::vector<Coalition> unions{{0, 1}, {2}, {3, 4, 5}};
    for (const LinearRule& rule : std::vector<LinearRule>{
             [](const Game& g) { return banzhaf(g); }, [&](const Game& g) { return owen(g, unions); },
             [](const Game& g) { return weighted_shapley(g, {1, 2, 1, 3, 1, 1}); }}) {
        Veiled veiled(game, 0.1, 2);
        const LazyLinear lazy = lazy_linear(veiled, rule, {.tolerance = 1e-3});
        EXPECT_TRUE(lazy.reached);
        const std::vector<double> exact = rule(game).share;
        for (std::size_t i = 0; i < exact.size(); ++i)
            EXPECT_NEAR(lazy.shares.share[i], exact[i], 1.001e-3 * game.total());
    }
}

TEST(LazyLinear, KeepsWhatItHasWhenASolveFails) {
    const Game game = test::network_game(5, 2);
    Veiled veiled(game, 0.5, 1);
    veiled.broken = {0, 2};
    const LazyLinear lazy = lazy_linear(veiled, [](const Game& g) { return shapley(g); }, {.tolerance = 1e-9});
    EXPECT_TRUE(lazy.failed);
    EXPECT_EQ(lazy.failed_at, veiled.broken);
    EXPECT_FALSE(lazy.reached);
    EXPECT_EQ(lazy.shares.lower.size(), 5u);
}

}  // namespace
}  // namespace proeftuin::game

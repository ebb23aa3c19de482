// SPDX-License-Identifier: Apache-2.0
//
// Production games: published and small ones by hand, and laws on random ones.
#include "proeftuin/game/production.hpp"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <numeric>
#include <rapidcheck/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/rules.hpp"

namespace proeftuin::game {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

std::vector<double> values_of(const Game& game) { return {game.values().begin(), game.values().end()}; }

// https://github.com/cran/coopProductGame (man/*.Rd): max 68 x + 52 y, owners' resources (4, 6, 60) and (33, 39, 0).
TEST(Production, OwenPointOfAPublishedGame) {
    const Production production{.players = {"A", "B", "C"},
                                .profit = {68, 52},
                                .use = {{4, 5}, {6, 2}},
                                .resources = {{4, 33}, {6, 39}, {60, 0}}};
    const auto game = production_game(production);
    ASSERT_TRUE(game.has_value());
    EXPECT_THAT(values_of(*game), Pointwise(DoubleNear(1e-9), std::vector<double>{0, 68, 102, 170, 0, 710, 762, 992}));
    const auto point = owen_point(production);
    ASSERT_TRUE(point.has_value());
    EXPECT_THAT(point->share, Pointwise(DoubleNear(1e-9), std::vector<double>{230, 282, 480}));
    EXPECT_TRUE(point->unique);
    EXPECT_TRUE(check_core(*game, point->share).inside);
}

/// Ten units come at 1 each and any more at 3. A wants 6, B 12. All 18 cost 10 + 24; alone A pays 6 and B 10 + 6. Up to the part
/// 10/18 of all the price is 1, then 3: 10/18 + 24/18 = 34/18 in the mean.
Production two_towns() {
    return {.players = {"A", "B"},
            .profit = {1, 3},
            .use = {{1, 1}, {1, 0}},
            .resources = {{6, 0}, {12, 0}},
            .at_least = {1, 0},
            .everybody = {0, 10},
            .costs = true};
}

TEST(Production, AumannShapleyPricesAreMeansAlongTheWay) {
    const Production towns = two_towns();
    const auto game = production_game(towns);
    ASSERT_TRUE(game.has_value());
    EXPECT_THAT(values_of(*game), Pointwise(DoubleNear(1e-9), std::vector<double>{0, 6, 16, 34}));
    const auto prices = aumann_shapley(towns);
    ASSERT_TRUE(prices.has_value());
    EXPECT_THAT(prices->shares.share, Pointwise(DoubleNear(1e-9), std::vector<double>{34.0 / 3.0, 68.0 / 3.0}));
    EXPECT_TRUE(prices->shares.unique);
    ASSERT_EQ(prices->pieces.size(), 2U);
    EXPECT_NEAR(prices->pieces[0].to, 10.0 / 18.0, 1e-9);
    EXPECT_NEAR(prices->pieces[0].prices[0], 1.0, 1e-9);
    EXPECT_NEAR(prices->pieces[1].prices[0], 3.0, 1e-9);
    const auto point = owen_point(towns);
    ASSERT_TRUE(point.has_value());
    EXPECT_FALSE(point->answered());
}

// Of savings the rules give what is left of costs alone: A 6 - 34/3, B 16 - 68/3.
TEST(Production, SharesOfCostsBecomeSharesOfSavings) {
    const Production towns = two_towns();
    const Game savings = savings_game(*production_game(towns));
    const RuleResult result = apply_rule("aumann-shapley", savings, {.stand_alone = {6, 16}, .production = &towns});
    EXPECT_THAT(result.shares.share,
                Pointwise(DoubleNear(1e-9), std::vector<double>{6.0 - 34.0 / 3.0, 16.0 - 68.0 / 3.0}));
    EXPECT_EQ(result.diagonal.size(), 2U);
}

// One left and one right glove make a pair: the prices of two equal stocks are any p and 1 - p.
TEST(Production, OtherOptimalPricesAreSaidWithTheirRange) {
    const Production gloves{.players = {"L", "R"}, .profit = {1}, .use = {{1}, {1}}, .resources = {{1, 0}, {0, 1}}};
    for (const Shares& shares : {*owen_point(gloves), aumann_shapley(gloves)->shares}) {
        EXPECT_FALSE(shares.unique);
        EXPECT_THAT(shares.others_lower, Pointwise(DoubleNear(1e-9), std::vector<double>{0, 0}));
        EXPECT_THAT(shares.others_upper, Pointwise(DoubleNear(1e-9), std::vector<double>{1, 1}));
    }
}

TEST(Production, ACoalitionThatCannotMeetItsDemandHasNoValue) {
    const Production wells{.players = {"A", "B"},
                           .profit = {2},
                           .use = {{1}, {1}},
                           .resources = {{5, 8}, {1, 0}},
                           .at_least = {1, 0},
                           .costs = true};
    const auto game = production_game(wells);  // B has no well
    ASSERT_TRUE(game.has_value());
    EXPECT_EQ(game->num_missing(), 1U);
    EXPECT_FALSE(game->knows(Coalition{1}));
    EXPECT_NEAR(game->total(), 12.0, 1e-9);
}

TEST(Production, RefusesWhatHasNoAnswer) {
    const Production endless{.players = {"A"}, .profit = {1}, .use = {{0}}, .resources = {{5}}};
    EXPECT_EQ(production_game(endless).error().front().code, Code::solver_failed);
    EXPECT_EQ(aumann_shapley(endless).error().front().code, Code::solver_failed);
    const Production ragged{.players = {"A"}, .profit = {1}, .use = {{1, 2}}, .resources = {{5}}};
    EXPECT_EQ(owen_point(ragged).error().front().code, Code::shape_mismatch);
    const Production owed{.players = {"A"},
                          .profit = {1},
                          .use = {{1}, {1}},
                          .resources = {{0, 5}},
                          .at_least = {1, 0},
                          .everybody = {3, 0},
                          .costs = true};
    EXPECT_EQ(production_game(owed).error().front().code, Code::solver_failed);
}

TEST(Production, SameBitsForAnyNumberOfThreads) {
    Production many{.profit = {68, 52, 31}, .use = {{4, 5, 1}, {6, 2, 3}, {1, 1, 4}}};
    for (int i = 0; i < 12; ++i) {
        many.players.push_back("P" + std::to_string(i));
        many.resources.push_back({4.0 + i, 40.0 - 3.0 * i, 7.0 + i % 4});
    }
    const auto one = production_game(many, 1);
    for (const int threads : {2, 3}) EXPECT_EQ(values_of(*one), values_of(*production_game(many, threads)));
}

/// 2 to 4 players with whole amounts of 1 to 3 resources; every product uses each.
Production any_production() {
    Production production;
    const int players = *rc::gen::inRange(2, 5);
    const int resources = *rc::gen::inRange(1, 4);
    const int products = *rc::gen::inRange(1, 4);
    for (int j = 0; j < products; ++j) production.profit.push_back(*rc::gen::inRange(1, 50));
    for (int r = 0; r < resources; ++r) {
        auto& row = production.use.emplace_back();
        for (int j = 0; j < products; ++j) row.push_back(*rc::gen::inRange(1, 9));
    }
    for (int i = 0; i < players; ++i) {
        production.players.push_back("P" + std::to_string(i));
        auto& row = production.resources.emplace_back();
        for (int r = 0; r < resources; ++r) row.push_back(*rc::gen::inRange(0, 40));
    }
    return production;
}

double sum_of(const std::vector<double>& numbers) { return std::accumulate(numbers.begin(), numbers.end(), 0.0); }

RC_GTEST_PROP(ProductionLaws, EveryRuleAddsUpAndWhatIsInTheCoreIs, ()) {
    const Production production = any_production();
    const auto game = production_game(production);
    RC_ASSERT(game.has_value());
    const double rounding = 1e-7 * (1.0 + game->scale());
    RC_ASSERT(superadditive(*game).holds == Holds::yes);
    for (const RuleInfo& rule : rules()) {
        const Shares shares = apply_rule(rule.name, *game, {.production = &production}).shares;
        RC_LOG() << rule.name << ' ' << shares.refused << '\n';
        if (!shares.answered() || rule.name == "banzhaf") continue;
        RC_ASSERT(std::abs(sum_of(shares.share) - game->total()) <= rounding);
        for (std::size_t i = 0; i < shares.lower.size(); ++i) {
            RC_ASSERT(shares.lower[i] <= shares.share[i]);
            RC_ASSERT(shares.share[i] <= shares.upper[i]);
        }
        for (std::size_t i = 0; i < shares.others_lower.size(); ++i) {
            RC_ASSERT(shares.others_lower[i] <= shares.share[i] + rounding);
            RC_ASSERT(shares.share[i] <= shares.others_upper[i] + rounding);
        }
        for (const char* name :
             {"owen-point", "aumann-shapley", "nucleolus", "prenucleolus", "per-capita-nucleolus", "least-core"}) {
            if (rule.name == name) RC_ASSERT(check_core(*game, shares.share).objection.excess <= rounding);
        }
    }
}

RC_GTEST_PROP(ProductionLaws, NucleoliAreProvedUpToRounding, ()) {
    const Production production = any_production();
    const auto game = production_game(production);
    for (const char* rule : {"nucleolus", "prenucleolus", "per-capita-nucleolus"}) {
        const RuleResult result = apply_rule(rule, *game, {});
        const ExactNucleolus exact = certify(*game, *nucleolus_options(rule, {}), *result.levels);
        RC_LOG() << rule << ' ' << exact.reason;
        RC_ASSERT(exact.proved);
        RC_ASSERT(exact.within <= 1e-9 * game->scale());
    }
}

RC_GTEST_PROP(ProductionLaws, WhatIsWorthNothingAddsNothingAndEqualsGetTheSame, ()) {
    Production production = any_production();
    production.players.insert(production.players.end(), {"twin", "idle"});
    production.resources.push_back(production.resources.front());
    production.resources.emplace_back(production.use.size());
    const auto game = production_game(production);
    const double rounding = 1e-7 * (1.0 + game->scale());
    RC_ASSERT(dummies(*game).contains(game->num_players() - 1));
    for (const char* rule : {"shapley", "nucleolus", "tau", "owen-point", "aumann-shapley"}) {
        const Shares shares = apply_rule(rule, *game, {.production = &production}).shares;
        RC_LOG() << rule;
        if (!shares.answered()) continue;
        RC_ASSERT(std::abs(shares.share.back()) <= rounding);
        RC_ASSERT(std::abs(shares.share.front() - shares.share[shares.share.size() - 2]) <= rounding);
    }
}

RC_GTEST_PROP(ProductionLaws, RelabellingAndScalingCarryOver, ()) {
    const Production production = any_production();
    Production other = production;
    std::rotate(other.resources.begin(), other.resources.begin() + 1, other.resources.end());
    const double factor = *rc::gen::inRange(1, 100) / 7.0;
    for (double& profit : other.profit) profit *= factor;
    const auto game = production_game(production);
    const auto turned = production_game(other);
    const double rounding = 1e-7 * (1.0 + turned->scale());
    for (const char* rule : {"shapley", "nucleolus", "owen-point", "aumann-shapley"}) {
        const Shares before = apply_rule(rule, *game, {.production = &production}).shares;
        const Shares after = apply_rule(rule, *turned, {.production = &other}).shares;
        RC_LOG() << rule;
        RC_ASSERT(before.unique == after.unique);
        const std::size_t n = before.share.size();
        for (std::size_t i = 0; i < n && before.unique; ++i)
            RC_ASSERT(std::abs(factor * before.share[(i + 1) % n] - after.share[i]) <= rounding);
    }
}

RC_GTEST_PROP(ProductionLaws, PricesAreAdditiveAlongTheWayAndUnitFree, ()) {
    Production production = any_production();
    for (std::size_t r = 0; r < production.use.size(); ++r) production.everybody.push_back(*rc::gen::inRange(0, 60));
    const auto game = production_game(production);
    const auto prices = aumann_shapley(production);
    RC_ASSERT(prices.has_value());
    const double rounding = 1e-7 * (1.0 + std::abs(prices->value_at_all));
    RC_ASSERT(std::abs(sum_of(prices->shares.share) - game->total()) <= rounding);
    double end = 0.0;
    for (const DiagonalPiece& piece : prices->pieces) {
        RC_ASSERT(piece.from == end);
        end = piece.to;
    }
    RC_ASSERT(end == 1.0);
    Production tens = production;  // the first resource in tenths of its unit
    for (double& use : tens.use[0]) use *= 10.0;
    for (auto& mine : tens.resources) mine[0] *= 10.0;
    tens.everybody[0] *= 10.0;
    const auto same = aumann_shapley(tens);
    RC_ASSERT(prices->shares.unique == same->shares.unique);
    for (std::size_t i = 0; i < same->shares.share.size() && same->shares.unique; ++i)
        RC_ASSERT(std::abs(prices->shares.share[i] - same->shares.share[i]) <= rounding);
}

}  // namespace
}  // namespace proeftuin::game

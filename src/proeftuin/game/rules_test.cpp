// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/game/rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/production.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/simple_rules.hpp"
#include "proeftuin/game/voting.hpp"

#include "support/games.hpp"

namespace proeftuin::game {
namespace {

using test::make_game;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

// Issues of the factory, each code by name: shape_mismatch, empty_name, duplicate_name, not_a_number, bounds_crossed, out_of_range.
TEST(Game, RefusesWhatIsNotAGame) {
    const auto code = [](const Expected<Game>& game) {
        return game ? "fine" : std::string(name(game.error().front().code));
    };
    EXPECT_EQ(code(Game::make({"A", "B"}, {0, 1, 2, 3})), "fine");
    EXPECT_EQ(code(Game::make({}, {0})), "shape_mismatch");
    EXPECT_EQ(code(Game::make({"A", "B"}, {0, 1, 2})), "shape_mismatch");
    EXPECT_EQ(code(Game::make({"A", ""}, {0, 1, 2, 3})), "empty_name");
    EXPECT_EQ(code(Game::make({"A", "A"}, {0, 1, 2, 3})), "duplicate_name");
    EXPECT_EQ(code(Game::make({"A"}, {0, std::nan("")})), "not_a_number");
    EXPECT_EQ(code(Game::make({"A"}, {0, 1}, {0, 2}, {0, 3})), "bounds_crossed");
    EXPECT_EQ(code(Game::make({"A"}, {1, 1})), "out_of_range");
}

TEST(Game, SaysWhatItNeeds) {
    EXPECT_EQ(bytes_needed(30), 8.0 * (1U << 30U));
    EXPECT_EQ(bytes_needed(20, true), 24.0 * (1U << 20U));
}

TEST(Game, SavingsKeepTheIntervalsOfCosts) {
    // c(A) in [9, 11], c(B) = 10, c(AB) in [14, 15]: savings between 4 and 7, 6 in the middle
    const auto costs = Game::make({"A", "B"}, {0, 10, 10, 14}, {0, 9, 10, 14}, {0, 11, 10, 15});
    const Game savings = savings_game(*costs);
    EXPECT_EQ(savings.total(), 6.0);
    EXPECT_EQ(savings.lower().back(), 4.0);
    EXPECT_EQ(savings.upper().back(), 7.0);
}

TEST(Rules, LargeGamesAddUpToTheLastBits) {
    for (const int players : {11, 14, 18}) {
        const Game game = test::network_game(players, 3);
        double sum = -game.total();
        for (const double share : shapley(game).share) sum += share;
        EXPECT_LE(std::abs(sum), 1e-14 * game.scale()) << players;
    }
}

TEST(Rules, SameBitsForAnyNumberOfThreads) {
    const Game game = test::network_game(21, 5);
    for (const int threads : {2, 3}) {
        EXPECT_EQ(shapley(game, 1).share, shapley(game, threads).share);
        EXPECT_EQ(banzhaf(game, 1).share, banzhaf(game, threads).share);
        EXPECT_EQ(nucleolus(game, {.threads = 1}).shares.share, nucleolus(game, {.threads = threads}).shares.share);
        const std::vector<double> shares = equal_split(game).share;
        EXPECT_EQ(check_core(game, shares, 1).objection.coalition,
                  check_core(game, shares, threads).objection.coalition);
    }
}

TEST(Rules, BlockSumsAreTheSumsOfSmallGames) {
    // the pass in blocks (11 players) against the plain loop: a player who adds nothing changes no share
    const Game small = test::network_game(9, 4);
    std::vector<double> values(num_coalitions(12));
    for (std::size_t s = 0; s < values.size(); ++s) values[s] = small.values()[s & 511U];
    const std::vector<double> shares = shapley(make_game(std::move(values), 12)).share;
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(shares[i], shapley(small).share[i], 1e-10 * small.scale());
    EXPECT_NEAR(shares[10], 0.0, 1e-12 * small.scale());
}

/// Horse market of Böhm-Bawerk: buyers' and sellers' valuations; the best S of both trade.
Game horse_market() {
    const std::vector<double> buyers{30, 28, 26, 24, 22, 21, 20, 18, 17, 15};  // falling
    const std::vector<double> sellers{10, 11, 15, 17, 20, 21.5, 25, 26};       // rising
    std::vector<double> values(num_coalitions(18));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const Coalition market = Coalition::from_bits(s);
        std::size_t seller = 0;
        for (std::size_t buyer = 0; buyer < buyers.size(); ++buyer) {
            if (!market.contains(static_cast<int>(buyer))) continue;
            while (seller < sellers.size() && !market.contains(static_cast<int>(10 + seller))) ++seller;
            if (seller == sellers.size() || sellers[seller] >= buyers[buyer]) break;
            values[s] += buyers[buyer] - sellers[seller++];
        }
    }
    return make_game(std::move(values), 18);
}

// Expected numbers: calculated by other code than this repository's. Everybody trades at 21.25 in the nucleolus.
TEST(Rules, HorseMarket) {
    const Game game = horse_market();
    EXPECT_EQ(game.total(), 57.0);
    EXPECT_THAT(nucleolus(game).shares.share,
                Pointwise(DoubleNear(1e-9), std::vector<double>{8.75, 6.75, 4.75, 2.75, 0.75, 0, 0, 0, 0, 0, 11.25,
                                                                10.25, 6.25, 4.25, 1.25, 0, 0, 0}));
    EXPECT_THAT(shapley(game).share,
                Pointwise(DoubleNear(6e-11),
                          std::vector<double>{7.9481962482, 6.1704184704, 4.4370851371, 2.8521645022, 1.4331168831,
                                              0.8722943723, 0.5569985570, 0.2868686869, 0.1878787879, 0.0939393939,
                                              10.2374098124, 9.3283189033, 5.7525613276, 4.0343795094, 1.7050865801,
                                              0.8334415584, 0.1753968254, 0.0944444444}));
}

// Structured voting game with weights 3.5 x 5, 1 x 5 (BNF type 5, n = 10, w = 3.5, q = 4 w + n - 4 = 20): nucleolus 1/5 for the large ones.
TEST(Rules, NucleolusOfAStructuredVotingGame) {
    std::vector<double> values(num_coalitions(10));
    for (std::size_t s = 1; s < values.size(); ++s) {
        const int large = std::popcount(s & 31U);
        values[s] = 3.5 * large + std::popcount(s >> 5U) >= 20.0 ? 1.0 : 0.0;
    }
    const Game game = make_game(std::move(values), 10);
    EXPECT_THAT(nucleolus(game).shares.share,
                Pointwise(DoubleNear(1e-9), std::vector<double>{0.2, 0.2, 0.2, 0.2, 0.2, 0, 0, 0, 0, 0}));
}

// Five members of weight 10 and eighteen of 1, 59 to pass: four of the five with all the others have 58, so each of the five has a veto.
TEST(Rules, NucleolusOfAVoteOfMoreThanTwentyIsProved) {
    VotingGame vote{.members = test::player_names(23), .ways = {{Condition{.weights = {}, .quota = 59}}}};
    for (int i = 0; i < 23; ++i) vote.ways[0][0].weights.push_back(i < 5 ? 10 : 1);
    const Game game = simple_game(vote);
    for (const std::size_t s : {std::size_t{31}, std::size_t{0x7fffff}, std::size_t{0x3fffff}, std::size_t{0xfff0f}})
        EXPECT_EQ(game.values()[s], vote.passes(Coalition::from_bits(s)) ? 1.0 : 0.0);
    const Nucleolus result = nucleolus(game, {.threads = 2});
    const ExactNucleolus exact = certify(game, {.threads = 2}, result);
    ASSERT_TRUE(exact.proved) << exact.reason;
    for (std::size_t i = 0; i < 23; ++i)
        EXPECT_EQ(exact.shares[i], i < 5 ? Rational::of(1, 5) : Rational()) << exact.shares[i].text();
}

// Values of 17 digits, as computations give them, count as the doubles they are.
TEST(Rules, NucleoliOfComputedValuesAreProvedToo) {
    for (const int kind : {0, 1}) {
        const Game game = test::bench_game(14, kind);
        const Nucleolus result = nucleolus(game);
        const ExactNucleolus exact = certify(game, {}, result);
        ASSERT_TRUE(exact.proved) << exact.reason;
        EXPECT_TRUE(exact.binary);
        Rational sum;
        for (std::size_t i = 0; i < exact.shares.size(); ++i) {
            EXPECT_NEAR(exact.shares[i].value(), result.shares.share[i], 1e-9 * game.scale());
            sum = sum + exact.shares[i];
        }
        EXPECT_EQ(sum, *Rational::binary(game.total()));
        for (const int threads : {2, 3}) EXPECT_EQ(certify(game, {.threads = threads}, result).shares, exact.shares);
    }
    EXPECT_EQ(Rational::binary(0.1)->text(), "3602879701896397/36028797018963968");
    EXPECT_EQ(Rational::binary(-6.0)->text(), "-6");
    EXPECT_EQ(Rational::binary(0.0)->text(), "0");
    EXPECT_FALSE(Rational::binary(1e-60).has_value());
    EXPECT_FALSE(Rational::binary(1e60).has_value());
}

TEST(Rules, AProofThatIsWrongIsNotGiven) {
    const Game game = test::rough_game(12, 3);
    Nucleolus result = nucleolus(game);
    ASSERT_TRUE(certify(game, {}, result).proved);
    result.levels.front().coalitions.pop_back();
    EXPECT_FALSE(certify(game, {}, result).proved);
    const Game other = test::rough_game(12, 4);  // another game's levels
    EXPECT_FALSE(certify(other, {}, nucleolus(game)).proved);
}

TEST(Rules, MissingValuesLeaveWhatIsKnown) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(Game::make({"A", "B"}, {0, 1, none, 2}).has_value());
    EXPECT_FALSE(Game::make_with_missing({"A", "B"}, {none, 1, 1, 2}).has_value());
    const auto game = Game::make_with_missing({"A", "B", "C"}, {0, 1, 2, none, 3, 3, none, 9},
                                              {0, 1, 2, none, 3, 3, none, 8}, {0, 1, 2, none, 3, 3, none, 9});
    ASSERT_TRUE(game.has_value());
    EXPECT_EQ(game->num_missing(), 2U);
    EXPECT_EQ(game->scale(), 9.0);
    EXPECT_EQ(game->upper()[3], std::numeric_limits<double>::infinity());
    EXPECT_EQ(superadditive(*game).holds, Holds::no);  // A+C have 3, apart 1 + 3
    EXPECT_EQ(monotone(*game).holds, Holds::unknown);
    EXPECT_EQ(essential(*game).holds, Holds::yes);
    const CoreCheck inside = check_core(*game, std::vector<double>{2, 3, 4});
    EXPECT_TRUE(inside.inside);
    EXPECT_FALSE(inside.certain);
    const CoreCheck outside = check_core(*game, std::vector<double>{0, 5, 4});  // A alone has 1
    EXPECT_FALSE(outside.inside);
    EXPECT_TRUE(outside.certain);
    EXPECT_EQ(apply_rule("scrb", *game, {}).shares.refused, "needs 2 coalitions that have no value, the smallest A+B");
    EXPECT_EQ(apply_rule("owen", *game, {.unions = {Coalition{0, 2}, Coalition{1}}}).shares.refused,
              "needs 2 coalitions that have no value, the smallest A+B");
    EXPECT_TRUE(apply_rule("myerson", *game, {.edges = {{0, 2}}}).shares.answered());
}

// Every corner of the box and many values of the total between: the largest and smallest share found are the bounds.
TEST(Rules, BoundsOfRemainingBenefitsAreReached) {
    const std::vector<double> lower{0, 1, 2, 20, 1, 18, 19, 70};
    const std::vector<double> upper{0, 3, 5, 24, 4, 25, 22, 90};
    std::vector<double> values(8);
    for (std::size_t s = 0; s < 8; ++s) values[s] = 0.5 * (lower[s] + upper[s]);
    const Shares bounds = separable_costs_remaining_benefits(*Game::make({"A", "B", "C"}, values, lower, upper));
    ASSERT_EQ(bounds.lower.size(), 3U);
    std::vector<double> least(3, 1e9);
    std::vector<double> most(3, -1e9);
    for (std::size_t corner = 0; corner < 64; ++corner) {
        for (std::size_t s = 1; s < 7; ++s) values[s] = (corner >> (s - 1) & 1U) != 0 ? upper[s] : lower[s];
        for (int step = 0; step <= 400; ++step) {
            values[7] = lower[7] + (upper[7] - lower[7]) * step / 400.0;
            const Shares shares = separable_costs_remaining_benefits(make_game(values, 3));
            for (std::size_t i = 0; i < 3; ++i) {
                least[i] = std::min(least[i], shares.share[i]);
                most[i] = std::max(most[i], shares.share[i]);
            }
        }
    }
    EXPECT_THAT(bounds.lower, Pointwise(DoubleNear(1e-3), least));
    EXPECT_THAT(bounds.upper, Pointwise(DoubleNear(1e-3), most));
}

TEST(Rules, RefuseWithAReason) {
    const Game worse = make_game({0, 2, 2, 1}, 2);  // less together than apart
    EXPECT_FALSE(nucleolus(worse).shares.answered());
    EXPECT_TRUE(nucleolus(worse, {.individually_rational = false}).shares.answered());
    EXPECT_FALSE(tau_value(worse).answered());
    EXPECT_FALSE(gately(worse).answered());
    EXPECT_FALSE(separable_costs_remaining_benefits(worse).answered());
    EXPECT_FALSE(proportional(make_game({0, 0, 0, 1}, 2), {}).answered());
    EXPECT_FALSE(apply_rule("owen", worse, {}).shares.answered());
    EXPECT_FALSE(normalised_banzhaf(make_game({0, 0, 0, 0}, 2)).answered());
    EXPECT_FALSE(nucleolus(make_game({0, 0, 0, 0}, 2), {.measure = Measure::proportional}).shares.answered());
}

// Own 8, 4, -2 of a total of 10, alone 1, 1, 1: differentials 7, 3, -3. The loser is brought back to 1 by 3, of which the
// others give 7/10 and 3/10.
TEST(Rules, PositiveNetBenefitDifferentialMakesLosersWhole) {
    const Game game = make_game({0, 1, 1, 2, 1, 2, 2, 10}, 3);
    EXPECT_THAT(positive_net_benefit_differential(game, {.own = {8, 4, -2}}).share,
                Pointwise(DoubleNear(1e-12), std::vector<double>{5.9, 3.1, 1.0}));
    EXPECT_FALSE(positive_net_benefit_differential(game, {.own = {3, 1, -3}}).answered());
}

TEST(Rules, EveryOneHasASentenceAxiomsAndAReference) {
    for (const RuleInfo& rule : rules()) {
        EXPECT_FALSE(rule.sentence.empty());
        EXPECT_FALSE(rule.axioms.empty());
        EXPECT_FALSE(rule.reference.empty());
        EXPECT_EQ(find_rule(rule.name), &rule);
    }
    EXPECT_EQ(find_rule("shaply"), nullptr);
}

TEST(Properties, NameTheirWitnesses) {
    const Game game = make_game({0, 0, 0, 5, 0, 4, 4, 3}, 3);
    EXPECT_EQ(superadditive(game).holds, Holds::no);
    EXPECT_DOUBLE_EQ(superadditive(game).amount, 2.0);  // A+B have 5, all 3
    EXPECT_EQ(monotone(game).holds, Holds::no);
    EXPECT_EQ(monotone(game).first, (Coalition{0, 1}));
    EXPECT_EQ(convex(game).holds, Holds::no);
    EXPECT_EQ(essential(game).holds, Holds::yes);
    const Audit checked = audit(game, std::vector<double>{1, 1, 2}, {}, {{0, 1}, {1, 2}});
    EXPECT_DOUBLE_EQ(checked.efficient.amount, 1.0);
    EXPECT_EQ(checked.in_core.first, (Coalition{0, 1}));
    EXPECT_EQ(checked.symmetric.first, Coalition{1});
}

TEST(Payments, AreAsFewAsCanBe) {
    // 1 owes 5 to 4 and 2 owes 3 to 3; the largest debtor to the largest creditor would be three payments for 7, 5, -6, -6
    const std::vector<Payment> paid =
        payments(std::vector<double>{5, 3, -3, -5}, std::vector<double>{0, 0, 0, 0}, 1e-9);
    EXPECT_EQ(paid.size(), 2U);
    EXPECT_TRUE(payments(std::vector<double>{1, 2}, std::vector<double>{1, 2}, 1e-9).empty());
}

TEST(Voting, CountsMoreThanOneBlockOfHighMembers) {
    // 21 equal members, majority: everybody has 1/21; swings C(20, 10)
    VotingGame game{.members = test::player_names(21),
                    .ways = {{{.weights = std::vector<std::int64_t>(21, 1), .quota = 11}}}};
    const VotingPower power = voting_power(game, 2);
    for (std::size_t i = 0; i < 21; ++i) {
        EXPECT_EQ(power.swings[i], 184756U);
        EXPECT_EQ(power.shapley_shubik[i].text(), "1/21");
    }
    EXPECT_EQ(power.winning, 1U << 20U);
    EXPECT_EQ(with_blocs(game, {Coalition{0, 3}}).members.front(), "P1+P4");
}

TEST(Voting, AgreesWithTheSimpleGame) {
    const VotingGame game{.members = {"A", "B", "C", "D"},
                          .ways = {{{{4, 3, 2, 1}, 6}, {{1, 1, 1, 1}, 2}}, {{{1, 1, 1, 1}, 3}}}};
    EXPECT_TRUE(issues(game).empty());
    const Shares shares = shapley(simple_game(game));
    const VotingPower power = voting_power(game);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(power.shapley_shubik[i].value(), shares.share[i], 1e-12);
        EXPECT_NEAR(power.absolute_banzhaf(static_cast<int>(i)), banzhaf(simple_game(game)).share[i], 1e-12);
    }
}

TEST(Voting, RefusesWhatCannotBeCounted) {
    EXPECT_EQ(issues({.members = {}, .ways = {}}).size(), 2U);
    EXPECT_EQ(issues({.members = {"A"}, .ways = {{{{-1}, 1}}}}).size(), 1U);
    EXPECT_EQ(issues({.members = {"A"}, .ways = {{{{1}, 0}}}}).size(), 1U);
    EXPECT_EQ(issues({.members = {"A"}, .ways = {{{{INT64_C(3000000000)}, 1}}}}).size(), 1U);
}

TEST(Rational, IsExactOrThrows) {
    EXPECT_EQ((Rational(1) / Rational(3) + Rational::of(1, 6)).text(), "1/2");
    EXPECT_EQ(Rational::decimal(21.95)->text(), "439/20");
    EXPECT_EQ(Rational::decimal(-0.5)->text(), "-1/2");
    EXPECT_FALSE(Rational::decimal(1e-20).has_value());
    EXPECT_LT(Rational::of(-1, 3), Rational(0));
    Rational large = INT64_MAX;
    EXPECT_THROW(for (int i = 0; i < 3; ++i) large = large * large, TooLarge);
}

}  // namespace
}  // namespace proeftuin::game

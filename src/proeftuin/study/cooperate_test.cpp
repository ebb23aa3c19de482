// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/cooperate.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

CooperateResult cooperated(const network::Network& n, int threads = 1, std::size_t chain = 4) {
    CooperateOptions options;
    options.walk.threads = threads;
    options.walk.chain_length = chain;
    auto result = try_cooperate(n, options);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().front().text());
    return result ? std::move(*result) : CooperateResult{};
}

void expect_sums(const CooperateResult& result) {
    for (const Evaluation& evaluation : result.evaluations) {
        ASSERT_EQ(evaluation.termination, lp::Termination::optimal);
        double sum = 0.0;
        for (const PartyOutcome& party : evaluation.outcome) sum += party.total();
        EXPECT_NEAR(sum, -evaluation.cost, 1e-9 * std::max(1.0, std::abs(evaluation.cost)));
    }
}

// Alone: A 20 at 10, B 70 at 50. Together 30 MW cross: B saves 30 * 50, A spends 30 * 10. The border's rent is 30 * 40.
TEST(Cooperate, TwoZonesShareTheRentOfTheirBorder) {
    network::Network n = dispatch::testing::two_zones({70.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    const CooperateResult r = cooperated(n);
    ASSERT_EQ(r.value.size(), 4u);
    EXPECT_NEAR(r.value[3], 1200.0, 1e-9);
    EXPECT_NEAR(r.value[1], 0.0, 1e-9);
    EXPECT_LE(r.lower[3], 1200.0 + 1e-9);
    EXPECT_GE(r.upper[3], 1200.0 - 1e-9);
    const std::vector<PartyOutcome>& together = r.evaluations[3].outcome;
    EXPECT_NEAR(together[0].congestion_rent, 600.0, 1e-9);
    EXPECT_NEAR(together[1].congestion_rent, 600.0, 1e-9);
    EXPECT_NEAR(together[0].consumer_surplus, -200.0, 1e-9);
    EXPECT_NEAR(together[1].consumer_surplus, -3500.0, 1e-9);
    expect_sums(r);
    EXPECT_EQ(r.name(Coalition::all(2)), "A+B");
}

/// Rounding can leave a dual bound above the cost it bounds; the interval of a value holds it all the same.
void expect_values_within_their_bounds(const CooperateResult& result) {
    for (std::size_t i = 0; i < result.value.size(); ++i) {
        EXPECT_LE(result.lower[i], result.value[i]) << result.name(Coalition::from_bits(i));
        EXPECT_GE(result.upper[i], result.value[i]) << result.name(Coalition::from_bits(i));
    }
}

/// Four parties in a meshed grid of lines, a storage unit in one of them.
network::Network mesh(unsigned seed) {
    std::mt19937 random(seed);
    const auto draw = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    Sketch sketch(3);
    const std::vector<std::string> zones{"A", "B", "C", "D"};
    sketch.add("Bus", zones).numbers("v_nom", {380.0, 380.0, 380.0, 380.0}).texts("country", zones);
    std::vector<std::string> names, buses;
    std::vector<double> size, cost, loads;
    for (const std::string& zone : zones)
        for (const char* unit : {" base", " peak", " shed"}) {
            names.push_back(zone + unit);
            buses.push_back(zone);
            const bool shed = unit[2] == 'h';
            size.push_back(shed ? 1e4 : draw(30.0, 90.0));
            cost.push_back(shed ? draw(300.0, 400.0) : draw(5.0, 100.0));
        }
    sketch.add("Generator", names).texts("bus", buses).numbers("p_nom", size).numbers("marginal_cost", cost);
    for (int i = 0; i < 12; ++i) loads.push_back(draw(20.0, 100.0));
    sketch.add("Load", zones).texts("bus", zones).series("p_set", loads);
    sketch.add("StorageUnit", {"s"})
        .texts("bus", {"B"})
        .numbers("p_nom", {20.0})
        .numbers("max_hours", {2.0})
        .numbers("efficiency_store", {0.9});
    sketch.add("Line", {"AB", "BC", "CD", "DA", "AC"})
        .texts("bus0", {"A", "B", "C", "D", "A"})
        .texts("bus1", {"B", "C", "D", "A", "C"})
        .numbers("x", {draw(5.0, 30.0), draw(5.0, 30.0), draw(5.0, 30.0), draw(5.0, 30.0), draw(5.0, 30.0)})
        .numbers("s_nom", {40.0, 25.0, 30.0, 35.0, 20.0});
    return std::move(sketch.network());
}

// What the patches do is what taking the lines out of the network does.
TEST(Cooperate, ClosedLinesAreAsGoodAsAbsentOnes) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const network::Network n = mesh(seed);
        const CooperateResult r = cooperated(n);
        expect_sums(r);
        for (std::size_t index = 0; index < r.evaluations.size(); ++index) {
            network::Network without = n;
            std::vector<double>& active = without.table("Line").make_column("active", network::Kind::boolean).numbers;
            for (const Crossing& crossing : r.crossings)
                active[static_cast<std::size_t>(crossing.item)] =
                    Coalition::from_bits(index).contains(crossing.needs) ? 1.0 : 0.0;
            const auto alone = dispatch::try_solve(without, {});
            ASSERT_TRUE(alone.has_value());
            EXPECT_NEAR(r.evaluations[index].cost, alone->objective + alone->objective_constant,
                        1e-7 * r.evaluations[index].cost);
        }
    }
}

TEST(Cooperate, TheSameBitsForAnyNumberOfThreads) {
    const network::Network n = mesh(9);
    const CooperateResult one = cooperated(n, 1);
    for (const int threads : {2, 3}) {
        const CooperateResult many = cooperated(n, threads);
        EXPECT_EQ(one.value, many.value);
        for (std::size_t i = 0; i < one.evaluations.size(); ++i)
            for (std::size_t p = 0; p < one.evaluations[i].outcome.size(); ++p)
                EXPECT_EQ(one.evaluations[i].outcome[p].total(), many.evaluations[i].outcome[p].total());
    }
}

TEST(Cooperate, ValuesLieWithinTheirBounds) {
    for (unsigned seed = 10; seed < 40; ++seed) expect_values_within_their_bounds(cooperated(mesh(seed)));
}

TEST(Cooperate, CooperationIsNeverWorthLessThanNothing) {
    network::Network n = dispatch::testing::two_zones({70.0, 90.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    EXPECT_GE(cooperated(n).value.back(), 0.0);
}

TEST(Cooperate, NamesWhatIsWrongWithTheParties) {
    network::Network n = dispatch::testing::two_zones({70.0}, 30.0);
    const auto no_column = try_cooperate(n, {});
    ASSERT_FALSE(no_column.has_value());
    EXPECT_EQ(no_column.error().front().where.field, "country");
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", ""};
    const auto no_party = try_cooperate(n, {});
    ASSERT_FALSE(no_party.has_value());
    EXPECT_EQ(no_party.error().front().where.name, "B");
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "A"};
    EXPECT_FALSE(try_cooperate(n, {}).has_value());
}

}  // namespace
}  // namespace proeftuin::study

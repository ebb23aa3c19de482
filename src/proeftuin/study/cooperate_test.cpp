// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/cooperate.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/study/parts.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

/// A question, its subject and the answer.
struct Asked {
    Subject subject;
    CooperateResult result;

    [[nodiscard]] const Evaluation& at(std::size_t coalition) const { return result.walk.evaluations[coalition]; }
};

Asked asked(const network::Network& n, const Question& question = {}, WalkOptions options = {}) {
    Expected<Subject> subject = make_subject(n, question);
    EXPECT_TRUE(subject.has_value()) << (subject ? "" : subject.error().front().text());
    if (!subject) return {};
    auto result = try_cooperate(*subject, options);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().front().text());
    return {std::move(*subject), result ? std::move(*result) : CooperateResult{}};
}

WalkOptions with_threads(int threads) {
    WalkOptions options;
    options.threads = threads;
    return options;
}

void expect_sums(const CooperateResult& result) {
    for (const Evaluation& evaluation : result.walk.evaluations) {
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
    const Asked both = asked(n);
    const CooperateResult& r = both.result;
    ASSERT_EQ(r.value.size(), 4u);
    EXPECT_NEAR(r.value[3], 1200.0, 1e-9);
    EXPECT_NEAR(r.value[1], 0.0, 1e-9);
    EXPECT_LE(r.lower[3], 1200.0 + 1e-9);
    EXPECT_GE(r.upper[3], 1200.0 - 1e-9);
    const std::vector<PartyOutcome>& together = both.at(3).outcome;
    EXPECT_NEAR(together[0].congestion_rent, 600.0, 1e-9);
    EXPECT_NEAR(together[1].congestion_rent, 600.0, 1e-9);
    EXPECT_NEAR(together[0].consumer_surplus, -200.0, 1e-9);
    EXPECT_NEAR(together[1].consumer_surplus, -3500.0, 1e-9);
    expect_sums(r);
    EXPECT_EQ(coalition_text(Coalition::all(2), both.subject.players), "A+B");
}

/// Rounding can leave a dual bound above the cost it bounds; the interval of a value holds it all the same.
void expect_values_within_their_bounds(const CooperateResult& result) {
    for (std::size_t i = 0; i < result.value.size(); ++i) {
        EXPECT_LE(result.lower[i], result.value[i]) << i;
        EXPECT_GE(result.upper[i], result.value[i]) << i;
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
        const Asked all = asked(n);
        expect_sums(all.result);
        for (std::size_t index = 0; index < all.result.value.size(); ++index) {
            network::Network without = n;
            std::vector<double>& active = without.table("Line").make_column("active", network::Kind::boolean).numbers;
            for (const Crossing& crossing : find_crossings(n, all.subject.parties))
                active[static_cast<std::size_t>(crossing.item)] =
                    Coalition::from_bits(index).contains(crossing.needs) ? 1.0 : 0.0;
            const auto alone = dispatch::try_solve(without, {});
            ASSERT_TRUE(alone.has_value());
            EXPECT_NEAR(all.at(index).cost, alone->objective + alone->objective_constant, 1e-7 * all.at(index).cost);
        }
    }
}

// Of the 15 only B and D are not connected: what they have in common is solved for each alone.
TEST(Cooperate, OnlyConnectedCoalitionsAreProblemsOfTheirOwn) {
    const Asked all = asked(mesh(1));
    EXPECT_EQ(all.result.walk.solves, 14u);
    const auto model = dispatch::formulate(*all.subject.network, all.subject.window_formulation(0));
    ASSERT_TRUE(model.has_value());
    const RestraintPatches patches(**model, all.subject.restraints);
    const Parts parts(**model, patches, all.subject.parties);
    EXPECT_EQ(parts.of(Coalition{1, 2}).size(), 3u);
    EXPECT_EQ(parts.of(Coalition{1, 3}).size(), 4u);
}

void expect_same_bits(const Asked& one, const Asked& other) {
    EXPECT_EQ(one.result.value, other.result.value);
    EXPECT_EQ(one.result.lower, other.result.lower);
    EXPECT_EQ(one.result.upper, other.result.upper);
    EXPECT_EQ(one.result.iterations, other.result.iterations);
    for (std::size_t i = 0; i < one.result.value.size(); ++i)
        for (std::size_t p = 0; p < one.at(i).outcome.size(); ++p)
            EXPECT_EQ(one.at(i).outcome[p].total(), other.at(i).outcome[p].total());
}

TEST(Cooperate, TheSameBitsForAnyNumberOfThreads) {
    const network::Network n = mesh(9);
    const Asked one = asked(n, {}, with_threads(1));
    for (const int threads : {2, 3}) expect_same_bits(one, asked(n, {}, with_threads(threads)));
}

TEST(Cooperate, ValuesLieWithinTheirBounds) {
    for (unsigned seed = 10; seed < 40; ++seed) expect_values_within_their_bounds(asked(mesh(seed)).result);
}

TEST(Cooperate, CooperationIsNeverWorthLessThanNothing) {
    network::Network n = dispatch::testing::two_zones({70.0, 90.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    EXPECT_GE(asked(n).result.value.back(), 0.0);
}

// 50 MW cross a border of 50 MW and B makes nothing: its price may be anything from A's 10 to B's 50. At 10 the border earns nothing
// and B's consumers gain 50 * 40; at 50 the border earns 50 * 40, half of it A's.
TEST(Cooperate, SaysHowFarPricesThatAreNotUniqueCanMoveTheSplit) {
    network::Network n = dispatch::testing::two_zones({50.0}, 50.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    const Asked both = asked(n);
    const std::vector<PriceRange> own = own_ranges(both.result);
    ASSERT_EQ(own.size(), 2u);
    EXPECT_NEAR(own[0].least, 0.0, 1e-9);
    EXPECT_NEAR(own[0].most, 1000.0, 1e-9);
    EXPECT_NEAR(own[1].least, 1000.0, 1e-9);
    EXPECT_NEAR(own[1].most, 2000.0, 1e-9);
    for (std::size_t p = 0; p < 2; ++p) {
        const double gain = own_gains(both.result)[p];
        EXPECT_GE(gain, own[p].least - 1e-9);
        EXPECT_LE(gain, own[p].most + 1e-9);
    }
}

TEST(Cooperate, PricesThatAreUniqueMoveNothing) {
    network::Network n = dispatch::testing::two_zones({70.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    for (const PriceRange& range : own_ranges(asked(n).result)) EXPECT_NEAR(range.least, range.most, 1e-9);
}

TEST(Cooperate, NamesWhatIsWrongWithTheParties) {
    network::Network n = dispatch::testing::two_zones({70.0}, 30.0);
    const auto no_column = make_subject(n, {});
    ASSERT_FALSE(no_column.has_value());
    EXPECT_EQ(no_column.error().front().where.field, "country");
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", ""};
    const auto no_party = make_subject(n, {});
    ASSERT_FALSE(no_party.has_value());
    EXPECT_EQ(no_party.error().front().where.name, "B");
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "A"};
    EXPECT_FALSE(make_subject(n, {}).has_value());
}

}  // namespace
}  // namespace proeftuin::study

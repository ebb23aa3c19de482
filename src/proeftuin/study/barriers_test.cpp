// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/barriers.hpp"

#include <cmath>
#include <gtest/gtest.h>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/edit.hpp"
#include "proeftuin/study/cooperate.hpp"
#include "proeftuin/study/links.hpp"

namespace proeftuin::study {
namespace {

using Effect = Barrier::Effect;

/// Two zones with a link both ways; B is dear at first and cheap in the end, so the flow turns.
network::Network zones() {
    network::Network n = dispatch::testing::two_zones({70.0, 60.0, 80.0, 50.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    network::Table& generators = n.table("Generator");
    network::Series& cost = generators.make_series("marginal_cost");
    cost.items = {0, 1};
    cost.values = {10.0, 50.0, 10.0, 50.0, 10.0, 5.0, 10.0, 5.0};
    return n;
}

Barrier barrier(const std::string& id, Effect effect, double amount, const std::string& components = "Link",
                const std::string& between = "A+B") {
    Issues issues;
    Barrier made{id, id, "legal", parse_selector(components, between, {}, issues), effect, amount, "", {}};
    EXPECT_TRUE(issues.empty());
    return made;
}

Question lifting(std::vector<Barrier> barriers) {
    Question question;
    question.players = Players::barriers;
    question.barriers = std::move(barriers);
    return question;
}

CooperateResult answered(const network::Network& n, const Question& question) {
    const Expected<Subject> subject = make_subject(n, question);
    EXPECT_TRUE(subject.has_value()) << (subject ? "" : subject.error().front().text());
    if (!subject) return {};
    Expected<CooperateResult> result = try_cooperate(*subject, {});
    EXPECT_TRUE(result.has_value());
    return result ? std::move(*result) : CooperateResult{};
}

double cost_of(const network::Network& n) {
    const auto solved = dispatch::try_solve(n, {});
    EXPECT_TRUE(solved.has_value() && solved->termination == lp::Termination::optimal);
    return dispatch::testing::total_cost(*solved);
}

double cost_with_link(const char* attribute, double value) {
    network::Network n = zones();
    network::set_number(n.table("Link"), attribute, 0, value);
    return cost_of(n);
}

TEST(Barriers, AreWhatTheNetworkWithThemIs) {
    const network::Network n = zones();
    const double open = cost_of(n);
    const std::vector<std::pair<Barrier, double>> cases{
        {barrier("closed", Effect::forbid, 0.0), cost_with_link("p_nom", 0.0)},
        {barrier("small", Effect::limit, 12.0), cost_with_link("p_nom", 12.0)},
        {barrier("half", Effect::limit_factor, 0.5), cost_with_link("p_nom", 15.0)},
    };
    for (const auto& [one, cost] : cases) {
        const CooperateResult r = answered(n, lifting({one}));
        EXPECT_NEAR(r.walk.evaluations[0].cost, cost, 1e-9 * cost) << one.id;
        EXPECT_NEAR(r.walk.evaluations[1].cost, open, 1e-9 * open) << one.id;
        EXPECT_GT(r.value[1], 1.0) << one.id;
    }
}

// Forward 30 MW in two hours and backward 30 MW in two, at 7 EUR/MWh each way; a charge above the price difference stops all flow.
TEST(Barriers, AChargeIsPaidBothWays) {
    const network::Network n = zones();
    const CooperateResult r = answered(n, lifting({barrier("paper", Effect::charge, 4.0)}));
    EXPECT_NEAR(r.value[1], 4.0 * 30.0 * 2 + 4.0 * 20.0 * 2, 1e-9);
    for (const Evaluation& e : r.walk.evaluations)
        EXPECT_NEAR(e.outcome[0].total() + e.outcome[1].total(), -e.cost, 1e-9 * e.cost);
    const CooperateResult dear = answered(n, lifting({barrier("paper", Effect::charge, 1000.0)}));
    EXPECT_NEAR(dear.walk.evaluations[0].cost, cost_with_link("p_nom", 0.0), 1e-6);
}

TEST(Barriers, ChargesAddUp) {
    const CooperateResult r =
        answered(zones(), lifting({barrier("paper", Effect::charge, 1.0), barrier("delay", Effect::charge, 2.0)}));
    EXPECT_NEAR(r.value[3], 3.0 * 100.0, 1e-9);
    EXPECT_NEAR(r.value[1], 100.0, 1e-9);
    EXPECT_NEAR(r.value[2], 200.0, 1e-9);
}

/// The zones with a link each way in place of the one.
network::Network one_way_each(const network::Network& n, double delay_h) {
    network::Network parted = n;
    static_cast<void>(part_links(parted, {0}));
    for (int link = 0; link < 2; ++link) network::set_number(parted.table("Link"), "delay", link, delay_h);
    return parted;
}

// A is cheap in even hours, when B is dear, and the other way round: what arrives an hour late is worth nothing.
TEST(Barriers, ADelayIsADelayedLinkEachWay) {
    network::Network direct = zones();
    direct.table("Generator").edit_series("marginal_cost").values = {10.0, 50.0, 90.0, 5.0, 10.0, 50.0, 90.0, 5.0};
    const CooperateResult r = answered(direct, lifting({barrier("late", Effect::delay, 1.0)}));
    const double delayed = cost_of(one_way_each(direct, 1.0));
    EXPECT_NEAR(r.walk.evaluations[0].cost, delayed, 1e-9 * delayed);
    EXPECT_NEAR(r.walk.evaluations[1].cost, cost_of(direct), 1e-9 * r.walk.evaluations[1].cost);
    EXPECT_GT(r.value[1], 1.0);
}

// Nothing arrives before it is sent, whichever end is called bus0.
TEST(Barriers, WhatIsSentBackIsLateToo) {
    network::Network n = zones();
    network::Table& links = n.table("Link");
    links.edit_column("bus0").texts = {"B"};
    links.edit_column("bus1").texts = {"A"};
    network::Network turned = zones();
    for (const double hours : {1.0, 2.0})
        EXPECT_NEAR(answered(n, lifting({barrier("late", Effect::delay, hours)})).walk.evaluations[0].cost,
                    answered(turned, lifting({barrier("late", Effect::delay, hours)})).walk.evaluations[0].cost, 1e-6);
}

// In autarky nothing crosses, by whatever links the barriers need.
TEST(Barriers, TwinsOfCrossingsAreClosedInAutarky) {
    for (const bool turned : {false, true}) {
        network::Network n = zones();
        if (turned) {
            n.table("Link").edit_column("bus0").texts = {"B"};
            n.table("Link").edit_column("bus1").texts = {"A"};
        }
        Question question;
        const CooperateResult plain = answered(n, question);
        for (const Effect effect : {Effect::charge, Effect::delay}) {
            question.barriers = {barrier("x", effect, 1.0)};
            const CooperateResult r = answered(n, question);
            EXPECT_NEAR(r.value[1], 0.0, 1e-9);
            EXPECT_NEAR(r.value[3], plain.value[3], 1e-9 * plain.value[3]);
            EXPECT_NEAR(r.walk.evaluations[0].cost, plain.walk.evaluations[0].cost, 1e-6);
        }
    }
}

TEST(Barriers, EveryBarrierActsOnTheTwinsOfWhatItNames) {
    network::Network both = one_way_each(zones(), 1.0);
    for (int link = 0; link < 2; ++link) network::set_number(both.table("Link"), "p_nom", link, 10.0);
    const CooperateResult r =
        answered(zones(), lifting({barrier("small", Effect::limit, 10.0), barrier("late", Effect::delay, 1.0)}));
    EXPECT_NEAR(r.walk.evaluations[0].cost, cost_of(both), 1e-9 * r.walk.evaluations[0].cost);
}

TEST(Barriers, TodayIsLiftedByThePartiesAtIt) {
    Question question;
    question.outside = Outside::today;
    question.barriers = {barrier("small", Effect::limit, 12.0)};
    const CooperateResult r = answered(zones(), question);
    EXPECT_NEAR(r.value[1], 0.0, 1e-9);
    EXPECT_NEAR(r.value[2], 0.0, 1e-9);
    EXPECT_NEAR(r.value[3], cost_with_link("p_nom", 12.0) - cost_of(zones()), 1e-9 * r.walk.evaluations[0].cost);
}

TEST(Barriers, CostsOfBarriersAddUpOverPartiesAndBarriers) {
    const Question question = lifting({barrier("small", Effect::limit, 12.0), barrier("paper", Effect::charge, 3.0),
                                       barrier("half", Effect::limit_factor, 0.4)});
    const Expected<Subject> subject = make_subject(zones(), question);
    ASSERT_TRUE(subject.has_value());
    const Expected<CooperateResult> result = try_cooperate(*subject, {});
    ASSERT_TRUE(result.has_value());
    double all = 0.0;
    for (std::size_t b = 0; b < 3; ++b) {
        double total = 0.0, sum = 0.0;
        for (const BarrierCost& cost : barrier_costs(*subject, *result)) {
            if (cost.barrier != b) continue;
            (cost.party < 0 ? total : sum) += cost.shapley;
            if (cost.party < 0) {
                EXPECT_NEAR(cost.first, result->value[std::size_t{1} << b], 1e-9);
                EXPECT_NEAR(cost.last, result->value[7] - result->value[7 - (std::size_t{1} << b)], 1e-9);
            }
        }
        EXPECT_NEAR(total, sum, 1e-8);
        all += total;
    }
    EXPECT_NEAR(all, result->value.back(), 1e-8);
}

std::string refusal(const Question& question, const network::Network& n = zones()) {
    const Expected<Subject> subject = make_subject(n, question);
    std::string text;
    if (!subject)
        for (const Issue& issue : subject.error()) text += issue.text() + '\n';
    return text;
}

TEST(Barriers, SayWhatTheyCannotActOn) {
    EXPECT_NE(refusal(lifting({barrier("x", Effect::forbid, 0.0, "Link; name=Z*")})).find("acts on nothing"),
              std::string::npos);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::forbid, 0.0, "Lnik")})).find("Did you mean \"Link\""),
              std::string::npos);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::forbid, 0.0, "Link", "A+C")})).find("no party \"C\""),
              std::string::npos);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::forbid, 0.0, "Link; colour=red")})).find("\"colour\""),
              std::string::npos);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::delay, 1.0, "Generator", "")})).find("only links"),
              std::string::npos);
    network::Network lossy = zones();
    network::set_number(lossy.table("Link"), "efficiency", 0, 0.9);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::charge, 1.0)}), lossy).find("cannot be parted"), std::string::npos);
    for (const char* given : {"p_set", "ramp_limit_up", "delay"}) {
        network::Network n = zones();
        network::set_number(n.table("Link"), given, 0, 1.0);
        for (const Effect effect : {Effect::charge, Effect::delay})
            EXPECT_NE(refusal(lifting({barrier("x", effect, 1.0)}), n).find("cannot be parted"), std::string::npos)
                << given;
    }
    network::Network endless = zones();
    network::set_number(endless.table("Link"), "p_nom", 0, lp::infinity);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::limit_factor, 0.5)}), endless).find("no given capacity"),
              std::string::npos);
    network::Network committed = zones();
    committed.table("Link").make_column("committable", network::Kind::boolean).numbers = {1.0};
    network::set_number(committed.table("Link"), "p_min_pu", 0, 0.0);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::limit_factor, 0.5)}), committed).find("no given capacity"),
              std::string::npos);
    network::Network pumped = zones();
    network::set_number(pumped.table("Generator"), "p_min_pu", 0, -1.0);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::charge, 1.0, "Generator", "")}), pumped).find("takes power"),
              std::string::npos);
    EXPECT_NE(
        refusal(lifting({barrier("x", Effect::delay, 1.0), barrier("y", Effect::delay, 1.0)})).find("two barriers"),
        std::string::npos);
    EXPECT_NE(refusal(lifting({barrier("x", Effect::delay, 4.0)})).find("no shorter than the 4 h"), std::string::npos);
    Question cut = lifting({barrier("x", Effect::delay, 2.0)});
    EXPECT_EQ(refusal(cut), "");
    cut.window = 2;
    EXPECT_NE(refusal(cut).find("no shorter than the 2 h"), std::string::npos);
    EXPECT_NE(refusal(lifting({})).find("1 to 60"), std::string::npos);
    Question today;
    today.outside = Outside::today;
    EXPECT_NE(refusal(today).find("there are none"), std::string::npos);
}

TEST(Barriers, SelectorsAreTextsWithPlaces) {
    Issues issues;
    const Selector selector = parse_selector("Link; carrier = DC|AC; name=NL*", " NL + * ", {}, issues);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(selector.component, "Link");
    EXPECT_EQ(selector.party0, "NL");
    EXPECT_EQ(selector.party1, "*");
    ASSERT_EQ(selector.conditions.size(), 2u);
    EXPECT_EQ(selector.conditions[0].second, (std::vector<std::string>{"DC", "AC"}));
    static_cast<void>(parse_selector("Link; carrier", "NL", {}, issues));
    EXPECT_EQ(issues.size(), 2u);
    static_cast<void>(parse_selector("Link", "NL+NL", {}, issues));
    EXPECT_EQ(issues.size(), 3u);
}

}  // namespace
}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/lazy_game.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/parties.hpp"

#include "support/border_network.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

/// A network formulated with its parties and closings, and a session that solves coalitions.
struct Subject {
    explicit Subject(network::Network n, const dispatch::Options& options = {}) : network(std::move(n)) {
        parties = *find_parties(network, "country");
        model = std::move(*dispatch::formulate(network, options));
        closings = close_crossings(*model, find_crossings(network, parties));
        session = std::make_unique<lp::Session>(model->problem, lp::SessionOptions{.will_resolve = true});
    }
    lp::Solution solve(Coalition coalition) { return session->solve(patch_of(closings, coalition)); }
    Expected<std::unique_ptr<LazyGame>> lazy(LazyGameOptions options = {}) {
        return LazyGame::make(*model, closings, parties.count(), [this](Coalition c) { return solve(c); }, options);
    }
    /// Every value by a solve of its own.
    std::vector<double> all_values() {
        std::vector<double> values;
        const double alone = solve({}).certificate.primal_bound;
        for (std::size_t s = 0; s < num_coalitions(parties.count()); ++s)
            values.push_back(alone - solve(Coalition::from_bits(s)).certificate.primal_bound);
        values.front() = 0.0;
        return values;
    }

    network::Network network;
    Parties parties;
    std::unique_ptr<dispatch::Template> model;
    std::vector<Closing> closings;
    std::unique_ptr<lp::Session> session;
};

network::Network small_borders(std::uint64_t seed, int hours = 24) {
    testing::BorderNetworkOptions options{.hours = hours, .steps = 4, .seed = seed};
    options.parties = {"A", "B", "C", "D", "E"};
    options.borders = {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}};
    return testing::make_border_network(options);
}

/// Four parties with all that bounds have to cope with: a cycle of lines, converters with losses inside a party and
/// over a border, a branch with a cost, a store, a ramp limit, capacity to be decided.
network::Network patchwork(unsigned seed) {
    std::mt19937 random(seed);
    const auto draw = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    const int hours = 12;
    Sketch sketch(hours);
    const std::vector<std::string> buses{"A1", "A2", "A3", "B1", "B2", "C1", "D1"};
    sketch.add("Bus", buses)
        .texts("country", {"A", "A", "A", "B", "B", "C", "D"})
        .numbers("v_nom", std::vector<double>(7, 380.0));
    std::vector<std::string> names, at;
    std::vector<double> size, cost, ramp;
    for (const std::string& bus : buses)
        for (int unit = 0; unit < 3; ++unit) {
            names.push_back(bus + " " + std::to_string(unit));
            at.push_back(bus);
            size.push_back(unit == 2 ? 1e4 : draw(30.0, 90.0));
            cost.push_back(unit == 2 ? draw(300.0, 400.0) : draw(5.0, 100.0));
            ramp.push_back(unit == 0 ? 0.2 : std::numeric_limits<double>::quiet_NaN());
        }
    sketch.add("Generator", names)
        .texts("bus", at)
        .numbers("p_nom", size)
        .numbers("marginal_cost", cost)
        .numbers("ramp_limit_up", ramp)
        .flags("p_nom_extendable", std::vector<double>(names.size(), 0.0))
        .numbers("capital_cost", std::vector<double>(names.size(), 150.0));
    sketch.network().table("Generator").edit_column("p_nom_extendable").numbers[15] = 1.0;  // C1 0
    sketch.network().table("Generator").edit_column("ramp_limit_up").numbers[15] =
        std::numeric_limits<double>::quiet_NaN();
    std::vector<double> loads;
    for (int i = 0; i < 7 * hours; ++i) loads.push_back(draw(20.0, 110.0));
    sketch.add("Load", buses).texts("bus", buses).series("p_set", loads);
    sketch.add("Store", {"store"})
        .texts("bus", {"C1"})
        .numbers("e_nom", {60.0})
        .flags("e_cyclic", {1.0})
        .numbers("standing_loss", {0.01});
    sketch.add("StorageUnit", {"pump"})
        .texts("bus", {"A2"})
        .numbers("p_nom", {20.0})
        .numbers("max_hours", {4.0})
        .numbers("efficiency_store", {0.9});
    sketch.add("Line", {"A12", "A23", "A31"})
        .texts("bus0", {"A1", "A2", "A3"})
        .texts("bus1", {"A2", "A3", "A1"})
        .numbers("x", {10.0, 20.0, 15.0})
        .numbers("s_nom", {40.0, 30.0, 25.0});
    sketch.add("Link", {"B12", "A1-B1", "B2-C1", "A3-C1", "C1-D1", "D1-B1"})
        .texts("bus0", {"B1", "A1", "B2", "A3", "C1", "D1"})
        .texts("bus1", {"B2", "B1", "C1", "C1", "D1", "B1"})
        .numbers("p_nom", {50.0, 30.0, 25.0, 20.0, 35.0, 15.0})
        .numbers("p_min_pu", {0.0, -1.0, 0.0, 0.0, -1.0, -0.5})
        .numbers("efficiency", {0.9, 1.0, 0.93, 1.0, 1.0, 1.0})
        .numbers("marginal_cost", {0.0, 0.0, 0.5, 2.0, 0.0, 0.0});
    return std::move(sketch.network());
}

/// Solves coalitions one after the other, in an order drawn, and looks at all bounds after each.
void expect_bounds_that_hold(Subject& subject, unsigned seed, double most_width_at_the_end) {
    const std::vector<double> exact = subject.all_values();
    auto made = subject.lazy();
    ASSERT_TRUE(made.has_value()) << made.error().front().text();
    LazyGame& game = **made;
    std::vector<Coalition> order, all;
    for (std::size_t s = 1; s < exact.size(); ++s) all.push_back(Coalition::from_bits(s));
    order = all;
    std::shuffle(order.begin(), order.end(), std::mt19937(seed));
    const double tolerance = 1e-9 * std::abs(subject.solve({}).certificate.primal_bound);
    for (const Coalition next : order) {
        (void)game.sharpen(all, game::Sides::both);
        for (std::size_t s = 0; s < exact.size(); ++s) {
            ASSERT_LE(game.lower()[s], exact[s] + tolerance) << s << " after " << next.bits();
            ASSERT_GE(game.upper()[s], exact[s] - tolerance) << s << " after " << next.bits();
            ASSERT_LE(game.lower()[s], game.upper()[s]);
            if (game.is_known(Coalition::from_bits(s))) {
                ASSERT_NEAR(game.value(Coalition::from_bits(s)), exact[s], tolerance);
            }
        }
        if (!game.is_known(next)) {
            ASSERT_TRUE(game.solve(next));
        }
    }
    for (std::size_t s = 0; s < exact.size(); ++s)
        EXPECT_LE(game.upper()[s] - game.lower()[s], most_width_at_the_end * std::abs(exact.back()));
}

TEST(LazyGame, BoundsHoldInMarketsWithStorage) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        Subject subject(small_borders(seed));
        expect_bounds_that_hold(subject, seed, 1e-7);
    }
}

TEST(LazyGame, BoundsHoldWithLossesLinesRampsAndInvestment) {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        Subject subject(patchwork(seed));
        expect_bounds_that_hold(subject, seed, 1e-7);
    }
}

// Ramp limits on crossings, with and without losses: rows that belong to no party alone.
TEST(LazyGame, BoundsHoldWhereCrossingsRamp) {
    for (unsigned seed = 11; seed <= 16; ++seed) {
        network::Network n = patchwork(seed);
        const double none = std::numeric_limits<double>::quiet_NaN();
        std::vector<double>& up = n.table("Link").make_column("ramp_limit_up", network::Kind::number).numbers;
        up = {none, 0.3, 0.2, 0.4, none, none};
        n.table("Link").make_column("ramp_limit_down", network::Kind::number).numbers = {none, 0.5, 0.3,
                                                                                         none, 0.3, none};
        Subject subject(std::move(n));
        const auto cut = split(*subject.model, subject.closings);
        ASSERT_TRUE(cut.has_value());
        EXPECT_TRUE(cut->gates_couple);
        expect_bounds_that_hold(subject, seed, 1e-7);
    }
}

// A crossing with a flow that must be: closing it is not a restriction.
TEST(LazyGame, BoundsHoldWhereAnOpenBorderObliges) {
    network::Network n = small_borders(8);
    n.table("Link").edit_column("p_min_pu").numbers = {0.5, -1.0, 0.2, -1.0, 1.0};
    Subject subject(std::move(n));
    const auto cut = split(*subject.model, subject.closings);
    ASSERT_TRUE(cut.has_value());
    EXPECT_FALSE(cut->monotone);
    expect_bounds_that_hold(subject, 8, 1e-7);
}

// A limit on the whole network makes one island of it: values no longer add up, bounds still hold.
TEST(LazyGame, BoundsHoldWhereALimitCouplesEverything) {
    network::Network n = patchwork(3);
    network::Table& carriers = n.table("Carrier");
    carriers.set_names({"dirty"});
    carriers.make_column("co2_emissions", network::Kind::number).numbers = {1.0};
    network::Table& generators = n.table("Generator");
    std::vector<std::string>& carrier = generators.make_column("carrier", network::Kind::text).texts;
    for (std::size_t k = 0; k < carrier.size(); k += 3) carrier[k] = "dirty";
    network::Table& limits = n.table("GlobalConstraint");
    limits.set_names({"cap"});
    limits.make_column("type", network::Kind::text).texts = {"primary_energy"};
    limits.make_column("carrier_attribute", network::Kind::text).texts = {"co2_emissions"};
    limits.make_column("sense", network::Kind::text).texts = {"<="};
    limits.make_column("constant", network::Kind::number).numbers = {2500.0};
    Subject subject(std::move(n));
    const auto cut = split(*subject.model, subject.closings);
    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->num_islands, 1);
    expect_bounds_that_hold(subject, 3, 1e-7);
}

// A barrier that charges instead of closing, and one that does both to the same link.
TEST(LazyGame, BoundsHoldForChargesAndForBarriersOnTheSameLink) {
    Subject subject(small_borders(7));
    const dispatch::KindModel& links = subject.model->kind(dispatch::Kind::link);
    std::vector<Closing> closings;
    for (int k = 0; k < links.assets.count(); ++k) {
        Closing charge{Coalition::single(k), {}}, half{Coalition::single((k + 1) % 5), {}};
        for (int t = 0; t < subject.model->horizon.size(); ++t) {
            const int column = links.flow.column(0, t, k);
            const double upper = subject.model->problem.column_upper[static_cast<std::size_t>(column)];
            charge.patch.costs.push_back({column, 6.0});
            half.patch.columns.push_back({column, k == 2 ? 0.0 : -0.5 * upper, 0.5 * upper});
        }
        closings.push_back(charge);
        closings.push_back(half);
    }
    subject.closings = closings;
    const auto cut = split(*subject.model, closings);
    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->gates.size(), 5u);
    EXPECT_FALSE(cut->monotone);  // a charge on a flow that may be negative is a subsidy there
    expect_bounds_that_hold(subject, 7, 1e-7);
}

// Restraints of all kinds, several on one link, one that holds where it is lifted.
TEST(LazyGame, BoundsHoldForRestraints) {
    network::Network n = small_borders(6);
    n.table("Link").edit_column("p_min_pu").numbers = {0.0, -1.0, -1.0, 0.0, -1.0};
    Subject subject(std::move(n));
    using Effect = Restraint::Effect;
    const auto on = [](int link, Effect effect, double amount, Coalition lifted_by, bool inverse = false) {
        return Restraint{dispatch::Kind::link, link, effect, amount, lifted_by, inverse};
    };
    const RestraintPatches patches(
        *subject.model,
        {on(0, Effect::charge, 4.0, {0}), on(0, Effect::charge, 3.0, {0, 1}), on(1, Effect::limit_factor, 0.5, {1}),
         on(1, Effect::limit, 300.0, {2}), on(2, Effect::forbid, 0.0, {2, 3}), on(2, Effect::limit_factor, 0.7, {3}),
         on(3, Effect::forbid, 0.0, {4}), on(4, Effect::forbid, 0.0, {4}, true)});
    const auto solve = [&](Coalition coalition) { return subject.session->solve(patches.patch(coalition)); };
    auto made = LazyGame::make(*subject.model, gates_of(patches), 5, solve);
    ASSERT_TRUE(made.has_value()) << made.error().front().text();
    LazyGame& game = **made;
    std::vector<Coalition> all;
    for (std::size_t s = 1; s < 32; ++s) all.push_back(Coalition::from_bits(s));
    const double alone = solve({}).certificate.primal_bound;
    for (int round = 0; round < 32; ++round) {
        (void)game.sharpen(all, game::Sides::both);
        for (const Coalition coalition : all) {
            const double exact = alone - solve(coalition).certificate.primal_bound;
            ASSERT_LE(game.lower()[coalition.index()], exact + 1e-9 * alone) << coalition.bits() << " in " << round;
            ASSERT_GE(game.upper()[coalition.index()], exact - 1e-9 * alone) << coalition.bits() << " in " << round;
        }
        const auto unknown = std::ranges::find_if(all, [&](Coalition c) { return !game.is_known(c); });
        if (unknown == all.end()) break;
        ASSERT_TRUE(game.solve(*unknown));
    }
    EXPECT_TRUE(std::ranges::all_of(all, [&](Coalition c) { return game.is_known(c); }));
}

TEST(LazyGame, PartsOfACoalitionAreItsConnectedOnes) {
    Subject subject(small_borders(1));
    const auto cut = split(*subject.model, subject.closings);
    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->num_islands, 5);
    EXPECT_TRUE(cut->monotone);
    using Parts = std::vector<Coalition>;
    EXPECT_EQ(cut->parts({}), Parts{});
    EXPECT_EQ(cut->parts({4}), Parts{});
    EXPECT_EQ(cut->parts({0, 1, 2}), (Parts{{0, 1, 2}}));
    EXPECT_EQ(cut->parts({0, 1, 3}), (Parts{{0, 1}}));
    EXPECT_EQ(cut->parts({0, 1, 3, 4}), (Parts{{0, 1}, {3, 4}}));
}

TEST(LazyGame, NucleolusAndShapleyOfTheWholeGameFromAFewSolves) {
    testing::BorderNetworkOptions options{.hours = 24, .steps = 5, .seed = 3};
    options.parties.resize(8);
    std::erase_if(options.borders, [](const auto& border) { return border.second >= 8; });
    Subject subject(testing::make_border_network(options));
    const game::Game whole = *game::Game::make(subject.parties.names, subject.all_values());
    auto first = subject.lazy();
    ASSERT_TRUE(first.has_value());
    const game::LazyNucleolus nucleolus = game::lazy_nucleolus(**first);
    const game::Nucleolus full = game::nucleolus(whole);
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_NEAR(nucleolus.nucleolus.shares.share[i], full.shares.share[i], 1e-7 * whole.total());
    EXPECT_LE((*first)->solved().size(), 60u);
    auto second = subject.lazy();
    const game::LazyLinear shapley =
        game::lazy_linear(**second, [](const game::Game& g) { return game::shapley(g); }, {.tolerance = 5e-3});
    EXPECT_TRUE(shapley.reached);
    EXPECT_LE((*second)->solved().size(), 100u);
    const std::vector<double> exact = game::shapley(whole).share;
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_LE(shapley.shares.lower[i], exact[i] + 1e-9 * whole.total());
        EXPECT_GE(shapley.shares.upper[i], exact[i] - 1e-9 * whole.total());
    }
}

TEST(LazyGame, TheSameBitsForAnyNumberOfThreads) {
    std::vector<double> shares;
    for (const int threads : {1, 2, 3}) {
        Subject subject(small_borders(5));
        auto game = subject.lazy({.threads = threads});
        const game::LazyLinear found =
            game::lazy_linear(**game, [](const game::Game& g) { return game::shapley(g); }, {.tolerance = 1e-3});
        if (shares.empty()) shares = found.shares.lower;
        EXPECT_EQ(shares, found.shares.lower);
    }
}

TEST(LazyGame, LittleMemoryCostsSolvesAndNothingElse) {
    Subject subject(small_borders(2));
    auto game = subject.lazy({.most_memory_mb = 0.2});
    const game::LazyNucleolus found = game::lazy_nucleolus(**game);
    const game::Nucleolus full = game::nucleolus(*game::Game::make(subject.parties.names, subject.all_values()));
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(found.nucleolus.shares.share[i], full.shares.share[i],
                    1e-7 * std::abs(full.shares.share[i]) + 1e-3);
}

std::string refusal(Subject& subject) {
    const auto game = subject.lazy();
    return game ? "" : game.error().front().message;
}

TEST(LazyGame, RefusesWhatPricesCannotCarryOver) {
    network::Network decided = small_borders(1);
    decided.table("Link").make_column("p_nom_extendable", network::Kind::boolean).numbers.assign(5, 1.0);
    Subject capacity(std::move(decided));
    EXPECT_NE(refusal(capacity).find("opens rows"), std::string::npos);

    network::Network committed = small_borders(1);
    committed.table("Generator").make_column("committable", network::Kind::boolean).numbers[0] = 1.0;
    Subject commitment(std::move(committed));
    EXPECT_NE(refusal(commitment).find("whole-number decisions"), std::string::npos);

    Subject plant(small_borders(1));
    plant.closings.front().patch.columns = {
        {plant.model->kind(dispatch::Kind::generator).flow.column(0, 0, 0), 0.0, 0.0}};
    EXPECT_NE(refusal(plant).find("at one bus"), std::string::npos);

    Subject crowded(small_borders(1));
    const lp::Patch same = crowded.closings.front().patch;
    crowded.closings.clear();
    for (int k = 0; k < 7; ++k)
        crowded.closings.push_back({Coalition::from_bits(static_cast<std::uint64_t>(k + 1)), same});
    EXPECT_NE(refusal(crowded).find("act on the same flow"), std::string::npos);
}

TEST(LazyGame, RefusesMorePlayersThanItKeepsBoundsFor) {
    Subject subject(small_borders(1));
    const auto game = LazyGame::make(*subject.model, subject.closings, 21, [](Coalition) { return lp::Solution{}; });
    ASSERT_FALSE(game.has_value());
    EXPECT_EQ(game.error().front().code, Code::out_of_range);
}

TEST(LazyGame, NamesASolveThatFails) {
    Subject subject(small_borders(1));
    const auto game = LazyGame::make(*subject.model, subject.closings, 5, [&](Coalition coalition) {
        lp::Solution solution = subject.solve(coalition);
        if (coalition.size() == 5) solution.termination = lp::Termination::limit;
        return solution;
    });
    ASSERT_FALSE(game.has_value());
    EXPECT_EQ(game.error().front().code, Code::solver_failed);
}

}  // namespace
}  // namespace proeftuin::study

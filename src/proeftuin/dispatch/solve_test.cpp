// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/solve.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

#include "proeftuin/dispatch/small_networks_test.hpp"

namespace proeftuin::dispatch {
namespace {

using testing::Sketch;
using testing::total_cost;
using testing::two_zones;
using testing::value_of;

SolveResult solved(const network::Network& n, const SolveOptions& options = {}) {
    auto result = try_solve(n, options);
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().front().text());
    if (!result) return {};
    EXPECT_EQ(result->termination, lp::Termination::optimal) << result->diagnosis.summary;
    EXPECT_LE(result->relative_gap, 1e-9);
    return std::move(*result);
}

// A serves 20 + 30 over the link at 10, B the remaining 40 at 50: 500 + 2000.
TEST(Solve, ALinkThatBindsSplitsThePrice) {
    const SolveResult r = solved(two_zones({70.0}, 30.0));
    EXPECT_NEAR(total_cost(r), 2500.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "marginal_price", 0, "A"), 10.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "marginal_price", 0, "B"), 50.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Link", "p0", 0, "A-B"), 30.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Link", "p1", 0, "A-B"), -30.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Link", "mu_upper", 0, "A-B"), -40.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "p", 0, "A"), 0.0, 1e-9);
    EXPECT_EQ(r.num_prices_that_may_move, 0);
}

// Results that are there already, in another order of components, are replaced under the right names.
TEST(Solve, OldResultsInAnotherOrderDoNotMixUpNames) {
    network::Network n = two_zones({70.0}, 30.0);
    for (const char* attribute : {"p", "mu_upper"}) {
        network::Series& old = n.table("Generator").make_series(attribute);
        old.items = {1, 0};
        old.values = {7.0, 8.0};
    }
    const SolveResult r = solved(n);
    EXPECT_NEAR(value_of(r.network, "Generator", "p", 0, "cheap"), 50.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Generator", "p", 0, "dear"), 40.0, 1e-9);
}

// Weights scale the cost, not the price.
TEST(Solve, PricesDoNotDependOnSnapshotWeightings) {
    network::Network n = two_zones({70.0, 70.0}, 30.0);
    n.snapshots.objective = {3.0, 0.5};
    const SolveResult r = solved(n);
    EXPECT_NEAR(total_cost(r), 3.5 * 2500.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "marginal_price", 0, "B"), 50.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "marginal_price", 1, "B"), 50.0, 1e-9);
}

// Load 100 = all of the cheap unit: every price from 10 to 50 supports the dispatch.
TEST(Solve, FlagsAPriceThatIsNotUnique) {
    Sketch sketch(1);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"cheap", "dear"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {100.0, 100.0})
        .numbers("marginal_cost", {10.0, 50.0});
    sketch.add("Load", {"l"}).texts("bus", {"A"}).numbers("p_set", {100.0});
    const SolveResult r = solved(sketch.network());
    EXPECT_EQ(r.num_prices_that_may_move, 1);
    const double price = value_of(r.network, "Bus", "marginal_price", 0, "A");
    EXPECT_GE(price, 10.0 - 1e-9);
    EXPECT_LE(price, 50.0 + 1e-9);
}

// Two equal lines in parallel, and one of twice the reactance: flows 2 : 2 : 1 of 100 MW.
TEST(Solve, KirchhoffsVoltageLawDividesFlowsByReactance) {
    Sketch sketch(1);
    sketch.add("Bus", {"A", "B"}).numbers("v_nom", {100.0, 100.0});
    sketch.add("Generator", {"g"}).texts("bus", {"A"}).numbers("p_nom", {500.0}).numbers("marginal_cost", {1.0});
    sketch.add("Load", {"l"}).texts("bus", {"B"}).numbers("p_set", {100.0});
    sketch.add("Line", {"1", "2", "3"})
        .texts("bus0", {"A", "A", "B"})
        .texts("bus1", {"B", "B", "A"})
        .numbers("x", {1.0, 1.0, 2.0})
        .numbers("s_nom", {500.0, 500.0, 500.0});
    const SolveResult r = solved(sketch.network());
    EXPECT_NEAR(value_of(r.network, "Line", "p0", 0, "1"), 40.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Line", "p0", 0, "2"), 40.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Line", "p0", 0, "3"), -20.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "Bus", "p", 0, "A"), 100.0, 1e-9);
}

TEST(Solve, VoltageAnglesGiveTheFlowsOfTheCycles) {
    Sketch sketch(1);
    sketch.add("Bus", {"A", "B", "C"}).numbers("v_nom", {100.0, 100.0, 100.0});
    sketch.add("Generator", {"g", "h"})
        .texts("bus", {"A", "B"})
        .numbers("p_nom", {500.0, 500.0})
        .numbers("marginal_cost", {1.0, 9.0});
    sketch.add("Load", {"l"}).texts("bus", {"C"}).numbers("p_set", {100.0});
    sketch.add("Line", {"AB", "BC", "CA"})
        .texts("bus0", {"A", "B", "C"})
        .texts("bus1", {"B", "C", "A"})
        .numbers("x", {1.0, 2.0, 1.5})
        .numbers("s_nom", {500.0, 500.0, 70.0});
    SolveOptions angles;
    angles.formulation.voltage_angles = true;
    const SolveResult by_cycles = solved(sketch.network());
    const SolveResult by_angles = solved(sketch.network(), angles);
    EXPECT_NEAR(total_cost(by_angles), total_cost(by_cycles), 1e-8);
    for (const char* line : {"AB", "BC", "CA"})
        EXPECT_NEAR(value_of(by_angles.network, "Line", "p0", 0, line),
                    value_of(by_cycles.network, "Line", "p0", 0, line), 1e-8);
}

// Charge 50 MWh at 10 in the first hour; 0.8 of it serves the second hour, where it saves 40 MWh at 50.
TEST(Solve, StorageMovesEnergyAndLosesSome) {
    Sketch sketch(2);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"cheap", "dear"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {100.0, 100.0})
        .numbers("marginal_cost", {10.0, 50.0})
        .series("p_max_pu", {1.0, 1.0, 0.0, 1.0});
    sketch.add("Load", {"l"}).texts("bus", {"A"}).series("p_set", {30.0, 60.0});
    sketch.add("StorageUnit", {"s"})
        .texts("bus", {"A"})
        .numbers("p_nom", {50.0})
        .numbers("max_hours", {6.0})
        .numbers("efficiency_store", {0.8});
    const SolveResult r = solved(sketch.network());
    EXPECT_NEAR(total_cost(r), 10.0 * 80.0 + 50.0 * 20.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "StorageUnit", "p", 0, "s"), -50.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "StorageUnit", "state_of_charge", 0, "s"), 40.0, 1e-9);
    EXPECT_NEAR(value_of(r.network, "StorageUnit", "p", 1, "s"), 40.0, 1e-9);
}

// The dear unit must run 2 snapshots at 40 MW at least once it starts: cheaper to pay the start than to be short.
TEST(Solve, CommitmentPaysStartsAndKeepsMinimumTimes) {
    Sketch sketch(3);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"base", "peak"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {100.0, 100.0})
        .numbers("marginal_cost", {10.0, 50.0})
        .flags("committable", {0.0, 1.0})
        .numbers("p_min_pu", {0.0, 0.4})
        .numbers("start_up_cost", {0.0, 500.0})
        .numbers("min_up_time", {0.0, 2.0})
        .numbers("up_time_before", {1.0, 0.0});
    sketch.add("Load", {"l"}).texts("bus", {"A"}).series("p_set", {80.0, 130.0, 80.0});
    const SolveResult r = solved(sketch.network());
    EXPECT_EQ(r.size.integers, 9);
    EXPECT_TRUE(r.dual_bound_from_solver);
    EXPECT_NEAR(total_cost(r), 500.0 + (800.0 + 900.0 + 2000.0 + 400.0 + 2000.0), 1e-6);
    EXPECT_NEAR(value_of(r.network, "Generator", "status", 1, "peak"), 1.0, 1e-9);
}

// 50 EUR/MW for 10 EUR/MWh against 50 EUR/MWh: worth it where the load is 70 in both snapshots, not for the peak.
TEST(Solve, CapacityIsBuiltWhereItPays) {
    Sketch sketch(2);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"new", "dear"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {20.0, 200.0})
        .numbers("marginal_cost", {10.0, 50.0})
        .numbers("capital_cost", {50.0, 0.0})
        .flags("p_nom_extendable", {1.0, 0.0});
    sketch.add("Load", {"l"}).texts("bus", {"A"}).series("p_set", {70.0, 100.0});
    const SolveResult r = solved(sketch.network());
    EXPECT_NEAR(total_cost(r), 70.0 * 50.0 + 140.0 * 10.0 + 30.0 * 50.0, 1e-8);
    EXPECT_NEAR(r.objective_constant, 1000.0, 1e-9);
    const network::Table& generators = r.network.table("Generator");
    EXPECT_NEAR(generators.number("p_nom_opt", 0), 70.0, 1e-9);
    EXPECT_NEAR(generators.number("p_nom_opt", 1), 200.0, 1e-9);
}

TEST(Solve, AnInfeasibleNetworkNamesBusSnapshotAndAmount) {
    const auto result = try_solve(two_zones({70.0, 250.0}, 30.0), {});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->termination, lp::Termination::infeasible);
    ASSERT_FALSE(result->diagnosis.missing.empty());
    const Obstacle& worst = result->diagnosis.missing.front();
    EXPECT_EQ(worst.component, "Bus");
    EXPECT_EQ(worst.item, "B");
    EXPECT_EQ(worst.snapshot, "1");
    EXPECT_NEAR(std::abs(worst.amount), 120.0, 1e-6);  // 250 - 100 in B - 30 over the link
    EXPECT_NE(result->diagnosis.summary.find("bus B"), std::string::npos);
}

TEST(Solve, AGivenDispatchOutsideTheLimitsIsNamed) {
    network::Network n = two_zones({70.0}, 30.0);
    network::Series& set = n.table("Generator").make_series("p_set");
    set.items = {0};
    set.values = {130.0};
    const auto result = try_solve(n, {});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->termination, lp::Termination::infeasible);
    ASSERT_EQ(result->diagnosis.conflict.size(), 1u);
    EXPECT_EQ(result->diagnosis.conflict.front().item, "cheap");
    EXPECT_NEAR(result->diagnosis.conflict.front().amount, 30.0, 1e-9);
}

TEST(Solve, AnUnboundedNetworkNamesWhatEarnsWithoutLimit) {
    Sketch sketch(1);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"free money", "sink"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {lp::infinity, lp::infinity})
        .numbers("marginal_cost", {-5.0, 0.0})
        .numbers("sign", {1.0, -1.0});
    const auto result = try_solve(sketch.network(), {});
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->termination, lp::Termination::unbounded);
    ASSERT_FALSE(result->diagnosis.conflict.empty());
    EXPECT_NE(result->diagnosis.summary.find("without end"), std::string::npos);
}

TEST(Solve, RefusesWhatItDoesNotHaveByName) {
    network::Network n = two_zones({70.0}, 30.0);
    n.table("Generator").make_column("marginal_cost_quadratic", network::Kind::number).numbers = {0.0, 0.1};
    const auto result = try_solve(n, {});
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().front().code, Code::unsupported_feature);
    EXPECT_EQ(result.error().front().where.name, "dear");
    EXPECT_EQ(result.error().front().where.field, "marginal_cost_quadratic");
}

TEST(Solve, ExplainCountsWhatSolveSolves) {
    const network::Network n = two_zones({70.0, 80.0}, 30.0);
    const auto plan = try_explain(n, {});
    ASSERT_TRUE(plan.has_value());
    const SolveResult r = solved(n);
    EXPECT_EQ(plan->size.columns, r.size.columns);
    EXPECT_EQ(plan->size.rows, r.size.rows);
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    for (const FamilySize& family : plan->families) (family.rows ? rows : columns) += family.count;
    EXPECT_EQ(columns, r.size.columns);
    EXPECT_EQ(rows, r.size.rows);
}

/// Three zones in a ring of lines with random loads, units and limits; an unlimited unit in each keeps it feasible.
network::Network random_ring(std::mt19937& random, int num_snapshots) {
    const auto draw = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    Sketch sketch(num_snapshots);
    sketch.add("Bus", {"A", "B", "C"}).numbers("v_nom", {380.0, 380.0, 380.0});
    std::vector<double> size, cost;
    for (int g = 0; g < 6; ++g) {
        size.push_back(g < 3 ? draw(20.0, 120.0) : 1e4);
        cost.push_back(g < 3 ? draw(5.0, 60.0) : draw(100.0, 200.0));
    }
    sketch.add("Generator", {"a", "b", "c", "A shed", "B shed", "C shed"})
        .texts("bus", {"A", "B", "C", "A", "B", "C"})
        .numbers("p_nom", size)
        .numbers("marginal_cost", cost);
    std::vector<double> loads;
    for (int i = 0; i < 3 * num_snapshots; ++i) loads.push_back(draw(10.0, 90.0));
    sketch.add("Load", {"A", "B", "C"}).texts("bus", {"A", "B", "C"}).series("p_set", loads);
    sketch.add("Line", {"AB", "BC", "CA"})
        .texts("bus0", {"A", "B", "C"})
        .texts("bus1", {"B", "C", "A"})
        .numbers("x", {draw(1.0, 9.0), draw(1.0, 9.0), draw(1.0, 9.0)})
        .numbers("s_nom", {draw(5.0, 40.0), draw(5.0, 40.0), draw(5.0, 40.0)});
    return std::move(sketch.network());
}

TEST(SolveLaws, DoublingLoadsAndCapacitiesDoublesTheCost) {
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        network::Network n = random_ring(random, 3);
        const double once = total_cost(solved(n));
        for (double& p : n.table("Generator").edit_column("p_nom").numbers) p *= 2.0;
        for (double& p : n.table("Line").edit_column("s_nom").numbers) p *= 2.0;
        for (double& p : n.table("Load").edit_series("p_set").values) p *= 2.0;
        EXPECT_NEAR(total_cost(solved(n)), 2.0 * once, 1e-8 * once);
    }
}

TEST(SolveLaws, WithoutStorageTheHorizonSplits) {
    std::mt19937 random(2);
    for (int round = 0; round < 20; ++round) {
        const network::Network n = random_ring(random, 4);
        SolveOptions first, second;
        first.formulation.snapshots = {0, 1};
        second.formulation.snapshots = {2, 3};
        const double whole = total_cost(solved(n));
        EXPECT_NEAR(total_cost(solved(n, first)) + total_cost(solved(n, second)), whole, 1e-8 * whole);
    }
}

TEST(SolveLaws, ALineOfCapacityZeroIsNoLineButItsLoopConstraintStays) {
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        network::Network n = random_ring(random, 2);
        n.table("Line").edit_column("s_nom").numbers = {0.0, 0.0, 0.0};
        const double closed = total_cost(solved(n));
        n.table("Line").make_column("active", network::Kind::boolean).numbers = {0.0, 0.0, 0.0};
        EXPECT_NEAR(total_cost(solved(n)), closed, 1e-8 * closed);
    }
}

TEST(SolveLaws, ACopperplateIsNeverDearer) {
    std::mt19937 random(4);
    for (int round = 0; round < 20; ++round) {
        network::Network n = random_ring(random, 2);
        const double ring = total_cost(solved(n));
        n.table("Line").edit_column("s_nom").numbers = {1e6, 1e6, 1e6};
        const double copperplate = total_cost(solved(n));
        EXPECT_LE(copperplate, ring * (1.0 + 1e-9));
        for (const char* attribute : {"bus"})
            for (const char* type : {"Generator", "Load"})
                std::ranges::fill(n.table(type).edit_column(attribute).texts, "A");
        EXPECT_NEAR(total_cost(solved(n)), copperplate, 1e-8 * copperplate);
    }
}

TEST(SolveLaws, TwoHalfHoursAreAnHour) {
    std::mt19937 random(5);
    network::Network n = random_ring(random, 2);
    const double hours = total_cost(solved(n));
    network::Network halves = n;
    halves.snapshots.labels = {"0", "0:30", "1", "1:30"};
    halves.snapshots.objective = halves.snapshots.stores = halves.snapshots.generators = {0.5, 0.5, 0.5, 0.5};
    std::vector<double>& loads = halves.table("Load").edit_series("p_set").values;
    loads = {loads[0], loads[1], loads[2], loads[0], loads[1], loads[2],
             loads[3], loads[4], loads[5], loads[3], loads[4], loads[5]};
    EXPECT_NEAR(total_cost(solved(halves)), hours, 1e-8 * hours);
}

}  // namespace
}  // namespace proeftuin::dispatch

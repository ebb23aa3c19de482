// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/windows.hpp"

#include <gtest/gtest.h>

#include "proeftuin/dispatch/basis_memory.hpp"
#include "proeftuin/dispatch/formulation.hpp"
#include "proeftuin/dispatch/small_networks_test.hpp"

namespace proeftuin::dispatch {
namespace {

using testing::Sketch;
using testing::total_cost;
using testing::two_zones;
using testing::value_of;

SolveOptions windows_of(int window, int overlap) {
    SolveOptions options;
    options.window = window;
    options.overlap = overlap;
    return options;
}

TEST(Windows, CoverTheHorizonOnceWithTheLastOneKeptWhole) {
    const auto plan = plan_windows(two_zones(std::vector<double>(10, 50.0), 30.0), windows_of(4, 1));
    ASSERT_TRUE(plan.has_value());
    int next = 0;
    for (const Window& window : plan->windows) {
        EXPECT_EQ(window.snapshots.front(), next);
        next += window.keep;
    }
    EXPECT_EQ(next, 10);
    EXPECT_EQ(plan->windows.size(), 3u);
}

TEST(Windows, WithoutCouplingTheyGiveTheWholeHorizonsAnswer) {
    const network::Network n = two_zones({70.0, 60.0, 20.0, 90.0, 85.0, 40.0, 77.0}, 30.0);
    const auto whole = try_solve(n, {});
    const auto rolling = try_solve(n, windows_of(3, 1));
    ASSERT_TRUE(whole.has_value() && rolling.has_value());
    EXPECT_NEAR(total_cost(*rolling), total_cost(*whole), 1e-8);
    EXPECT_TRUE(rolling->windows[1].warm);
    for (int t = 0; t < 7; ++t)
        EXPECT_NEAR(value_of(rolling->network, "Bus", "marginal_price", t, "B"),
                    value_of(whole->network, "Bus", "marginal_price", t, "B"), 1e-9);
}

TEST(Windows, HandLevelsOn) {
    Sketch sketch(6);
    sketch.add("Bus", {"A"});
    sketch.add("Generator", {"cheap", "dear"})
        .texts("bus", {"A", "A"})
        .numbers("p_nom", {60.0, 100.0})
        .numbers("marginal_cost", {10.0, 50.0});
    sketch.add("Load", {"l"}).texts("bus", {"A"}).series("p_set", {20.0, 20.0, 90.0, 20.0, 20.0, 90.0});
    sketch.add("StorageUnit", {"s"})
        .texts("bus", {"A"})
        .numbers("p_nom", {30.0})
        .numbers("max_hours", {2.0})
        .flags("cyclic_state_of_charge", {1.0});
    const auto result = try_solve(sketch.network(), windows_of(4, 2));
    ASSERT_TRUE(result.has_value());
    const auto level = [&](int t) { return value_of(result->network, "StorageUnit", "state_of_charge", t, "s"); };
    const auto power = [&](int t) { return value_of(result->network, "StorageUnit", "p", t, "s"); };
    for (int t = 1; t < 6; ++t) EXPECT_NEAR(level(t), level(t - 1) - power(t), 1e-9) << t;
    EXPECT_FALSE(result->warnings.empty());  // the cycle is not closed, and it says so
    EXPECT_TRUE(result->network.table("StorageUnit").flag("cyclic_state_of_charge", 0));  // inputs are as they were
}

TEST(Windows, RefuseWhatIsDecidedForTheWholeHorizon) {
    network::Network n = two_zones({70.0, 60.0}, 30.0);
    n.table("Link").make_column("p_nom_extendable", network::Kind::boolean).numbers = {1.0};
    const auto result = try_solve(n, windows_of(1, 0));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().front().where.name, "A-B");
    const auto overlap = try_solve(two_zones({70.0, 60.0}, 30.0), windows_of(2, 2));
    ASSERT_FALSE(overlap.has_value());
    EXPECT_EQ(overlap.error().front().code, Code::bad_option);
}

TEST(Windows, StopAtTheWindowWithoutASolutionAndNameIt) {
    const auto result = try_solve(two_zones({70.0, 60.0, 300.0, 60.0}, 30.0), windows_of(2, 0));
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->termination, lp::Termination::infeasible);
    EXPECT_EQ(result->windows.size(), 2u);
    ASSERT_FALSE(result->diagnosis.missing.empty());
    EXPECT_EQ(result->diagnosis.missing.front().snapshot, "2");
}

TEST(BasisMemory, ProposesTheBasisOfTheNearestProblem) {
    const auto problem = [](double load) {
        lp::Builder builder;
        builder.add_columns(1, 0.0, 10.0);
        builder.add_rows(1, load, load);
        builder.add(0, 0, 1.0);
        return builder.finish();
    };
    BasisMemory memory(2);
    EXPECT_TRUE(memory.propose(problem(1.0)).empty());
    memory.learn(problem(1.0), {{lp::Status::basic}, {lp::Status::at_lower}});
    memory.learn(problem(9.0), {{lp::Status::at_upper}, {lp::Status::basic}});
    EXPECT_EQ(memory.propose(problem(2.0)).columns[0], lp::Status::basic);
    EXPECT_EQ(memory.propose(problem(7.0)).columns[0], lp::Status::at_upper);
    memory.learn(problem(5.0), {{lp::Status::at_lower}, {lp::Status::basic}});  // the first is forgotten
    EXPECT_EQ(memory.propose(problem(1.0)).columns[0], lp::Status::at_lower);
}

// Starts at 0, 1, 3, 4 h of a horizon of 6 h; two hours before, rounded down to a start.
TEST(DelaySources, AreTheLatestStartNoLaterThanTheDelay) {
    Horizon horizon;
    horizon.generator_hours = {1.0, 2.0, 1.0, 2.0};
    horizon.years = {0};
    horizon.period_first = {0, 4};
    EXPECT_EQ(delay_sources(horizon, 2.0, false), (std::vector<int>{-1, -1, 1, 1}));
    EXPECT_EQ(delay_sources(horizon, 2.0, true), (std::vector<int>{3, 3, 1, 1}));
}

}  // namespace
}  // namespace proeftuin::dispatch

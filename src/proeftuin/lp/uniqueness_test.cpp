// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/uniqueness.hpp"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

using ::testing::ElementsAre;

// Two zones, each with a plant at 10 up to 50 MW and one at 30; a line of `limit` MW between them. Loads are given.
Problem two_zones(double load0, double load1, double limit) {
    Builder builder;
    builder.add_rows(1, load0, load0);
    builder.add_rows(1, load1, load1);
    for (const int zone : {0, 1}) {
        for (const double price : {10.0, 30.0}) {
            const int plant = builder.add_columns(1, 0.0, 50.0);
            builder.add_cost(plant, price + zone);
            builder.add(zone, plant, 1.0);
        }
    }
    const int flow = builder.add_columns(1, -limit, limit);
    builder.add(0, flow, -1.0);
    builder.add(1, flow, 1.0);
    return builder.finish();
}

TEST(Uniqueness, PricesAreUniqueAtANondegenerateVertex) {
    const Problem problem = two_zones(40.0, 60.0, 5.0);
    const Solution solution = Session(problem).solve();
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_THAT(dual_may_move(problem, solution), ElementsAre(0, 0));
    const DualRange range = dual_range(problem, solution, 1);
    EXPECT_EQ(range.termination, Termination::optimal);
    EXPECT_NEAR(range.lower, 31.0, 1e-7);
    EXPECT_NEAR(range.upper, 31.0, 1e-7);
}

TEST(Uniqueness, APriceBetweenTwoStepsMayMoveAndTheOtherMayNot) {
    // Zone 0 needs just what its first plant gives and the line is full: its price is anything between 10 and 30.
    const Problem problem = two_zones(45.0, 60.0, 5.0);
    const Solution solution = Session(problem).solve();
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_THAT(dual_may_move(problem, solution), ElementsAre(1, 0));
    const DualRange range = dual_range(problem, solution, 0);
    EXPECT_EQ(range.termination, Termination::optimal);
    EXPECT_NEAR(range.lower, 10.0, 1e-7);
    EXPECT_NEAR(range.upper, 30.0, 1e-7);
}

TEST(Uniqueness, KnowsNothingWithoutABasis) {
    const Problem problem = two_zones(45.0, 60.0, 5.0);
    EXPECT_THAT(dual_may_move(problem, Solution{}), ElementsAre(1, 1));
    EXPECT_EQ(dual_range(problem, Solution{}, 0).termination, Termination::failed);
}

TEST(Uniqueness, ARangeMayHaveNoEnd) {
    // Load equal to all capacity, and no way to shed: the price of both zones has no upper end, and the line ties them.
    const Problem problem = two_zones(100.0, 100.0, 5.0);
    const Solution solution = Session(problem).solve();
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_EQ(dual_may_move(problem, solution)[0], 1);
    const DualRange range = dual_range(problem, solution, 0);
    EXPECT_EQ(range.upper, infinity);
    EXPECT_NEAR(range.lower, 31.0, 1e-6);
}

TEST(Uniqueness, NeverCallsAPriceUniqueThatHasARange) {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        test::ZonalDispatch dispatch = test::zonal_dispatch(3, 4, 3, seed);
        // Round loads and capacities so that vertices become degenerate.
        for (auto* bounds : {&dispatch.problem.row_lower, &dispatch.problem.row_upper, &dispatch.problem.column_upper,
                             &dispatch.problem.column_lower})
            for (double& bound : *bounds)
                if (!std::isinf(bound)) bound = std::round(bound / 5000.0) * 5000.0;
        const Solution solution = Session(dispatch.problem).solve();
        ASSERT_EQ(solution.termination, Termination::optimal);
        const std::vector<std::uint8_t> moves = dual_may_move(dispatch.problem, solution);
        for (int row = 0; row < dispatch.problem.num_rows(); ++row) {
            const DualRange range = dual_range(dispatch.problem, solution, row);
            ASSERT_EQ(range.termination, Termination::optimal);
            const bool unique = range.upper - range.lower <= 1e-6;
            EXPECT_TRUE(unique || moves[static_cast<std::size_t>(row)] == 1) << seed << ' ' << row;
        }
    }
}

}  // namespace
}  // namespace proeftuin::lp

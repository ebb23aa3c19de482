// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/conflict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConflictOn : public ::testing::TestWithParam<Backend> {};

// Six hours of load; a plant of 10 MW and a line of 5 MW. Hour 3 needs 18 MW. Row 6 is a bystander over everything.
Problem short_of_three(double peak = 18.0) {
    Builder builder;
    const int balance = builder.add_rows(6, 12.0, 12.0);
    builder.set_row_bounds(balance + 3, peak, peak);
    const int budget = builder.add_rows(1, -infinity, 1000.0);
    const int plant = builder.add_columns(6, 0.0, 10.0);
    const int line = builder.add_columns(6, -5.0, 5.0);
    builder.add_columns(1, 0.0, 1.0);  // in no row
    for (int hour = 0; hour < 6; ++hour) {
        builder.add(balance + hour, plant + hour, 1.0);
        builder.add(balance + hour, line + hour, 1.0);
        builder.add(budget, plant + hour, 1.0);
        builder.add_cost(plant + hour, 7.0);
    }
    return builder.finish();
}

TEST_P(ConflictOn, NamesTheRowAndTheBoundsThatCannotHold) {
    const Conflict conflict = explain_infeasible(short_of_three(), {.backend = GetParam()});
    ASSERT_TRUE(conflict.found) << conflict.detail;
    EXPECT_TRUE(conflict.irreducible);
    EXPECT_THAT(conflict.rows, ElementsAre(3));
    EXPECT_THAT(conflict.columns, ElementsAre(3, 9));
}

TEST_P(ConflictOn, FindsNoneInAFeasibleProblem) {
    const Conflict conflict = explain_infeasible(short_of_three(15.0), {.backend = GetParam()});
    EXPECT_FALSE(conflict.found);
    EXPECT_THAT(conflict.detail, HasSubstr("has a solution"));
}

TEST_P(ConflictOn, StopsAtTheCap) {
    const Conflict conflict = explain_infeasible(short_of_three(), {.backend = GetParam()}, 2);
    EXPECT_TRUE(conflict.found);
    EXPECT_FALSE(conflict.irreducible);
    EXPECT_THAT(conflict.rows, Contains(3));
}

TEST_P(ConflictOn, SaysHowMuchIsMissingWhere) {
    const Relaxation relaxation = relax(short_of_three(), {0, 1, 2, 3, 4, 5}, {.backend = GetParam()});
    ASSERT_EQ(relaxation.termination, Termination::optimal);
    EXPECT_NEAR(relaxation.total, 3.0, 1e-9);
    ASSERT_EQ(relaxation.rows.size(), 1U);
    EXPECT_EQ(relaxation.rows[0].row, 3);
    EXPECT_NEAR(relaxation.rows[0].amount, 3.0, 1e-9);
    EXPECT_THAT(relax(short_of_three(15.0), {3}, {.backend = GetParam()}).rows, IsEmpty());
    EXPECT_EQ(relax(short_of_three(), {0, 6}, {.backend = GetParam()}).termination, Termination::infeasible);
    const Relaxation surplus = relax(short_of_three(-9.0), {3}, {.backend = GetParam()});
    ASSERT_EQ(surplus.rows.size(), 1U);
    EXPECT_NEAR(surplus.rows[0].amount, -4.0, 1e-9);
}

TEST_P(ConflictOn, NamesWhatRunsAway) {
    Builder builder;
    const int x = builder.add_columns(3, 0.0, infinity);
    const int row = builder.add_rows(1, -4.0, 4.0);
    builder.add_cost(x, -1.0);
    builder.add(row, x, 1.0);
    builder.add(row, x + 1, -2.0);
    builder.add(row, x + 2, 1.0);
    builder.add_cost(x + 2, 5.0);
    const Problem problem = builder.finish();
    const auto columns = runaway_columns(Session(problem, {.backend = GetParam()}).solve());
    ASSERT_EQ(columns.size(), 2U);
    EXPECT_EQ(columns[0].first, x);
    EXPECT_NEAR(columns[0].second, 1.0, 1e-12);
    EXPECT_EQ(columns[1].first, x + 1);
    EXPECT_NEAR(columns[1].second, 0.5, 1e-12);
    EXPECT_THAT(runaway_columns(Solution{}), IsEmpty());
}

std::vector<Backend> backends() {
    std::vector<Backend> result;
    for (const Backend backend : {Backend::clp, Backend::highs})
        if (available(backend)) result.push_back(backend);
    return result;
}

INSTANTIATE_TEST_SUITE_P(Backends, ConflictOn, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return std::string(name(backend.param)); });

TEST(Conflict, CrossedBoundsAreOneByThemselves) {
    Problem problem = short_of_three();
    problem.column_lower[4] = 11.0;
    Conflict conflict = explain_infeasible(problem);
    EXPECT_THAT(conflict.columns, ElementsAre(4));
    EXPECT_THAT(conflict.rows, IsEmpty());
    problem = short_of_three();
    problem.row_lower[6] = 2000.0;
    conflict = explain_infeasible(problem);
    EXPECT_THAT(conflict.rows, ElementsAre(6));
    EXPECT_EQ(conflict.solves, 0);
}

TEST(Conflict, LeavesIntegralityOut) {
    Builder builder;  // 2 x = 1, x integer
    const int x = builder.add_columns(1, 0.0, 10.0, true);
    builder.add(builder.add_rows(1, 1.0, 1.0), x, 2.0);
    const Conflict conflict = explain_infeasible(builder.finish());
    EXPECT_FALSE(conflict.found);
    EXPECT_THAT(conflict.detail, HasSubstr("without integrality"));
}

TEST(Conflict, IsSmallInALargeDispatch) {
    test::ZonalDispatch dispatch = test::zonal_dispatch(6, 24, 4, 3);
    // A storage level that has to be at once full and empty through its own chain.
    Problem problem = dispatch.problem;
    int shed = 0;
    for (int column = 0; column < problem.num_columns(); ++column) {
        if (problem.cost[static_cast<std::size_t>(column)] != 4000.0) continue;
        problem.column_upper[static_cast<std::size_t>(column)] = 0.0;
        ++shed;
    }
    ASSERT_GT(shed, 0);
    for (const int row : {7, 8})
        problem.row_lower[static_cast<std::size_t>(row)] = problem.row_upper[static_cast<std::size_t>(row)] = 5e5;
    const Conflict conflict = explain_infeasible(problem, {}, 2000);
    ASSERT_TRUE(conflict.found) << conflict.detail;
    EXPECT_TRUE(conflict.irreducible);
    EXPECT_LE(conflict.rows.size(), 60U);
}

}  // namespace
}  // namespace proeftuin::lp

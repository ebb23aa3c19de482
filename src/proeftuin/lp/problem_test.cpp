// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/problem.hpp"

#include <chrono>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Problem sample() {
    Builder builder;
    builder.add_columns(3, 0.0, 1.0);
    builder.add_rows(2, -1.0, 1.0);
    builder.add(1, 2, 5.0);
    builder.add(0, 2, 4.0);
    builder.add(1, 0, 1.0);
    builder.add(1, 0, 2.0);  // duplicate: 3
    builder.add(0, 1, 7.0);
    builder.add(0, 1, -7.0);  // cancels
    builder.add(0, 0, 0.0);   // dropped
    builder.add_cost(0, 2.0);
    builder.add_cost(0, 0.5);
    builder.add_offset(9.0);
    builder.shift_row(1, 10.0);
    return builder.finish();
}

TEST(Builder, SortsEntriesIntoColumnsSumsDuplicatesAndDropsZeros) {
    const Problem problem = sample();
    EXPECT_THAT(problem.start, ElementsAre(0, 1, 1, 3));
    EXPECT_THAT(problem.row, ElementsAre(1, 0, 1));
    EXPECT_THAT(problem.value, ElementsAre(3.0, 4.0, 5.0));
    EXPECT_THAT(problem.cost, ElementsAre(2.5, 0.0, 0.0));
    EXPECT_THAT(problem.row_lower, ElementsAre(-1.0, 9.0));
    EXPECT_THAT(problem.row_upper, ElementsAre(1.0, 11.0));
    EXPECT_EQ(problem.objective_offset, 9.0);
}

TEST(Builder, IsEmptyAfterFinish) {
    Builder builder;
    builder.add_columns(1, 0.0, 1.0);
    EXPECT_EQ(builder.finish().num_columns(), 1);
    EXPECT_EQ(builder.num_columns(), 0);
    const Problem empty = builder.finish();
    EXPECT_THAT(empty.start, ElementsAre(0));
    EXPECT_EQ(empty.num_nonzeros(), 0);
}

TEST(Builder, KeepsAnInfiniteBoundWhenARowShifts) {
    Builder builder;
    builder.add_rows(1, -infinity, 2.0);
    builder.shift_row(0, 3.0);
    const Problem problem = builder.finish();
    EXPECT_EQ(problem.row_lower[0], -infinity);
    EXPECT_EQ(problem.row_upper[0], 5.0);
}

TEST(Builder, TakesTimeLinearInTheEntries) {
    constexpr int rows = 100'000;
    constexpr int columns = 400'000;
    constexpr int entries = 2'000'000;
    test::Draw draw(1);
    Builder builder;
    builder.add_columns(columns, 0.0, 1.0);
    builder.add_rows(rows, 0.0, 1.0);
    builder.reserve_entries(entries);
    for (int entry = 0; entry < entries; ++entry) builder.add(draw.below(rows), draw.below(columns), draw(0.5, 1.0));
    const auto start = std::chrono::steady_clock::now();
    const Problem problem = builder.finish();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_GT(problem.num_nonzeros(), entries * 9 / 10);
    EXPECT_LT(seconds, 2.0);  // 0.1 s where it was written; sanitizers and busy machines are slower
    for (int column = 0; column < columns; ++column)
        for (auto e = problem.start[static_cast<std::size_t>(column)] + 1;
             e < problem.start[static_cast<std::size_t>(column) + 1]; ++e)
            ASSERT_LT(problem.row[static_cast<std::size_t>(e) - 1], problem.row[static_cast<std::size_t>(e)]);
}

TEST(Problem, FindsAnEntry) {
    const Problem problem = sample();
    EXPECT_EQ(find_entry(problem, 1, 0), 0);
    EXPECT_EQ(find_entry(problem, 1, 2), 2);
    EXPECT_EQ(find_entry(problem, 0, 0), -1);
    EXPECT_EQ(find_entry(problem, 0, 1), -1);
}

TEST(Problem, SaysWhatCannotBeSolved) {
    EXPECT_THAT(defect(sample()), IsEmpty());
    Problem problem = sample();
    problem.column_lower[1] = std::nan("");
    EXPECT_THAT(defect(problem), HasSubstr("column 1 has a bound that is not a number"));
    problem = sample();
    problem.row_lower[1] = infinity;
    EXPECT_THAT(defect(problem), HasSubstr("row 1 has a lower bound of +infinity"));
    problem = sample();
    problem.value[0] = infinity;
    EXPECT_THAT(defect(problem), HasSubstr("row 1 has a coefficient"));
    problem = sample();
    problem.objective_offset = infinity;
    EXPECT_THAT(defect(problem), HasSubstr("offset"));
}

TEST(Layout, NamesColumnsAndRows) {
    Layout layout;
    layout.columns = {
        {"p", 0, 2, [](int local) { return "p-" + std::to_string(local); }}, {"none", 2, 0, {}}, {"flow", 2, 1, {}}};
    EXPECT_EQ(layout.column_name(1), "p-1");
    EXPECT_EQ(layout.column_name(2), "flow[0]");
    EXPECT_EQ(layout.column_family(2).name, "flow");
    EXPECT_EQ(layout.row_name(4), "r4");
}

TEST(Patch, LaterEntriesWin) {
    Patch patch;
    patch.columns = {{0, 0.0, 5.0}, {0, 1.0, 2.0}};
    patch.rows = {{0, 3.0, 4.0}};
    patch.costs = {{1, 8.0}};
    patch.coefficients = {{1, 2, -1.0}};
    patch.objective_offset_change = 1.0;
    const Problem problem = patched(sample(), patch);
    EXPECT_EQ(problem.column_lower[0], 1.0);
    EXPECT_EQ(problem.column_upper[0], 2.0);
    EXPECT_EQ(problem.row_upper[0], 4.0);
    EXPECT_EQ(problem.cost[1], 8.0);
    EXPECT_EQ(problem.value[2], -1.0);
    EXPECT_EQ(problem.objective_offset, 10.0);
    EXPECT_EQ(patch.size(), 5U);
    EXPECT_FALSE(patch.empty());
    EXPECT_TRUE(Patch{}.empty());
}

TEST(Patch, ThatDoesNotFitIsRefused) {
    EXPECT_THROW(static_cast<void>(patched(sample(), {.coefficients = {{0, 0, 1.0}}})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(patched(sample(), {.columns = {{3, 0.0, 1.0}}})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(patched(sample(), {.rows = {{-1, 0.0, 1.0}}})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(patched(sample(), {.costs = {{0, infinity}}})), std::invalid_argument);
}

TEST(Patch, IsTheDifferenceOfTwoProblems) {
    const Problem from = sample();
    Problem to = from;
    to.column_upper[2] = 9.0;
    to.row_lower[0] = -infinity;
    to.cost[0] = 1.0;
    to.value[1] = 0.25;
    to.objective_offset = 4.0;
    Patch patch;
    ASSERT_TRUE(difference(from, to, patch));
    EXPECT_EQ(patch.size(), 4U);
    const Problem again = patched(from, patch);
    EXPECT_EQ(again.column_upper, to.column_upper);
    EXPECT_EQ(again.row_lower, to.row_lower);
    EXPECT_EQ(again.cost, to.cost);
    EXPECT_EQ(again.value, to.value);
    EXPECT_EQ(again.objective_offset, 4.0);
    to.integer[0] = 1;
    EXPECT_FALSE(difference(from, to, patch));
    EXPECT_FALSE(difference(from, Builder().finish(), patch));
}

}  // namespace
}  // namespace proeftuin::lp

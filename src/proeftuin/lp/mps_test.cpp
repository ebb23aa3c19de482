// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/mps.hpp"

#include <ClpSimplex.hpp>
#include <cmath>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#ifdef PROEFTUIN_HAVE_HIGHS
#include <Highs.h>
#endif

#include "proeftuin/base/issue.hpp"
#include "proeftuin/lp/session.hpp"

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

using ::testing::HasSubstr;

class MpsFile : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() / (std::string("proeftuin_mps_") + test->name());
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    [[nodiscard]] std::string write(const Problem& problem, const Layout& layout = {}) const {
        const std::filesystem::path path = folder_ / "problem.mps";
        write_mps(problem, layout, path);
        return path.string();
    }
    std::filesystem::path folder_;
};

/// Every kind of row and bound there is.
Problem all_kinds() {
    Builder builder;
    builder.add_columns(1, 0.0, infinity);
    builder.add_columns(1, -infinity, infinity);
    builder.add_columns(1, -infinity, -2.0);
    builder.add_columns(1, -3.5, 7.0);
    builder.add_columns(1, 4.0, 4.0);
    builder.add_columns(1, 0.0, 1.0, true);
    builder.add_columns(1, -2.0, infinity, true);
    builder.add_columns(1, 0.0, 9.0, true);
    builder.add_columns(1, -5.0, -1.0);
    builder.add_columns(1, 1.0 / 3.0, 1e10);
    builder.add_columns(1, 0.0, infinity, true);
    builder.add_columns(1, 0.0, 5.0);  // in no row, without a cost
    builder.add_rows(1, 1.0 / 3.0, 1.0 / 3.0);
    builder.add_rows(1, -2.0, infinity);
    builder.add_rows(1, -infinity, 3.0);
    builder.add_rows(1, 0.1, 0.7);
    builder.add_rows(1, -1e-3, 1e6 + 0.1);
    test::Draw draw(8);
    for (int column = 0; column < 11; ++column) {
        builder.add_cost(column, draw(-9.0, 9.0));
        for (int row = 0; row < 5; ++row)
            if (draw(0.0, 1.0) < 0.7) builder.add(row, column, draw(-1.0, 1.0));
    }
    builder.add_offset(123.456);
    return builder.finish();
}

TEST_F(MpsFile, ReadsBackInClp) {
    const Problem problem = all_kinds();
    ClpSimplex model;
    model.setLogLevel(0);
    ASSERT_EQ(model.readMps(write(problem).c_str(), true, false), 0);
    ASSERT_EQ(model.numberColumns(), problem.num_columns());
    ASSERT_EQ(model.numberRows(), problem.num_rows());
    // CoinUtils reads numbers to an ulp or two only.
    const auto same = [](double ours, double theirs) {
        if (std::isinf(ours)) return std::fabs(theirs) > 1e29 && (theirs > 0.0) == (ours > 0.0);
        return std::fabs(ours - theirs) <= 1e-15 * std::fabs(ours);
    };
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        EXPECT_TRUE(same(problem.column_lower[c], model.columnLower()[column])) << column;
        EXPECT_TRUE(same(problem.column_upper[c], model.columnUpper()[column])) << column;
        EXPECT_EQ(model.isInteger(column), problem.integer[c] != 0) << column;
        EXPECT_DOUBLE_EQ(model.objective()[column], problem.cost[c]);
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            EXPECT_DOUBLE_EQ(model.matrix()->getCoefficient(problem.row[e], column), problem.value[e]);
        }
    }
    for (int row = 0; row < problem.num_rows(); ++row) {
        const auto r = static_cast<std::size_t>(row);
        EXPECT_TRUE(same(problem.row_lower[r], model.rowLower()[row])) << row;
        EXPECT_TRUE(same(problem.row_upper[r], model.rowUpper()[row])) << row;
    }
    EXPECT_DOUBLE_EQ(-model.objectiveOffset(), 123.456);
}

#ifdef PROEFTUIN_HAVE_HIGHS
TEST_F(MpsFile, ReadsBackInHighs) {
    const Problem problem = all_kinds();
    Highs highs;
    highs.setOptionValue("output_flag", false);
    ASSERT_NE(highs.readModel(write(problem)), HighsStatus::kError);
    const HighsLp& lp = highs.getLp();
    EXPECT_EQ(lp.sense_, ObjSense::kMinimize);
    EXPECT_EQ(lp.offset_, 123.456);
    EXPECT_EQ(lp.col_cost_, problem.cost);
    EXPECT_EQ(lp.col_lower_, problem.column_lower);
    EXPECT_EQ(lp.col_upper_, problem.column_upper);
    EXPECT_EQ(lp.row_lower_, problem.row_lower);
    EXPECT_EQ(lp.a_matrix_.value_.size(), problem.value.size());
    for (std::size_t column = 0; column < problem.integer.size(); ++column)
        EXPECT_EQ(lp.integrality_[column] == HighsVarType::kInteger, problem.integer[column] != 0) << column;
}
#endif

TEST_F(MpsFile, TheSameOptimumComesBack) {
    const Problem problem = test::zonal_dispatch(3, 12, 3, 4).problem;
    ClpSimplex model;
    model.setLogLevel(0);
    ASSERT_EQ(model.readMps(write(problem).c_str(), true, false), 0);
    model.initialSolve();
    const double objective = Session(problem).solve().objective;
    EXPECT_NEAR(model.objectiveValue(), objective, 1e-9 * objective);
}

TEST(Mps, MakesNamesUniqueAndPrintable) {
    Builder builder;
    builder.add_columns(3, 0.0, 1.0);
    builder.add_rows(1, 0.0, 1.0);
    for (int column = 0; column < 3; ++column) builder.add(0, column, 1.0);
    Layout layout;
    layout.columns = {
        {"p", 0, 3, [](int local) { return local < 2 ? std::string("wind NL\t1") : std::string(500, 'x'); }}};
    layout.rows = {{"balance", 0, 1, [](int) { return std::string("*COST"); }}};
    const std::string text = to_mps(builder.finish(), layout);
    EXPECT_THAT(text, HasSubstr(" wind_NL_1 "));
    EXPECT_THAT(text, HasSubstr(" wind_NL_1#1 "));
    EXPECT_THAT(text, HasSubstr("_*COST"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr(std::string(200, 'x'))));
}

TEST(Mps, SaysWhenItCannotWrite) {
    try {
        write_mps(Builder().finish(), {}, "/nonexistent-folder/problem.mps");
        FAIL() << "no error";
    } catch (const InputError& error) {
        ASSERT_EQ(error.issues().size(), 1U);
        EXPECT_EQ(error.issues()[0].code, Code::file_write);
        EXPECT_THAT(error.issues()[0].where.file, HasSubstr("problem.mps"));
    }
}

}  // namespace
}  // namespace proeftuin::lp

// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "proeftuin/base/issue.hpp"

#include "input.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Arguments parse(std::vector<const char*> words) {
    words.insert(words.begin(), "proeftuin");
    bool json = false;
    return parse_arguments(static_cast<int>(words.size()), words.data(), json);
}

/// The message of a refusal.
std::string refusal(const std::vector<const char*>& words) {
    try {
        static_cast<void>(parse(words));
    } catch (const InputError& error) {
        EXPECT_EQ(error.issues().front().code, Code::bad_option);
        return error.what();
    }
    return "accepted";
}

TEST(Arguments, OfASolveAreRead) {
    const auto solve = std::get<SolveArguments>(
        parse({"solve", "n.nc", "--window", "168", "--overlap", "24", "--out", "o", "--format", "csv", "--solver",
               "clp", "--transmission-losses", "secants:2,0.2,7", "--risk", "0.5,0.9", "--no-price-flags", "--json"}));
    EXPECT_EQ(solve.path, "n.nc");
    EXPECT_EQ(solve.formulation.window, 168);
    EXPECT_EQ(solve.formulation.overlap, 24);
    EXPECT_EQ(solve.format, Format::csv);
    EXPECT_EQ(solve.formulation.solver, lp::Backend::clp);
    EXPECT_EQ(solve.formulation.losses.mode, dispatch::Losses::Mode::secants);
    EXPECT_EQ(solve.formulation.losses.max_segments, 7);
    EXPECT_DOUBLE_EQ(solve.formulation.risk->alpha, 0.9);
    EXPECT_FALSE(solve.price_flags);
    EXPECT_TRUE(solve.common.json);
}

TEST(Arguments, HaveDefaults) {
    const auto solve = std::get<SolveArguments>(parse({"solve", "n"}));
    EXPECT_TRUE(solve.price_flags);
    EXPECT_EQ(solve.format, Format::same);
    EXPECT_EQ(solve.formulation.solver, lp::Backend::automatic);
    EXPECT_FALSE(solve.formulation.risk);
    EXPECT_DOUBLE_EQ(solve.mip_gap, 1e-6);
}

TEST(Arguments, ThatMakeNoSenseAreRefused) {
    for (const char* losses : {"tangents", "tangents:0", "tangents:1.5", "tangents:99999999999999", "tangents:nan",
                               "secants:1", "secants:1,2,3,4", "none:1", "", "secants:", "secants:1,2,1e99"}) {
        EXPECT_THAT(refusal({"solve", "n", "--transmission-losses", losses}), HasSubstr("--transmission-losses"))
            << losses;
    }
    for (const char* risk : {"1", "2,0.5", "0.5,1", "x,y", "nan,nan", ","}) {
        EXPECT_THAT(refusal({"solve", "n", "--risk", risk}), HasSubstr("--risk")) << risk;
    }
    for (const char* window : {"0", "-1", "1.5", "1e99", "nan", "inf", "ten", ""}) {
        EXPECT_THAT(refusal({"solve", "n", "--window", window}), HasSubstr("--window")) << window;
    }
    EXPECT_THAT(refusal({"explain", "n", "--overlap", "3"}), HasSubstr("--overlap"));
}

network::Network with_labels(std::vector<std::string> labels) {
    network::Network n;
    n.snapshots.labels = std::move(labels);
    return n;
}

TEST(Snapshots, ByPositionAreHalfOpenAsInPython) {
    const network::Network n = with_labels({"a", "b", "c", "d"});
    EXPECT_THAT(select_snapshots(n, ""), ElementsAre());
    EXPECT_THAT(select_snapshots(n, "1:3"), ElementsAre(1, 2));
    EXPECT_THAT(select_snapshots(n, "2:"), ElementsAre(2, 3));
    EXPECT_THAT(select_snapshots(n, "-2:"), ElementsAre(2, 3));
    EXPECT_THAT(select_snapshots(n, ":99"), ElementsAre(0, 1, 2, 3));
}

TEST(Snapshots, ByLabelIncludeTheLastOne) {
    const network::Network n = with_labels({"2030-01-01 00:00:00", "2030-01-01 12:00:00", "2030-01-02 00:00:00"});
    EXPECT_THAT(select_snapshots(n, "2030-01-01:2030-01-01"), ElementsAre(0, 1));
    EXPECT_THAT(select_snapshots(n, "2030-01-01 12:00:2030-01-02"), ElementsAre(1, 2));
    EXPECT_THAT(select_snapshots(n, "2030-01-01 12:00:00:2030-01-01 12:00:00"), ElementsAre(1));
    EXPECT_THAT(select_snapshots(n, "1:2030-01-02 00:00:00"), ElementsAre(1, 2));
}

TEST(Snapshots, ThatNameNothingAreRefused) {
    const network::Network n = with_labels({"a", "b"});
    for (const char* text : {"x:y", "1", "2:1", "1:1", "b:a"}) {
        EXPECT_THROW(static_cast<void>(select_snapshots(n, text)), InputError) << text;
    }
    EXPECT_THROW(static_cast<void>(select_snapshots(with_labels({}), "0:1")), InputError);
}

TEST(Grouped, PutsDigitsInThrees) {
    EXPECT_EQ(grouped(1234567.891, 2), "1 234 567.89");
    EXPECT_EQ(grouped(-0.001, 2), "0.00");
    EXPECT_EQ(grouped(999LL), "999");
    EXPECT_EQ(grouped(-1000LL), "-1 000");
}

TEST(TextTable, LinesUpAndLeavesNoSpacesAtTheEnd) {
    TextTable table({{"name"}, {"MW", TextTable::Align::right}, {""}});
    table.add({"é", "5"});
    table.add({"longer", "1 000", "x"});
    EXPECT_EQ(table.text(1), " name       MW\n é           5\n longer  1 000  x\n");
}

}  // namespace
}  // namespace proeftuin::cli

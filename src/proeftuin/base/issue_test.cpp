// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/issue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/base/expected.hpp"

namespace proeftuin {
namespace {

using ::testing::HasSubstr;

TEST(Place, InAFileHasLineAndColumnWhenTheyAreKnown) {
    EXPECT_EQ((Place{.file = "generators.csv"}.text()), "generators.csv");
    EXPECT_EQ((Place{.file = "generators.csv", .line = 7}.text()), "generators.csv:7");
    EXPECT_EQ((Place{.file = "generators.csv", .line = 7, .column = 12}.text()), "generators.csv:7:12");
}

TEST(Place, InANetworkNamesComponentAndField) {
    const Place place{.component = "Generator", .name = "wind", .field = "p_nom"};
    EXPECT_EQ(place.text(), "Generator \"wind\", p_nom");
    EXPECT_EQ((Place{.name = "wind"}.text()), "\"wind\"");
    EXPECT_EQ((Place{.field = "p_nom"}.text()), "p_nom");
    EXPECT_EQ(Place{}.text(), "");
}

TEST(Place, InBothPutsTheComponentInBrackets) {
    const Place place{
        .file = "generators.csv", .line = 7, .column = 12, .component = "Generator", .name = "wind", .field = "p_nom"};
    EXPECT_EQ(place.text(), "generators.csv:7:12 (Generator \"wind\", p_nom)");
}

TEST(Code, HasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Code::solver_failed); ++i) names.insert(name(static_cast<Code>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Code::solver_failed) + 1);
    EXPECT_EQ(names.count("unknown"), 0U);
    EXPECT_EQ(name(Code::unknown_reference), "unknown_reference");
}

TEST(Issue, ReadsAsOneLine) {
    const Issue issue{.code = Code::ragged_row,
                      .where = {.file = "a.csv", .line = 3},
                      .message = "2 cells where the header has 3",
                      .remedy = "Add the missing cell"};
    EXPECT_EQ(issue.text(), "error: a.csv:3: 2 cells where the header has 3 (Add the missing cell)");
    EXPECT_EQ((Issue{.message = "odd", .severity = Severity::warning}.text()), "warning: odd");
}

TEST(Issues, AreErrorsWhenOneIs) {
    const Issue warning{.message = "w", .severity = Severity::warning};
    EXPECT_FALSE(has_errors({}));
    EXPECT_FALSE(has_errors({warning}));
    EXPECT_TRUE(has_errors({warning, Issue{.message = "e"}}));
}

TEST(InputError, CarriesEveryIssueAndSaysThem) {
    const InputError error({Issue{.message = "first"}, Issue{.message = "second"}});
    EXPECT_EQ(error.issues().size(), 2U);
    EXPECT_THAT(error.what(), HasSubstr("first"));
    EXPECT_THAT(error.what(), HasSubstr("second"));
}

TEST(Expected, HoldsAValueOrIssues) {
    const Expected<int> value = 3;
    const Expected<int> refused = tl::unexpected(Issues{Issue{.message = "no"}});
    EXPECT_EQ(value.value(), 3);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().front().message, "no");
}

TEST(Assertion, ThrowsWithTheConditionInItsText) {
    PROEFTUIN_ASSERT(1 + 1 == 2);
    try {
        PROEFTUIN_ASSERT(1 + 1 == 3);
        FAIL() << "no exception";
    } catch (const InternalError& error) {
        EXPECT_THAT(error.what(), HasSubstr("1 + 1 == 3 does not hold"));
    }
}

}  // namespace
}  // namespace proeftuin

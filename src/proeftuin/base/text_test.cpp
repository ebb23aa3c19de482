// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/text.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iomanip>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace proeftuin {
namespace {

using ::testing::ElementsAre;

TEST(Text, QuotesAndEscapes) {
    EXPECT_EQ(quoted("wind"), "\"wind\"");
    EXPECT_EQ(quoted("a \"b\" \\ \n\t\r"), R"("a \"b\" \\ \n\t\r")");
    EXPECT_EQ(quoted(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
    EXPECT_EQ(quoted("Curaçao"), "\"Curaçao\"");
}

TEST(Text, QuotesStringsItselfWhereStdQuotedIsVisible) {
    std::string changeable = "a";
    const std::string constant = "b";
    const std::string result =
        quoted(changeable) + quoted(constant) + quoted(std::string("c")) + quoted(std::string_view("d"));
    EXPECT_EQ(result, R"("a""b""c""d")");
}

TEST(Text, JoinsAndSplits) {
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(join(std::vector<std::string>{"a"}, ", "), "a");
    EXPECT_EQ(join(std::vector<std::string>{"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_THAT(split("a,,b", ','), ElementsAre("a", "", "b"));
    EXPECT_THAT(split("", ','), ElementsAre(""));
    EXPECT_THAT(split("a,", ','), ElementsAre("a", ""));
}

TEST(Text, TrimsLowersAndCounts) {
    EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(trimmed(" \n "), "");
    EXPECT_EQ(lower("P_Nom É"), "p_nom É");
    EXPECT_EQ(counted(1, "bus"), "1 bus");
    EXPECT_EQ(counted(0, "generator"), "0 generators");
}

TEST(EditDistance, CountsTheFewestChanges) {
    EXPECT_EQ(edit_distance("", ""), 0);
    EXPECT_EQ(edit_distance("abc", ""), 3);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);     // k->s, e->i, +g
    EXPECT_EQ(edit_distance("marginal", "margnial"), 1);  // neighbours swapped
}

TEST(ClosestName, FindsTheOneThatWasMeant) {
    const std::vector<std::string> names = {"p_nom", "p_nom_extendable", "marginal_cost", "bus"};
    EXPECT_EQ(closest_name("marginalcost", names), "marginal_cost");
    EXPECT_EQ(closest_name("p_nmo", names), "p_nom");
    EXPECT_EQ(closest_name("P_NOM", names), "p_nom");
    EXPECT_EQ(closest_name("buss", names), "bus");
    EXPECT_EQ(closest_name("efficiency", names), std::nullopt);
    EXPECT_EQ(closest_name("x", names), std::nullopt);
    EXPECT_EQ(closest_name("", names), std::nullopt);
    EXPECT_EQ(closest_name("x", {}), std::nullopt);
}

TEST(ClosestName, SaysNothingForOneLetterThatSharesNone) {
    EXPECT_EQ(closest_name("x", std::vector<std::string>{"y"}), std::nullopt);
}

TEST(ClosestName, TakesTheFirstOfEquallyNearOnes) {
    EXPECT_EQ(closest_name("buz", std::vector<std::string>{"bua", "bub"}), "bua");
}

TEST(DidYouMean, IsASentenceOrNothing) {
    const std::vector<std::string> names = {"BE", "NL", "LU"};
    EXPECT_EQ(did_you_mean("B", names), " Did you mean \"BE\"?");
    EXPECT_EQ(did_you_mean("Germany", names), "");
}

RC_GTEST_PROP(EditDistanceLaw, IsAMetric, (const std::string& a, const std::string& b)) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
    RC_ASSERT(edit_distance(a, b) <= static_cast<int>(std::max(a.size(), b.size())));
}

RC_GTEST_PROP(SplitLaw, JoinedAgainIsTheText, (const std::string& text)) {
    const std::vector<std::string_view> parts = split(text, 'a');
    RC_ASSERT(join(std::vector<std::string>(parts.begin(), parts.end()), "a") == text);
}

}  // namespace
}  // namespace proeftuin

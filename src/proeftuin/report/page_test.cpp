// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/page.hpp"

#include <gtest/gtest.h>

namespace proeftuin::report {
namespace {

constexpr std::string_view empty_page = R"(<script id="results">"__PROEFTUIN_RESULTS__"</script><p>)";

TEST(Page, HoldsTheResultsWhereThePageAsksForThem) {
    EXPECT_EQ(fill_page(empty_page, R"({"a": 1})"), R"(<script id="results">{"a": 1}</script><p>)");
}

TEST(Page, TextsOfDataCannotEndTheScriptOrBeginAComment) {
    EXPECT_EQ(fill_page(empty_page, R"(["</script><b>","<!--","a<b","<"])"),
              R"(<script id="results">["<\/script><b>","<\u0021--","a<b","<"]</script><p>)");
}

TEST(Page, APageWithoutAPlaceForResultsGivesNothing) { EXPECT_EQ(fill_page("<p>", "{}"), ""); }

TEST(Page, TheBundledPageTakesResultsOnce) {
    if (!has_page()) GTEST_SKIP() << "this build has no page: Node.js or npm were missing";
    const std::string text = page(R"({"one":"of a kind"})");
    const std::size_t first = text.find(R"({"one":"of a kind"})");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(text.find("__PROEFTUIN_RESULTS__"), std::string::npos);
    EXPECT_EQ(text.find("of a kind", first + 10), std::string::npos);
}

}  // namespace
}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/report/bars.hpp"

#include <gtest/gtest.h>

namespace proeftuin::report {
namespace {

Bars sample() {
    return {"Two & three", "What each gains", {"NL", "B<E"}, {{"own", {2.5e9, -1.0e9}}, {"shapley", {7.5e8, 7.5e8}}}};
}

TEST(BarsPicture, HasABarAndAFigureForEveryValue) {
    const std::string svg = bars_picture(sample());
    std::size_t bars = 0;
    for (std::size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1)) ++bars;
    EXPECT_GE(bars, 4u + 2u);  // and the legend
    for (const char* text : {"Two &amp; three", "B&lt;E", "2.50", "0.75", "billion EUR"})
        EXPECT_NE(svg.find(text), std::string::npos) << text;
    EXPECT_EQ(svg, bars_picture(sample()));
}

TEST(BarsPicture, NothingToShowIsNoPicture) {
    EXPECT_TRUE(bars_picture({}).empty());
    Bars zeros = sample();
    for (Bars::Series& series : zeros.series) series.values = {0.0, 0.0};
    EXPECT_NE(bars_picture(zeros).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace proeftuin::report

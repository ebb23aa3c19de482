// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/svg.hpp"

#include <array>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "proeftuin/report/palette.hpp"

namespace proeftuin::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Svg, EscapesTextAndDropsControlCharacters) {
    Svg svg(10, 10, "a & b", "");
    svg.text({1, 2}, "<x> \"q\" \x01");
    const std::string file = svg.finish();
    EXPECT_THAT(file, HasSubstr("<title>a &amp; b</title>"));
    EXPECT_THAT(file, HasSubstr("&lt;x&gt; &quot;q&quot; <"));
}

TEST(Svg, WritesShortNumbers) {
    Svg svg(10, 10, "", "");
    svg.line({-0.0001, 1.0 / 3.0}, {2.5, 100}, {.stroke = "#000000"});
    EXPECT_THAT(svg.finish(), HasSubstr(R"(x1="0" y1="0.33" x2="2.5" y2="100")"));
}

TEST(Svg, ClosesWhatItOpens) {
    Svg svg(10, 10, "", "");
    svg.polygon(std::array{Point{0, 0}, Point{1, 0}, Point{0, 1}}, {.fill = "#FFFFFF"});
    svg.circle({1, 1}, 2, {});
    const std::string file = svg.finish();
    EXPECT_TRUE(file.ends_with("</svg>\n"));
    EXPECT_THAT(file, Not(HasSubstr("stroke=\"none\"")));
}

TEST(TextWidth, CountsCharactersNotBytes) { EXPECT_EQ(text_width("ë€", 10), text_width("ab", 10)); }

TEST(CarrierColours, AreDifferentAndFixedForKnownCarriers) {
    const std::vector<std::string> carriers{"nuclear", "onwind", "offwind-ac", "offwind-dc", "solar", "coal",
                                            "lignite", "CCGT",   "what",       "ever",       "hydro"};
    const std::vector<std::string> colours = carrier_colours(carriers);
    EXPECT_EQ(std::set(colours.begin(), colours.end()).size(), carriers.size());
    EXPECT_EQ(colours[1], carrier_colours({"onwind"})[0]);
    EXPECT_EQ(carrier_colours({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"}).size(), 14U);
}

TEST(RampColour, RunsFromItsFirstToItsLastStop) {
    EXPECT_EQ(ramp_colour(-1), "#FFFFCC");
    EXPECT_EQ(ramp_colour(0.5), "#41B6C4");
    EXPECT_EQ(ramp_colour(2), "#253494");
}

}  // namespace
}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/axis.hpp"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace proeftuin::report {
namespace {

using ::testing::ElementsAre;

TEST(RoundTicks, CoverTheRangeInRoundSteps) {
    EXPECT_THAT(round_ticks(0, 100, 5), ElementsAre(0, 20, 40, 60, 80, 100));
    EXPECT_THAT(round_ticks(-13, 170, 7), ElementsAre(-50, 0, 50, 100, 150, 200));
    EXPECT_THAT(round_ticks(0, 0.7, 4), ElementsAre(0, 0.2, 0.4, 0.6000000000000001, 0.8));
}

TEST(RoundTicks, OfAnEmptyRangeAreStillAnAxis) { EXPECT_GE(round_ticks(5, 5, 4).size(), 2U); }

TEST(PlainNumber, GroupsDigitsAndKnowsNoMinusZero) {
    EXPECT_EQ(plain_number(1234567, 0), "1\u2009234\u2009567");
    EXPECT_EQ(plain_number(999.5, 1), "999.5");
    EXPECT_EQ(plain_number(-12.5, 1), "\u221212.5");
    EXPECT_EQ(plain_number(-0.001, 1), "0.0");
}

TEST(DecimalsFor, IsWhatTheStepNeeds) {
    EXPECT_EQ(decimals_for(20), 0);
    EXPECT_EQ(decimals_for(2.5), 1);
    EXPECT_EQ(decimals_for(0.25), 2);
}

std::vector<std::string> texts(const std::vector<TimeTick>& ticks) {
    std::vector<std::string> result;
    for (const TimeTick& tick : ticks) result.push_back(tick.text);
    return result;
}

TEST(TimeTicks, OfHoursAreRoundHoursAndDays) {
    std::vector<std::string> labels;
    for (const char* day : {"2030-03-15", "2030-03-16"}) {
        for (int hour = 0; hour < 24; ++hour) {
            labels.push_back(std::string(day) + (hour < 10 ? " 0" : " ") + std::to_string(hour) + ":00:00");
        }
    }
    EXPECT_THAT(texts(time_ticks(labels)),
                ElementsAre("15 Mar", "06:00", "12:00", "18:00", "16 Mar", "06:00", "12:00", "18:00"));
}

TEST(TimeTicks, OfMonthsNameThem) {
    const std::vector<std::string> labels{"2030-01-01", "2030-02-01", "2030-03-01"};
    EXPECT_THAT(texts(time_ticks(labels)), ElementsAre("1 Jan", "1 Feb", "1 Mar"));
}

TEST(TimeTicks, OfOtherLabelsAreEverySoManyOfThem) {
    std::vector<std::string> labels;
    for (int i = 0; i < 100; ++i) labels.push_back("s" + std::to_string(i));
    const std::vector<TimeTick> ticks = time_ticks(labels);
    EXPECT_LE(ticks.size(), 9U);
    EXPECT_EQ(ticks[1].text, "s12");
    EXPECT_TRUE(time_ticks({}).empty());
}

TEST(TimeTicks, TakeLabelsThatOnlyLookLikeDates) {
    const std::vector<std::string> labels{"2030-13-01", "2030-xx-01 00:00:00", "0000-00-00"};
    EXPECT_EQ(time_ticks(labels).size(), 3U);
}

RC_GTEST_PROP(RoundTicksLaw, ContainTheRange, (int low, unsigned short span)) {
    const double a = low / 1000.0;
    const double b = a + 1e-3 + span / 100.0;
    const std::vector<double> ticks = round_ticks(a, b, 6);
    RC_ASSERT(ticks.front() <= a + 1e-6 * std::abs(a));
    RC_ASSERT(ticks.back() >= b - 1e-6 * std::abs(b));
    RC_ASSERT(ticks.size() >= 2U && ticks.size() <= 15U);
}

}  // namespace
}  // namespace proeftuin::report

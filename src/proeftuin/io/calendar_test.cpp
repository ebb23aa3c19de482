// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/calendar.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace proeftuin::io {

namespace {

TEST(Calendar, ReadsIsoDatesAsPandasWritesThem) {
    EXPECT_EQ(parse_date_time("1970-01-01"), 0.0);
    EXPECT_EQ(parse_date_time("1970-01-02 01:02:03"), 86400.0 + 3723.0);
    EXPECT_EQ(parse_date_time("2000-03-01T00:00:00"), 951868800.0);  // date -u -d 2000-03-01 +%s
    EXPECT_EQ(parse_date_time("2030-01-01 17:00"), 1893517200.0);
    EXPECT_EQ(parse_date_time("2030-01-01 17:00:00+01:00"), 1893513600.0);
    EXPECT_EQ(parse_date_time("1970-01-01 00:00:00.250"), 0.25);
    EXPECT_EQ(parse_date_time(" 1970-01-01 00:00:00Z "), 0.0);
}

TEST(Calendar, RefusesWhatIsNoDate) {
    for (const char* text : {"", "now", "2030", "2030-13-01", "2030-02-29", "2030-01-01 25:00", "2030-01-01x", "1.5",
                             "2030-01-01 10:61"}) {
        EXPECT_FALSE(parse_date_time(text)) << text;
    }
}

TEST(Calendar, PrintsDatesAsPandasDoes) {
    EXPECT_EQ(format_date_time(1893517200.0), "2030-01-01 17:00:00");
    EXPECT_EQ(format_date_time(-1.0), "1969-12-31 23:59:59");
    EXPECT_EQ(format_date_time(0.25), "1970-01-01 00:00:00.250000");
    EXPECT_EQ(format_date_time(1e300), "NaT");
}

TEST(Calendar, ReadsTimeUnitsOfNetcdf) {
    const auto hours = parse_time_units("hours since 2015-01-01 00:00:00");
    ASSERT_TRUE(hours);
    EXPECT_EQ(hours->step, 3600.0);
    EXPECT_EQ(format_date_time(hours->origin), "2015-01-01 00:00:00");
    EXPECT_FALSE(parse_time_units("MW"));
    EXPECT_FALSE(parse_time_units("moons since 2015-01-01"));
    EXPECT_FALSE(parse_time_units("hours since yesterday"));
}

RC_GTEST_PROP(Calendar, ReadsBackEverySecondItPrints, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(-60'000'000'000, 200'000'000'000);
    RC_ASSERT(parse_date_time(format_date_time(static_cast<double>(seconds))) == static_cast<double>(seconds));
}

}  // namespace

}  // namespace proeftuin::io

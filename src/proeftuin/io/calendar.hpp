// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace proeftuin::io {

/// Date and time as seconds since 1970-01-01 00:00:00 UTC in the proleptic Gregorian calendar, without time zones or
/// leap seconds. A double keeps microseconds for dates between 1685 and 2255.
/// Reads ISO 8601 as pandas writes and accepts it: "2030-01-01", "2030-01-01 17:00", "2030-01-01T17:00:00.5", with an
/// offset ("Z", "+01:00") that is taken off.
[[nodiscard]] std::optional<double> parse_date_time(std::string_view text);

/// As pandas prints it: "2030-01-01 17:00:00", with six decimals where the second is not whole.
[[nodiscard]] std::string format_date_time(double seconds);

/// A netCDF time axis: value * step + origin are seconds since 1970.
struct TimeUnits {
    double step = 1.0;
    double origin = 0.0;
};

/// "hours since 2030-01-01 00:00:00"; nothing when it is not of that form.
[[nodiscard]] std::optional<TimeUnits> parse_time_units(std::string_view units);

}  // namespace proeftuin::io

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/calendar.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <utility>

#include "proeftuin/base/text.hpp"

namespace proeftuin::io {

namespace {

constexpr double seconds_per_day = 86400.0;
// 9999 years on either side of the epoch; what lies outside is no date but a damaged number.
constexpr double most_seconds = 3.2e11;

/// Takes digits off the front of the text; nothing when there are fewer than `least` or more than `most`.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9') ++count;
    if (count < least) return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + count, value);
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<double> take_date(std::string_view& text) {
    const auto year = take_number(text, 4, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_number(text, 1, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_number(text, 1, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) * seconds_per_day;
}

std::optional<double> take_time(std::string_view& text) {
    const auto hour = take_number(text, 1, 2);
    if (!hour || *hour > 24) return std::nullopt;
    double seconds = *hour * 3600.0;
    if (!take(text, ':')) return seconds;
    const auto minute = take_number(text, 2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    seconds += *minute * 60.0;
    if (!take(text, ':')) return seconds;
    const auto second = take_number(text, 2, 2);
    if (!second || *second > 59) return std::nullopt;
    seconds += *second;
    if (!take(text, '.')) return seconds;
    double scale = 0.1;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        seconds += scale * (text.front() - '0');
        scale /= 10.0;
        text.remove_prefix(1);
    }
    return seconds;
}

std::optional<double> take_offset(std::string_view& text) {
    while (take(text, ' ')) {
    }
    if (text.empty() || take(text, 'Z')) return 0.0;
    if (text == "UTC" || text == "utc") {
        text = {};
        return 0.0;
    }
    const double sign = text.front() == '-' ? -1.0 : 1.0;
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hours = take_number(text, 2, 2);
    if (!hours) return std::nullopt;
    take(text, ':');
    const auto minutes = text.empty() ? std::optional<int>(0) : take_number(text, 2, 2);
    if (!minutes) return std::nullopt;
    return sign * (*hours * 3600.0 + *minutes * 60.0);
}

}  // namespace

std::optional<double> parse_date_time(std::string_view text) {
    text = trimmed(text);
    std::optional<double> seconds = take_date(text);
    if (!seconds) return std::nullopt;
    if (text.empty()) return seconds;
    if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
    const std::optional<double> time = take_time(text);
    if (!time) return std::nullopt;
    const std::optional<double> offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return *seconds + *time - *offset;
}

std::string format_date_time(double seconds) {
    if (!(std::fabs(seconds) < most_seconds)) return "NaT";
    const double rounded = std::round(seconds * 1e6) / 1e6;
    const double day = std::floor(rounded / seconds_per_day);
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(static_cast<std::int64_t>(day)))};
    const auto micros = static_cast<std::int64_t>(std::llround((rounded - day * seconds_per_day) * 1e6));
    const std::int64_t whole = micros / 1'000'000;
    std::string text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), whole / 3600,
                                   whole / 60 % 60, whole % 60);
    if (micros % 1'000'000 != 0) text += fmt::format(".{:06}", micros % 1'000'000);
    return text;
}

std::optional<TimeUnits> parse_time_units(std::string_view units) {
    constexpr std::array<std::pair<std::string_view, double>, 14> steps{{{"nanoseconds", 1e-9},
                                                                         {"microseconds", 1e-6},
                                                                         {"milliseconds", 1e-3},
                                                                         {"seconds", 1.0},
                                                                         {"second", 1.0},
                                                                         {"s", 1.0},
                                                                         {"minutes", 60.0},
                                                                         {"minute", 60.0},
                                                                         {"hours", 3600.0},
                                                                         {"hour", 3600.0},
                                                                         {"h", 3600.0},
                                                                         {"days", seconds_per_day},
                                                                         {"day", seconds_per_day},
                                                                         {"d", seconds_per_day}}};
    const std::size_t since = units.find(" since ");
    if (since == std::string_view::npos) return std::nullopt;
    const std::optional<double> origin = parse_date_time(units.substr(since + 7));
    if (!origin) return std::nullopt;
    const std::string step = lower(trimmed(units.substr(0, since)));
    for (const auto& [name, seconds] : steps) {
        if (name == step) return TimeUnits{.step = seconds, .origin = *origin};
    }
    return std::nullopt;
}

}  // namespace proeftuin::io

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/axis.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <string_view>

namespace proeftuin::report {

std::vector<double> round_ticks(double low, double high, int wanted) {
    if (!(high > low)) high = low + 1.0;
    const double rough = (high - low) / wanted;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    }
    const double first = std::floor(low / step + 1e-9);
    const double last = std::ceil(high / step - 1e-9);
    std::vector<double> ticks;
    for (double k = first; k <= last; k += 1.0) ticks.push_back(k * step);
    return ticks;
}

std::string plain_number(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, "\u2009");  // thin space
    const bool zero = text.find_first_not_of("0.\u2009") == std::string::npos;
    return value < 0.0 && !zero ? "\u2212" + text : text;
}

int decimals_for(double distance) {
    for (int decimals = 0; decimals < 3; ++decimals) {
        const double scaled = distance * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6) return decimals;
    }
    return 3;
}

namespace {

struct Moment {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    [[nodiscard]] long days() const {
        using namespace std::chrono;
        return sys_days(std::chrono::year(year) / month / day).time_since_epoch().count();
    }
    [[nodiscard]] bool is_midnight() const { return hour == 0 && minute == 0 && second == 0; }
    [[nodiscard]] bool is_hour() const { return minute == 0 && second == 0; }
};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    if (text.size() < at + length) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + length, value);
    if (error != std::errc() || end != text.data() + at + length) return std::nullopt;
    return value;
}

/// "2030-01-15", "2030-01-15 06:00", "2030-01-15 06:00:00".
std::optional<Moment> moment(std::string_view label) {
    if (label.size() < 10 || label[4] != '-' || label[7] != '-') return std::nullopt;
    const auto year = digits(label, 0, 4);
    const auto month = digits(label, 5, 2);
    const auto day = digits(label, 8, 2);
    if (!year || !month || !day || *month < 1 || *month > 12) return std::nullopt;
    Moment result{.year = *year, .month = *month, .day = *day};
    if (label.size() >= 16) {
        const auto hour = digits(label, 11, 2);
        const auto minute = digits(label, 14, 2);
        if (!hour || !minute) return std::nullopt;
        result.hour = *hour;
        result.minute = *minute;
        if (label.size() >= 19) result.second = digits(label, 17, 2).value_or(0);
    }
    return result;
}

constexpr std::array month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string tick_text(const Moment& m, bool months) {
    const char* month = month_names[static_cast<std::size_t>(m.month - 1)];
    if (months) return m.month == 1 ? fmt::format("{} {}", month, m.year) : month;
    if (m.is_midnight()) return fmt::format("{} {}", m.day, month);
    return fmt::format("{:02}:{:02}", m.hour, m.minute);
}

constexpr std::size_t most_ticks = 9;

std::vector<TimeTick> even_ticks(std::span<const std::string> labels) {
    std::vector<TimeTick> ticks;
    const std::size_t every = (labels.size() + most_ticks - 1) / most_ticks;
    for (std::size_t i = 0; i < labels.size(); i += every) {
        std::string text = labels[i];
        if (text.size() > 16) text = text.substr(0, 16);
        ticks.push_back({static_cast<int>(i), std::move(text)});
    }
    return ticks;
}

}  // namespace

std::vector<TimeTick> time_ticks(std::span<const std::string> labels) {
    if (labels.empty()) return {};
    std::vector<Moment> moments;
    for (const std::string& label : labels) {
        const std::optional<Moment> parsed = moment(label);
        if (!parsed) return even_ticks(labels);
        moments.push_back(*parsed);
    }
    using Test = std::function<bool(const Moment&)>;
    const auto hours = [](int n) -> Test { return [n](const Moment& m) { return m.is_hour() && m.hour % n == 0; }; };
    const auto days = [](int n) -> Test {
        return [n](const Moment& m) { return m.is_midnight() && m.days() % n == 0; };
    };
    const auto months = [](int n) -> Test {
        return [n](const Moment& m) { return m.day == 1 && m.hour < 1 && (m.month - 1) % n == 0; };
    };
    const std::array<std::pair<Test, bool>, 12> rules{{{hours(1), false},
                                                       {hours(3), false},
                                                       {hours(6), false},
                                                       {hours(12), false},
                                                       {days(1), false},
                                                       {days(2), false},
                                                       {days(7), false},
                                                       {days(14), false},
                                                       {months(1), true},
                                                       {months(2), true},
                                                       {months(3), true},
                                                       {months(12), true}}};
    for (const auto& [test, by_month] : rules) {
        std::vector<TimeTick> ticks;
        for (std::size_t i = 0; i < moments.size(); ++i) {
            if (test(moments[i])) ticks.push_back({static_cast<int>(i), tick_text(moments[i], by_month)});
        }
        if (ticks.size() >= 2 && ticks.size() <= most_ticks) return ticks;
    }
    return even_ticks(labels);
}

}  // namespace proeftuin::report

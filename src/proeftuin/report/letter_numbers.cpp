// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace proeftuin::report {

namespace {

constexpr const char* no_break = "\u00a0";
constexpr const char* narrow_no_break = "\u202f";
constexpr const char* minus = "\u2212";

/// A value with three figures that count.
double rounded(double value) {
    if (value == 0.0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, 2.0 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

/// Decimals that three figures take.
int decimals_of(double value) {
    if (value == 0.0) return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-12)), 0, 12);
}

/// 0 for below a million, 2 for millions, 3 for billions.
int thousands_of(double value) {
    const double size = std::abs(rounded(value));
    return size >= 1e9 ? 3 : size >= 1e6 ? 2 : 0;
}

std::string without_zeros(std::string text, const std::string& point) {
    if (text.find(point) == std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.ends_with(point)) text.resize(text.size() - point.size());
    return text;
}

}  // namespace

LetterNumbers::LetterNumbers(std::string_view language)
    : language_(language), point_(","), group_(language == "fr" ? narrow_no_break : ".") {
    if (language != "nl" && language != "fr" && language != "de") {
        language_ = "en";
        point_ = ".";
        group_ = ",";
    }
}

std::string LetterNumbers::plain(double value, int decimals) const {
    if (!std::isfinite(value)) return "?";
    const std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t end = std::min(digits.find('.'), digits.size());
    std::string text;
    for (std::size_t i = 0; i < end; ++i) {
        if (i > 0 && (end - i) % 3 == 0) text += group_;
        text += digits[i];
    }
    if (end < digits.size()) text += point_ + digits.substr(end + 1);
    const bool zero = digits.find_first_of("123456789") == std::string::npos;
    return value < 0.0 && !zero ? minus + text : text;
}

std::string LetterNumbers::figure(double value) const {
    const double shown = rounded(value);
    return without_zeros(plain(shown, decimals_of(shown)), point_);
}

std::string LetterNumbers::unit_name(int thousands, double shown) const {
    const bool billions = thousands == 3;
    const double size = std::abs(shown);
    if (language_ == "nl") return thousands == 0 ? "euro" : billions ? "miljard euro" : "miljoen euro";
    if (language_ == "de") {
        if (thousands == 0) return "Euro";
        if (billions) return size == 1.0 ? "Milliarde Euro" : "Milliarden Euro";
        return size == 1.0 ? "Million Euro" : "Millionen Euro";
    }
    if (language_ == "fr") {
        if (thousands == 0) return size < 2.0 ? "euro" : "euros";
        return std::string(billions ? "milliard" : "million") + (size < 2.0 ? "" : "s") + " d’euros";
    }
    return thousands == 0 ? "euros" : billions ? "billion euros" : "million euros";
}

std::string LetterNumbers::euro(double value) const {
    const int thousands = thousands_of(value);
    const double shown = value / std::pow(1000.0, thousands);
    std::string number;
    if (thousands > 0) {
        const double three = rounded(shown);
        number = plain(three, decimals_of(three));
    } else {
        number = std::abs(value) >= 100.0 || value == 0.0 ? plain(value) : plain(value, 2);
    }
    std::string name = unit_name(thousands, rounded(shown));
    if (const std::size_t space = name.find(' '); space != std::string::npos && language_ != "fr")
        name.replace(space, 1, no_break);
    return number + no_break + name;
}

std::pair<std::string, std::string> LetterNumbers::euro_range(double low, double high) const {
    std::string from = euro(low), to = euro(high);
    const auto unit_at = [](const std::string& text) { return std::min(text.find(no_break), text.size()); };
    if (thousands_of(low) == thousands_of(high)) from.resize(unit_at(from));
    return {std::move(from), std::move(to)};
}

std::string LetterNumbers::change(double value) const { return (value > 0.0 ? "+" : "") + euro(value); }

std::string LetterNumbers::energy_mwh(double value) const {
    const double size = std::abs(rounded(value));
    if (size >= 1e6) return figure(value / 1e6) + no_break + "TWh";
    if (size >= 1e3) return figure(value / 1e3) + no_break + "GWh";
    return figure(value) + no_break + "MWh";
}

std::string LetterNumbers::percent(double part) const {
    const std::string number = figure(100.0 * part);
    return language_ == "en" || language_ == "nl" ? number + "%" : number + no_break + "%";
}

LetterNumbers::Column LetterNumbers::column(std::span<const double> amounts) const {
    double largest = 0.0;
    for (const double amount : amounts) largest = std::max(largest, std::abs(amount));
    // millions for anything of a hundred thousand and up: the small ones next to billions keep figures
    if (largest < 1e5) return {1.0, largest < 100.0 ? 2 : 0, unit_name(0, 2.0)};
    const double smallest_counted = largest * 1e-5;
    const int decimals = smallest_counted >= 1e5 ? 0 : smallest_counted >= 1e4 ? 1 : 2;
    return {1e6, largest >= 1e9 ? 0 : decimals, unit_name(2, 2.0)};
}

std::string LetterNumbers::in(const Column& column, double amount) const {
    const double shown = amount / column.unit;
    const double step = std::pow(10.0, -column.decimals);
    if (shown != 0.0 && std::abs(shown) < 0.5 * step) return figure(shown);  // it must not look like nothing
    return plain(shown, column.decimals);
}

std::string LetterNumbers::list(const std::vector<std::string>& parts, const std::string& and_word) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? ' ' + and_word + ' ' : ", ";
        text += parts[i];
    }
    return text;
}

}  // namespace proeftuin::report

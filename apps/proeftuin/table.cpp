// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace proeftuin::cli {
namespace {

/// Characters of UTF-8, for columns that line up.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void TextTable::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

std::string TextTable::text(int indent) const {
    std::vector<std::size_t> widths;
    bool titled = false;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t widest = width(columns_[c].title);
        titled = titled || widest > 0;
        for (const auto& row : rows_) widest = std::max(widest, width(row[c]));
        widths.push_back(widest);
    }
    std::string result;
    const auto add_line = [&](const auto& cell_of) {
        std::string line(static_cast<std::size_t>(indent), ' ');
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::string& cell = cell_of(c);
            const std::string padding(widths[c] - width(cell), ' ');
            line += (c > 0 ? "  " : "") + (columns_[c].align == Align::right ? padding + cell : cell + padding);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + '\n';
    };
    if (titled) add_line([&](std::size_t c) -> const std::string& { return columns_[c].title; });
    for (const auto& row : rows_) add_line([&](std::size_t c) -> const std::string& { return row[c]; });
    return result;
}

std::string grouped(double value, int decimals) {
    if (!std::isfinite(value)) return std::isnan(value) ? "unknown" : value > 0 ? "infinity" : "-infinity";
    std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, " ");
    const bool zero = text.find_first_not_of("0. ") == std::string::npos;
    return value < 0.0 && !zero ? "-" + text : text;
}

std::string grouped(long long value) { return grouped(static_cast<double>(value), 0); }

}  // namespace proeftuin::cli

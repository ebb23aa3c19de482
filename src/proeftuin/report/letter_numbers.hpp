// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proeftuin::report {

/// Numbers as readers of a language write them, with three figures that count. Spaces within do not break.
class LetterNumbers {
  public:
    /// en, nl, fr or de; others are written as English.
    explicit LetterNumbers(std::string_view language);

    /// "12.345,6"; decimals stay even where they are zero.
    [[nodiscard]] std::string plain(double value, int decimals = 0) const;
    /// Three figures that count, without zeros at the end: "0,25", "1.230".
    [[nodiscard]] std::string figure(double value) const;
    /// "29,8 miljard euro", "332 miljoen euro", "12.345 euro", "0,05 euro".
    [[nodiscard]] std::string euro(double value) const;
    /// Two amounts, the first without its unit where the second has the same.
    [[nodiscard]] std::pair<std::string, std::string> euro_range(double low, double high) const;
    /// With a sign where it is not zero: "+1,2 miljard euro".
    [[nodiscard]] std::string change(double value) const;
    /// "4,4 TWh", "870 GWh", "12 MWh".
    [[nodiscard]] std::string energy_mwh(double value) const;
    /// "80 %"; `part` of 1.
    [[nodiscard]] std::string percent(double part) const;

    /// One scale for a column of amounts: that of its largest, so long as the smallest that counts keeps a figure.
    struct Column {
        double unit = 1.0;
        int decimals = 0;
        std::string name;  // "miljoen euro"
    };
    [[nodiscard]] Column column(std::span<const double> amounts) const;
    [[nodiscard]] std::string in(const Column& column, double amount) const;

    /// "a, b and c"
    [[nodiscard]] static std::string list(const std::vector<std::string>& parts, const std::string& and_word);

  private:
    [[nodiscard]] std::string unit_name(int thousands, double shown) const;
    std::string language_;
    std::string point_, group_;
};

}  // namespace proeftuin::report

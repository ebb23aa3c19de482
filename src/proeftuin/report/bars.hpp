// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace proeftuin::report {

/// Bars side by side: for each group (a party) one of every series (a rule), EUR.
struct Bars {
    std::string title;     // what is shown
    std::string subtitle;  // one sentence below it; may be empty
    std::vector<std::string> groups;
    struct Series {
        std::string name;
        std::vector<double> values;  // [num_groups] EUR
    };
    std::vector<Series> series;
};

/// One SVG picture: horizontal bars, each with its figure, in EUR, thousand, million or billion as the largest asks. A function of
/// its argument alone: equal bars are equal files.
[[nodiscard]] std::string bars_picture(const Bars& bars);

}  // namespace proeftuin::report

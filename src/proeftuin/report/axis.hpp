// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

namespace proeftuin::report {

/// Round numbers that cover [low, high] with about `wanted` steps; 0 is one of them when it lies inside.
[[nodiscard]] std::vector<double> round_ticks(double low, double high, int wanted);

/// "12 500", "0.25": at most three digits behind the point, thousands apart by a thin gap.
[[nodiscard]] std::string plain_number(double value, int decimals);
/// As many decimals as the distance of the ticks needs.
[[nodiscard]] int decimals_for(double distance);

struct TimeTick {
    int step = 0;      // the tick stands where this step begins
    std::string text;  // "06:00", "15 Jan"
};

/// At most about nine ticks on a time axis: round hours, days or months where the labels are date-times
/// ("2030-01-15 06:00:00"), every so many labels otherwise.
[[nodiscard]] std::vector<TimeTick> time_ticks(std::span<const std::string> labels);

}  // namespace proeftuin::report

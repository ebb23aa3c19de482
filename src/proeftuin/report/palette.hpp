// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proeftuin::report {

// Text and axes, what is said beside them, and lines behind a chart.
inline constexpr std::string_view ink = "#222222";
inline constexpr std::string_view faint = "#6B6B6B";
inline constexpr std::string_view grid = "#E3E3E3";

/// Colours for carriers, told apart also by people who see red and green alike (Okabe and Ito 2008, with two greys and two
/// lighter shades). Well-known carriers always have the same one; others take what is left, in their order.
[[nodiscard]] std::vector<std::string> carrier_colours(const std::vector<std::string>& carriers);

/// From pale yellow (0) over green to dark blue (1); grows evenly darker, so it survives a black-and-white printer.
[[nodiscard]] std::string ramp_colour(double fraction);
/// A text colour that is readable on ramp_colour(fraction).
[[nodiscard]] std::string_view ramp_text_colour(double fraction);

}  // namespace proeftuin::report

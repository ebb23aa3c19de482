// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/report/schedule.hpp"
#include "proeftuin/report/svg.hpp"

namespace proeftuin::report {

/// A rectangle of the picture to draw in.
struct Frame {
    double left = 0.0;
    double top = 0.0;
    double width = 0.0;
    double height = 0.0;
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
};

/// Supply stacked by carrier, demand as a line; legend above the frame.
void draw_supply(Svg& svg, const Frame& frame, const Schedule& schedule);
/// Mean price over time and the range over buses.
void draw_price(Svg& svg, const Frame& frame, const Schedule& schedule);
/// Buses with average prices, flows between them.
void draw_map(Svg& svg, const Frame& frame, const Map& map);

}  // namespace proeftuin::report

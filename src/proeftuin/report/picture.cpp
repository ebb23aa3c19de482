// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/picture.hpp"

#include <fmt/format.h>

#include "proeftuin/report/frame.hpp"

namespace proeftuin::report {

std::string picture(const Schedule& schedule, const Map& map, const std::string& title) {
    constexpr double width = 1160.0;
    constexpr double height = 640.0;
    std::string span;
    if (!schedule.labels.empty()) {
        span =
            fmt::format("{} snapshots, {} to {}", schedule.num_snapshots, schedule.labels.front(), schedule.last_label);
        if (schedule.snapshots_per_step > 1) {
            span += fmt::format("; each step is the mean of {}", schedule.snapshots_per_step);
        }
    }
    Svg svg(width, height, title,
            "Supply by carrier and demand over time, prices, and mean flows between buses: " + span);
    svg.rectangle({0, 0}, width, height, {.fill = "#FFFFFF"});
    svg.text({24, 34}, title, {.size = 20, .bold = true});
    svg.text({24, 56}, span, {.size = 12.5, .fill = "#6B6B6B"});

    const Frame supply{80, 126, 640, 274};
    const Frame prices{80, 446, 640, 150};
    const Frame places{770, 84, 366, 524};
    if (!schedule.labels.empty()) {
        draw_supply(svg, supply, schedule);
        draw_price(svg, prices, schedule);
    }
    svg.text({places.left, 56}, "Mean price of each bus, mean flow in MW", {.size = 14, .bold = true});
    draw_map(svg, places, map);
    return svg.finish();
}

}  // namespace proeftuin::report

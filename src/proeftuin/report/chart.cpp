// SPDX-License-Identifier: Apache-2.0
//
// The two charts over time: supply and demand, and prices.
#include <algorithm>
#include <cmath>
#include <utility>

#include "proeftuin/report/axis.hpp"
#include "proeftuin/report/frame.hpp"
#include "proeftuin/report/palette.hpp"

namespace proeftuin::report {
namespace {

/// Values to pixels, for a frame with `steps` steps side by side.
struct Scale {
    Frame frame;
    double low = 0.0;
    double high = 1.0;
    std::size_t steps = 1;
    bool stairs = true;  // few steps are drawn as what they are: constant over the step

    [[nodiscard]] double y(double value) const { return frame.bottom() - (value - low) / (high - low) * frame.height; }
    [[nodiscard]] double x(std::size_t step) const {
        return frame.left + frame.width * static_cast<double>(step) / static_cast<double>(steps);
    }
    /// Appends the outline of one value a step, left to right.
    void outline(const std::vector<double>& values, std::vector<Point>& points) const {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (stairs) {
                points.push_back({x(i), y(values[i])});
                points.push_back({x(i + 1), y(values[i])});
            } else {
                points.push_back({0.5 * (x(i) + x(i + 1)), y(values[i])});
            }
        }
    }
    [[nodiscard]] std::vector<Point> band(const std::vector<double>& upper, const std::vector<double>& lower) const {
        std::vector<Point> points;
        std::vector<Point> back;
        outline(upper, points);
        outline(lower, back);
        points.insert(points.end(), back.rbegin(), back.rend());
        return points;
    }
};

Scale make_scale(const Frame& frame, double low, double high, std::size_t steps, int wanted,
                 std::vector<double>& ticks) {
    ticks = round_ticks(low, high, wanted);
    double bottom = ticks.front();
    if (low < 0.0 && low > bottom) {  // a little below zero needs no whole step of empty paper
        bottom = low;
        ticks.erase(ticks.begin());
    }
    return {.frame = frame, .low = bottom, .high = ticks.back(), .steps = steps, .stairs = steps <= 100};
}

void draw_value_axis(Svg& svg, const Scale& scale, const std::vector<double>& ticks, std::string_view unit) {
    const int decimals = decimals_for(ticks[1] - ticks[0]);
    for (const double tick : ticks) {
        const double y = scale.y(tick);
        svg.line({scale.frame.left, y}, {scale.frame.right(), y}, {.stroke = grid});
        svg.text({scale.frame.left - 7, y + 4}, plain_number(tick, decimals),
                 {.size = 11.5, .fill = faint, .anchor = Anchor::end});
    }
    svg.text({scale.frame.left - 54, 0.5 * (scale.frame.top + scale.frame.bottom())}, unit,
             {.size = 12, .fill = ink, .anchor = Anchor::middle, .turned = -90});
}

void draw_time_axis(Svg& svg, const Scale& scale, const std::vector<std::string>& labels, bool with_text) {
    double free_from = scale.frame.left - 40;
    for (const TimeTick& tick : time_ticks(labels)) {
        const double x = scale.x(static_cast<std::size_t>(tick.step));
        svg.line({x, scale.frame.bottom()}, {x, scale.frame.bottom() + 5}, {.stroke = faint});
        const double half = 0.5 * text_width(tick.text, 11.5);
        if (!with_text || x - half < free_from || x + half > scale.frame.right() + 30) continue;
        svg.text({x, scale.frame.bottom() + 18}, tick.text, {.size = 11.5, .fill = faint, .anchor = Anchor::middle});
        free_from = x + half + 6;
    }
}

/// Rows of coloured squares with names, the last row just above the frame.
void draw_legend(Svg& svg, const Frame& frame, const Schedule& schedule, const std::vector<std::string>& colours) {
    struct Entry {
        std::string text;
        std::string_view colour;  // empty = the demand line
    };
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < schedule.supply.size(); ++i)
        entries.push_back({schedule.supply[i].carrier, colours[i]});
    entries.push_back({"demand", {}});
    std::vector<std::vector<std::pair<double, Entry>>> rows(1);
    double x = frame.left;
    for (Entry& entry : entries) {
        const double width = 20 + text_width(entry.text, 12) + 14;
        if (x + width > frame.right() + 14 && !rows.back().empty()) {
            rows.emplace_back();
            x = frame.left;
        }
        rows.back().emplace_back(x, std::move(entry));
        x += width;
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const double y = frame.top - 14 - 20 * static_cast<double>(rows.size() - 1 - r);
        for (const auto& [at, entry] : rows[r]) {
            if (entry.colour.empty()) {
                svg.line({at, y - 4}, {at + 14, y - 4}, {.stroke = "#000000", .width = 2});
            } else {
                svg.rectangle({at, y - 10}, 13, 12, {.fill = entry.colour});
            }
            svg.text({at + 19, y}, entry.text, {.size = 12});
        }
    }
}

}  // namespace

void draw_supply(Svg& svg, const Frame& frame, const Schedule& schedule) {
    const std::size_t steps = schedule.labels.size();
    std::vector<double> top(steps);
    std::vector<double> bottom(steps);
    for (const Supply& supply : schedule.supply) {
        for (std::size_t i = 0; i < steps; ++i) (supply.mw[i] >= 0.0 ? top : bottom)[i] += supply.mw[i];
    }
    double high = 1.0;
    double low = 0.0;
    for (std::size_t i = 0; i < steps; ++i) {
        high = std::max({high, top[i], i < schedule.demand_mw.size() ? schedule.demand_mw[i] : 0.0});
        low = std::min(low, bottom[i]);
    }
    const double unit = high >= 20000.0 ? 1000.0 : 1.0;
    std::vector<double> ticks;
    const Scale scale = make_scale(frame, low / unit, high / unit, steps, 7, ticks);
    draw_value_axis(svg, scale, ticks, unit > 1.0 ? "supply, GW" : "supply, MW");

    std::vector<std::string> names;
    for (const Supply& supply : schedule.supply) names.push_back(supply.carrier);
    const std::vector<std::string> colours = carrier_colours(names);
    std::vector<double> above(steps);
    std::vector<double> below(steps);
    for (std::size_t c = 0; c < schedule.supply.size(); ++c) {
        for (const bool positive : {true, false}) {
            std::vector<double>& base = positive ? above : below;
            std::vector<double> next = base;
            bool any = false;
            for (std::size_t i = 0; i < steps; ++i) {
                const double mw = schedule.supply[c].mw[i];
                if ((mw > 0.0) != positive || mw == 0.0) continue;
                next[i] += mw / unit;
                any = true;
            }
            // A thin white edge keeps neighbours apart; with many steps it would eat the colour.
            const std::string_view edge = scale.stairs ? "#FFFFFF" : "none";
            if (any) svg.polygon(scale.band(next, base), {.fill = colours[c], .stroke = edge, .width = 0.6});
            base = std::move(next);
        }
    }
    if (low < 0.0) svg.line({frame.left, scale.y(0)}, {frame.right(), scale.y(0)}, {.stroke = ink});
    std::vector<double> demand;
    for (const double mw : schedule.demand_mw) demand.push_back(mw / unit);
    std::vector<Point> points;
    scale.outline(demand, points);
    if (!points.empty()) svg.polyline(points, {.stroke = "#000000", .width = 2});
    draw_time_axis(svg, scale, schedule.labels, false);
    draw_legend(svg, frame, schedule, colours);
}

void draw_price(Svg& svg, const Frame& frame, const Schedule& schedule) {
    if (schedule.price.empty()) return;
    const auto [lowest, highest] =
        std::pair(*std::min_element(schedule.lowest_price.begin(), schedule.lowest_price.end()),
                  *std::max_element(schedule.highest_price.begin(), schedule.highest_price.end()));
    std::vector<double> ticks;
    const Scale scale =
        make_scale(frame, std::min(lowest, 0.0), std::max(highest, 1.0), schedule.labels.size(), 5, ticks);
    draw_value_axis(svg, scale, ticks, "price, EUR/MWh");
    const bool range = highest > lowest;
    if (range)
        svg.polygon(scale.band(schedule.highest_price, schedule.lowest_price), {.fill = "#9ECAE1", .opacity = 0.75});
    std::vector<Point> points;
    scale.outline(schedule.price, points);
    svg.polyline(points, {.stroke = "#08306B", .width = 2});
    draw_time_axis(svg, scale, schedule.labels, true);
    const double y = frame.top - 9;
    svg.line({frame.left, y - 4}, {frame.left + 14, y - 4}, {.stroke = "#08306B", .width = 2});
    svg.text({frame.left + 19, y}, "mean price, weighted by load", {.size = 12});
    if (range) {
        const double x = frame.left + 19 + text_width("mean price, weighted by load", 12) + 14;
        svg.rectangle({x, y - 10}, 13, 12, {.fill = "#9ECAE1", .opacity = 0.75});
        svg.text({x + 19, y}, "lowest to highest bus", {.size = 12});
    }
}

}  // namespace proeftuin::report

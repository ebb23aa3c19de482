// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "proeftuin/report/axis.hpp"
#include "proeftuin/report/frame.hpp"
#include "proeftuin/report/palette.hpp"

namespace proeftuin::report {
namespace {

constexpr std::size_t most_labelled = 14;  // more buses: dots without names
constexpr double legend_height = 46.0;

struct Prices {
    double low = 0.0;
    double high = 0.0;
    [[nodiscard]] double fraction(double price) const { return high > low ? (price - low) / (high - low) : 0.35; }
};

Prices price_range(const Map& map) {
    Prices range{.low = std::numeric_limits<double>::infinity(), .high = -std::numeric_limits<double>::infinity()};
    for (const MapBus& bus : map.buses) {
        range.low = std::min(range.low, bus.price);
        range.high = std::max(range.high, bus.price);
    }
    return range;
}

/// Places of the buses in the frame, same scale both ways (longitudes shortened as on a map), centred.
std::vector<Point> layout(const Frame& frame, const Map& map, double margin) {
    double left = std::numeric_limits<double>::infinity();
    double right = -left;
    double bottom = left;
    double top = -left;
    for (const MapBus& bus : map.buses) {
        left = std::min(left, bus.x);
        right = std::max(right, bus.x);
        bottom = std::min(bottom, bus.y);
        top = std::max(top, bus.y);
    }
    const bool degrees = map.has_places && std::abs(top) <= 85.0 && std::abs(bottom) <= 85.0 && right - left <= 360.0;
    const double squeeze = degrees ? std::cos(0.5 * (top + bottom) * std::numbers::pi / 180.0) : 1.0;
    const double width = std::max((right - left) * squeeze, 1e-9);
    const double height = std::max(top - bottom, 1e-9);
    const double scale = std::min((frame.width - 2 * margin) / width, (frame.height - 2 * margin) / height);
    std::vector<Point> places;
    for (const MapBus& bus : map.buses) {
        places.push_back({frame.left + 0.5 * frame.width + scale * squeeze * (bus.x - 0.5 * (left + right)),
                          frame.top + 0.5 * frame.height - scale * (bus.y - 0.5 * (bottom + top))});
    }
    return places;
}

/// Moves places apart until no two are nearer than `distance`; a few rounds, in a fixed order.
void spread(std::vector<Point>& places, const Frame& frame, double distance, double margin) {
    for (int round = 0; round < 60; ++round) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (std::size_t j = i + 1; j < places.size(); ++j) {
                double dx = places[j].x - places[i].x;
                double dy = places[j].y - places[i].y;
                double apart = std::hypot(dx, dy);
                if (apart >= distance) continue;
                if (apart < 1e-6) {  // on top of each other: to the right
                    dx = 1.0;
                    dy = 0.0;
                    apart = 1.0;
                }
                const double push = 0.5 * (distance - std::min(apart, distance)) / apart;
                places[i] = {places[i].x - push * dx, places[i].y - push * dy};
                places[j] = {places[j].x + push * dx, places[j].y + push * dy};
            }
        }
        for (Point& place : places) {
            place.x = std::clamp(place.x, frame.left + margin, frame.right() - margin);
            place.y = std::clamp(place.y, frame.top + margin, frame.bottom() - margin);
        }
    }
}

void draw_flow(Svg& svg, Point from, Point to, double radius, double width, double mean_mw) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length < 2 * radius + 4) return;  // no room
    const double ux = (to.x - from.x) / length;
    const double uy = (to.y - from.y) / length;
    const bool small = radius < 10;
    const double head = (small ? 3 : 7) + width;
    const bool flows = mean_mw > 0.05;
    const Point tip{to.x - ux * (radius + 3), to.y - uy * (radius + 3)};
    const Point neck{tip.x - ux * head, tip.y - uy * head};
    svg.line(from, flows ? neck : to, {.stroke = "#8C8C8C", .width = width});
    if (!flows) return;
    const double half = (small ? 1.5 : 3.5) + 0.6 * width;
    const std::array<Point, 3> arrow{tip, Point{neck.x - uy * half, neck.y + ux * half},
                                     Point{neck.x + uy * half, neck.y - ux * half}};
    svg.polygon(arrow, {.fill = "#5A5A5A"});
}

double distance_to_nearest(Point point, const std::vector<Point>& others) {
    double nearest = std::numeric_limits<double>::infinity();
    for (const Point& other : others) nearest = std::min(nearest, std::hypot(point.x - other.x, point.y - other.y));
    return nearest;
}

/// A flow's number on its line: in the middle, or where there is room between buses and other numbers.
void label_flow(Svg& svg, Point from, Point to, double mean_mw, double radius, const std::vector<Point>& buses,
                std::vector<Point>& labels) {
    Point best;
    double most_room = -std::numeric_limits<double>::infinity();
    for (const double part : {0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72}) {
        const Point point{from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)};
        const double room =
            std::min(distance_to_nearest(point, buses) - radius - 16, distance_to_nearest(point, labels) - 26);
        if (room > most_room) {
            most_room = room;
            best = point;
        }
        if (room >= 0.0) break;
    }
    labels.push_back(best);
    svg.text({best.x, best.y + 4}, plain_number(mean_mw, mean_mw < 10 ? 1 : 0),
             {.size = 11, .anchor = Anchor::middle, .halo = true});
}

void draw_ramp(Svg& svg, const Frame& frame, const Prices& prices) {
    const double width = 160;
    const double x = frame.left + 0.5 * (frame.width - width);
    const double y = frame.bottom() - legend_height + 16;
    constexpr int parts = 32;
    for (int i = 0; i < parts; ++i) {
        svg.rectangle({x + width * i / parts, y}, width / parts + 0.5, 10, {.fill = ramp_colour((i + 0.5) / parts)});
    }
    svg.text({x - 7, y + 10}, plain_number(prices.low, 1), {.size = 11.5, .anchor = Anchor::end});
    svg.text({x + width + 7, y + 10}, plain_number(prices.high, 1), {.size = 11.5});
    svg.text({x + 0.5 * width, y + 27}, "mean price, EUR/MWh", {.size = 11.5, .anchor = Anchor::middle});
}

}  // namespace

void draw_map(Svg& svg, const Frame& frame, const Map& map) {
    if (map.buses.empty()) return;
    const bool labelled = map.buses.size() <= most_labelled;
    const double radius =
        labelled ? 25.0 : std::clamp(60.0 / std::sqrt(static_cast<double>(map.buses.size())), 2.0, 8.0);
    const Prices prices = price_range(map);
    const Frame inner{frame.left, frame.top, frame.width, frame.height - legend_height};
    std::vector<Point> places = layout(inner, map, radius + 4);
    if (labelled) spread(places, inner, 2 * radius + 54, radius + 4);

    double largest = 1e-9;
    for (const MapFlow& flow : map.flows) largest = std::max(largest, flow.mean_mw);
    for (const MapFlow& flow : map.flows) {
        const double width = (labelled ? 1.5 : 0.5) + (labelled ? 5.0 : 2.0) * flow.mean_mw / largest;
        draw_flow(svg, places[static_cast<std::size_t>(flow.from)], places[static_cast<std::size_t>(flow.to)], radius,
                  width, flow.mean_mw);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double fraction = prices.fraction(map.buses[i].price);
        svg.circle(places[i], radius,
                   {.fill = ramp_colour(fraction), .stroke = "#444444", .width = labelled ? 1.2 : 0.5});
        if (!labelled) continue;
        const std::string_view fill = ramp_text_colour(fraction);
        const double size = std::min(13.0, 2.0 * (radius - 3) / std::max(text_width(map.buses[i].name, 1.0), 0.1));
        svg.text({places[i].x, places[i].y - 2}, map.buses[i].name,
                 {.size = size, .fill = fill, .anchor = Anchor::middle, .bold = true});
        svg.text({places[i].x, places[i].y + 13}, plain_number(map.buses[i].price, 1),
                 {.size = 12, .fill = fill, .anchor = Anchor::middle});
    }
    std::vector<Point> numbers;
    for (const MapFlow& flow : map.flows) {
        if (!labelled) break;
        label_flow(svg, places[static_cast<std::size_t>(flow.from)], places[static_cast<std::size_t>(flow.to)],
                   flow.mean_mw, radius, places, numbers);
    }
    if (prices.high > prices.low) draw_ramp(svg, frame, prices);
}

}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
//
// Losses of lines and transformers, loss = r s^2 with r the resistance per unit on 1 MVA, held above straight lines:
//
//     0 <= loss <= r (max_t S)^2,      loss >= offset + slope |s|   for every segment
//
//     tangents at s_k = k / K max_t S:              slope = 2 r s_k,          offset = -r s_k^2
//     secants between a = x_k p1 and b = x_k+1 p1:  slope = r (a + b),        offset = -r a b,     p1 = 2 sqrt(atol / r)
//
// S is the largest capacity. The breakpoints x = 0, 1, ... of the secants grow by max(k / (k - 1), 1 + 2 (rtol +
// sqrt(rtol + rtol^2))) until the most loaded branch is covered, so that the error stays within atol or rtol. Half of a loss is
// charged at either end (balance.cpp), and it counts against the rating (operation.cpp). Source: F. Neumann, V. Hagenmeyer,
// T. Brown, Applied Energy 314 (2022), https://doi.org/10.1016/j.apenergy.2022.118859; PyPSA pull request 1495 for the secants.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"
#include "proeftuin/network/impedance.hpp"

namespace proeftuin::dispatch {

namespace {

network::Impedances impedances_of(const Formulation& f, Kind kind) {
    return kind == Kind::line ? network::line_impedances(f.network) : network::transformer_impedances(f.network);
}

/// Largest capacity of a branch, MVA.
double largest_capacity(const KindModel& kind, int s, int k) {
    const char* attribute = kind.assets.is_extendable(k) ? "s_nom_max" : "s_nom";
    return kind.assets.table->number(attribute, kind.assets.item(k), s);
}

/// Breakpoints of the secants in units of p1; empty where they would be more than allowed.
std::vector<double> breakpoints(const Formulation& f, const KindModel& kind, const network::Impedances& z) {
    const Losses& losses = f.options().losses;
    const LimitsPerUnit limits(kind);
    double target = 0.0;
    for (int k = 0; k < kind.assets.count(); ++k)
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const double r = z.resistance[static_cast<std::size_t>(kind.assets.item(k))];
            if (!(r > 0.0)) continue;
            double most = 0.0;
            for (int t = 0; t < f.num_snapshots(); ++t)
                most = std::max(most, limits.upper(s, f.snapshot(t), kind.assets.item(k)));
            target = std::max(target, most * largest_capacity(kind, s, k) / (2.0 * std::sqrt(losses.atol / r)));
        }
    std::vector<double> points{0.0, 1.0};
    while (points.back() < target) {
        const auto k = static_cast<double>(points.size());
        const double relative = 1.0 + 2.0 * (losses.rtol + std::sqrt(losses.rtol + losses.rtol * losses.rtol));
        points.push_back(points.back() * std::max(k / (k - 1.0), relative));
        if (static_cast<int>(points.size()) - 1 >= losses.max_segments) return {};
    }
    return points;
}

struct Line {
    double slope = 0.0;
    double offset = 0.0;
};

Line tangent(double r, double rating, int k, int segments) {
    const double at = rating * k / segments;
    return {2.0 * r * at, -r * at * at};
}

Line secant(double r, double atol, double a, double b) {
    if (!(r > 0.0)) return {};
    return {2.0 * std::sqrt(atol * r) * (a + b), -4.0 * atol * a * b};
}

/// Rows  loss +- slope s >= offset  of one segment.
template <typename Segment>
void add_segment(Formulation& f, const KindModel& kind, const std::string& name, double sign, Segment&& segment) {
    const std::string component{names_of(kind.assets.kind).component};
    RowWriter rows(f, component + name, component);
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < kind.assets.count(); ++k) {
                if (!f.is_active(kind, t, k)) continue;
                const Line line = segment(s, t, k);
                const int row = rows.add(line.offset, lp::infinity, kind.assets.item(k), t, s);
                f.builder.add(row, kind.loss.column(s, t, k), 1.0);
                f.builder.add(row, kind.flow.column(s, t, k), sign * line.slope);
            }
}

void add_lines(Formulation& f, const KindModel& kind) {
    const network::Impedances z = impedances_of(f, kind.assets.kind);
    const Losses& losses = f.options().losses;
    const LimitsPerUnit limits(kind);
    const auto r = [&](int k) { return z.resistance[static_cast<std::size_t>(kind.assets.item(k))]; };
    if (losses.mode == Losses::Mode::tangents) {
        for (int segment = 1; segment <= losses.segments; ++segment)
            for (const double sign : {-1.0, 1.0})
                add_segment(f, kind, "-loss_tangents-" + std::to_string(segment) + (sign < 0.0 ? "--1" : "-1"), sign,
                            [&](int s, int t, int k) {
                                const double rating =
                                    limits.upper(s, f.snapshot(t), kind.assets.item(k)) * largest_capacity(kind, s, k);
                                return tangent(r(k), rating, segment, losses.segments);
                            });
        return;
    }
    const std::vector<double> points = breakpoints(f, kind, z);
    if (points.empty()) {
        f.complain(Code::out_of_range, {{}, 0, 0, std::string(names_of(kind.assets.kind).component), "", "r"},
                   "losses by secants would need more than " + std::to_string(losses.max_segments) + " segments",
                   "raise atol or rtol, or max_segments");
        return;
    }
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        for (const double sign : {-1.0, 1.0})
            add_segment(f, kind, "-loss_secants-" + std::to_string(i) + (sign < 0.0 ? "-neg" : "-pos"), sign,
                        [&](int, int, int k) { return secant(r(k), losses.atol, points[i], points[i + 1]); });
}

}  // namespace

void add_loss_columns(Formulation& f) {
    if (f.options().losses.mode == Losses::Mode::none) return;
    for (const Kind each : {Kind::line, Kind::transformer}) {
        KindModel& kind = f.kind(each);
        if (kind.assets.count() == 0) continue;
        const network::Impedances z = impedances_of(f, each);
        const LimitsPerUnit limits(kind);
        kind.loss = f.add_block(kind, "loss", 0.0, lp::infinity, false);
        for (int k = 0; k < kind.assets.count(); ++k)
            for (int s = 0; s < f.num_scenarios(); ++s) {
                const int item = kind.assets.item(k);
                const double capacity = largest_capacity(kind, s, k);
                if (!std::isfinite(capacity)) {
                    f.complain(Code::out_of_range,
                               {{}, 0, 0, kind.assets.table->type().name, kind.assets.table->name(item), "s_nom_max"},
                               "losses need a finite capacity, found infinity", "set s_nom_max");
                    continue;
                }
                const double r = z.resistance[static_cast<std::size_t>(item)];
                for (int t = 0; t < f.num_snapshots(); ++t) {
                    const double rating = limits.upper(s, f.snapshot(t), item) * capacity;
                    f.builder.tighten_column(kind.loss.column(s, t, k), 0.0,
                                             std::isfinite(r) ? r * rating * rating : 0.0);
                }
            }
    }
}

void add_loss_rows(Formulation& f) {
    for (const Kind each : {Kind::line, Kind::transformer})
        if (f.kind(each).loss.exists()) add_lines(f, f.kind(each));
}

}  // namespace proeftuin::dispatch

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "proeftuin/lp/problem.hpp"

namespace proeftuin::lp::test {

/// Numbers that look random and are the same on every machine.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
    double operator()(double low, double high) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return low + (high - low) * static_cast<double>(state_ >> 11) * 0x1.0p-53;
    }
    int below(int count) { return static_cast<int>((*this)(0.0, count)); }

  private:
    std::uint64_t state_;
};

/// Zones in a ring with chords, `steps` price levels each, lines with limits both ways, and two storages a zone that
/// end as full as they began. `borders[k]` are the flow columns of border k, one an hour.
struct ZonalDispatch {
    Problem problem;
    std::vector<std::vector<int>> borders;
    int hours = 0;
};

namespace detail {

struct Storage {
    double power_mw;
    double energy_mwh;
};

inline void add_storage(Builder& builder, const std::vector<int>& balance, const Storage& storage) {
    const int hours = static_cast<int>(balance.size());
    const int charge = builder.add_columns(hours, 0.0, storage.power_mw);
    const int discharge = builder.add_columns(hours, 0.0, storage.power_mw);
    const int level = builder.add_columns(hours, 0.0, storage.energy_mwh);
    const int rows = builder.add_rows(hours, 0.0, 0.0);
    for (int hour = 0; hour < hours; ++hour) {
        builder.add(balance[static_cast<std::size_t>(hour)], charge + hour, -1.0);
        builder.add(balance[static_cast<std::size_t>(hour)], discharge + hour, 1.0);
        builder.add(rows + hour, level + hour, 1.0);
        builder.add(rows + hour, level + (hour + hours - 1) % hours, -1.0);
        builder.add(rows + hour, charge + hour, -0.9);
        builder.add(rows + hour, discharge + hour, 1.0 / 0.9);
    }
}

}  // namespace detail

inline ZonalDispatch zonal_dispatch(int zones, int hours, int steps, std::uint64_t seed, bool storage = true) {
    Draw draw(seed);
    Builder builder;
    ZonalDispatch result;
    result.hours = hours;
    const int balance = builder.add_rows(zones * hours, 0.0, 0.0);
    const auto row = [&](int zone, int hour) { return balance + hour * zones + zone; };
    for (int zone = 0; zone < zones; ++zone) {
        const double size = draw(0.3, 3.0);
        const double wind_mw = size * draw(2000.0, 12000.0);
        double wind = draw(0.0, 1.0);
        const int shed = builder.add_columns(hours, 0.0, infinity);
        for (int step = 0; step < steps; ++step) {
            const int first = builder.add_columns(hours, 0.0, 0.0);
            const double price = step == 0 ? 0.0 : 12.0 * step + draw(0.0, 10.0);
            const double capacity_mw = size * draw(1500.0, 3500.0);
            for (int hour = 0; hour < hours; ++hour) {
                wind = std::min(1.0, std::max(0.0, wind + draw(-0.1, 0.1)));
                builder.add(row(zone, hour), first + hour, 1.0);
                builder.add_cost(first + hour, price);
                builder.set_column_bounds(first + hour, 0.0, step == 0 ? wind_mw * wind : capacity_mw);
            }
        }
        for (int hour = 0; hour < hours; ++hour) {
            const double daily = 1.0 + 0.3 * std::sin(6.283185307179586 * (hour - 9.0) / 24.0);
            const double load_mw = size * 11000.0 * daily * draw(0.95, 1.05);
            builder.set_row_bounds(row(zone, hour), load_mw, load_mw);
            builder.add(row(zone, hour), shed + hour, 1.0);
            builder.add_cost(shed + hour, 4000.0);
        }
        for (int unit = 0; storage && unit < 2; ++unit) {
            std::vector<int> rows;
            for (int hour = 0; hour < hours; ++hour) rows.push_back(row(zone, hour));
            const double power_mw = size * draw(300.0, 1500.0);
            detail::add_storage(builder, rows, {power_mw, power_mw * (unit == 0 ? 6.0 : 60.0)});
        }
    }
    for (int stride = 1; stride <= 2 && stride < zones; ++stride) {
        for (int zone = 0; zone < zones; ++zone) {
            const double limit_mw = draw(500.0, 4000.0);
            const int flow = builder.add_columns(hours, -limit_mw, limit_mw);
            std::vector<int> columns;
            for (int hour = 0; hour < hours; ++hour) {
                builder.add(row(zone, hour), flow + hour, -1.0);
                builder.add(row((zone + stride) % zones, hour), flow + hour, 1.0);
                columns.push_back(flow + hour);
            }
            result.borders.push_back(std::move(columns));
        }
    }
    result.problem = builder.finish();
    return result;
}

/// The patch that closes every border whose bit is not set.
inline Patch close_borders(const ZonalDispatch& dispatch, std::uint64_t open) {
    Patch patch;
    for (std::size_t border = 0; border < dispatch.borders.size(); ++border)
        if (((open >> (border % 64)) & 1U) == 0U)
            for (const int column : dispatch.borders[border]) patch.columns.push_back({column, 0.0, 0.0});
    return patch;
}

}  // namespace proeftuin::lp::test

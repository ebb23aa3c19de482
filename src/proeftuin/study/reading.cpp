// SPDX-License-Identifier: Apache-2.0
//
// A column in one balance, with entry a there, at cost d (priced) within [l, u], is a step of a merit order: it
// injects a l (a > 0) or a u (a < 0) whatever happens, and up to |a| (u - l) more at d / a. Priced: d = c - m'A over
// the coupling rows; a column in no balance contributes min(d l, d u), a coupling row m b. A schedule: d = c, and [l,
// u] is what is left around its value.
#include "proeftuin/study/reading.hpp"

#include <algorithm>
#include <cmath>

namespace proeftuin::study {

namespace {

struct Box {
    double lower;
    double upper;
    double cost;
};

/// Sorts columns into merit orders; `box` gives the limits and the cost of each column in one balance.
template <typename BoxOf>
void fill_merit_orders(const Split& split, const BoxOf& box, Reading& reading) {
    const lp::Problem& problem = *split.problem;
    const auto buses = static_cast<std::size_t>(split.num_buses);
    const std::size_t places = static_cast<std::size_t>(split.num_hours) * buses;
    for (auto* field : {&reading.need, &reading.fixed_cost, &reading.step_cost, &reading.step_size})
        field->assign(places, 0.0);
    std::vector<std::vector<Step>> orders(buses);
    for (int hour = 0; hour < split.num_hours; ++hour) {
        for (std::vector<Step>& order : orders) order.clear();
        const std::size_t base = static_cast<std::size_t>(hour) * buses;
        for (std::size_t b = 0; b < buses; ++b)
            reading.need[base + b] = problem.row_lower[static_cast<std::size_t>(split.balance_first) + base + b];
        const auto h = static_cast<std::size_t>(hour);
        for (int at = split.injections.first[h]; at < split.injections.first[h + 1]; ++at) {
            const Split::Injection& in = split.injections.items[static_cast<std::size_t>(at)];
            const Box b = box(in.column);
            const auto bus = static_cast<std::size_t>(in.bus);
            const double least = in.scale > 0.0 ? b.lower : b.upper;  // where it injects least
            if (least != 0.0) {
                reading.need[base + bus] -= in.scale * least;
                reading.fixed_cost[base + bus] += b.cost * least;
                reading.step_cost[base + bus] += std::fabs(b.cost * least);
                reading.step_size[base + bus] += std::fabs(in.scale * least);
            }
            if (b.upper > b.lower)
                orders[bus].push_back({b.cost / in.scale, std::fabs(in.scale) * (b.upper - b.lower)});
        }
        for (std::size_t b = 0; b < buses; ++b) {
            std::ranges::sort(orders[b], {}, &Step::price);
            reading.first.push_back(static_cast<std::int64_t>(reading.steps.size()));
            for (const Step& step : orders[b]) {
                reading.step_cost[base + b] += std::fabs(step.price) * step.size;
                reading.step_size[base + b] += step.size;
                reading.steps.push_back(step);
            }
        }
    }
    reading.first.push_back(static_cast<std::int64_t>(reading.steps.size()));
}

void add_to_island(Reading& reading, int island, long double cost) {
    if (island < 0 || cost == 0.0L) return;
    reading.island_cost[static_cast<std::size_t>(island)] += cost;
    reading.island_size[static_cast<std::size_t>(island)] += static_cast<double>(std::fabs(cost));
}

/// How far each column may move without any coupling row noticing: inequalities share their slack among their
/// columns, equalities allow none.
std::vector<double> freedom(const Split& split, const std::vector<double>& point) {
    const lp::Problem& problem = *split.problem;
    const auto rows = static_cast<std::size_t>(problem.num_rows());
    std::vector<long double> activity(rows, 0.0L);
    std::vector<int> movable(rows, 0);
    const auto entries = [&](std::size_t j, auto&& visit) {
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]);
             ++e)
            if (!split.is_balance(problem.row[e])) visit(static_cast<std::size_t>(problem.row[e]), problem.value[e]);
    };
    std::vector<std::uint8_t> in_balance(point.size(), 0);
    for (const Split::Injection& in : split.injections.items) in_balance[static_cast<std::size_t>(in.column)] = 1;
    for (const Split::Branch& branch : split.branches.items) in_balance[static_cast<std::size_t>(branch.column)] = 1;
    for (std::size_t j = 0; j < point.size(); ++j) {
        if (split.coupled[j] == 0) continue;
        entries(j, [&](std::size_t row, double value) {
            activity[row] += static_cast<long double>(value) * point[j];
            movable[row] += in_balance[j];
        });
    }
    std::vector<double> free(point.size(), lp::infinity);
    for (std::size_t j = 0; j < point.size(); ++j) {
        if (split.coupled[j] == 0) continue;
        if (in_balance[j] == 0) free[j] = 0.0;
        entries(j, [&](std::size_t row, double value) {
            const long double slack =
                std::min(activity[row] - problem.row_lower[row], problem.row_upper[row] - activity[row]);
            const double share =
                static_cast<double>(std::max(slack, 0.0L)) / (std::max(movable[row], 1) * std::fabs(value));
            free[j] = std::min(free[j], share);
        });
    }
    return free;
}

}  // namespace

Reading read_prices(const Split& split, const lp::ImpliedBounds& bounds, std::span<const double> row_dual,
                    std::span<const double> primal) {
    const lp::Problem& problem = *split.problem;
    Reading reading;
    reading.island_cost.assign(static_cast<std::size_t>(split.num_islands), 0.0L);
    reading.island_size.assign(reading.island_cost.size(), 0.0);
    std::vector<double> dual(row_dual.begin(), row_dual.end());
    for (std::size_t row = 0; row < dual.size(); ++row) {
        if (split.is_balance(static_cast<int>(row))) continue;
        const double side = dual[row] > 0.0 ? problem.row_lower[row] : problem.row_upper[row];
        if (std::isinf(side) || !std::isfinite(dual[row])) dual[row] = 0.0;
        else add_to_island(reading, split.island_of_row[row], static_cast<long double>(dual[row]) * side);
    }
    const auto added = [&](int column) {
        long double sum = 0.0L;
        const auto j = static_cast<std::size_t>(column);
        if (split.coupled[j] == 0) return sum;
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]);
             ++e)
            if (!split.is_balance(problem.row[e]))
                sum -= static_cast<long double>(problem.value[e]) * dual[static_cast<std::size_t>(problem.row[e])];
        return sum;
    };
    fill_merit_orders(
        split,
        [&](int column) {
            return Box{bounds.lower(column), bounds.upper(column),
                       static_cast<double>(problem.cost[static_cast<std::size_t>(column)] + added(column))};
        },
        reading);
    for (const Split::Branch& branch : split.branches.items)
        reading.branch_price.push_back(static_cast<double>(added(branch.column)));
    for (const Split::Converter& converter : split.converters.items) {
        reading.converter_price.push_back(static_cast<double>(added(converter.column)));
        reading.converter_value.push_back(primal[static_cast<std::size_t>(converter.column)]);
    }
    for (const int column : split.idle) {
        const long double reduced = problem.cost[static_cast<std::size_t>(column)] + added(column);
        if (reduced == 0.0L) continue;
        const double bound = reduced > 0.0L ? bounds.lower(column) : bounds.upper(column);
        add_to_island(reading, split.island_of_column[static_cast<std::size_t>(column)], reduced * bound);
    }
    return reading;
}

Reading read_schedule(const Split& split, std::span<const double> primal) {
    const lp::Problem& problem = *split.problem;
    std::vector<double> point(primal.begin(), primal.end());
    for (std::size_t j = 0; j < point.size(); ++j)
        point[j] = std::min(std::max(point[j], split.lower[j]), split.upper[j]);
    const std::vector<double> free = freedom(split, point);
    const auto lower = [&](std::size_t j) { return std::max(split.lower[j], point[j] - free[j]); };
    const auto upper = [&](std::size_t j) { return std::min(split.upper[j], point[j] + free[j]); };
    Reading reading;
    reading.is_schedule = true;
    reading.island_cost.assign(static_cast<std::size_t>(split.num_islands), 0.0L);
    reading.island_size.assign(reading.island_cost.size(), 0.0);
    fill_merit_orders(
        split,
        [&](int column) {
            const auto j = static_cast<std::size_t>(column);
            return Box{lower(j), upper(j), problem.cost[j]};
        },
        reading);
    reading.branch_price.assign(split.branches.items.size(), 0.0);
    for (const Split::Branch& branch : split.branches.items) {
        const auto j = static_cast<std::size_t>(branch.column);
        reading.branch_lower.push_back(split.coupled[j] != 0 ? lower(j) : -lp::infinity);
        reading.branch_upper.push_back(split.coupled[j] != 0 ? upper(j) : lp::infinity);
    }
    reading.converter_price.assign(split.converters.items.size(), 0.0);
    for (const Split::Converter& converter : split.converters.items)
        reading.converter_value.push_back(point[static_cast<std::size_t>(converter.column)]);
    for (const int column : split.idle) {
        const auto j = static_cast<std::size_t>(column);
        add_to_island(reading, split.island_of_column[j], static_cast<long double>(problem.cost[j]) * point[j]);
    }
    return reading;
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/reading.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/lp/sum.hpp"

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
            if (b.upper > b.lower) orders[bus].push_back({b.cost / in.scale, std::fabs(in.scale) * (b.upper - b.lower)});
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

/// How far each column may move without any coupling row noticing: inequalities share their slack among their columns, equalities allow none.
std::vector<double> freedom(const Split& split, const std::vector<double>& point) {
    const lp::Problem& problem = *split.problem;
    const auto rows = static_cast<std::size_t>(problem.num_rows());
    std::vector<long double> activity(rows, 0.0L);
    std::vector<int> movable(rows, 0);
    const auto entries = [&](std::size_t j, auto&& visit) {
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e)
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
            const long double slack = std::min(activity[row] - problem.row_lower[row], problem.row_upper[row] - activity[row]);
            const double share = static_cast<double>(std::max(slack, 0.0L)) / (std::max(movable[row], 1) * std::fabs(value));
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
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e)
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
        point[j] = std::min(std::max(point[j], problem.column_lower[j]), problem.column_upper[j]);
    const std::vector<double> free = freedom(split, point);
    const auto lower = [&](std::size_t j) { return std::max(problem.column_lower[j], point[j] - free[j]); };
    const auto upper = [&](std::size_t j) { return std::min(problem.column_upper[j], point[j] + free[j]); };
    Reading reading;
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

Evaluator::Evaluator(const Split& split) : split_(split) {}

void Evaluator::choose(Coalition coalition, std::vector<std::uint8_t> scope) {
    scope_ = std::move(scope);
    state_.clear();
    for (const Gate& gate : split_.gates) state_.push_back(gate.state(coalition));
    buses_.clear();
    place_.assign(static_cast<std::size_t>(split_.num_buses), -1);
    for (int bus = 0; bus < split_.num_buses; ++bus) {
        if (scope_[static_cast<std::size_t>(split_.island_of_bus[static_cast<std::size_t>(bus)])] == 0) continue;
        place_[static_cast<std::size_t>(bus)] = static_cast<int>(buses_.size());
        buses_.push_back(bus);
    }
    market_.need.assign(buses_.size(), 0.0);
    market_.steps.assign(buses_.size(), {});
}

void Evaluator::add_branches(const Reading& reading, int hour) {
    market_.arcs.clear();
    const auto h = static_cast<std::size_t>(hour);
    for (int at = split_.branches.first[h]; at < split_.branches.first[h + 1]; ++at) {
        const auto k = static_cast<std::size_t>(at);
        const Split::Branch& branch = split_.branches.items[k];
        const int from = place_[static_cast<std::size_t>(branch.from)];
        const int to = place_[static_cast<std::size_t>(branch.to)];
        if (from < 0 || to < 0) continue;  // a gate's, dead: gates that are not have both ends in scope or neither
        const Variant& v = variant(branch.first_variant, branch.gate);
        double lower = v.lower, upper = v.upper;
        if (!reading.branch_lower.empty()) {
            lower = std::max(lower, reading.branch_lower[k]);
            upper = std::min(upper, reading.branch_upper[k]);
        }
        if (lower == 0.0 && upper == 0.0) continue;
        market_.arcs.push_back({from, to, branch.scale * lower, branch.scale * upper,
                                (v.cost + reading.branch_price[k]) / branch.scale});
    }
}

bool Evaluator::build(const Reading& reading, int hour, Bounded& sum) {
    const std::size_t base = static_cast<std::size_t>(hour) * static_cast<std::size_t>(split_.num_buses);
    for (std::size_t b = 0; b < buses_.size(); ++b) {
        const std::size_t at = base + static_cast<std::size_t>(buses_[b]);
        market_.need[b] = reading.need[at];
        market_.steps[b] = std::span(reading.steps)
                               .subspan(static_cast<std::size_t>(reading.first[at]),
                                        static_cast<std::size_t>(reading.first[at + 1] - reading.first[at]));
        sum.value += reading.fixed_cost[at];
        sum.error += reading.step_cost[at];
    }
    const auto h = static_cast<std::size_t>(hour);
    for (int at = split_.converters.first[h]; at < split_.converters.first[h + 1]; ++at) {
        const Split::Converter& converter = split_.converters.items[static_cast<std::size_t>(at)];
        const Variant& v = variant(converter.first_variant, converter.gate);
        const double value = std::min(std::max(reading.converter_value[static_cast<std::size_t>(at)], v.lower), v.upper);
        if (value == 0.0) continue;
        const lp::Problem& problem = *split_.problem;
        const auto j = static_cast<std::size_t>(converter.column);
        bool inside = false;
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e) {
            if (!split_.is_balance(problem.row[e])) continue;
            const int place = place_[static_cast<std::size_t>(split_.bus_of(problem.row[e]))];
            if (place < 0) continue;
            inside = true;
            market_.need[static_cast<std::size_t>(place)] -= problem.value[e] * value;
        }
        if (inside) sum.value += v.cost * value, sum.error += std::fabs(v.cost * value);
    }
    add_branches(reading, hour);
    return std::ranges::none_of(market_.arcs, [](const Arc& arc) { return arc.lower > arc.upper; });
}

double Evaluator::dual_value(const Reading& reading, int hour, double& size) const {
    const std::vector<double>& price = clearing_.price();
    const std::size_t base = static_cast<std::size_t>(hour) * static_cast<std::size_t>(split_.num_buses);
    double sum = 0.0;
    for (std::size_t b = 0; b < buses_.size(); ++b) {
        const std::size_t at = base + static_cast<std::size_t>(buses_[b]);
        const double p = price[b];
        sum += reading.fixed_cost[at] + p * reading.need[at];
        size += reading.step_cost[at] + std::fabs(p) * (reading.step_size[at] + std::fabs(reading.need[at]));
        for (const Step& step : market_.steps[b]) {
            if (step.price >= p) break;
            sum += (step.price - p) * step.size;
        }
    }
    for (const Arc& arc : market_.arcs) {
        const double rent = arc.price - (price[static_cast<std::size_t>(arc.to)] - price[static_cast<std::size_t>(arc.from)]);
        const double flow = rent > 0.0 ? arc.lower : arc.upper;
        if (flow == 0.0 || rent == 0.0) continue;
        sum += rent * flow;
        size += (std::fabs(arc.price) + std::fabs(price[static_cast<std::size_t>(arc.to)]) +
                 std::fabs(price[static_cast<std::size_t>(arc.from)])) *
                std::fabs(flow);
    }
    const auto h = static_cast<std::size_t>(hour);
    for (int at = split_.converters.first[h]; at < split_.converters.first[h + 1]; ++at) {
        const Split::Converter& converter = split_.converters.items[static_cast<std::size_t>(at)];
        const Variant& v = variant(converter.first_variant, converter.gate);
        if (v.dead()) continue;
        const lp::Problem& problem = *split_.problem;
        const auto j = static_cast<std::size_t>(converter.column);
        double rent = v.cost + reading.converter_price[static_cast<std::size_t>(at)];
        double terms = std::fabs(rent);
        bool inside = false;
        for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e) {
            if (!split_.is_balance(problem.row[e])) continue;
            const int place = place_[static_cast<std::size_t>(split_.bus_of(problem.row[e]))];
            if (place < 0) continue;
            inside = true;
            rent -= problem.value[e] * price[static_cast<std::size_t>(place)];
            terms += std::fabs(problem.value[e] * price[static_cast<std::size_t>(place)]);
        }
        const double value = rent > 0.0 ? v.lower : v.upper;
        if (!inside || rent == 0.0 || value == 0.0) continue;
        sum += rent * value;
        size += terms * std::fabs(value);
    }
    return sum;
}

namespace {

constexpr double rounding = 0x1p-53;

/// Islands in scope, added up.
void add_islands(const Reading& reading, const std::vector<std::uint8_t>& scope, lp::Sum& sum, long double& error) {
    for (std::size_t i = 0; i < scope.size(); ++i) {
        if (scope[i] == 0) continue;
        sum.add(reading.island_cost[i]);
        error += rounding * static_cast<long double>(reading.island_size[i]);
    }
}

}  // namespace

Bounded Evaluator::at_least(const Reading& prices) {
    lp::Sum sum;
    long double error = 0.0L;
    add_islands(prices, scope_, sum, error);
    for (int hour = 0; hour < split_.num_hours; ++hour) {
        Bounded unused;
        if (!build(prices, hour, unused)) return {-lp::infinity, 0.0};
        (void)clearing_.clear(market_);
        double size = 0.0;
        sum.add(dual_value(prices, hour, size));
        const auto terms = static_cast<double>(prices.first[static_cast<std::size_t>((hour + 1) * split_.num_buses)] -
                                               prices.first[static_cast<std::size_t>(hour * split_.num_buses)] + 64);
        error += static_cast<long double>(terms * rounding * size);
    }
    const auto value = static_cast<double>(sum.value());
    return std::isfinite(value) ? Bounded{value, static_cast<double>(error)} : Bounded{-lp::infinity, 0.0};
}

Bounded Evaluator::at_most(const Reading& schedule) {
    lp::Sum sum;
    long double error = 0.0L;
    add_islands(schedule, scope_, sum, error);
    for (int hour = 0; hour < split_.num_hours; ++hour) {
        Bounded fixed;
        if (!build(schedule, hour, fixed) || !clearing_.clear(market_)) return {lp::infinity, 0.0};
        const double cost = clearing_.cost(market_);
        sum.add(fixed.value);
        sum.add(cost);
        const auto terms = static_cast<double>(market_.arcs.size() + 64);
        error += static_cast<long double>(terms * rounding * (fixed.error + std::fabs(cost)));
    }
    return {static_cast<double>(sum.value()), static_cast<double>(error)};
}

}  // namespace proeftuin::study

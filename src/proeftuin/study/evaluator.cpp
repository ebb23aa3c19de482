// SPDX-License-Identifier: Apache-2.0
//
// Hour by hour: build the market of the islands in scope, clear it, and take the dual function at its prices (a lower
// bound) or the cost of its flows (an upper bound). Each hour is off by at most 2^-53 times the number of terms times
// the sum of their magnitudes, which is added up in `error`; over hours sums are compensated.
#include "proeftuin/study/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/lp/sum.hpp"

namespace proeftuin::study {

namespace {

constexpr double rounding = 0x1p-53;

/// Islands in scope, added up.
void add_islands(const std::vector<const Reading*>& readings, const std::vector<std::uint8_t>& scope, lp::Sum& sum,
                 long double& error) {
    for (std::size_t i = 0; i < scope.size(); ++i) {
        if (scope[i] == 0) continue;
        sum.add(readings[i]->island_cost[i]);
        error += rounding * static_cast<long double>(readings[i]->island_size[i]);
    }
}

}  // namespace

Evaluator::Evaluator(const Split& split) : split_(split), flow_(split.branches.items.size(), 0.0) {}

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

template <typename Visit>
bool Evaluator::for_ends(const Split::Converter& converter, const Visit& visit) const {
    const lp::Problem& problem = *split_.problem;
    const auto j = static_cast<std::size_t>(converter.column);
    bool any = false;
    for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e) {
        if (!split_.is_balance(problem.row[e])) continue;
        const int place = place_[static_cast<std::size_t>(split_.bus_of(problem.row[e]))];
        if (place < 0) continue;
        visit(static_cast<std::size_t>(place), problem.value[e]);
        any = true;
    }
    return any;
}

bool Evaluator::touches_scope(int gate) const {
    return std::ranges::any_of(split_.gates[static_cast<std::size_t>(gate)].islands,
                               [&](int island) { return scope_[static_cast<std::size_t>(island)] != 0; });
}

/// False where a schedule needs a flow that the coalition does not have.
bool Evaluator::add_branches(const ByIsland& readings, int hour) {
    market_.arcs.clear();
    arc_branch_.clear();
    const auto h = static_cast<std::size_t>(hour);
    for (int at = split_.branches.first[h]; at < split_.branches.first[h + 1]; ++at) {
        const auto k = static_cast<std::size_t>(at);
        const Split::Branch& branch = split_.branches.items[k];
        const int from = place_[static_cast<std::size_t>(branch.from)];
        const int to = place_[static_cast<std::size_t>(branch.to)];
        const Reading& reading = at_bus(readings, branch.from);
        if (from < 0 || to < 0) {  // dead: other gates have both ends in scope or neither
            if (branch.gate >= 0 && reading.is_schedule && touches_scope(branch.gate) &&
                (reading.branch_lower[k] > 0.0 || reading.branch_upper[k] < 0.0))
                return false;
            continue;
        }
        const Variant& v = variant(branch.first_variant, branch.gate);
        double lower = v.lower, upper = v.upper;
        if (reading.is_schedule) {
            lower = std::max(lower, reading.branch_lower[k]);
            upper = std::min(upper, reading.branch_upper[k]);
        }
        if (lower == 0.0 && upper == 0.0) continue;
        arc_branch_.push_back(at);
        market_.arcs.push_back(
            {from, to, branch.scale * lower, branch.scale * upper, (v.cost + reading.branch_price[k]) / branch.scale});
    }
    return std::ranges::none_of(market_.arcs, [](const Arc& arc) { return arc.lower > arc.upper; });
}

/// Converters stay at the values of the reading. False where a schedule has one in a coupling row that the coalition
/// cannot keep.
bool Evaluator::add_converters(const ByIsland& readings, int hour, Bounded& sum) {
    const auto h = static_cast<std::size_t>(hour);
    for (int at = split_.converters.first[h]; at < split_.converters.first[h + 1]; ++at) {
        const Split::Converter& converter = split_.converters.items[static_cast<std::size_t>(at)];
        const Variant& v = variant(converter.first_variant, converter.gate);
        const Reading& reading = *readings[static_cast<std::size_t>(converter.island)];
        const double kept = reading.converter_value[static_cast<std::size_t>(at)];
        const double value = std::min(std::max(kept, v.lower), v.upper);
        if (reading.is_schedule && value != kept && split_.coupled[static_cast<std::size_t>(converter.column)] != 0)
            return false;
        if (value == 0.0) continue;
        const bool inside =
            for_ends(converter, [&](std::size_t place, double entry) { market_.need[place] -= entry * value; });
        if (!inside) continue;
        sum.value += v.cost * value;
        sum.error += std::fabs(v.cost * value);
    }
    return true;
}

bool Evaluator::build(const ByIsland& readings, int hour, Bounded& sum) {
    const std::size_t base = static_cast<std::size_t>(hour) * static_cast<std::size_t>(split_.num_buses);
    for (std::size_t b = 0; b < buses_.size(); ++b) {
        const std::size_t at = base + static_cast<std::size_t>(buses_[b]);
        const Reading& reading = at_bus(readings, buses_[b]);
        market_.need[b] = reading.need[at];
        market_.steps[b] = std::span(reading.steps)
                               .subspan(static_cast<std::size_t>(reading.first[at]),
                                        static_cast<std::size_t>(reading.first[at + 1] - reading.first[at]));
        sum.value += reading.fixed_cost[at];
        sum.error += reading.step_cost[at];
    }
    return add_converters(readings, hour, sum) && add_branches(readings, hour);
}

bool Evaluator::clear() {
    guess_.clear();
    for (std::size_t a = 0; a < arc_branch_.size(); ++a)
        guess_.push_back(flow_[static_cast<std::size_t>(arc_branch_[a])]);
    const bool served = clearing_.clear(market_, guess_);
    for (std::size_t a = 0; a < arc_branch_.size(); ++a)
        flow_[static_cast<std::size_t>(arc_branch_[a])] = clearing_.flow()[a];
    return served;
}

double Evaluator::dual_of_arcs(double& size) const {
    const std::vector<double>& price = clearing_.price();
    double sum = 0.0;
    for (const Arc& arc : market_.arcs) {
        const double from = price[static_cast<std::size_t>(arc.from)];
        const double to = price[static_cast<std::size_t>(arc.to)];
        const double rent = arc.price - (to - from);
        const double flow = rent > 0.0 ? arc.lower : arc.upper;
        if (flow == 0.0 || rent == 0.0) continue;
        sum += rent * flow;
        size += (std::fabs(arc.price) + std::fabs(to) + std::fabs(from)) * std::fabs(flow);
    }
    return sum;
}

double Evaluator::dual_of_converters(const ByIsland& readings, int hour, double& size) const {
    const std::vector<double>& price = clearing_.price();
    const auto h = static_cast<std::size_t>(hour);
    double sum = 0.0;
    for (int at = split_.converters.first[h]; at < split_.converters.first[h + 1]; ++at) {
        const Split::Converter& converter = split_.converters.items[static_cast<std::size_t>(at)];
        const Variant& v = variant(converter.first_variant, converter.gate);
        if (v.dead()) continue;
        const Reading& reading = *readings[static_cast<std::size_t>(converter.island)];
        double rent = v.cost + reading.converter_price[static_cast<std::size_t>(at)];
        double terms = std::fabs(rent);
        const bool inside = for_ends(converter, [&](std::size_t place, double entry) {
            rent -= entry * price[place];
            terms += std::fabs(entry * price[place]);
        });
        const double value = rent > 0.0 ? v.lower : v.upper;
        if (!inside || rent == 0.0 || value == 0.0) continue;
        sum += rent * value;
        size += terms * std::fabs(value);
    }
    return sum;
}

double Evaluator::dual_value(const ByIsland& readings, int hour, double& size) const {
    const std::vector<double>& price = clearing_.price();
    const std::size_t base = static_cast<std::size_t>(hour) * static_cast<std::size_t>(split_.num_buses);
    double sum = 0.0;
    for (std::size_t b = 0; b < buses_.size(); ++b) {
        const std::size_t at = base + static_cast<std::size_t>(buses_[b]);
        const Reading& reading = at_bus(readings, buses_[b]);
        const double p = price[b];
        sum += reading.fixed_cost[at] + p * reading.need[at];
        size += reading.step_cost[at] + std::fabs(p) * (reading.step_size[at] + std::fabs(reading.need[at]));
        for (const Step& step : market_.steps[b]) {
            if (step.price >= p) break;
            sum += (step.price - p) * step.size;
        }
    }
    sum += dual_of_arcs(size);
    return sum + dual_of_converters(readings, hour, size);
}

Bounded Evaluator::at_least(const ByIsland& prices) {
    lp::Sum sum;
    long double error = 0.0L;
    add_islands(prices, scope_, sum, error);
    for (int hour = 0; hour < split_.num_hours; ++hour) {
        Bounded unused;
        if (!build(prices, hour, unused)) return {-lp::infinity, 0.0};
        (void)clear();
        double size = 0.0;
        sum.add(dual_value(prices, hour, size));
        std::size_t terms = market_.arcs.size() + 64;
        for (const std::span<const Step> steps : market_.steps) terms += steps.size();
        error += static_cast<long double>(static_cast<double>(terms) * rounding * size);
    }
    const auto value = static_cast<double>(sum.value());
    return std::isfinite(value) ? Bounded{value, static_cast<double>(error)} : Bounded{-lp::infinity, 0.0};
}

Bounded Evaluator::at_most(const ByIsland& schedules) {
    lp::Sum sum;
    long double error = 0.0L;
    add_islands(schedules, scope_, sum, error);
    for (int hour = 0; hour < split_.num_hours; ++hour) {
        Bounded fixed;
        if (!build(schedules, hour, fixed) || !clear()) return {lp::infinity, 0.0};
        const double cost = clearing_.cost(market_);
        sum.add(fixed.value);
        sum.add(cost);
        std::size_t terms = market_.arcs.size() + 64;
        for (const std::span<const Step> steps : market_.steps) terms += steps.size();
        error += static_cast<long double>(static_cast<double>(terms) * rounding * (fixed.error + std::fabs(cost)));
    }
    return {static_cast<double>(sum.value()), static_cast<double>(error)};
}

}  // namespace proeftuin::study

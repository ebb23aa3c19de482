// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/additive.hpp"

#include <cmath>

namespace proeftuin::study {

namespace {

constexpr double rounding = 0x1p-53;

}  // namespace

AdditiveBound::AdditiveBound(const Split& split, const Reading& prices, std::span<const double> row_dual)
    : split_(&split), islands_(static_cast<std::size_t>(split.num_islands)) {
    for (const Gate& gate : split.gates) gates_.emplace_back(gate.dead_state.size());
    for (std::size_t i = 0; i < islands_.size(); ++i) islands_[i] = {prices.island_cost[i], prices.island_size[i]};
    add_injections(prices, row_dual);
    for (std::size_t k = 0; k < split.branches.items.size(); ++k) {
        const Split::Branch& branch = split.branches.items[k];
        add_column(branch.column, prices.branch_price[k], branch.gate, branch.first_variant, row_dual);
    }
    for (std::size_t k = 0; k < split.converters.items.size(); ++k) {
        const Split::Converter& converter = split.converters.items[k];
        add_column(converter.column, prices.converter_price[k], converter.gate, converter.first_variant, row_dual);
    }
}

void AdditiveBound::add_injections(const Reading& prices, std::span<const double> row_dual) {
    const auto buses = static_cast<std::size_t>(split_->num_buses);
    for (std::size_t at = 0; at < prices.need.size(); ++at) {
        const double p = row_dual[static_cast<std::size_t>(split_->balance_first) + at];
        Term& island = islands_[static_cast<std::size_t>(split_->island_of_bus[at % buses])];
        double sum = prices.fixed_cost[at] + p * prices.need[at];
        for (auto k = static_cast<std::size_t>(prices.first[at]); k < static_cast<std::size_t>(prices.first[at + 1]);
             ++k) {
            const Step& step = prices.steps[k];
            if (step.price >= p) break;
            sum += (step.price - p) * step.size;
        }
        const auto steps = static_cast<double>(prices.first[at + 1] - prices.first[at] + 8);
        island.add(sum,
                   steps * (prices.step_cost[at] + std::fabs(p) * (prices.step_size[at] + std::fabs(prices.need[at]))));
    }
}

void AdditiveBound::add_column(int column, double rent_without_balances, int gate, int first_variant,
                               std::span<const double> row_dual) {
    const lp::Problem& problem = *split_->problem;
    const auto j = static_cast<std::size_t>(column);
    double rent = rent_without_balances;
    double magnitude = std::fabs(rent);
    for (auto e = static_cast<std::size_t>(problem.start[j]); e < static_cast<std::size_t>(problem.start[j + 1]); ++e) {
        if (!split_->is_balance(problem.row[e])) continue;
        const double term = problem.value[e] * row_dual[static_cast<std::size_t>(problem.row[e])];
        rent -= term;
        magnitude += std::fabs(term);
    }
    const std::size_t states = gate < 0 ? 1 : gates_[static_cast<std::size_t>(gate)].size();
    for (std::size_t state = 0; state < states; ++state) {
        const Variant& v = split_->variants[static_cast<std::size_t>(first_variant) + state];
        const double reduced = v.cost + rent;
        const double value = reduced > 0.0 ? v.lower : v.upper;
        if (reduced == 0.0 || value == 0.0) continue;
        Term& term = gate < 0 ? islands_[static_cast<std::size_t>(split_->island_of_column[j])]
                              : gates_[static_cast<std::size_t>(gate)][state];
        term.add(reduced * value, 8.0 * (magnitude + std::fabs(v.cost)) * std::fabs(value));
    }
}

double AdditiveBound::at_least(Coalition coalition, const std::vector<std::uint8_t>& scope) const {
    long double sum = 0.0L;
    double error = 0.0;
    const auto add = [&](const Term& term) {
        sum += term.value;
        error += rounding * term.size;
    };
    for (std::size_t i = 0; i < islands_.size(); ++i)
        if (scope[i] != 0) add(islands_[i]);
    for (std::size_t g = 0; g < gates_.size(); ++g) {
        const Gate& gate = split_->gates[g];
        if (gate.islands.empty() || scope[static_cast<std::size_t>(gate.islands.front())] == 0) continue;
        const std::size_t state = gate.state(coalition);
        if (gate.dead_state[state] == 0) add(gates_[g][state]);
    }
    const auto result = static_cast<double>(sum) - error;
    return std::isfinite(result) ? result : -lp::infinity;
}

}  // namespace proeftuin::study

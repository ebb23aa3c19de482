// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "proeftuin/lp/implied_bounds.hpp"
#include "proeftuin/study/split.hpp"
#include "proeftuin/study/transport.hpp"

namespace proeftuin::study {

/// What a schedule or the prices of one coalition leave to be decided in every hour, as markets: merit orders per
/// bus, and how the branches' prices and limits change. Made once for a solved coalition, evaluated for any other.
struct Reading {
    bool is_schedule = false;          // or prices
    std::vector<double> need;          // [num_hours x num_buses] what the merit order has to inject, no branch flowing
    std::vector<double> fixed_cost;    // [num_hours x num_buses] of what injects whatever happens
    std::vector<double> step_cost;     // [num_hours x num_buses] sum of |price| size, for the rounding margin
    std::vector<double> step_size;     // [num_hours x num_buses] sum of sizes
    std::vector<Step> steps;           // by hour, bus, price
    std::vector<std::int64_t> first;   // [num_hours x num_buses + 1]
    std::vector<double> branch_price;  // [num_branches] what coupling rows add to the cost of the column
    std::vector<double> branch_lower;  // [num_branches] limits of the column that a schedule leaves
    std::vector<double> branch_upper;
    std::vector<double> converter_price;   // [num_converters]
    std::vector<double> converter_value;   // [num_converters] of the column
    std::vector<long double> island_cost;  // [num_islands] of everything without a balance
    std::vector<double> island_size;       // [num_islands] sum of the magnitudes in it
};

/// The Lagrangian of the coupling rows at their multipliers: coupling rows are priced, the hours decide. Its optimum
/// is at most the least cost, for any coalition and any multipliers.
[[nodiscard]] Reading read_prices(const Split& split, const lp::ImpliedBounds& bounds, std::span<const double> row_dual,
                                  std::span<const double> primal);

/// What a schedule leaves open: columns in coupling rows stay where they are, or move as far as no coupling row can
/// notice; the hours decide the rest. Its optimum is at least the least cost, for any coalition that allows the
/// schedule.
[[nodiscard]] Reading read_schedule(const Split& split, std::span<const double> primal);

}  // namespace proeftuin::study

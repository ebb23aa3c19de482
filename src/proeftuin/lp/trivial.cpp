// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/trivial.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/lp/sum.hpp"

namespace proeftuin::lp {

namespace {

Solution infeasible(std::string detail) {
    Solution solution;
    solution.termination = Termination::infeasible;
    solution.detail = std::move(detail);
    return solution;
}

/// Where a column without entries belongs: at the bound its cost prefers, else at zero or the bound nearest to it.
double best_value(double cost, double lower, double upper) {
    if (cost > 0.0) return lower;
    if (cost < 0.0) return upper;
    return std::min(std::max(0.0, lower), upper);
}

Status status_of(double value, double lower, double upper) {
    if (lower == upper) return Status::fixed;
    if (value == lower) return Status::at_lower;
    return value == upper ? Status::at_upper : Status::free_zero;
}

}  // namespace

double cost_of(const Problem& problem, std::span<const double> point) {
    Sum sum;
    sum.add(problem.objective_offset);
    for (std::size_t column = 0; column < point.size(); ++column)
        if (point[column] != 0.0) sum.add(static_cast<long double>(problem.cost[column]) * point[column]);
    return static_cast<double>(sum.value());
}

std::optional<Solution> crossed_bounds(const Problem& problem) {
    for (std::size_t column = 0; column < problem.cost.size(); ++column)
        if (problem.column_lower[column] > problem.column_upper[column])
            return infeasible("the bounds of column " + std::to_string(column) + " cross");
    for (std::size_t row = 0; row < problem.row_lower.size(); ++row)
        if (problem.row_lower[row] > problem.row_upper[row])
            return infeasible("the bounds of row " + std::to_string(row) + " cross");
    return std::nullopt;
}

std::optional<Solution> solve_trivial(const Problem& problem) {
    if (std::optional<Solution> crossed = crossed_bounds(problem)) return crossed;
    if (problem.num_nonzeros() > 0) return std::nullopt;
    for (std::size_t row = 0; row < problem.row_lower.size(); ++row) {
        if (problem.row_lower[row] <= 0.0 && problem.row_upper[row] >= 0.0) continue;
        Solution solution = infeasible("row " + std::to_string(row) + " has no entries and does not allow zero");
        solution.ray.assign(problem.row_lower.size(), 0.0);
        solution.ray[row] = problem.row_lower[row] > 0.0 ? 1.0 : -1.0;
        return solution;
    }
    Solution solution;
    for (std::size_t column = 0; column < problem.cost.size(); ++column) {
        const double lower = problem.column_lower[column];
        const double upper = problem.column_upper[column];
        const double value = best_value(problem.cost[column], lower, upper);
        if (std::isinf(value)) {
            solution = {};
            solution.termination = Termination::unbounded;
            solution.ray.assign(problem.cost.size(), 0.0);
            solution.ray[column] = value > 0.0 ? 1.0 : -1.0;
            return solution;
        }
        solution.primal.push_back(value);
        solution.basis.columns.push_back(status_of(value, lower, upper));
    }
    solution.termination = Termination::optimal;
    solution.has_primal = solution.has_dual = true;
    solution.reduced_cost = problem.cost;
    solution.row_dual.assign(problem.row_lower.size(), 0.0);
    solution.basis.rows.assign(problem.row_lower.size(), Status::basic);
    return solution;
}

}  // namespace proeftuin::lp

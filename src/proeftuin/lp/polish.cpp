// SPDX-License-Identifier: Apache-2.0
//
// Polish: the final basis of a simplex solve, solved once more in the unscaled problem.
//
// A basis splits the rows in active ones R (nonbasic, at a bound r_R) and slack ones, and the columns in basic ones C and
// nonbasic ones N (at a bound x_N). With the kernel K = A[R, C], which is square:
//
//     K x_C = r_R - A[R, N] x_N,        K' y_R = c_C,   y = 0 on the slack rows,        d = c - A'y.
#include "proeftuin/lp/polish.hpp"

#include <utility>

#include "proeftuin/lp/kernel.hpp"

namespace proeftuin::lp {

namespace {

/// r_R - A[R, N] x_N, with x_N set to its bounds in `primal`.
Kernel::Vector right_hand_side(const Problem& problem, const Basis& basis, const Kernel& kernel,
                               std::vector<double>& primal) {
    Kernel::Vector target;
    for (const int active : kernel.rows()) {
        const auto row = static_cast<std::size_t>(active);
        target.push_back(bound_of(basis.rows[row], problem.row_lower[row], problem.row_upper[row], 0.0));
    }
    for (std::size_t column = 0; column < primal.size(); ++column) {
        if (basis.columns[column] == Status::basic) continue;
        double& x = primal[column];
        x = bound_of(basis.columns[column], problem.column_lower[column], problem.column_upper[column], x);
        if (x == 0.0) continue;
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const int place = kernel.position(problem.row[e]);
            if (place >= 0) target[static_cast<std::size_t>(place)] -= static_cast<long double>(problem.value[e]) * x;
        }
    }
    return target;
}

}  // namespace

std::vector<double> reduced_costs(const Problem& problem, const std::vector<double>& row_dual) {
    std::vector<double> result(problem.cost.size());
    for (std::size_t column = 0; column < result.size(); ++column) {
        long double d = problem.cost[column];
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            d -= static_cast<long double>(problem.value[e]) * row_dual[static_cast<std::size_t>(problem.row[e])];
        }
        result[column] = static_cast<double>(d);
    }
    return result;
}

bool polish(const Problem& problem, Solution& solution) {
    if (!solution.has_primal) return false;
    const Kernel kernel(problem, solution.basis);
    if (!kernel.valid()) return false;
    std::vector<double> primal = solution.primal;
    const Kernel::Vector target = right_hand_side(problem, solution.basis, kernel, primal);
    Kernel::Vector cost;
    for (const int column : kernel.columns()) cost.push_back(problem.cost[static_cast<std::size_t>(column)]);
    Kernel::Vector x;
    Kernel::Vector y;
    if (!kernel.solve(target, x) || !kernel.solve_transposed(cost, y)) return false;
    std::vector<double> row_dual(static_cast<std::size_t>(problem.num_rows()), 0.0);
    for (std::size_t k = 0; k < x.size(); ++k) {
        primal[static_cast<std::size_t>(kernel.columns()[k])] = static_cast<double>(x[k]);
        row_dual[static_cast<std::size_t>(kernel.rows()[k])] = static_cast<double>(y[k]);
    }
    solution.primal = std::move(primal);
    solution.row_dual = std::move(row_dual);
    solution.reduced_cost = reduced_costs(problem, solution.row_dual);
    solution.has_dual = true;
    solution.polished = true;
    return true;
}

}  // namespace proeftuin::lp

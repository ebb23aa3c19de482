// SPDX-License-Identifier: Apache-2.0
//
// Polish: the final basis of a simplex solve, solved once more in the unscaled problem.
//
// A basis splits the rows in active ones R (nonbasic, at a bound r_R) and slack ones, and the columns in basic ones C and
// nonbasic ones N (at a bound x_N). With the kernel K = A[R, C], which is square:
//
//     K x_C = r_R - A[R, N] x_N,        K' y_R = c_C,   y = 0 on the slack rows,        d = c - A'y.
//
// K is factorised once (Eigen's sparse LU), solved, and corrected by iterative refinement: the residual is formed in long
// double from the unscaled data, its correction solved with the same factors and added.
#include "proeftuin/lp/polish.hpp"

#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>
#include <vector>

namespace proeftuin::lp {

namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::ColMajor, int>;
using Factors = Eigen::SparseLU<Matrix, Eigen::COLAMDOrdering<int>>;
using Long = std::vector<long double>;

constexpr int refinements = 2;

struct Kernel {
    std::vector<int> columns;    // basic columns
    std::vector<int> rows;       // active rows
    std::vector<int> position;   // [num_rows], place of a row in `rows`, -1 for slack rows
    Matrix matrix;
};

bool make_kernel(const Problem& problem, const Basis& basis, Kernel& kernel) {
    for (int column = 0; column < problem.num_columns(); ++column)
        if (basis.columns[static_cast<std::size_t>(column)] == Status::basic) kernel.columns.push_back(column);
    kernel.position.assign(static_cast<std::size_t>(problem.num_rows()), -1);
    for (int row = 0; row < problem.num_rows(); ++row) {
        if (basis.rows[static_cast<std::size_t>(row)] == Status::basic) continue;
        kernel.position[static_cast<std::size_t>(row)] = static_cast<int>(kernel.rows.size());
        kernel.rows.push_back(row);
    }
    if (kernel.columns.size() != kernel.rows.size()) return false;
    const auto size = static_cast<int>(kernel.rows.size());
    std::vector<Eigen::Triplet<double>> entries;
    for (int k = 0; k < size; ++k) {
        const auto c = static_cast<std::size_t>(kernel.columns[static_cast<std::size_t>(k)]);
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const int place = kernel.position[static_cast<std::size_t>(problem.row[e])];
            if (place >= 0) entries.emplace_back(place, k, problem.value[e]);
        }
    }
    kernel.matrix.resize(size, size);
    kernel.matrix.setFromTriplets(entries.begin(), entries.end());
    kernel.matrix.makeCompressed();
    return true;
}

/// Residual of K x = target (or K' x = target), in long double.
Long residual(const Matrix& matrix, const Long& target, const Long& x, bool transposed) {
    Long result = target;
    for (int column = 0; column < matrix.outerSize(); ++column)
        for (Matrix::InnerIterator entry(matrix, column); entry; ++entry) {
            const auto row = static_cast<std::size_t>(entry.row());
            const auto col = static_cast<std::size_t>(column);
            if (transposed) result[col] -= static_cast<long double>(entry.value()) * x[row];
            else result[row] -= static_cast<long double>(entry.value()) * x[col];
        }
    return result;
}

bool solve(Factors& factors, const Matrix& matrix, const Long& target, bool transposed, Long& x) {
    x.assign(target.size(), 0.0L);
    for (int step = 0; step <= refinements; ++step) {
        const Long rest = residual(matrix, target, x, transposed);
        Eigen::VectorXd right(matrix.rows());
        for (Eigen::Index k = 0; k < right.size(); ++k) right[k] = static_cast<double>(rest[static_cast<std::size_t>(k)]);
        Eigen::VectorXd correction(matrix.rows());
        if (transposed) correction = factors.transpose().solve(right);
        else correction = factors.solve(right);
        if (!correction.allFinite()) return false;
        for (Eigen::Index k = 0; k < right.size(); ++k) x[static_cast<std::size_t>(k)] += correction[k];
    }
    return true;
}

double bound_of(Status status, double lower, double upper, double otherwise) {
    if (status == Status::at_lower || status == Status::fixed) return lower;
    return status == Status::at_upper ? upper : otherwise;
}

/// r_R - A[R, N] x_N, with x_N set to its bounds in `primal`.
Long right_hand_side(const Problem& problem, const Basis& basis, const Kernel& kernel, std::vector<double>& primal) {
    Long target(kernel.rows.size(), 0.0L);
    for (std::size_t k = 0; k < target.size(); ++k) {
        const auto row = static_cast<std::size_t>(kernel.rows[k]);
        target[k] = bound_of(basis.rows[row], problem.row_lower[row], problem.row_upper[row], 0.0);
    }
    for (std::size_t column = 0; column < primal.size(); ++column) {
        if (basis.columns[column] == Status::basic) continue;
        primal[column] = bound_of(basis.columns[column], problem.column_lower[column], problem.column_upper[column], primal[column]);
        if (primal[column] == 0.0) continue;
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const int place = kernel.position[static_cast<std::size_t>(problem.row[e])];
            if (place >= 0) target[static_cast<std::size_t>(place)] -= static_cast<long double>(problem.value[e]) * primal[column];
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
    const Basis& basis = solution.basis;
    if (!solution.has_primal || std::ssize(basis.columns) != problem.num_columns() || std::ssize(basis.rows) != problem.num_rows())
        return false;
    Kernel kernel;
    if (!make_kernel(problem, basis, kernel)) return false;
    std::vector<double> primal = solution.primal;
    const Long target = right_hand_side(problem, basis, kernel, primal);
    std::vector<double> row_dual(static_cast<std::size_t>(problem.num_rows()), 0.0);
    if (!kernel.rows.empty()) {
        Factors factors;
        factors.compute(kernel.matrix);
        if (factors.info() != Eigen::Success) return false;
        Long cost(kernel.columns.size());
        for (std::size_t k = 0; k < cost.size(); ++k) cost[k] = problem.cost[static_cast<std::size_t>(kernel.columns[k])];
        Long x;
        Long y;
        if (!solve(factors, kernel.matrix, target, false, x) || !solve(factors, kernel.matrix, cost, true, y)) return false;
        for (std::size_t k = 0; k < x.size(); ++k) {
            primal[static_cast<std::size_t>(kernel.columns[k])] = static_cast<double>(x[k]);
            row_dual[static_cast<std::size_t>(kernel.rows[k])] = static_cast<double>(y[k]);
        }
    }
    solution.primal = std::move(primal);
    solution.row_dual = std::move(row_dual);
    solution.reduced_cost = reduced_costs(problem, solution.row_dual);
    solution.has_dual = true;
    solution.polished = true;
    return true;
}

}  // namespace proeftuin::lp

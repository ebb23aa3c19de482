// SPDX-License-Identifier: Apache-2.0
//
// Bounds on the optimal cost v of    min c'x,  rl <= A x <= ru,  l <= x <= u    from any x and any y.
//
// Above: the cost of x (clipped to its bounds), with the largest violation of a row beside it.
//
// Below, by weak duality: for every y, with d = c - A'y and every feasible x,
//
//     c'x = y'(Ax) + d'x  >=  sum_i min(y_i rl_i, y_i ru_i) + sum_j min(d_j l_j, d_j u_j).
//
// A y_i that points at an absent row bound would make the first sum -infinity; it is set to zero before d is formed, which
// only weakens the bound. A d_j that points at an absent column bound (a basic column's d_j is roundoff, not zero) takes
//   1. a bound that the rows imply (implied_bounds.hpp), among them the row c'x <= P + max(1, |P|), P the cost of our x.
//      That row is free: if no feasible point costs so little, then v is above the row's limit and so is the result,
//      which is clipped to it;
//   2. else a box |x_j| <= box, which is an assumption and is stated in `box` (the largest) and `dual_violation`. It is ten
//      times the largest that x_j, or any term of a row that x_j is in (over its own coefficient there), comes to at our x.
//
// Everything is formed from the unscaled problem in long double with compensated sums, so what rounding leaves is about
// 1e-19 of the largest term; the result is then a double. Directed rounding is not used.
//
// A. Neumaier, O. Shcherbina: Safe bounds in linear and mixed-integer linear programming. Math. Program. 99 (2004) 283-296,
// section 3 and equation (11), from where the treatment of y, d and the missing bounds comes.
#include "proeftuin/lp/certificate.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/lp/implied_bounds.hpp"
#include "proeftuin/lp/sum.hpp"

namespace proeftuin::lp {

namespace {

constexpr double hopeless = 1e-5;    // a wrong-signed reduced cost above this (relative to its cost) is no roundoff
constexpr double box_factor = 10.0;  // the box is this many times what x_j comes to in its rows

struct Open {  // a reduced cost that points at an absent bound
    int column;
    long double reduced_cost;
};

struct DualBound {
    long double value = 0.0L;
    double violation = 0.0;
    double box = 0.0;
};

std::vector<double> projected(const Problem& problem, std::span<const double> row_dual) {
    std::vector<double> dual(row_dual.begin(), row_dual.end());
    for (std::size_t row = 0; row < dual.size(); ++row) {
        const bool absent = dual[row] > 0.0 ? std::isinf(problem.row_lower[row]) : std::isinf(problem.row_upper[row]);
        if (absent || !std::isfinite(dual[row])) dual[row] = 0.0;
    }
    return dual;
}

/// Boxes of columns without bounds, in the size of what happens in their rows at a point.
class Boxes {
  public:
    /// The same for every column.
    explicit Boxes(double box) : fixed_(box) {}
    Boxes(const Problem& problem, std::span<const double> point) : problem_(&problem), point_(point) {}

    [[nodiscard]] double of(int column) {
        if (problem_ == nullptr) return fixed_;
        if (row_size_.empty()) measure_rows();
        const auto c = static_cast<std::size_t>(column);
        double size = std::max(1.0, std::fabs(point_[c]));
        for (std::int64_t entry = problem_->start[c]; entry < problem_->start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            size =
                std::max(size, row_size_[static_cast<std::size_t>(problem_->row[e])] / std::fabs(problem_->value[e]));
        }
        return box_factor * size;
    }

  private:
    /// The largest term of each row.
    void measure_rows() {
        row_size_.assign(static_cast<std::size_t>(problem_->num_rows()) + 1, 0.0);
        for (std::size_t column = 0; column < point_.size(); ++column)
            for (std::int64_t entry = problem_->start[column]; entry < problem_->start[column + 1]; ++entry) {
                const auto e = static_cast<std::size_t>(entry);
                double& size = row_size_[static_cast<std::size_t>(problem_->row[e])];
                size = std::max(size, std::fabs(problem_->value[e] * point_[column]));
            }
    }

    const Problem* problem_ = nullptr;
    std::span<const double> point_;
    std::vector<double> row_size_;
    double fixed_ = 0.0;
};

/// Weak duality with the missing bounds filled in; `with_cost` false bounds the problem with cost 0.
DualBound weak_duality(const Problem& problem, std::span<const double> row_dual, bool with_cost, double cutoff,
                       Boxes boxes) {
    const std::vector<double> dual = projected(problem, row_dual);
    Sum sum;
    for (std::size_t row = 0; row < dual.size(); ++row) {
        const long double y = dual[row];
        if (y > 0.0L) sum.add(y * problem.row_lower[row]);
        if (y < 0.0L) sum.add(y * problem.row_upper[row]);
    }
    std::vector<Open> open;
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        long double reduced_cost = with_cost ? problem.cost[c] : 0.0;
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            reduced_cost -= static_cast<long double>(problem.value[e]) * dual[static_cast<std::size_t>(problem.row[e])];
        }
        if (reduced_cost == 0.0L) continue;
        const double bound = reduced_cost > 0.0L ? problem.column_lower[c] : problem.column_upper[c];
        if (std::isinf(bound)) open.push_back({column, reduced_cost});
        else sum.add(reduced_cost * bound);
    }
    DualBound result;
    if (!open.empty()) {
        const ImpliedBounds implied(problem, cutoff);
        for (const Open& item : open) {
            const double bound = item.reduced_cost > 0.0L ? implied.lower(item.column) : implied.upper(item.column);
            const auto size = static_cast<double>(std::fabs(item.reduced_cost));
            if (!std::isinf(bound)) {
                sum.add(item.reduced_cost * bound);
                continue;
            }
            const double cost = with_cost ? std::fabs(problem.cost[static_cast<std::size_t>(item.column)]) : 0.0;
            result.violation = std::max(result.violation, size);
            const double box = boxes.of(item.column);
            result.box = std::max(result.box, box);
            sum.add(size > hopeless * std::max(1.0, cost) ? -static_cast<long double>(infinity)
                                                          : -std::fabs(item.reduced_cost) * box);
        }
    }
    result.value = sum.value();
    return result;
}

/// Clips the point to the column bounds, and says what it then costs and by how much it violates a row.
std::vector<double> measure_primal(const Problem& problem, std::span<const double> primal, Certificate& certificate) {
    std::vector<double> point(primal.begin(), primal.end());
    std::vector<long double> activity(static_cast<std::size_t>(problem.num_rows()), 0.0L);
    Sum cost;
    cost.add(problem.objective_offset);
    double violation = 0.0;
    for (std::size_t column = 0; column < point.size(); ++column) {
        double& x = point[column];
        x = std::min(std::max(x, problem.column_lower[column]), problem.column_upper[column]);
        violation = std::max(violation, problem.column_lower[column] - x);  // only where the bounds cross
        if (x == 0.0) continue;
        cost.add(static_cast<long double>(problem.cost[column]) * x);
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            activity[static_cast<std::size_t>(problem.row[e])] += static_cast<long double>(problem.value[e]) * x;
        }
    }
    for (std::size_t row = 0; row < activity.size(); ++row) {
        const long double excess =
            std::max(problem.row_lower[row] - activity[row], activity[row] - problem.row_upper[row]);
        violation = std::max(violation, static_cast<double>(excess));
    }
    certificate.primal_bound = static_cast<double>(cost.value());
    certificate.primal_violation = violation;
    return point;
}

double largest(std::span<const double> values) {
    double result = 0.0;
    for (const double value : values) result = std::max(result, std::fabs(value));
    return result;
}

}  // namespace

Certificate certify(const Problem& problem, const Solution& solution) {
    Certificate result;
    result.primal_bound = infinity;
    result.dual_bound = -infinity;
    std::vector<double> point(static_cast<std::size_t>(problem.num_columns()), 0.0);
    double cutoff = infinity;
    if (solution.has_primal) {
        point = measure_primal(problem, solution.primal, result);
        cutoff = result.primal_bound + std::max(1.0, std::fabs(result.primal_bound));
    }
    if (problem.num_integers() > 0) {
        result.bound_from_solver = true;
        result.dual_bound = solution.mip_bound;
    } else if (solution.has_dual) {
        const double offset = problem.objective_offset;
        const DualBound bound = weak_duality(problem, solution.row_dual, true, cutoff - offset, Boxes(problem, point));
        result.dual_bound = std::min(static_cast<double>(bound.value + offset), cutoff);
        result.dual_violation = bound.violation;
        result.box = bound.box;
    }
    const double scale = std::max({1.0, std::fabs(result.primal_bound), std::fabs(result.dual_bound)});
    result.relative_gap = std::isinf(scale) ? infinity : std::fabs(result.primal_bound - result.dual_bound) / scale;
    return result;
}

double farkas_proof(const Problem& problem, std::span<const double> ray) {
    if (std::ssize(ray) != problem.num_rows()) return -infinity;
    // The ray has no scale of its own; beyond a box of 1e6 per unit of it, roundoff in the ray proves nothing.
    const DualBound bound = weak_duality(problem, ray, false, infinity, Boxes(1e6));
    return bound.violation > 1e-9 * largest(ray) ? -infinity : static_cast<double>(bound.value);
}

bool proves_unbounded(const Problem& problem, std::span<const double> ray) {
    const double length = largest(ray);
    if (std::ssize(ray) != problem.num_columns() || !(length > 0.0)) return false;
    const double tolerance = 1e-9 * length;
    std::vector<long double> activity(static_cast<std::size_t>(problem.num_rows()), 0.0L);
    std::vector<double> size(activity.size(), 0.0);
    Sum cost;
    for (std::size_t column = 0; column < ray.size(); ++column) {
        const double step = ray[column];
        if (step > tolerance && !std::isinf(problem.column_upper[column])) return false;
        if (step < -tolerance && !std::isinf(problem.column_lower[column])) return false;
        cost.add(static_cast<long double>(problem.cost[column]) * step);
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const auto row = static_cast<std::size_t>(problem.row[e]);
            activity[row] += static_cast<long double>(problem.value[e]) * step;
            size[row] = std::max(size[row], std::fabs(problem.value[e]));
        }
    }
    for (std::size_t row = 0; row < activity.size(); ++row) {
        const long double slack = static_cast<long double>(tolerance) * std::max(1.0, size[row]);
        if (activity[row] > slack && !std::isinf(problem.row_upper[row])) return false;
        if (activity[row] < -slack && !std::isinf(problem.row_lower[row])) return false;
    }
    return cost.value() < 0.0L;
}

}  // namespace proeftuin::lp

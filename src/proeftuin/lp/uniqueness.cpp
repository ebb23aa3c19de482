// SPDX-License-Identifier: Apache-2.0
//
// When is a dual value the only optimal one?
//
// Let B be the optimal basis, x_B its basic variables (columns and row slacks), y = B^-T c_B. A dual y + z is optimal too
// only if it is complementary to x: a basic variable strictly between its bounds keeps reduced cost 0, one at a bound
// (degenerate, set D) may get another. So B'z = -t with t = 0 outside D, that is
//
//     z  in  span { B^-T e_i : i in D },
//
// and z_r = 0 for every row r in which all those vectors vanish. Instead of |D| solves, one with a random combination
// B'w = sum_{i in D} omega_i e_i has w_r = 0 exactly there, but for a set of omega of measure zero; two fixed draws are
// made. Signs of t and of the nonbasic reduced costs are not used, so a row may be marked that cannot move in fact.
//
// The exact range of y_r minimises and maximises it over  { y : c - A'y and y complementary to x }.
//
// Degenerate vertices and multiple prices: R.J. Vanderbei, Linear Programming, 5th ed. (2020), section 5.5 and chapter 7.
#include "proeftuin/lp/uniqueness.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/lp/kernel.hpp"

namespace proeftuin::lp {

namespace {

constexpr double at_bound = 1e-9;        // relative distance within which a value counts as being at its bound
constexpr long double vanishes = 1e-13;  // relative to the largest element; refinement leaves true zeros far below
constexpr int draws = 2;

struct Place {
    bool lower = false;
    bool upper = false;
    [[nodiscard]] bool inside() const { return !lower && !upper; }
};

Place place(double value, double lower, double upper) {
    const auto near = [value](double bound) {
        return !std::isinf(bound) && std::fabs(value - bound) <= at_bound * (1.0 + std::fabs(bound));
    };
    return {.lower = near(lower), .upper = near(upper)};
}

std::vector<double> activities(const Problem& problem, const std::vector<double>& primal) {
    std::vector<long double> sum(static_cast<std::size_t>(problem.num_rows()), 0.0L);
    for (std::size_t column = 0; column < primal.size(); ++column)
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            sum[static_cast<std::size_t>(problem.row[e])] +=
                static_cast<long double>(problem.value[e]) * primal[column];
        }
    return {sum.begin(), sum.end()};
}

/// Where a column is; an integer column counts as fixed.
Place column_place(const Problem& problem, const Solution& solution, std::size_t column) {
    if (problem.integer[column] != 0) return {.lower = true, .upper = true};
    return place(solution.primal[column], problem.column_lower[column], problem.column_upper[column]);
}

/// A fixed sequence of weights in [1, 2).
class Weights {
  public:
    explicit Weights(int draw) : state_(0x9E3779B97F4A7C15ULL * (static_cast<std::uint64_t>(draw) + 1)) {}
    long double next() {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return 1.0L + static_cast<long double>(state_ >> 11) * 0x1.0p-53L;
    }

  private:
    std::uint64_t state_;
};

/// w with B'w = sum of random weights over the degenerate basic variables, on all rows; false when it cannot be had.
bool random_direction(const Problem& problem, const Solution& solution, const Kernel& kernel,
                      const std::vector<double>& activity, int draw, std::vector<long double>& direction) {
    Weights weights(draw);
    direction.assign(static_cast<std::size_t>(problem.num_rows()), 0.0L);
    for (std::size_t row = 0; row < direction.size(); ++row) {  // a basic slack has column -e_row
        const bool basic = solution.basis.rows[row] == Status::basic;
        if (basic && !place(activity[row], problem.row_lower[row], problem.row_upper[row]).inside())
            direction[row] = -weights.next();
    }
    Kernel::Vector right;
    for (const int column : kernel.columns()) {
        const auto c = static_cast<std::size_t>(column);
        right.push_back(column_place(problem, solution, c).inside() ? 0.0L : weights.next());
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            if (kernel.position(problem.row[e]) < 0)
                right.back() -=
                    static_cast<long double>(problem.value[e]) * direction[static_cast<std::size_t>(problem.row[e])];
        }
    }
    Kernel::Vector active;
    if (!kernel.solve_transposed(right, active)) return false;
    for (std::size_t k = 0; k < active.size(); ++k) direction[static_cast<std::size_t>(kernel.rows()[k])] = active[k];
    return true;
}

/// The dual face of `problem` at x as an LP in y: a row for each column of the problem.
Problem dual_face(const Problem& problem, const Solution& solution, double slack) {
    Builder builder;
    const std::vector<double> activity = activities(problem, solution.primal);
    for (std::size_t row = 0; row < activity.size(); ++row) {
        const Place where = place(activity[row], problem.row_lower[row], problem.row_upper[row]);
        builder.add_columns(1, where.upper ? -infinity : 0.0, where.lower ? infinity : 0.0);
    }
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        const Place where = column_place(problem, solution, c);
        const double give = slack * std::max(1.0, std::fabs(problem.cost[c]));
        const int row = builder.add_rows(1, where.lower ? -infinity : problem.cost[c] - give,
                                         where.upper ? infinity : problem.cost[c] + give);
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            builder.add(row, problem.row[e], problem.value[e]);
        }
    }
    return builder.finish();
}

}  // namespace

std::vector<std::uint8_t> dual_may_move(const Problem& problem, const Solution& solution) {
    std::vector<std::uint8_t> result(static_cast<std::size_t>(problem.num_rows()), 1);
    if (!solution.has_primal || !solution.has_dual) return result;
    const Kernel kernel(problem, solution.basis);
    if (!kernel.valid()) return result;
    const std::vector<double> activity = activities(problem, solution.primal);
    std::vector<std::uint8_t> moves(result.size(), 0);
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<long double> direction;
        if (!random_direction(problem, solution, kernel, activity, draw, direction)) return result;
        long double largest = 0.0L;
        for (const long double element : direction) largest = std::max(largest, std::fabs(element));
        for (std::size_t row = 0; row < moves.size(); ++row)
            if (std::fabs(direction[row]) > vanishes * largest) moves[row] = 1;
    }
    return moves;
}

DualRange dual_range(const Problem& problem, const Solution& solution, int row, const SessionOptions& options) {
    DualRange range;
    if (!solution.has_primal) return range;
    // Exactly first; where roundoff in x or y leaves no point, with a slack of 1e-9 per unit of cost.
    for (const double slack : {0.0, 1e-9}) {
        const Problem face = dual_face(problem, solution, slack);
        Session session(face, options);
        const Solution low = session.solve({.costs = {{row, 1.0}}});
        const Solution high = session.solve({.costs = {{row, -1.0}}});
        const auto settled = [](const Solution& end) {
            return end.termination == Termination::optimal || end.termination == Termination::unbounded;
        };
        range.termination = settled(low) ? high.termination : low.termination;
        if (!settled(low) || !settled(high)) continue;
        range.termination = Termination::optimal;
        if (low.termination == Termination::optimal) range.lower = low.objective;
        if (high.termination == Termination::optimal) range.upper = -high.objective;
        return range;
    }
    return range;
}

}  // namespace proeftuin::lp

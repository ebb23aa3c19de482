// SPDX-License-Identifier: Apache-2.0
//
// How far prices can move. The optimal duals Y of  min c x, A x in [L, U], x in [l, u]  are those that keep complementary slackness
// with one optimal x. By linear programming duality
//
//     max { g y : y in Y }  =  min { c d : d is a direction in which x may go when the right-hand sides move along g }
//
// where a row that is equal has A d = g, one at its lower bound A d >= g, at its upper bound A d <= g, any other none, and a column
// at its lower bound d >= 0, at its upper d <= 0, fixed d = 0: the derivative of the least cost along g (Shapiro 1979, Mathematical
// Programming: Structures and Algorithms, section 2.3). Where no direction will do, the price has no limit. The least is minus the
// most along -g. x's own basis is dual feasible for all of these problems, so each takes few iterations of the dual simplex.
//
// A value within 1e-9 (relative) of its bound counts as at it. So the range may be wider than the true one, not narrower.

#include "proeftuin/study/price_range.hpp"

#include <algorithm>
#include <cmath>

namespace proeftuin::study {

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool reached(double value, double bound) {
    return std::abs(bound) < lp::infinity && std::abs(value - bound) <= 1e-9 * std::max(1.0, std::abs(bound));
}

/// Which rows are at a bound of theirs, and how.
struct Active {
    bool lower = false;
    bool upper = false;
};

std::vector<double> row_values(const lp::Problem& problem, const std::vector<double>& x) {
    std::vector<long double> sums(at(problem.num_rows()), 0.0L);
    for (int j = 0; j < problem.num_columns(); ++j)
        for (auto e = problem.start[at(j)]; e < problem.start[at(j) + 1]; ++e)
            sums[at(problem.row[static_cast<std::size_t>(e)])] +=
                static_cast<long double>(problem.value[static_cast<std::size_t>(e)]) * x[at(j)];
    return {sums.begin(), sums.end()};
}

std::vector<Active> active_rows(const lp::Problem& problem, const std::vector<double>& x) {
    const std::vector<double> values = row_values(problem, x);
    std::vector<Active> active(values.size());
    for (std::size_t r = 0; r < values.size(); ++r) {
        const bool equal = problem.row_lower[r] == problem.row_upper[r];
        active[r] = {equal || reached(values[r], problem.row_lower[r]),
                     equal || reached(values[r], problem.row_upper[r])};
    }
    return active;
}

/// The problem of directions, its rows still free.
lp::Problem directions(const lp::Problem& problem, const std::vector<double>& x) {
    lp::Problem cone = problem;
    cone.objective_offset = 0.0;
    std::ranges::fill(cone.row_lower, -lp::infinity);
    std::ranges::fill(cone.row_upper, lp::infinity);
    for (std::size_t j = 0; j < x.size(); ++j) {
        const bool fixed = problem.column_lower[j] == problem.column_upper[j];
        cone.column_lower[j] = fixed || reached(x[j], problem.column_lower[j]) ? 0.0 : -lp::infinity;
        cone.column_upper[j] = fixed || reached(x[j], problem.column_upper[j]) ? 0.0 : lp::infinity;
    }
    return cone;
}

/// The derivative of the least cost along sign * weights; infinite where there is no direction.
double derivative(lp::Session& session, const std::vector<Active>& active, const std::vector<double>& weights,
                  double sign) {
    lp::Patch patch;
    for (std::size_t r = 0; r < active.size(); ++r)
        patch.rows.push_back({static_cast<int>(r), active[r].lower ? sign * weights[r] : -lp::infinity,
                              active[r].upper ? sign * weights[r] : lp::infinity});
    const lp::Solution solution = session.solve(patch);
    return solution.termination == lp::Termination::optimal ? solution.certificate.primal_bound : lp::infinity;
}

}  // namespace

std::vector<PriceRange> price_ranges(const lp::Problem& problem, const lp::Solution& solution,
                                     const std::vector<std::vector<double>>& weights,
                                     const lp::SessionOptions& options) {
    const std::vector<Active> active = active_rows(problem, solution.primal);
    const lp::Problem cone = directions(problem, solution.primal);
    lp::Session session(cone, options);
    std::vector<PriceRange> ranges;
    for (const std::vector<double>& weight : weights) {
        session.set_basis(solution.basis);
        PriceRange range;
        range.most = derivative(session, active, weight, 1.0);
        range.least = -derivative(session, active, weight, -1.0);
        ranges.push_back(range);
    }
    return ranges;
}

}  // namespace proeftuin::study

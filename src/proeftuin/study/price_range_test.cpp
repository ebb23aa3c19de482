// SPDX-License-Identifier: Apache-2.0
//
// The most that a sum of prices can be is how fast the least cost rises when the right-hand sides move: against solves of problems
// whose right-hand sides did move, a little.

#include "proeftuin/study/price_range.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace proeftuin::study {
namespace {

constexpr double step = 1e-4;

double whole(int low, int high) { return *rc::gen::inRange(low, high); }

/// Whole numbers throughout, so that many corners have more rows and bounds than they need; some point fits all of them.
lp::Problem random_problem() {
    lp::Builder builder;
    const int columns = *rc::gen::inRange(2, 7);
    const int rows = *rc::gen::inRange(1, 5);
    std::vector<double> point;
    for (int j = 0; j < columns; ++j) {
        const double low = whole(-3, 2);
        const double width = whole(0, 5);
        point.push_back(low + std::floor(width / 2.0));
        builder.add_columns(1, low, low + width);
        builder.add_cost(j, whole(-4, 5));
    }
    for (int r = 0; r < rows; ++r) {
        const int kind = *rc::gen::inRange(0, 4);
        builder.add_rows(1, 0.0, 0.0);
        double at = 0.0;
        for (int j = 0; j < columns; ++j) {
            const double entry = whole(-2, 3);
            if (entry != 0.0) builder.add(r, j, entry);
            at += entry * point[static_cast<std::size_t>(j)];
        }
        const double low = at - (kind == 0 ? 0.0 : whole(0, 3));
        const double high = at + (kind == 0 ? 0.0 : whole(0, 3));
        builder.set_row_bounds(r, kind == 1 ? -lp::infinity : low, kind == 2 ? lp::infinity : high);
    }
    return builder.finish();
}

/// How fast the least cost rises; infinite where nothing is left that holds.
double rise(lp::Problem problem, const std::vector<double>& weights, double sign, double cost) {
    for (std::size_t r = 0; r < weights.size(); ++r) {
        problem.row_lower[r] += sign * step * weights[r];
        problem.row_upper[r] += sign * step * weights[r];
    }
    const lp::Solution moved = lp::Session(problem).solve();
    if (moved.termination != lp::Termination::optimal) return lp::infinity;
    return (moved.certificate.primal_bound - cost) / step;
}

bool same(double a, double b) { return a == b || std::abs(a - b) <= 1e-4 * std::max(1.0, std::abs(b)); }

RC_GTEST_PROP(PriceRanges, AreHowFastTheCostRises, ()) {
    const lp::Problem problem = random_problem();
    const lp::Solution solution = lp::Session(problem).solve();
    RC_PRE(solution.termination == lp::Termination::optimal);
    std::vector<double> weights;
    for (int r = 0; r < problem.num_rows(); ++r) weights.push_back(whole(-3, 4));
    const PriceRange range = price_ranges(problem, solution, {weights}, {}).front();
    const double cost = solution.certificate.primal_bound;
    const double most = rise(problem, weights, 1.0, cost);
    const double least = -rise(problem, weights, -1.0, cost);
    RC_LOG() << range.least << ".." << range.most << " and by moving " << least << ".." << most << '\n';
    RC_ASSERT(same(range.most, most));
    RC_ASSERT(same(range.least, least));
    double now = 0.0;
    for (std::size_t r = 0; r < weights.size(); ++r) now += weights[r] * solution.row_dual[r];
    RC_ASSERT(now <= range.most + 1e-6);
    RC_ASSERT(now >= range.least - 1e-6);
}

}  // namespace
}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
//
// For a row  L <= sum_k a_k x_k <= U  and a column j with a_j > 0:
//     x_j <= (U - min activity of the others) / a_j,     x_j >= (L - max activity of the others) / a_j,
// and mirrored for a_j < 0. Only columns with an infinite bound are tightened, and only on that side.
#include "proeftuin/lp/implied_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace proeftuin::lp {

namespace {

constexpr int max_passes = 6;     // a bound that needs a longer chain of rows than this is left to the box
constexpr double useless = 1e15;  // an implied bound beyond this proves nothing worth having
constexpr double safety = 1e-9;   // relative widening against rounding in the activities

}  // namespace

ImpliedBounds::ImpliedBounds(const Problem& problem, double cutoff)
    : problem_(problem),
      cutoff_(cutoff),
      lower_(problem.column_lower),
      upper_(problem.column_upper),
      activities_(static_cast<std::size_t>(problem.num_rows()) + 1) {
    std::vector<int> open;
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            count(activities_[static_cast<std::size_t>(problem.row[e])], problem.value[e], column, 1);
        }
        if (problem.cost[c] != 0.0) count(activities_.back(), problem.cost[c], column, 1);
        if (std::isinf(lower_[c]) || std::isinf(upper_[c])) open.push_back(column);
    }
    for (int pass = 0; pass < max_passes; ++pass) {
        bool changed = false;
        for (const int column : open) changed = tighten(column) || changed;
        if (!changed) return;
    }
}

void ImpliedBounds::count(Activity& activity, double coefficient, int column, int sign) const {
    const auto c = static_cast<std::size_t>(column);
    const double at_min = coefficient > 0.0 ? lower_[c] : upper_[c];
    const double at_max = coefficient > 0.0 ? upper_[c] : lower_[c];
    if (std::isinf(at_min)) activity.infinite_min += sign;
    else activity.min += sign * coefficient * at_min;
    if (std::isinf(at_max)) activity.infinite_max += sign;
    else activity.max += sign * coefficient * at_max;
}

void ImpliedBounds::propose(std::size_t row, double coefficient, std::size_t column, double& lower,
                            double& upper) const {
    const bool is_cost = row + 1 == activities_.size();
    const double row_lower = is_cost ? -infinity : problem_.row_lower[row];
    const double row_upper = is_cost ? cutoff_ : problem_.row_upper[row];
    const Activity& activity = activities_[row];
    const double own_min = coefficient > 0.0 ? lower_[column] : upper_[column];
    const double own_max = coefficient > 0.0 ? upper_[column] : lower_[column];
    const auto limit = [&](double bound, double finite_part, double own) {
        const double others = std::isinf(own) ? finite_part : finite_part - coefficient * own;
        const double value = (bound - others) / coefficient;
        const double slack = safety * (1.0 + (std::fabs(bound) + std::fabs(finite_part)) / std::fabs(coefficient));
        return std::pair{value - slack, value + slack};
    };
    if (!std::isinf(row_upper) && activity.infinite_min == (std::isinf(own_min) ? 1 : 0)) {
        const auto [low, high] = limit(row_upper, activity.min, own_min);
        if (coefficient > 0.0) upper = std::min(upper, high);
        else lower = std::max(lower, low);
    }
    if (!std::isinf(row_lower) && activity.infinite_max == (std::isinf(own_max) ? 1 : 0)) {
        const auto [low, high] = limit(row_lower, activity.max, own_max);
        if (coefficient > 0.0) lower = std::max(lower, low);
        else upper = std::min(upper, high);
    }
}

bool ImpliedBounds::tighten(int column) {
    const auto c = static_cast<std::size_t>(column);
    const bool want_lower = std::isinf(lower_[c]);
    const bool want_upper = std::isinf(upper_[c]);
    if (!want_lower && !want_upper) return false;
    double lower = lower_[c];
    double upper = upper_[c];
    for (std::int64_t entry = problem_.start[c]; entry < problem_.start[c + 1]; ++entry) {
        const auto e = static_cast<std::size_t>(entry);
        if (problem_.value[e] != 0.0)
            propose(static_cast<std::size_t>(problem_.row[e]), problem_.value[e], c, lower, upper);
    }
    if (problem_.cost[c] != 0.0) propose(activities_.size() - 1, problem_.cost[c], c, lower, upper);
    if (!want_lower || !(std::fabs(lower) < useless)) lower = lower_[c];
    if (!want_upper || !(std::fabs(upper) < useless)) upper = upper_[c];
    if (lower == lower_[c] && upper == upper_[c]) return false;

    const auto recount = [&](int sign) {
        for (std::int64_t entry = problem_.start[c]; entry < problem_.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            count(activities_[static_cast<std::size_t>(problem_.row[e])], problem_.value[e], column, sign);
        }
        if (problem_.cost[c] != 0.0) count(activities_.back(), problem_.cost[c], column, sign);
    };
    recount(-1);
    lower_[c] = lower;
    upper_[c] = upper;
    recount(1);
    return true;
}

}  // namespace proeftuin::lp

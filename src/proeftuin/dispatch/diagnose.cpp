// SPDX-License-Identifier: Apache-2.0
//
// Why there is no solution, in three steps that stop where they find something:
//
//     1. columns whose bounds cross (a given dispatch outside the limits, a minimum above a maximum);
//     2. the least total shortfall or surplus of the nodal balances that makes the rest feasible: where how much is missing;
//     3. a small set of rows and bounds that cannot all hold.
//
// For a cost that falls without end: the columns of a direction along which it does.

#include "proeftuin/dispatch/diagnose.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <limits>
#include <string>

#include "proeftuin/lp/conflict.hpp"

namespace proeftuin::dispatch {

namespace {

constexpr std::size_t max_listed = 1000;

template <typename Families>
Obstacle name_of(const Template& model, const Families& families, int index) {
    const auto after = std::ranges::upper_bound(families, index, {}, [](const auto& family) { return family.first; });
    const auto& family = *std::prev(after);
    const RowTag& tag = family.tags[static_cast<std::size_t>(index - family.first)];
    Obstacle obstacle;
    const std::string what = model.describe(family.component, tag);
    obstacle.name = what.empty() ? family.name : family.name + "[" + what + "]";
    obstacle.component = family.component;
    if (tag.item >= 0 && !family.component.empty())
        obstacle.item = model.network->table(family.component).name(tag.item);
    if (tag.t >= 0)
        obstacle.snapshot = model.network->snapshots.name(model.horizon.snapshots[static_cast<std::size_t>(tag.t)]);
    obstacle.amount = std::numeric_limits<double>::quiet_NaN();
    return obstacle;
}

std::string rounded(double value) { return fmt::format("{:.6g}", value); }

/// Step 1.
bool find_crossed(const Template& model, Diagnosis& diagnosis) {
    const lp::Problem& problem = model.problem;
    for (int j = 0; j < problem.num_columns(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        const double excess = problem.column_lower[at] - problem.column_upper[at];
        if (!(excess > 1e-9 * std::max(1.0, std::abs(problem.column_lower[at])))) continue;
        if (diagnosis.conflict.empty())
            diagnosis.summary = name_of(model, model.columns, j).name + " must be at least " +
                                rounded(problem.column_lower[at]) + " and at most " +
                                rounded(problem.column_upper[at]) + ".";
        if (diagnosis.conflict.size() >= max_listed) break;
        diagnosis.conflict.push_back(name_of(model, model.columns, j));
        diagnosis.conflict.back().amount = excess;
    }
    return !diagnosis.conflict.empty();
}

std::vector<int> balance_rows(const Template& model) {
    std::vector<int> rows;
    const int count = model.num_scenarios() * model.horizon.size() * model.network->table("Bus").size();
    for (int i = 0; i < count; ++i) rows.push_back(model.balance_first + i);
    return rows;
}

/// Step 2.
bool find_missing(const Template& model, const lp::SessionOptions& options, Diagnosis& diagnosis) {
    const lp::Relaxation relaxation = lp::relax(model.problem, balance_rows(model), options);
    if (relaxation.termination != lp::Termination::optimal || relaxation.rows.empty()) return false;
    std::vector<lp::Shortfall> rows = relaxation.rows;
    std::ranges::stable_sort(rows, std::greater{}, [](const lp::Shortfall& s) { return std::abs(s.amount); });
    for (const lp::Shortfall& shortfall : rows) {
        if (diagnosis.missing.size() >= max_listed) break;
        diagnosis.missing.push_back(name_of(model, model.rows, shortfall.row));
        diagnosis.missing.back().amount = shortfall.amount;
    }
    const Obstacle& worst = diagnosis.missing.front();
    diagnosis.summary = "Supply and demand cannot be balanced: at least " + rounded(relaxation.total) +
                        " MW (summed over snapshots) are missing or too much at " + std::to_string(rows.size()) +
                        (rows.size() == 1 ? " balance" : " balances") + "; the largest is " +
                        rounded(std::abs(worst.amount)) + " MW at bus " + worst.item +
                        (worst.snapshot.empty() ? "" : " in snapshot " + worst.snapshot) + ".";
    return true;
}

/// Step 3.
bool find_conflict(const Template& model, const lp::SessionOptions& options, Diagnosis& diagnosis) {
    const lp::Conflict conflict = lp::explain_infeasible(model.problem, options);
    if (!conflict.found) return false;
    for (const int row : conflict.rows) diagnosis.conflict.push_back(name_of(model, model.rows, row));
    for (const int column : conflict.columns) diagnosis.conflict.push_back(name_of(model, model.columns, column));
    if (diagnosis.summary.empty())
        diagnosis.summary = std::to_string(diagnosis.conflict.size()) + " constraints cannot all hold.";
    return true;
}

void explain_unbounded(const Template& model, const lp::Solution& solution, Diagnosis& diagnosis) {
    diagnosis.summary = "The cost falls without end: something without a limit earns money.";
    for (const auto& [column, rate] : lp::runaway_columns(solution)) {
        if (diagnosis.conflict.size() >= max_listed) break;
        diagnosis.conflict.push_back(name_of(model, model.columns, column));
        diagnosis.conflict.back().amount = rate;
    }
    if (diagnosis.conflict.empty()) return;
    diagnosis.summary += " It begins with " + diagnosis.conflict.front().name + ".";
}

}  // namespace

Diagnosis diagnose(const Template& model, const lp::Solution& solution, const lp::SessionOptions& options) {
    Diagnosis diagnosis;
    if (solution.termination == lp::Termination::unbounded) {
        explain_unbounded(model, solution, diagnosis);
    } else if (solution.termination == lp::Termination::infeasible) {
        if (find_crossed(model, diagnosis)) return diagnosis;
        if (!find_missing(model, options, diagnosis)) find_conflict(model, options, diagnosis);
        if (diagnosis.summary.empty())
            diagnosis.summary = "No schedule keeps every limit, and the limits at fault could not be told apart.";
    } else {
        diagnosis.summary = "The solver stopped without a solution: " + solution.detail;
    }
    return diagnosis;
}

}  // namespace proeftuin::dispatch

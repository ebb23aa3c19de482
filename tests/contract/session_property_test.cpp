// SPDX-License-Identifier: Apache-2.0
//
// What has to hold for any LP, on random small ones, for every backend.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

#include "proeftuin/lp/certificate.hpp"
#include "proeftuin/lp/session.hpp"

namespace proeftuin::lp {
namespace {

std::vector<Backend> backends() {
    std::vector<Backend> result;
    for (const Backend backend : {Backend::clp, Backend::highs})
        if (available(backend)) result.push_back(backend);
    return result;
}

Solution solve(const Problem& problem, Backend backend) { return Session(problem, {.backend = backend}).solve(); }

bool close(double a, double b) {
    return a == b || std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

double tenth(int low, int high) { return *rc::gen::inRange(low, high) / 10.0; }

/// Lower and upper bound: none, one, both, or equal.
std::pair<double, double> bounds() {
    const int kind = *rc::gen::inRange(0, 8);
    const double low = tenth(-60, 40);
    const double width = tenth(0, 80);
    if (kind == 0) return {-infinity, infinity};
    if (kind == 1) return {low, infinity};
    if (kind == 2) return {-infinity, low};
    if (kind == 3) return {low, low};
    return {low, low + width};
}

/// Columns bounded mostly, so that most problems have an optimum.
Problem random_problem() {
    const int columns = *rc::gen::inRange(1, 8);
    const int rows = *rc::gen::inRange(1, 7);
    Builder builder;
    for (int column = 0; column < columns; ++column) {
        const auto [low, high] = bounds();
        builder.add_columns(1, low, high);
        builder.add_cost(column, tenth(-100, 100));
    }
    for (int row = 0; row < rows; ++row) {
        const auto [low, high] = bounds();
        builder.add_rows(1, low, high);
        for (int column = 0; column < columns; ++column)
            if (*rc::gen::inRange(0, 3) > 0) builder.add(row, column, tenth(-30, 30));
    }
    builder.add_offset(tenth(-100, 100));
    return builder.finish();
}

Patch random_patch(const Problem& problem) {
    Patch patch;
    const int changes = *rc::gen::inRange(0, 6);
    for (int change = 0; change < changes; ++change) {
        const auto [low, high] = bounds();
        const int column = *rc::gen::inRange(0, problem.num_columns());
        switch (*rc::gen::inRange(0, 4)) {
            case 0: patch.columns.push_back({column, low, high}); break;
            case 1: patch.rows.push_back({*rc::gen::inRange(0, problem.num_rows()), low, high}); break;
            case 2: patch.costs.push_back({column, tenth(-100, 100)}); break;
            default:
                for (auto e = problem.start[static_cast<std::size_t>(column)];
                     e < problem.start[static_cast<std::size_t>(column) + 1]; ++e)
                    patch.coefficients.push_back({problem.row[static_cast<std::size_t>(e)], column, tenth(-30, 30)});
        }
    }
    patch.objective_offset_change = tenth(-10, 10);
    return patch;
}

/// The same LP with its columns and rows in another order.
Problem permuted(const Problem& problem, const std::vector<int>& columns, const std::vector<int>& rows) {
    Builder builder;
    for (const int column : columns) {
        const auto c = static_cast<std::size_t>(column);
        const int own = builder.add_columns(1, problem.column_lower[c], problem.column_upper[c]);
        builder.add_cost(own, problem.cost[c]);
    }
    std::vector<int> place(rows.size());
    for (const int row : rows) {
        const auto r = static_cast<std::size_t>(row);
        place[r] = builder.add_rows(1, problem.row_lower[r], problem.row_upper[r]);
    }
    for (int own = 0; own < problem.num_columns(); ++own) {
        const auto c = static_cast<std::size_t>(columns[static_cast<std::size_t>(own)]);
        for (auto e = problem.start[c]; e < problem.start[c + 1]; ++e)
            builder.add(place[static_cast<std::size_t>(problem.row[static_cast<std::size_t>(e)])], own,
                        problem.value[static_cast<std::size_t>(e)]);
    }
    builder.add_offset(problem.objective_offset);
    return builder.finish();
}

std::vector<int> shuffled(int count) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (int k = count - 1; k > 0; --k)
        std::swap(order[static_cast<std::size_t>(k)], order[static_cast<std::size_t>(*rc::gen::inRange(0, k + 1))]);
    return order;
}

void log(const char* what, const Solution& solution) {
    RC_LOG() << what << ": " << name(solution.termination) << ' ' << solution.objective << ' ' << solution.detail
             << '\n';
}

RC_GTEST_PROP(SessionProperty, StrongDualityHoldsAndEveryVerdictIsProved, ()) {
    const Problem problem = random_problem();
    for (const Backend backend : backends()) {
        const Solution solution = solve(problem, backend);
        log("found", solution);
        RC_ASSERT(solution.termination != Termination::failed);
        RC_ASSERT(solution.termination != Termination::limit);
        if (solution.termination == Termination::optimal) {
            RC_ASSERT(solution.certificate.relative_gap <= 1e-9);
            RC_ASSERT(solution.certificate.primal_violation <= 1e-7);
            RC_ASSERT(solution.certificate.dual_bound <=
                      solution.certificate.primal_bound + 1e-9 * (1.0 + std::fabs(solution.objective)));
        }
        if (!solution.ray.empty() && solution.termination == Termination::infeasible)
            RC_ASSERT(farkas_proof(problem, solution.ray) > 0.0);
        if (!solution.ray.empty() && solution.termination == Termination::unbounded)
            RC_ASSERT(proves_unbounded(problem, solution.ray));
    }
}

RC_GTEST_PROP(SessionProperty, BackendsAgree, ()) {
    const Problem problem = random_problem();
    const Solution first = solve(problem, backends().front());
    const Solution last = solve(problem, backends().back());
    log("clp", first);
    log("highs", last);
    RC_ASSERT(first.termination == last.termination);
    if (first.termination == Termination::optimal) RC_ASSERT(close(first.objective, last.objective));
}

RC_GTEST_PROP(SessionProperty, BackendsAgreeOnIntegers, ()) {
    Problem problem = random_problem();
    for (std::size_t column = 0; column < problem.integer.size(); ++column) {
        problem.integer[column] = column == 0 || *rc::gen::inRange(0, 2) == 0 ? 1 : 0;
        // A finite box: with rows of tenths, unbounded integers can be hard for no good reason.
        problem.column_lower[column] = std::max(problem.column_lower[column], -20.0);
        problem.column_upper[column] =
            std::max(problem.column_lower[column], std::min(problem.column_upper[column], 20.0));
    }
    const Solution first = solve(problem, backends().front());
    const Solution last = solve(problem, backends().back());
    log("clp", first);
    log("highs", last);
    RC_ASSERT(first.termination == last.termination);
    if (first.termination != Termination::optimal) return;
    const double gap = 3e-6 * std::max(1.0, std::fabs(first.objective));
    RC_ASSERT(std::fabs(first.objective - last.objective) <= gap);
    for (const Solution* solution : {&first, &last}) {
        RC_ASSERT(solution->mip_bound <= std::min(first.objective, last.objective) + gap);
        RC_ASSERT(solution->mip_bound >= solution->objective - gap);
        for (std::size_t column = 0; column < problem.integer.size(); ++column)
            RC_ASSERT(problem.integer[column] == 0 || solution->primal[column] == std::round(solution->primal[column]));
        RC_ASSERT(certify(problem, *solution).primal_violation <= 1e-7);
    }
}

RC_GTEST_PROP(SessionProperty, ASessionAgreesWithTheProblemRebuiltAndGivesTheTemplateBack, ()) {
    const Problem problem = random_problem();
    for (const Backend backend : backends()) {
        Session session(problem, {.backend = backend});
        const Solution untouched = session.solve();
        for (int round = 0; round < 3; ++round) {
            const Patch patch = random_patch(problem);
            const Solution warm = session.solve(patch);
            const Solution cold = solve(patched(problem, patch), backend);
            log("warm", warm);
            log("cold", cold);
            RC_ASSERT(warm.termination == cold.termination);
            if (warm.termination == Termination::optimal) RC_ASSERT(close(warm.objective, cold.objective));
        }
        const Solution again = session.solve();
        RC_ASSERT(again.termination == untouched.termination);
        if (again.termination == Termination::optimal) RC_ASSERT(close(again.objective, untouched.objective));
    }
}

RC_GTEST_PROP(SessionProperty, WideningABoundNeverRaisesTheCost, ()) {
    const Problem problem = random_problem();
    const auto column = static_cast<std::size_t>(*rc::gen::inRange(0, problem.num_columns()));
    const double more = tenth(0, 50);
    Patch patch;
    patch.columns = {
        {static_cast<int>(column), problem.column_lower[column] - more, problem.column_upper[column] + more}};
    for (const Backend backend : backends()) {
        Session session(problem, {.backend = backend});
        const Solution narrow = session.solve();
        const Solution wide = session.solve(patch);
        if (narrow.termination != Termination::optimal) continue;
        RC_ASSERT(wide.termination == Termination::optimal || wide.termination == Termination::unbounded);
        if (wide.termination == Termination::optimal)
            RC_ASSERT(wide.objective <= narrow.objective + 1e-9 * (1.0 + std::fabs(narrow.objective)));
    }
}

RC_GTEST_PROP(SessionProperty, TheOrderOfColumnsAndRowsChangesNothing, ()) {
    const Problem problem = random_problem();
    const Problem other = permuted(problem, shuffled(problem.num_columns()), shuffled(problem.num_rows()));
    for (const Backend backend : backends()) {
        const Solution a = solve(problem, backend);
        const Solution b = solve(other, backend);
        log("as it is", a);
        log("permuted", b);
        RC_ASSERT(a.termination == b.termination);
        if (a.termination == Termination::optimal) RC_ASSERT(close(a.objective, b.objective));
    }
}

RC_GTEST_PROP(SessionProperty, NoDualsProveMoreThanAFeasiblePointCosts, ()) {
    // A box around a known point, rows that it satisfies, and duals drawn at random.
    const int columns = *rc::gen::inRange(1, 6);
    const int rows = *rc::gen::inRange(1, 6);
    Builder builder;
    Solution guess;
    guess.has_primal = guess.has_dual = true;
    for (int column = 0; column < columns; ++column) {
        const double x = tenth(-50, 50);
        const bool open = *rc::gen::inRange(0, 4) == 0;
        builder.add_columns(1, x - tenth(0, 30), open ? infinity : x + tenth(0, 30));
        builder.add_cost(column, tenth(-50, 50));
        guess.primal.push_back(x);
    }
    for (int row = 0; row < rows; ++row) {
        double activity = 0.0;
        builder.add_rows(1, 0.0, 0.0);
        for (int column = 0; column < columns; ++column) {
            const double value = tenth(-20, 20);
            builder.add(row, column, value);
            activity += value * guess.primal[static_cast<std::size_t>(column)];
        }
        const bool open = *rc::gen::inRange(0, 3) == 0;
        builder.set_row_bounds(row, open ? -infinity : activity - tenth(0, 9) - 1e-9, activity + tenth(0, 9) + 1e-9);
        guess.row_dual.push_back(tenth(-50, 50));
    }
    const Certificate certificate = certify(builder.finish(), guess);
    RC_ASSERT(certificate.dual_bound <= certificate.primal_bound + 1e-9 * (1.0 + std::fabs(certificate.primal_bound)));
}

}  // namespace
}  // namespace proeftuin::lp

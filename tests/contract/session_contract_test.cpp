// SPDX-License-Identifier: Apache-2.0
//
// What every solver backend has to do behind lp::Session.
#include <chrono>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <vector>

#include "proeftuin/lp/certificate.hpp"
#include "proeftuin/lp/session.hpp"

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

using ::testing::HasSubstr;

class SessionContract : public ::testing::TestWithParam<Backend> {
  protected:
    [[nodiscard]] static SessionOptions options() { return {.backend = GetParam()}; }
    [[nodiscard]] static Solution solve(const Problem& problem) { return Session(problem, options()).solve(); }
};

// Two plants serve 80 MW: a at 10 up to 50 MW, b at 30 up to 100 MW; standing costs of 5.
// a = 50, b = 30, cost 5 + 500 + 900 = 1405; one more MW costs 30, one more MW of a saves 20.
Problem two_plants(bool integer = false) {
    Builder builder;
    const int a = builder.add_columns(1, 0.0, 50.0, integer);
    const int b = builder.add_columns(1, 0.0, 100.0, integer);
    const int balance = builder.add_rows(1, 80.0, 80.0);
    builder.add_cost(a, 10.0);
    builder.add_cost(b, 30.0);
    builder.add(balance, a, 1.0);
    builder.add(balance, b, 1.0);
    builder.add_offset(5.0);
    return builder.finish();
}

void expect_two_plants(const Solution& solution) {
    ASSERT_EQ(solution.termination, Termination::optimal) << solution.detail;
    ASSERT_TRUE(solution.has_primal && solution.has_dual);
    EXPECT_DOUBLE_EQ(solution.objective, 1405.0);
    EXPECT_NEAR(solution.primal[0], 50.0, 1e-9);
    EXPECT_NEAR(solution.primal[1], 30.0, 1e-9);
    EXPECT_NEAR(solution.row_dual[0], 30.0, 1e-9);
    EXPECT_NEAR(solution.reduced_cost[0], -20.0, 1e-9);
    EXPECT_NEAR(solution.reduced_cost[1], 0.0, 1e-9);
    EXPECT_LE(solution.certificate.relative_gap, 1e-9);
    EXPECT_EQ(solution.certificate.box, 0.0);
}

TEST_P(SessionContract, SolvesWithOffsetAndDuals) { expect_two_plants(solve(two_plants())); }

TEST_P(SessionContract, SaysWhichBackendItIs) {
    const Problem problem = two_plants();
    EXPECT_EQ(Session(problem, options()).backend(), GetParam());
    EXPECT_NE(Session(problem).backend(), Backend::automatic);
}

TEST_P(SessionContract, DualsAreTheRiseOfTheMinimalCostPerUnitOfTheBound) {
    // min x + 2y: x + y >= 4, x <= 3 as a row. Cost 5; one more of the first row costs 2, one more of the second saves 1.
    Builder builder;
    const int x = builder.add_columns(2, 0.0, infinity);
    const int rows = builder.add_rows(2, 4.0, infinity);
    builder.set_row_bounds(rows + 1, -infinity, 3.0);
    builder.add_cost(x, 1.0);
    builder.add_cost(x + 1, 2.0);
    builder.add(rows, x, 1.0);
    builder.add(rows, x + 1, 1.0);
    builder.add(rows + 1, x, 1.0);
    const Problem problem = builder.finish();
    Session session(problem, options());
    const Solution solution = session.solve();
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_NEAR(solution.objective, 5.0, 1e-12);
    EXPECT_NEAR(solution.row_dual[0], 2.0, 1e-9);
    EXPECT_NEAR(solution.row_dual[1], -1.0, 1e-9);
    EXPECT_NEAR(session.solve({.rows = {{rows, 4.5, infinity}}}).objective, 6.0, 1e-12);
    EXPECT_NEAR(session.solve({.rows = {{rows + 1, -infinity, 3.5}}}).objective, 4.5, 1e-12);
}

TEST_P(SessionContract, ProvesInfeasible) {
    const Solution solution = Session(two_plants(), options()).solve({.rows = {{0, 151.0, 151.0}}});
    EXPECT_EQ(solution.termination, Termination::infeasible);
    EXPECT_FALSE(solution.has_primal);
    ASSERT_EQ(solution.ray.size(), 1U);
    EXPECT_GT(farkas_proof(patched(two_plants(), {.rows = {{0, 151.0, 151.0}}}), solution.ray), 0.0);
}

TEST_P(SessionContract, ProvesUnbounded) {
    Builder builder;
    const int x = builder.add_columns(2, 0.0, infinity);
    const int row = builder.add_rows(1, -1.0, 1.0);
    builder.add_cost(x, -1.0);
    builder.add(row, x, 1.0);
    builder.add(row, x + 1, -1.0);
    const Problem problem = builder.finish();
    const Solution solution = solve(problem);
    EXPECT_EQ(solution.termination, Termination::unbounded) << solution.detail;
    EXPECT_TRUE(solution.ray.empty() || proves_unbounded(problem, solution.ray));
    EXPECT_FALSE(solution.ray.empty());
}

TEST_P(SessionContract, CallsInfeasibleWhatIsBothInfeasibleAndUnboundedInDirection) {
    // x - y = 0 and x - y = 1 have no point; along (1, 1) the cost falls without end.
    Builder builder;
    const int x = builder.add_columns(2, 0.0, infinity);
    const int rows = builder.add_rows(2, 0.0, 0.0);
    builder.set_row_bounds(rows + 1, 1.0, 1.0);
    builder.add_cost(x, -1.0);
    for (const int row : {rows, rows + 1}) {
        builder.add(row, x, 1.0);
        builder.add(row, x + 1, -1.0);
    }
    EXPECT_EQ(solve(builder.finish()).termination, Termination::infeasible);
}

TEST_P(SessionContract, CrossedBoundsAreInfeasibleAndCrossingByRoundoffIsAFixedValue) {
    Session session(two_plants(), options());
    const Solution crossed = session.solve({.columns = {{0, 20.0, 10.0}}});
    EXPECT_EQ(crossed.termination, Termination::infeasible);
    EXPECT_THAT(crossed.detail, HasSubstr("column 0"));
    EXPECT_EQ(session.solve({.rows = {{0, 20.0, 10.0}}}).termination, Termination::infeasible);
    const Solution fixed = session.solve({.columns = {{0, 20.0, 20.0 - 1e-12}}});
    ASSERT_EQ(fixed.termination, Termination::optimal);
    EXPECT_NEAR(fixed.primal[0], 20.0, 1e-9);
    expect_two_plants(session.solve());
}

TEST_P(SessionContract, RefusesWhatIsNotANumber) {
    Session session(two_plants(), options());
    EXPECT_EQ(session.solve({.costs = {{0, std::nan("")}}}).termination, Termination::failed);
    EXPECT_EQ(session.solve({.costs = {{0, infinity}}}).termination, Termination::failed);
    EXPECT_EQ(session.solve({.columns = {{0, infinity, infinity}}}).termination, Termination::failed);
    EXPECT_THAT(session.solve({.coefficients = {{7, 0, 1.0}}}).detail, HasSubstr("does not have"));
    EXPECT_EQ(session.solve({.columns = {{9, 0.0, 1.0}}}).termination, Termination::failed);
    expect_two_plants(session.solve());
    Problem broken = two_plants();
    broken.cost[0] = std::nan("");
    EXPECT_EQ(solve(broken).termination, Termination::failed);
}

TEST_P(SessionContract, StopsWhenInterrupted) {
    const auto dispatch = test::zonal_dispatch(6, 72, 6, 7);
    SessionOptions with = options();
    bool stop = true;
    with.interrupt = [&stop](double, double, double) { return stop; };
    Session session(dispatch.problem, with);
    const Solution stopped = session.solve();
    EXPECT_EQ(stopped.termination, Termination::limit);
    EXPECT_FALSE(stopped.detail.empty());
    stop = false;
    const Solution finished = session.solve();
    EXPECT_EQ(finished.termination, Termination::optimal);
    EXPECT_NEAR(finished.objective, solve(dispatch.problem).objective, 1e-9 * finished.objective);
}

TEST_P(SessionContract, KeepsATimeLimitPerSolve) {
    const auto dispatch = test::zonal_dispatch(8, 168, 8, 7);
    SessionOptions with = options();
    with.time_limit_s = 1e-4;
    EXPECT_EQ(Session(dispatch.problem, with).solve().termination, Termination::limit);
    with.time_limit_s = 0.5;
    Session session(two_plants(), with);
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    for (int k = 0; k < 3; ++k) expect_two_plants(session.solve());
}

TEST_P(SessionContract, ABasisStartsAnotherSessionAtTheOptimum) {
    const auto dispatch = test::zonal_dispatch(5, 24, 5, 3);
    const Solution first = solve(dispatch.problem);
    ASSERT_EQ(first.termination, Termination::optimal);
    EXPECT_GT(first.iterations, 0);
    Session other(dispatch.problem, options());
    other.set_basis(first.basis);
    const Solution second = other.solve();
    EXPECT_EQ(second.iterations, 0);
    EXPECT_EQ(second.objective, first.objective);
    other.set_basis({});
    EXPECT_GT(other.solve().iterations, 0);
}

TEST_P(SessionContract, WhatFollowsSetBasisIsAFunctionOfTheBasis) {
    const auto dispatch = test::zonal_dispatch(6, 48, 6, 5);
    Session session(dispatch.problem, options());
    const Basis basis = session.solve().basis;
    session.set_basis(basis);
    const Solution fresh = session.solve(test::close_borders(dispatch, 0b1010));
    static_cast<void>(session.solve(test::close_borders(dispatch, 0b0101)));
    static_cast<void>(session.solve(test::close_borders(dispatch, 0)));
    session.set_basis(basis);
    const Solution later = session.solve(test::close_borders(dispatch, 0b1010));
    EXPECT_EQ(later.iterations, fresh.iterations);
    EXPECT_EQ(later.primal, fresh.primal);
    EXPECT_EQ(later.row_dual, fresh.row_dual);
    EXPECT_EQ(later.objective, fresh.objective);
}

TEST_P(SessionContract, TakesAPatchBack) {
    const Problem problem = two_plants();
    Session session(problem, options());
    const double before = session.solve().objective;
    Patch patch;
    patch.columns = {{0, 0.0, 10.0}, {0, 0.0, 20.0}};  // the later one wins
    patch.rows = {{0, 60.0, 60.0}, {0, 70.0, 70.0}};
    patch.costs = {{1, 35.0}, {1, 40.0}};
    patch.coefficients = {{0, 0, 4.0}, {0, 0, 2.0}};
    patch.objective_offset_change = 0.1;
    // 2 a + b = 70, a <= 20 at 10, b at 40: a = 20, b = 30, cost 5.1 + 200 + 1200.
    const Solution changed = session.solve(patch);
    ASSERT_EQ(changed.termination, Termination::optimal);
    EXPECT_DOUBLE_EQ(changed.objective, 1405.1);
    EXPECT_NEAR(changed.row_dual[0], 40.0, 1e-9);
    EXPECT_NEAR(changed.reduced_cost[0], -70.0, 1e-9);
    const Solution after = session.solve();
    EXPECT_EQ(after.objective, before);
    expect_two_plants(after);
}

TEST_P(SessionContract, ACoefficientMayBecomeZeroAndComeBack) {
    Session session(two_plants(), options());
    const Solution without = session.solve({.coefficients = {{0, 0, 0.0}}});
    ASSERT_EQ(without.termination, Termination::optimal);
    EXPECT_DOUBLE_EQ(without.objective, 2405.0);
    expect_two_plants(session.solve());
}

TEST_P(SessionContract, SurvivesInfeasibleAndUnboundedPatches) {
    Session session(two_plants(), options());
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(session.solve({.rows = {{0, 500.0, 500.0}}}).termination, Termination::infeasible);
        EXPECT_EQ(
            session.solve({.columns = {{0, -infinity, 50.0}, {1, 0.0, infinity}}, .costs = {{0, 40.0}}}).termination,
            Termination::unbounded);
        expect_two_plants(session.solve());
    }
}

TEST_P(SessionContract, SolvesWithoutRowsColumnsOrEntries) {
    EXPECT_EQ(solve(Problem{.start = {0}}).objective, 0.0);
    Builder columns;
    columns.add_columns(1, -2.0, 3.0);
    columns.add_cost(columns.add_columns(1, -2.0, 3.0), -1.0);
    columns.add_rows(1, -1.0, 0.0);
    const Problem no_entries = columns.finish();
    const Solution solution = solve(no_entries);
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_EQ(solution.objective, -3.0);
    EXPECT_EQ(solution.certificate.relative_gap, 0.0);
    EXPECT_EQ(Session(no_entries, options()).solve({.columns = {{1, 0.0, infinity}}}).termination,
              Termination::unbounded);
    EXPECT_EQ(Session(no_entries, options()).solve({.rows = {{0, 1.0, 2.0}}}).termination, Termination::infeasible);
    Builder rows;
    rows.add_rows(1, 1.0, infinity);
    EXPECT_EQ(solve(rows.finish()).termination, Termination::infeasible);
}

TEST_P(SessionContract, SessionsAreIndependent) {
    const Problem problem = two_plants();
    Session first(problem, options());
    Session second(problem, options());
    static_cast<void>(first.solve({.costs = {{0, 100.0}}}));
    expect_two_plants(second.solve());
    Session moved = std::move(first);
    expect_two_plants(moved.solve());
}

TEST_P(SessionContract, ThreadsWithTheirOwnSessionsAgree) {
    const auto dispatch = test::zonal_dispatch(5, 24, 5, 11);
    std::vector<std::vector<double>> objectives(2);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < objectives.size(); ++thread)
        threads.emplace_back([&, thread] {
            Session session(dispatch.problem, options());
            for (std::uint64_t open = 0; open < 16; ++open)
                objectives[thread].push_back(
                    session.solve(test::close_borders(dispatch, open ^ (open >> 1))).objective);
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(objectives[0], objectives[1]);
}

TEST_P(SessionContract, WarmSolvesAreCheaperThanColdOnes) {
    const auto dispatch = test::zonal_dispatch(6, 48, 6, 2);
    Session session(dispatch.problem, options());
    const Solution cold = session.solve();
    const Solution warm = session.solve(test::close_borders(dispatch, ~std::uint64_t{1}));
    ASSERT_EQ(warm.termination, Termination::optimal);
    EXPECT_LT(warm.iterations, cold.iterations / 3);
    EXPECT_GE(warm.objective, cold.objective * (1.0 - 1e-12));
}

// A plant of 0 or 40..60 MW at 10 with a start at 100, and one of 0..100 MW at 30, serve 30 MW. Running the first at 40 is
// impossible (too much), so the second serves alone: 900.
Problem unit_commitment() {
    Builder builder;
    const int on = builder.add_columns(1, 0.0, 1.0, true);
    const int power = builder.add_columns(2, 0.0, 100.0);
    const int rows = builder.add_rows(3, 30.0, 30.0);
    builder.set_row_bounds(rows + 1, 0.0, infinity);   // power - 40 on >= 0
    builder.set_row_bounds(rows + 2, -infinity, 0.0);  // power - 60 on <= 0
    builder.add_cost(on, 100.0);
    builder.add_cost(power, 10.0);
    builder.add_cost(power + 1, 30.0);
    for (const int column : {power, power + 1}) builder.add(rows, column, 1.0);
    builder.add(rows + 1, power, 1.0);
    builder.add(rows + 1, on, -40.0);
    builder.add(rows + 2, power, 1.0);
    builder.add(rows + 2, on, -60.0);
    builder.add_offset(7.0);
    return builder.finish();
}

TEST_P(SessionContract, SolvesIntegersAndGivesTheDualsOfTheFixedProblem) {
    Session session(unit_commitment(), options());
    const Solution solution = session.solve();
    ASSERT_EQ(solution.termination, Termination::optimal) << solution.detail;
    EXPECT_NEAR(solution.objective, 907.0, 1e-9);
    EXPECT_EQ(solution.primal[0], 0.0);
    EXPECT_NEAR(solution.row_dual[0], 30.0, 1e-9);
    EXPECT_NEAR(solution.mip_bound, 907.0, 1e-3);
    EXPECT_TRUE(solution.certificate.bound_from_solver);
    // 50 MW: the first alone, 100 + 500 (and the offset of 7).
    EXPECT_NEAR(session.solve({.rows = {{0, 50.0, 50.0}}}).objective, 607.0, 1e-9);
    EXPECT_NEAR(session.solve().objective, 907.0, 1e-9);
}

TEST_P(SessionContract, IntegerProblemsCanBeInfeasibleAndUnbounded) {
    Builder builder;  // 2 x = 1
    const int x = builder.add_columns(1, 0.0, 10.0, true);
    const int row = builder.add_rows(1, 1.0, 1.0);
    builder.add(row, x, 2.0);
    EXPECT_EQ(solve(builder.finish()).termination, Termination::infeasible);
    const int y = builder.add_columns(2, 0.0, infinity, true);
    const int difference = builder.add_rows(1, -1.0, 1.0);
    builder.add_cost(y, -1.0);
    builder.add(difference, y, 1.0);
    builder.add(difference, y + 1, -1.0);
    EXPECT_EQ(solve(builder.finish()).termination, Termination::unbounded);
    EXPECT_EQ(Session(two_plants(true), options()).solve({.columns = {{0, 2.0, 1.0}}}).termination,
              Termination::infeasible);
}

TEST_P(SessionContract, SolvesAKnapsackToTheGap) {
    // Twelve things of weight w and worth 3 w + u, at most half the weight: branch and bound has something to do.
    test::Draw draw(4);
    Builder builder;
    const int row = builder.add_rows(1, -infinity, 0.0);
    double weight = 0.0;
    std::vector<std::pair<double, double>> things;
    for (int thing = 0; thing < 12; ++thing) {
        const double w = std::floor(draw(10.0, 60.0));
        const double worth = 3.0 * w + std::floor(draw(0.0, 20.0));
        const int column = builder.add_columns(1, 0.0, 1.0, true);
        builder.add_cost(column, -worth);
        builder.add(row, column, w);
        weight += w;
        things.emplace_back(w, worth);
    }
    const double limit = std::floor(weight / 2.0);
    builder.set_row_bounds(row, -infinity, limit);
    double best = 0.0;
    for (unsigned chosen = 0; chosen < (1U << things.size()); ++chosen) {
        double w = 0.0;
        double worth = 0.0;
        for (std::size_t thing = 0; thing < things.size(); ++thing)
            if (((chosen >> thing) & 1U) != 0U) w += things[thing].first, worth += things[thing].second;
        if (w <= limit) best = std::max(best, worth);
    }
    const Solution solution = solve(builder.finish());
    ASSERT_EQ(solution.termination, Termination::optimal);
    EXPECT_NEAR(solution.objective, -best, 1e-9);
    EXPECT_LE(solution.mip_bound, -best + 1e-6);
    EXPECT_GE(solution.mip_bound, -best * (1.0 + 1e-5));
}

std::vector<Backend> backends() {
    std::vector<Backend> result;
    for (const Backend backend : {Backend::clp, Backend::highs})
        if (available(backend)) result.push_back(backend);
    return result;
}

INSTANTIATE_TEST_SUITE_P(Backends, SessionContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return std::string(name(backend.param)); });

}  // namespace
}  // namespace proeftuin::lp

// SPDX-License-Identifier: Apache-2.0
//
// Cold and warm solves of a zonal dispatch (12 zones, 24 storages) on each backend: the numbers behind
// docs/decisions/0005-which-backend-when.md. Arguments: backend (1 CLP, 2 HiGHS), hours.
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdint>

#include "proeftuin/lp/certificate.hpp"
#include "proeftuin/lp/polish.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/lp/uniqueness.hpp"

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

test::ZonalDispatch dispatch(int hours) { return test::zonal_dispatch(12, hours, 9, 1, hours > 1); }

bool usable(benchmark::State& state, Backend backend) {
    if (!available(backend)) state.SkipWithError("backend not compiled in");
    return available(backend);
}

bool right(benchmark::State& state, const Solution& solution) {
    const bool fine = solution.termination == Termination::optimal && solution.certificate.relative_gap <= 1e-9;
    if (!fine) state.SkipWithError("wrong answer");
    return fine;
}

void cold(benchmark::State& state) {
    const auto backend = static_cast<Backend>(state.range(0));
    if (!usable(state, backend)) return;
    const test::ZonalDispatch model = dispatch(static_cast<int>(state.range(1)));
    std::int64_t iterations = 0;
    for (auto _ : state) {
        Session session(model.problem, {.backend = backend});
        const Solution solution = session.solve();
        if (!right(state, solution)) return;
        iterations += solution.iterations;
    }
    state.counters["iterations"] =
        benchmark::Counter(static_cast<double>(iterations), benchmark::Counter::kAvgIterations);
}

void warm(benchmark::State& state) {
    const auto backend = static_cast<Backend>(state.range(0));
    if (!usable(state, backend)) return;
    const test::ZonalDispatch model = dispatch(static_cast<int>(state.range(1)));
    Session session(model.problem, {.backend = backend});
    if (!right(state, session.solve())) return;
    std::int64_t iterations = 0;
    std::uint64_t number = 0;
    for (auto _ : state) {  // coalitions of borders in Gray-code order: neighbours differ in one border
        const Solution solution = session.solve(test::close_borders(model, ~(number ^ (number >> 1))));
        if (!right(state, solution)) return;
        iterations += solution.iterations;
        ++number;
    }
    state.counters["iterations"] =
        benchmark::Counter(static_cast<double>(iterations), benchmark::Counter::kAvgIterations);
}

void check(benchmark::State& state) {
    const test::ZonalDispatch model = dispatch(static_cast<int>(state.range(0)));
    const Solution solution = Session(model.problem).solve();
    const int what = static_cast<int>(state.range(1));
    for (auto _ : state) {
        if (what == 0) benchmark::DoNotOptimize(certify(model.problem, solution));
        Solution copy = solution;
        if (what == 1) benchmark::DoNotOptimize(polish(model.problem, copy));
        if (what == 2) benchmark::DoNotOptimize(dual_may_move(model.problem, solution));
    }
}

constexpr std::int64_t clp = static_cast<std::int64_t>(Backend::clp);
constexpr std::int64_t highs = static_cast<std::int64_t>(Backend::highs);

BENCHMARK(cold)->ArgsProduct({{clp, highs}, {1, 24, 168, 672}})->Unit(benchmark::kMillisecond)->MinTime(1.0);
BENCHMARK(cold)->ArgsProduct({{clp, highs}, {2184}})->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(warm)->ArgsProduct({{clp, highs}, {1, 24, 168, 672}})->Unit(benchmark::kMillisecond)->MinTime(1.0);
BENCHMARK(check)->ArgsProduct({{168}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace proeftuin::lp

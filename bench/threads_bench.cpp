// SPDX-License-Identifier: Apache-2.0
//
// What it costs to hand out tasks: the time of run_tasks with tasks that do nothing.
#include <benchmark/benchmark.h>
#include <cstddef>
#include <vector>

#include "proeftuin/base/threads.hpp"

namespace {

void empty_tasks(benchmark::State& state) {
    const auto tasks = static_cast<std::size_t>(state.range(0));
    std::vector<int> done(tasks);
    for (auto _ : state) {
        const auto failures = proeftuin::run_tasks(tasks, [&](std::size_t i) { ++done[i]; }, {.threads = 2});
        benchmark::DoNotOptimize(failures.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(empty_tasks)->Arg(1)->Arg(64)->Arg(4096);

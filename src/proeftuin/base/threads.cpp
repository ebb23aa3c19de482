// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/threads.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace proeftuin {

int worker_count(int threads) {
    if (threads > 0) return threads;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::vector<std::exception_ptr> run_tasks(std::size_t num_tasks, const std::function<void(std::size_t)>& task,
                                          const ThreadOptions& options) {
    std::vector<std::exception_ptr> failures(num_tasks);
    std::atomic<std::size_t> next = 0;
    std::mutex reporting;
    std::size_t finished = 0;  // guarded by `reporting`
    std::exception_ptr broken_progress;

    const auto work = [&] {
        for (;;) {
            const std::size_t number = next.fetch_add(1);
            if (number >= num_tasks) return;
            try {
                task(number);
            } catch (...) {
                failures[number] = std::current_exception();
            }
            if (!options.progress) continue;
            const std::scoped_lock lock(reporting);
            ++finished;
            try {
                report_progress(options.progress, static_cast<double>(finished) / static_cast<double>(num_tasks),
                                options.label);
            } catch (...) {  // a caller's way to stop: no further task is begun
                broken_progress = std::current_exception();
                next = num_tasks;
                return;
            }
        }
    };

    const auto workers = std::min(static_cast<std::size_t>(worker_count(options.threads)), num_tasks);
    if (workers <= 1) {
        work();
    } else {
        std::vector<std::jthread> pool;  // joined at the end of the block
        pool.reserve(workers);
        for (std::size_t i = 0; i < workers; ++i) pool.emplace_back(work);
    }
    if (broken_progress) std::rethrow_exception(broken_progress);
    return failures;
}

void rethrow_first(const std::vector<std::exception_ptr>& failures) {
    for (const std::exception_ptr& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
}

std::vector<Chain> cut_chains(std::size_t num_tasks, std::size_t chain_length) {
    const std::size_t length = std::max<std::size_t>(chain_length, 1);
    std::vector<Chain> chains;
    for (std::size_t begin = 0; begin < num_tasks; begin += length) {
        chains.push_back({.begin = begin, .end = std::min(begin + length, num_tasks)});
    }
    return chains;
}

}  // namespace proeftuin

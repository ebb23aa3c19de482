// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <vector>

#include "proeftuin/base/progress.hpp"

namespace proeftuin {

struct ThreadOptions {
    int threads = 0;  // workers; 0 = as many as the machine has
    Progress progress = {};
    const char* label = "";  // what progress calls the tasks
};

/// The number of workers that `threads` asks for (0 = the machine's), at least 1.
[[nodiscard]] int worker_count(int threads);

/// Runs task(0), ..., task(num_tasks - 1), each once, on the workers of `options`; a worker takes the next number when it
/// is free. A task must depend on its number alone and write only what belongs to that number: then the result is the
/// same for any number of threads. A task that throws does not stop the others; its exception is kept at its number.
/// Returns one entry a task, empty where it went well.
[[nodiscard]] std::vector<std::exception_ptr> run_tasks(std::size_t num_tasks,
                                                        const std::function<void(std::size_t)>& task,
                                                        const ThreadOptions& options = {});

/// Throws the exception with the lowest number, if there is one.
void rethrow_first(const std::vector<std::exception_ptr>& failures);

/// One chain of tasks: [begin, end).
struct Chain {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Tasks cut into chains of a fixed length (the last one shorter). Where a task starts from the solution of the one
/// before, chains are what run_tasks must be given: their cut does not depend on the number of threads.
[[nodiscard]] std::vector<Chain> cut_chains(std::size_t num_tasks, std::size_t chain_length);

}  // namespace proeftuin

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/memory.hpp"

#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace proeftuin {

double peak_memory_mb() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0.0;
    return static_cast<double>(usage.ru_maxrss) * 1024.0 / 1e6;  // Linux counts in units of 1024 bytes
}

double machine_memory_bytes() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGE_SIZE);
    if (pages <= 0 || size <= 0) return std::numeric_limits<double>::infinity();
    return static_cast<double>(pages) * static_cast<double>(size);
}

}  // namespace proeftuin

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/memory.hpp"

#include <sys/resource.h>

namespace proeftuin {

double peak_memory_mb() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0.0;
    return static_cast<double>(usage.ru_maxrss) * 1024.0 / 1e6;  // Linux counts in units of 1024 bytes
}

}  // namespace proeftuin

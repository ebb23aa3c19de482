// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace proeftuin {

/// Wall-clock seconds since it was made or restarted.
class Stopwatch {
  public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

    /// Starts again and returns the seconds until now.
    double restart() {
        const double elapsed = seconds();
        start_ = std::chrono::steady_clock::now();
        return elapsed;
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace proeftuin

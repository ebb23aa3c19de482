// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::dispatch {

/// Optimal bases of problems that differ in their bounds and right-hand sides only, to start the next one from the basis of the
/// most similar: the least sum of absolute differences of bounds. At most `capacity` are kept, the oldest is forgotten first.
class BasisMemory {
  public:
    explicit BasisMemory(std::size_t capacity = 100) : capacity_(capacity) {}

    void learn(const lp::Problem& problem, const lp::Basis& basis);
    /// The basis to start from; empty while nothing was learnt.
    [[nodiscard]] lp::Basis propose(const lp::Problem& problem) const;
    void forget() {
        entries_.clear();
        next_ = 0;
    }

  private:
    struct Entry {
        std::vector<double> bounds;
        lp::Basis basis;
    };
    std::vector<Entry> entries_;  // a ring
    std::size_t next_ = 0;
    std::size_t capacity_;
};

}  // namespace proeftuin::dispatch

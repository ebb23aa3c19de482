// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/study/reading.hpp"
#include "proeftuin/study/split.hpp"

namespace proeftuin::study {

/// The dual function at the prices of one solved coalition, as a function of the coalition: what each island
/// contributes, and what each gate does in each of its states. A sum of a few dozen numbers bounds the least cost of
/// any coalition from below.
class AdditiveBound {
  public:
    /// `prices` as read from this `row_dual`.
    AdditiveBound(const Split& split, const Reading& prices, std::span<const double> row_dual);

    /// At most the least cost of the islands in scope, the rounding margin taken off; -infinity where there is no
    /// bound.
    [[nodiscard]] double at_least(Coalition coalition, const std::vector<std::uint8_t>& scope) const;

  private:
    struct Term {
        long double value = 0.0L;
        double size = 0.0;  // bounds the rounding errors in it, in units of 2^-53
        void add(double amount, double magnitude) {
            value += amount;
            size += magnitude;
        }
    };
    void add_injections(const Reading& prices, std::span<const double> row_dual);
    void add_column(int column, double rent_without_balances, int gate, int first_variant,
                    std::span<const double> row_dual);

    const Split* split_;
    std::vector<Term> islands_;
    std::vector<std::vector<Term>> gates_;  // [num_gates][states]
};

}  // namespace proeftuin::study

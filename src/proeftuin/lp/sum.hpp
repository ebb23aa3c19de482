// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

namespace proeftuin::lp {

/// Neumaier's compensated sum in the widest hardware type: what a total of millions of terms loses is far below one double.
class Sum {
  public:
    void add(long double term) {
        const long double total = total_ + term;
        const bool larger = std::fabs(total_) >= std::fabs(term);
        if (std::isfinite(total)) lost_ += larger ? (total_ - total) + term : (term - total) + total_;
        total_ = total;
    }
    [[nodiscard]] long double value() const { return total_ + lost_; }

  private:
    long double total_ = 0.0L;
    long double lost_ = 0.0L;
};

}  // namespace proeftuin::lp

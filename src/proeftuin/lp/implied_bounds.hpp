// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/lp/problem.hpp"

namespace proeftuin::lp {

/// Column bounds that follow from the rows (activity-based bound propagation), for columns without a bound of their own.
/// With a finite `cutoff` the row cost'x <= cutoff (without the offset) takes part. Every implied bound is widened by 1e-9
/// of its size, so that rounding cannot make it cut off a feasible point.
class ImpliedBounds {
  public:
    ImpliedBounds(const Problem& problem, double cutoff);
    [[nodiscard]] double lower(int column) const { return lower_[static_cast<std::size_t>(column)]; }
    [[nodiscard]] double upper(int column) const { return upper_[static_cast<std::size_t>(column)]; }

  private:
    struct Activity {  // the range of a row over the column bounds: finite part and number of infinite terms
        double min = 0.0;
        double max = 0.0;
        int infinite_min = 0;
        int infinite_max = 0;
    };

    void count(Activity& activity, double coefficient, int column, int sign) const;
    bool tighten(int column);
    void propose(std::size_t row, double coefficient, std::size_t column, double& lower, double& upper) const;

    const Problem& problem_;
    double cutoff_;
    std::vector<double> lower_;         // [num_columns]
    std::vector<double> upper_;         // [num_columns]
    std::vector<Activity> activities_;  // [num_rows + 1], the last one is the cost row
};

}  // namespace proeftuin::lp

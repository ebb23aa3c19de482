// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::study {

/// How far a sum of prices can move.
struct PriceRange {
    double least = 0.0;  // -infinity where nothing limits it
    double most = 0.0;
};

/// For each list of weights [num_rows], the least and the most that  sum over the rows of weight * dual  can be over all optimal
/// duals of a problem, given one optimal solution with its basis; the mathematics is at the head of price_range.cpp.
[[nodiscard]] std::vector<PriceRange> price_ranges(const lp::Problem& problem, const lp::Solution& solution,
                                                   const std::vector<std::vector<double>>& weights,
                                                   const lp::SessionOptions& options);

}  // namespace proeftuin::study

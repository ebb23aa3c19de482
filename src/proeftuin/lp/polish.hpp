// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// Re-solves the final basis of an optimal LP solution: nonbasic columns to their bounds exactly, basic columns and row duals
/// from the unscaled basis matrix with iterative refinement. False (and nothing changed) when the basis has no unique answer.
[[nodiscard]] bool polish(const Problem& problem, Solution& solution);

/// cost - A' row_dual, in long double.
[[nodiscard]] std::vector<double> reduced_costs(const Problem& problem, const std::vector<double>& row_dual);

}  // namespace proeftuin::lp

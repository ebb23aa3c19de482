// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// `infeasible`, when the bounds of a column or row cross.
[[nodiscard]] std::optional<Solution> crossed_bounds(const Problem& problem);

/// The answer to an LP that needs no solver: crossed bounds, no columns, no rows, or no entries. Nothing otherwise.
[[nodiscard]] std::optional<Solution> solve_trivial(const Problem& problem);

/// Cost of a point with the offset, in compensated arithmetic.
[[nodiscard]] double cost_of(const Problem& problem, std::span<const double> point);

}  // namespace proeftuin::lp

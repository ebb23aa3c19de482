// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "proeftuin/lp/problem.hpp"

namespace proeftuin::lp {

/// min sum (s+ + s-): rl <= A x + s+ - s- <= ru with s+, s- >= 0 in these rows, bounds as they are, no costs, no integers.
/// The columns s+ and s- of rows[k] are num_columns + 2 k and the next. It has an optimum whenever the other rows and the
/// bounds allow a point; with all rows in it the row duals at an optimum above zero are a Farkas ray of the problem.
[[nodiscard]] Problem elastic(const Problem& problem, std::span<const int> rows);

/// min c'r over the directions that no row or bound stops, -1 <= r <= 1: below zero where the problem is unbounded (if it
/// has a point at all), and then its optimal r is a ray. It always has an optimum.
[[nodiscard]] Problem recession(const Problem& problem);

}  // namespace proeftuin::lp

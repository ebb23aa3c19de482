// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// Bounds on the optimal cost from any primal point and any row duals; the mathematics is at the head of certificate.cpp.
/// With integer columns the dual bound is the solver's `mip_bound`. (The struct is in solution.hpp: a Session fills one in.)
[[nodiscard]] Certificate certify(const Problem& problem, const Solution& solution);

/// How much these row multipliers prove the problem infeasible by: above zero, no point satisfies rows and bounds.
[[nodiscard]] double farkas_proof(const Problem& problem, std::span<const double> ray);

/// Does cost fall without end along this direction, which no row or bound stops (up to 1e-9 of its length)?
[[nodiscard]] bool proves_unbounded(const Problem& problem, std::span<const double> ray);

}  // namespace proeftuin::lp

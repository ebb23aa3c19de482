// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// For each row: 0 = every optimal dual solution has this row's dual at the value found, 1 = it may differ [num_rows]. Errs
/// to 1 only: all ones without a usable basis. One factorisation and two solves with the basis, whatever the size of the
/// face. With integer columns the question is about the problem with those columns fixed where they are.
[[nodiscard]] std::vector<std::uint8_t> dual_may_move(const Problem& problem, const Solution& solution);

struct DualRange {
    Termination termination = Termination::failed;  // optimal: the bounds hold
    double lower = -infinity;
    double upper = infinity;
};

/// The exact range of one row's dual over all optimal dual solutions: two LPs over the dual face that complementary
/// slackness with this primal solution leaves. Meant for small problems: the LP has a row for each column.
[[nodiscard]] DualRange dual_range(const Problem& problem, const Solution& solution, int row,
                                   const SessionOptions& options = {});

}  // namespace proeftuin::lp

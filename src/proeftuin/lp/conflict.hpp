// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// Rows and column bounds that cannot all hold. Callers name them through their Layout.
struct Conflict {
    bool found = false;        // false: the LP (without integrality) has a point, or the backend gave up: see `detail`
    bool irreducible = false;  // true: without any one of them the rest can hold
    std::vector<int> rows = {};     // ascending
    std::vector<int> columns = {};  // whose bounds take part, ascending
    int solves = 0;
    std::string detail = {};
};

/// A small set of rows and column bounds that proves a problem infeasible: the support of a Farkas ray, thinned out by a
/// deletion filter with at most `max_solves` LPs. Integrality is left out.
[[nodiscard]] Conflict explain_infeasible(const Problem& problem, const SessionOptions& options = {},
                                          int max_solves = 200);

/// What is missing in a row: above zero, the row's activity falls short of its lower bound by so much; below zero, it is too
/// high for its upper bound.
struct Shortfall {
    int row;
    double amount;
};

struct Relaxation {
    Termination termination = Termination::failed;  // infeasible: the rows given cannot mend it
    double total = 0.0;                             // the least sum of all amounts
    std::vector<Shortfall> rows;                    // where that total is missing (one of possibly many ways)
};

/// The least total violation of these rows that leaves the other rows and all bounds satisfied; costs and integrality are
/// left out.
[[nodiscard]] Relaxation relax(const Problem& problem, const std::vector<int>& rows,
                               const SessionOptions& options = {});

/// The columns that run away in an unbounded problem, and how fast; the fastest has 1.
[[nodiscard]] std::vector<std::pair<int, double>> runaway_columns(const Solution& solution);

}  // namespace proeftuin::lp

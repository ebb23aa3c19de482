// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proeftuin::lp {

/// How a solve ended. Only with `optimal` (and `limit`, where `has_primal` says so) may values be read.
enum class Termination { optimal, infeasible, unbounded, limit, failed };

[[nodiscard]] std::string_view name(Termination termination);

/// Status of a column or row in a basis.
enum class Status : std::int8_t { basic, at_lower, at_upper, free_zero, fixed };

struct Basis {
    std::vector<Status> columns;  // [num_columns]
    std::vector<Status> rows;     // [num_rows]
    [[nodiscard]] bool empty() const { return columns.empty() && rows.empty(); }
};

/// Bounds on the optimal cost of a problem, computed by us from the unscaled problem and a solver's answer.
struct Certificate {
    double primal_bound = 0.0;      // cost of the (repaired) primal point
    double dual_bound = 0.0;        // weak duality; -infinity where no bound could be proved
    double primal_violation = 0.0;  // largest violation of a row or bound by that point, absolute
    double dual_violation = 0.0;    // largest wrong-signed reduced cost at an infinite bound that had to be boxed
    double box = 0.0;               // 0 = the dual bound needs no box; else |x_j| <= box was assumed for such columns
    double relative_gap = 0.0;      // |primal - dual| / max(1, |primal|, |dual|)
    bool bound_from_solver =
        false;  // integer columns: the dual bound is the solver's word, which LP duality cannot prove
};

/// What a Session found. Duals are those of the minimisation: `row_dual[i]` is the rise of the minimal cost per unit rise of
/// row i's (active) bound, `reduced_cost = cost - A' row_dual`.
struct Solution {
    Termination termination = Termination::failed;
    bool has_primal = false;
    bool has_dual = false;
    double objective = 0.0;            // with the problem's offset
    double mip_bound = 0.0;            // the solver's own lower bound (mixed-integer problems)
    std::vector<double> primal;        // [num_columns]
    std::vector<double> row_dual;      // [num_rows]
    std::vector<double> reduced_cost;  // [num_columns]
    /// With `infeasible`: a Farkas ray of the rows, where the backend gives one [num_rows]. With `unbounded`: a ray of the
    /// columns [num_columns]. Empty where not available.
    std::vector<double> ray;
    Basis basis;
    std::int64_t iterations = 0;  // simplex iterations (for MIP: in all nodes)
    std::int64_t nodes = 0;
    double seconds = 0.0;
    Certificate certificate;  // of the patched problem, where has_primal (see SessionOptions::certify)
    bool polished = false;    // the final basis was re-solved by us (polish.hpp)
    std::string detail;       // the backend's own words, for `failed` and `limit`
};

}  // namespace proeftuin::lp

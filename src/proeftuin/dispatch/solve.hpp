// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch {

/// Fraction done in [0, 1] (below 0: unknown) and what is being done.
using Progress = std::function<void(double fraction, std::string_view what)>;

struct SolveOptions {
    Options formulation;
    lp::SessionOptions session;
    int window = 0;           // snapshots a window; 0 = the whole horizon at once
    int overlap = 0;          // snapshots that two neighbouring windows share
    bool price_flags = true;  // tell which prices are not unique
    Progress progress;        // may be empty
};

struct Size {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    std::int64_t nonzeros = 0;
    std::int64_t integers = 0;
};

/// Columns or rows of one constraint family, for `explain`.
struct FamilySize {
    std::string name;     // "Generator-p", "Bus-nodal_balance"
    std::string meaning;  // one sentence
    bool rows = false;
    std::int64_t count = 0;
};

/// One thing that stands in the way of a solution: a row or a bound of the problem in the user's words.
struct Obstacle {
    std::string name;       // "Bus-nodal_balance[NL, 2030-01-01 17:00:00]"
    std::string component;  // "Bus"
    std::string item;       // "NL"
    std::string snapshot;   // "2030-01-01 17:00:00", "" where there is none
    double amount = 0.0;    // what is missing (or too much), in the row's unit; NaN = not known
};

/// Why a problem has no solution, or no finite one.
struct Diagnosis {
    std::string summary;             // one or two sentences for a person
    std::vector<Obstacle> conflict;  // rows and bounds that cannot all hold; or what grows without bound
    std::vector<Obstacle> missing;   // the least that has to give, and where
};

struct WindowReport {
    int first = 0;  // position of the first snapshot
    int count = 0;  // snapshots optimised
    int kept = 0;   // snapshots kept
    bool warm = false;
    std::int64_t iterations = 0;
    double seconds = 0.0;
    double objective = 0.0;  // of the whole window, overlap included
    double relative_gap = 0.0;
};

struct SolveResult {
    lp::Termination termination = lp::Termination::failed;
    std::string detail;               // the solver's words, for `failed` and `limit`
    double objective = 0.0;           // as PyPSA reports it: without the constant below
    double objective_constant = 0.0;  // cost of capacity that stands already; the sum is PyPSA's total cost
    double primal_bound = 0.0;        // on objective + objective_constant, by our own code
    double dual_bound = 0.0;
    double relative_gap = 0.0;
    double primal_violation = 0.0;
    double dual_violation = 0.0;
    double dual_box = 0.0;                // 0 = the dual bound needs no box
    bool dual_bound_from_solver = false;  // integer problems: the bound is the solver's
    Size size;
    double build_seconds = 0.0;
    double solve_seconds = 0.0;
    double certify_seconds = 0.0;
    std::int64_t iterations = 0;
    std::int64_t nodes = 0;
    lp::Backend backend = lp::Backend::clp;
    /// The network with the results in it (schedule, prices, capacities, shadow prices); as it was where there is no answer.
    network::Network network;
    /// [num_snapshots x num_scenarios x num_buses], 1 = the marginal price is not unique; empty where not asked for.
    std::vector<std::uint8_t> price_may_move;
    std::int64_t num_prices_that_may_move = 0;
    std::vector<WindowReport> windows;
    Diagnosis diagnosis;
    Issues warnings;
};

/// Formulates, solves, certifies and reads back. Issues: features we do not have, options that do not fit, data that cannot
/// be optimised. A problem without a solution is a result, not an issue.
[[nodiscard]] Expected<SolveResult> try_solve(const network::Network& network, const SolveOptions& options);

/// The plan: what would be solved, solving nothing.
struct Explanation {
    Size size;
    std::vector<FamilySize> families;  // columns first, then rows, in the order of the problem
    int num_windows = 1;
    lp::Backend backend = lp::Backend::clp;
    double estimated_memory_mb = 0.0;
    Issues warnings;
};
[[nodiscard]] Expected<Explanation> try_explain(const network::Network& network, const SolveOptions& options);

/// Writes the problem as a free-format MPS file with the names of `explain`.
[[nodiscard]] Expected<Size> try_write_mps(const network::Network& network, const Options& options,
                                           const std::string& path);

}  // namespace proeftuin::dispatch

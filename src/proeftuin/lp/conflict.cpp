// SPDX-License-Identifier: Apache-2.0
//
// Why is there no point?  rl <= A x <= ru, l <= x <= u has none exactly if some y has
//     sum_i min(y_i rl_i, y_i ru_i) + sum_j min(d_j l_j, d_j u_j) > 0,   d = -A'y                       (Farkas)
// The rows with y_i != 0 and the columns with d_j != 0 are a conflict, not yet a smallest one. The deletion filter frees one
// member after another: if the rest still has no point the member goes for good (and with it all that the new ray does not
// use), else it stays. What remains is irreducible.
//
// How much is missing?  min sum s+ + s-  subject to  rl <= A x + s+ - s- <= ru, with s only in the rows that may give.
//
// J.W. Chinneck, E.W. Dravnieks: Locating minimal infeasible constraint sets in linear programs. ORSA J. Comput. 3 (1991)
// 157-168 (deletion filter, elastic filter).
#include "proeftuin/lp/conflict.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "proeftuin/lp/elastic.hpp"

namespace proeftuin::lp {

namespace {

constexpr double counts = 1e-9;  // an element of a ray below this part of the largest one is roundoff

/// The rows of a set and the columns in them, with cost 0 and no integers.
struct Part {
    Problem problem;
    std::vector<int> rows;     // [part rows], their number in the whole
    std::vector<int> columns;  // [part columns], their number in the whole
};

Part extract(const Problem& problem, const std::vector<int>& rows) {
    Part part;
    part.rows = rows;
    std::vector<int> place(static_cast<std::size_t>(problem.num_rows()), -1);
    Builder builder;
    for (const int row : rows) {
        const auto r = static_cast<std::size_t>(row);
        place[r] = builder.add_rows(1, problem.row_lower[r], problem.row_upper[r]);
    }
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        int own = -1;
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const int row = place[static_cast<std::size_t>(problem.row[e])];
            if (row < 0 || problem.value[e] == 0.0) continue;
            if (own < 0) {
                own = builder.add_columns(1, problem.column_lower[c], problem.column_upper[c]);
                part.columns.push_back(column);
            }
            builder.add(row, own, problem.value[e]);
        }
    }
    part.problem = builder.finish();
    return part;
}

/// Members of a conflict in the numbers of a Part: 1 = still in.
struct Members {
    std::vector<std::uint8_t> rows;
    std::vector<std::uint8_t> columns;
};

Patch without_the_others(const Members& members) {
    Patch patch;
    for (std::size_t row = 0; row < members.rows.size(); ++row)
        if (members.rows[row] == 0) patch.rows.push_back({static_cast<int>(row), -infinity, infinity});
    for (std::size_t column = 0; column < members.columns.size(); ++column)
        if (members.columns[column] == 0) patch.columns.push_back({static_cast<int>(column), -infinity, infinity});
    return patch;
}

/// Keeps the members that a (proved) ray uses. The ray's own roundoff decides nothing: an element counts from 1e-9 on.
void keep_support(const Problem& problem, const std::vector<double>& ray, Members& members) {
    double largest = 0.0;
    for (const double multiplier : ray) largest = std::max(largest, std::fabs(multiplier));
    std::vector<double> clean = ray;
    for (std::size_t row = 0; row < clean.size(); ++row)
        if (std::fabs(clean[row]) <= counts * largest) clean[row] = 0.0;
    for (std::size_t row = 0; row < clean.size(); ++row)
        if (clean[row] == 0.0) members.rows[row] = 0;
    for (std::size_t column = 0; column < members.columns.size(); ++column) {
        long double sum = 0.0L;
        long double size = 0.0L;
        for (std::int64_t entry = problem.start[column]; entry < problem.start[column + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const long double term =
                static_cast<long double>(problem.value[e]) * clean[static_cast<std::size_t>(problem.row[e])];
            sum += term;
            size += std::fabs(term);
        }
        if (std::fabs(sum) <= counts * size) members.columns[column] = 0;
    }
}

/// Frees one member of a list after another, and leaves it free if there is still no point. False when the solves ran out.
bool filter(Session& session, const Part& part, Members& members, std::vector<std::uint8_t> Members::* list,
            int& solves, int max_solves) {
    for (std::size_t member = 0; member < (members.*list).size(); ++member) {
        if ((members.*list)[member] == 0) continue;
        if (solves >= max_solves) return false;
        Members fewer = members;
        (fewer.*list)[member] = 0;
        const Patch patch = without_the_others(fewer);
        const Solution solution = session.solve(patch);
        ++solves;
        if (solution.termination != Termination::infeasible) continue;
        members = fewer;
        if (!solution.ray.empty()) keep_support(part.problem, solution.ray, members);
    }
    return true;
}

Conflict crossing(const Problem& problem) {
    Conflict conflict{.found = true, .irreducible = true};
    for (int column = 0; column < problem.num_columns(); ++column) {
        const auto c = static_cast<std::size_t>(column);
        if (problem.column_lower[c] <= problem.column_upper[c]) continue;
        conflict.columns = {column};
        conflict.detail = "the bounds of a column cross";
        return conflict;
    }
    for (int row = 0; row < problem.num_rows(); ++row) {
        const auto r = static_cast<std::size_t>(row);
        if (problem.row_lower[r] <= problem.row_upper[r]) continue;
        conflict.rows = {row};
        conflict.detail = "the bounds of a row cross";
        return conflict;
    }
    conflict.found = false;
    return conflict;
}

std::vector<int> all_rows(const Problem& problem) {
    std::vector<int> rows(static_cast<std::size_t>(problem.num_rows()));
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = static_cast<int>(row);
    return rows;
}

/// The rows of the first ray, or all of them where the backend gives none.
std::vector<int> support(const Problem& problem, const std::vector<double>& ray) {
    if (ray.empty()) return all_rows(problem);
    Members members{.rows = std::vector<std::uint8_t>(ray.size(), 1), .columns = {}};
    keep_support(problem, ray, members);
    std::vector<int> rows;
    for (std::size_t row = 0; row < members.rows.size(); ++row)
        if (members.rows[row] != 0) rows.push_back(static_cast<int>(row));
    return rows;
}

}  // namespace

Conflict explain_infeasible(const Problem& problem, const SessionOptions& options, int max_solves) {
    if (Conflict crossed = crossing(problem); crossed.found) return crossed;
    SessionOptions with = options;
    with.will_resolve = true;
    Conflict conflict;
    const Part whole = extract(problem, all_rows(problem));  // drops costs, integers and columns without entries
    const Solution first = Session(whole.problem, with).solve();
    conflict.solves = 1;
    if (first.termination != Termination::infeasible) {
        conflict.detail = first.termination == Termination::optimal
                              ? "without integrality the problem has a solution"
                              : "the proof of infeasibility was not found: " + first.detail;
        return conflict;
    }
    Part part = extract(problem, support(whole.problem, first.ray));
    Session session(part.problem, with);
    Solution proof = session.solve();
    ++conflict.solves;
    if (proof.termination != Termination::infeasible) {  // roundoff in the ray: start from everything
        part = extract(problem, all_rows(problem));
        session = Session(part.problem, with);
        proof = first;
    }
    Members members{.rows = std::vector<std::uint8_t>(part.rows.size(), 1),
                    .columns = std::vector<std::uint8_t>(part.columns.size(), 1)};
    if (!proof.ray.empty()) keep_support(part.problem, proof.ray, members);
    conflict.found = true;
    conflict.irreducible = filter(session, part, members, &Members::rows, conflict.solves, max_solves) &&
                           filter(session, part, members, &Members::columns, conflict.solves, max_solves);
    for (std::size_t row = 0; row < members.rows.size(); ++row)
        if (members.rows[row] != 0) conflict.rows.push_back(part.rows[row]);
    for (std::size_t column = 0; column < members.columns.size(); ++column)
        if (members.columns[column] != 0) conflict.columns.push_back(part.columns[column]);
    return conflict;
}

Relaxation relax(const Problem& problem, const std::vector<int>& rows, const SessionOptions& options) {
    const Solution solution = Session(elastic(problem, rows), options).solve();
    Relaxation result;
    result.termination = solution.termination;
    if (solution.termination != Termination::optimal) return result;
    result.total = solution.objective;
    const auto first = static_cast<std::size_t>(problem.num_columns());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        const double amount = solution.primal[first + 2 * k] - solution.primal[first + 2 * k + 1];
        if (std::fabs(amount) > options.primal_tolerance) result.rows.push_back({rows[k], amount});
    }
    return result;
}

std::vector<std::pair<int, double>> runaway_columns(const Solution& solution) {
    std::vector<std::pair<int, double>> result;
    if (solution.termination != Termination::unbounded) return result;
    double largest = 0.0;
    for (const double step : solution.ray) largest = std::max(largest, std::fabs(step));
    for (std::size_t column = 0; column < solution.ray.size(); ++column)
        if (std::fabs(solution.ray[column]) > counts * largest)
            result.emplace_back(static_cast<int>(column), solution.ray[column] / largest);
    return result;
}

}  // namespace proeftuin::lp

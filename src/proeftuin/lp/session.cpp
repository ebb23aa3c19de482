// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/session.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/lp/certificate.hpp"
#include "proeftuin/lp/elastic.hpp"
#include "proeftuin/lp/engine.hpp"
#include "proeftuin/lp/polish.hpp"
#include "proeftuin/lp/trivial.hpp"

namespace proeftuin::lp {

namespace {

constexpr double closed_gap = 1e-9;  // relative gap that a certificate has to reach
constexpr double wrong_gap = 1e-6;   // beyond this an answer does not count as optimal

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Bounds that cross by roundoff (an upper bound computed as a difference) mean a fixed value, not an infeasible problem.
double uncrossed(double lower, double upper, double tolerance) {
    return upper < lower && lower - upper <= tolerance * std::max(1.0, std::fabs(lower)) ? lower : upper;
}

Solution failure(std::string detail) {
    Solution solution;
    solution.detail = std::move(detail);
    return solution;
}

/// The violation that is still roundoff: 1e-8, or 1e-14 of the largest right-hand side.
double allowed_violation(const Problem& problem) {
    double largest = 1.0;
    const auto take = [&largest](double bound) {
        if (!std::isinf(bound)) largest = std::max(largest, std::fabs(bound));
    };
    for (const double bound : problem.row_lower) take(bound);
    for (const double bound : problem.row_upper) take(bound);
    return 1e-8 * std::max(1.0, 1e-6 * largest);
}

/// How far a certificate is from closed: 1 or less is good.
double looseness(const Certificate& certificate, double allowed) {
    const double gap = certificate.bound_from_solver ? 0.0 : certificate.relative_gap / closed_gap;
    return std::max(gap, certificate.primal_violation / allowed);
}

/// Integer columns between whole numbers: CBC aborts on a fractional bound that it has to branch on.
Problem with_whole_bounds(const Problem& problem) {
    constexpr double tolerance = 1e-9;
    Problem result = problem;
    for (std::size_t column = 0; column < result.cost.size(); ++column) {
        if (result.integer[column] == 0) continue;
        result.column_lower[column] = std::ceil(result.column_lower[column] - tolerance);
        result.column_upper[column] = std::floor(result.column_upper[column] + tolerance);
    }
    return result;
}

/// Turns a ray the way that proves something (backends differ in sign); one that proves nothing is dropped.
void check_ray(const Problem& problem, Solution& solution) {
    const auto proves = [&problem, &solution] {
        if (solution.termination == Termination::infeasible) return farkas_proof(problem, solution.ray) > 0.0;
        return proves_unbounded(problem, solution.ray);
    };
    if (solution.ray.empty() || proves()) return;
    for (double& element : solution.ray) element = -element;
    if (!proves()) solution.ray.clear();
}

/// An answer that is wrong beyond roundoff is not optimal, whatever the backend says.
void refuse_if_wrong(Solution& solution, double allowed) {
    const Certificate& certificate = solution.certificate;
    if (certificate.relative_gap <= wrong_gap && certificate.primal_violation <= 1e3 * allowed) return;
    solution.termination = Termination::failed;
    solution.detail = "the answer could not be certified: relative gap " + std::to_string(certificate.relative_gap) +
                      ", violation " + std::to_string(certificate.primal_violation);
}

}  // namespace

std::string_view name(Backend backend) {
    switch (backend) {
        case Backend::automatic: return "automatic";
        case Backend::clp: return "clp";
        case Backend::highs: return "highs";
    }
    return "automatic";
}

bool available(Backend backend) {
#ifdef PROEFTUIN_HAVE_HIGHS
    static_cast<void>(backend);
    return true;
#else
    return backend != Backend::highs;
#endif
}

// Measured on a dispatch with storage, 36 rows an hour (docs/decisions/0005-which-backend-when.md): CLP is ahead up to
// 6,000 rows cold and 24,000 rows warm, HiGHS from 24,000 rows cold and 79,000 rows warm.
Backend choose(const Problem& problem, bool will_resolve) {
    constexpr int cold_rows = 10'000;
    constexpr int warm_rows = 40'000;
    if (!available(Backend::highs)) return Backend::clp;
    if (problem.num_integers() > 0) return Backend::highs;
    return problem.num_rows() > (will_resolve ? warm_rows : cold_rows) ? Backend::highs : Backend::clp;
}

struct Session::State {
    Problem problem;  // the template, with the patch of the running solve applied
    SessionOptions options;
    Backend backend = Backend::clp;
    std::string defect;              // why the template cannot be solved
    std::unique_ptr<Engine> engine;  // null with integer columns or a defect

    State(const Problem& from, SessionOptions with);
    [[nodiscard]] std::unique_ptr<Engine> make_engine(const Problem& of) const;
    Patch apply(const Patch& patch);
    void take_back(const Patch& undo);
    void set_column(const Patch::Bounds& change);
    void set_row(const Patch::Bounds& change);
    void set_cost(const Patch::Cost& change);
    double set_coefficient(const Patch::Coefficient& change);
    Solution solve();
    Solution solve_lp(const Problem& lp, Engine& on) const;
    Solution solve_mip();
    void finish(const Problem& lp, Engine& on, Solution& solution) const;
    void settle(const Problem& lp, Engine& on, Solution& solution) const;
    Solution solve_bounded(const Problem& lp) const;
    void complete(const Problem& lp, Solution& solution) const;
};

Session::State::State(const Problem& from, SessionOptions with)
    : problem(from), options(std::move(with)), defect(lp::defect(from)) {
    backend = options.backend == Backend::automatic ? choose(from, options.will_resolve) : options.backend;
    if (!available(backend)) defect = "the backend " + std::string(name(backend)) + " is not compiled in";
    if (!defect.empty()) return;
    for (std::size_t c = 0; c < problem.cost.size(); ++c)
        problem.column_upper[c] = uncrossed(problem.column_lower[c], problem.column_upper[c], options.primal_tolerance);
    for (std::size_t r = 0; r < problem.row_lower.size(); ++r)
        problem.row_upper[r] = uncrossed(problem.row_lower[r], problem.row_upper[r], options.primal_tolerance);
    if (problem.num_integers() == 0) engine = make_engine(problem);
}

std::unique_ptr<Session::Engine> Session::State::make_engine(const Problem& of) const {
    return backend == Backend::highs ? make_highs_engine(of, options) : make_clp_engine(of, options);
}

void Session::State::set_column(const Patch::Bounds& change) {
    problem.column_lower[at(change.index)] = change.lower;
    problem.column_upper[at(change.index)] = change.upper;
    if (engine) engine->set_column_bounds(change.index, change.lower, change.upper);
}

void Session::State::set_row(const Patch::Bounds& change) {
    problem.row_lower[at(change.index)] = change.lower;
    problem.row_upper[at(change.index)] = change.upper;
    if (engine) engine->set_row_bounds(change.index, change.lower, change.upper);
}

void Session::State::set_cost(const Patch::Cost& change) {
    problem.cost[at(change.column)] = change.cost;
    if (engine) engine->set_cost(change.column, change.cost);
}

double Session::State::set_coefficient(const Patch::Coefficient& change) {
    const std::int64_t entry = find_entry(problem, change.row, change.column);
    const double before = std::exchange(problem.value[static_cast<std::size_t>(entry)], change.value);
    if (engine) engine->set_coefficient(change.row, change.column, change.value);
    return before;
}

/// Applies a patch and returns the one that takes it back, its entries in reverse order.
Patch Session::State::apply(const Patch& patch) {
    Patch undo;
    const double tolerance = options.primal_tolerance;
    for (const Patch::Bounds& change : patch.columns) {
        const std::size_t c = at(change.index);
        undo.columns.push_back({change.index, problem.column_lower[c], problem.column_upper[c]});
        set_column({change.index, change.lower, uncrossed(change.lower, change.upper, tolerance)});
    }
    for (const Patch::Bounds& change : patch.rows) {
        const std::size_t r = at(change.index);
        undo.rows.push_back({change.index, problem.row_lower[r], problem.row_upper[r]});
        set_row({change.index, change.lower, uncrossed(change.lower, change.upper, tolerance)});
    }
    for (const Patch::Cost& change : patch.costs) {
        undo.costs.push_back({change.column, problem.cost[at(change.column)]});
        set_cost(change);
    }
    for (const Patch::Coefficient& change : patch.coefficients)
        undo.coefficients.push_back({change.row, change.column, set_coefficient(change)});
    undo.objective_offset_change = problem.objective_offset;  // the value itself: adding and subtracting would round
    problem.objective_offset += patch.objective_offset_change;
    std::reverse(undo.columns.begin(), undo.columns.end());
    std::reverse(undo.rows.begin(), undo.rows.end());
    std::reverse(undo.costs.begin(), undo.costs.end());
    std::reverse(undo.coefficients.begin(), undo.coefficients.end());
    return undo;
}

void Session::State::take_back(const Patch& undo) {
    for (const Patch::Bounds& change : undo.columns) set_column(change);
    for (const Patch::Bounds& change : undo.rows) set_row(change);
    for (const Patch::Cost& change : undo.costs) set_cost(change);
    for (const Patch::Coefficient& change : undo.coefficients) set_coefficient(change);
    problem.objective_offset = undo.objective_offset_change;
}

/// Objective and certificate of an answer, from the unscaled problem.
void Session::State::complete(const Problem& lp, Solution& solution) const {
    if (!solution.has_primal) return;
    if (options.certify) {
        solution.certificate = lp::certify(lp, solution);
        solution.objective = solution.certificate.primal_bound;
    } else {
        solution.objective = cost_of(lp, solution.primal);
    }
}

/// Certifies an optimal answer; when it does not close, polishes its basis, then lets the backend try once more, and keeps
/// the best of what was seen.
void Session::State::finish(const Problem& lp, Engine& on, Solution& solution) const {
    complete(lp, solution);
    if (solution.termination != Termination::optimal || !options.certify) return;
    const double allowed = allowed_violation(lp);
    const auto improve = [&](const Solution& candidate) {
        if (looseness(candidate.certificate, allowed) < looseness(solution.certificate, allowed)) solution = candidate;
    };
    const auto polish_it = [&](Solution candidate) {
        if (!polish(lp, candidate)) return;
        complete(lp, candidate);
        improve(candidate);
    };
    if (looseness(solution.certificate, allowed) <= 1.0) return;
    polish_it(solution);
    if (looseness(solution.certificate, allowed) <= 1.0) return;
    Solution again = on.retry(lp);
    const std::int64_t iterations = again.iterations + solution.iterations;
    if (again.termination == Termination::optimal) {
        complete(lp, again);
        improve(again);
        polish_it(std::move(again));
    } else if (again.termination == Termination::infeasible || again.termination == Termination::unbounded) {
        solution = std::move(again);  // CLP can take a point with a wrong-signed reduced cost for optimal
    }
    solution.iterations = iterations;
    if (solution.termination == Termination::optimal) refuse_if_wrong(solution, allowed);
}

Solution Session::State::solve_lp(const Problem& lp, Engine& on) const {
    if (std::optional<Solution> known = solve_trivial(lp)) {
        complete(lp, *known);
        return *std::move(known);
    }
    Solution solution = on.run(lp);
    finish(lp, on, solution);
    settle(lp, on, solution);
    return solution;
}

/// An LP that always has an optimum, solved on a backend of its own.
Solution Session::State::solve_bounded(const Problem& lp) const {
    const std::unique_ptr<Engine> own = make_engine(lp);
    Solution solution = own->run(lp);
    finish(lp, *own, solution);
    return solution;
}

/// Backends mix up infeasible and unbounded. "Infeasible" stands with a Farkas ray that we checked. Everything else is
/// decided by two LPs that always have an optimum: is there a point, and is there a direction in which cost falls without
/// end? (elastic.hpp)
void Session::State::settle(const Problem& lp, Engine& on, Solution& solution) const {
    if (solution.termination == Termination::optimal || solution.termination == Termination::limit) return;
    check_ray(lp, solution);
    if (solution.termination == Termination::infeasible && !solution.ray.empty()) return;
    std::vector<int> rows(lp.row_lower.size());
    std::iota(rows.begin(), rows.end(), 0);
    const Solution point = solve_bounded(elastic(lp, rows));
    solution.iterations += point.iterations;
    if (point.termination != Termination::optimal) {  // a limit, or too hard: the backend's own verdict stays, unproved
        if (point.termination == Termination::limit) solution.termination = Termination::limit;
        solution.detail = point.detail;
        return;
    }
    const double allowed = allowed_violation(lp);
    if (point.certificate.dual_bound > allowed) {
        solution.termination = Termination::infeasible;
        solution.ray = point.row_dual;
        check_ray(lp, solution);
        return;
    }
    const Solution direction = solve_bounded(recession(lp));
    solution.iterations += direction.iterations;
    if (direction.termination == Termination::optimal && proves_unbounded(lp, direction.primal)) {
        solution.termination = Termination::unbounded;
        solution.ray = direction.primal;
        return;
    }
    const std::int64_t iterations = solution.iterations;
    solution = on.retry(lp);
    solution.iterations += iterations;
    finish(lp, on, solution);
    if (solution.termination == Termination::optimal || solution.termination == Termination::limit) return;
    solution.termination = Termination::failed;
    solution.detail += "; the problem has an optimum, but it was not found";
}

/// Branch and bound first; then the LP with the integer columns fixed gives exact continuous values, duals and a basis.
Solution Session::State::solve_mip() {
    const Problem whole = with_whole_bounds(problem);
    if (std::optional<Solution> known = crossed_bounds(whole)) return *std::move(known);
    Solution mip = backend == Backend::highs ? solve_mip_highs(whole, options) : solve_mip_cbc(whole, options);
    if (!mip.has_primal) return mip;
    Problem fixed = whole;
    for (std::size_t c = 0; c < fixed.cost.size(); ++c) {
        if (fixed.integer[c] == 0) continue;
        const double value =
            std::min(std::max(std::round(mip.primal[c]), fixed.column_lower[c]), fixed.column_upper[c]);
        fixed.column_lower[c] = fixed.column_upper[c] = value;
        fixed.integer[c] = 0;
    }
    const std::unique_ptr<Engine> once = make_engine(fixed);
    Solution lp = solve_lp(fixed, *once);
    lp.iterations += mip.iterations;
    lp.nodes = mip.nodes;
    if (lp.termination !=
        Termination::optimal) {  // rounding cost it its feasibility: the solver's own point, without duals
        complete(problem, mip);
        return mip;
    }
    lp.termination = mip.termination;
    lp.mip_bound = std::min(mip.mip_bound, lp.objective);
    lp.detail = mip.detail;
    complete(problem, lp);
    return lp;
}

Solution Session::State::solve() { return engine ? solve_lp(problem, *engine) : solve_mip(); }

Session::Session(const Problem& problem, SessionOptions options)
    : state_(std::make_unique<State>(problem, std::move(options))) {}
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

Solution Session::solve(const Patch& patch) {
    if (!state_->defect.empty()) return failure(state_->defect);
    if (std::string bad = defect(state_->problem, patch); !bad.empty()) return failure(std::move(bad));
    const Deadline clock(0.0);
    const Patch undo = state_->apply(patch);
    Solution solution = state_->solve();
    state_->take_back(undo);
    solution.seconds = clock.elapsed_s();
    return solution;
}

void Session::set_basis(const Basis& basis) {
    if (state_->engine) state_->engine->set_basis(basis);
}

Backend Session::backend() const { return state_->backend; }

}  // namespace proeftuin::lp

// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/solve.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/dispatch/diagnose.hpp"
#include "proeftuin/dispatch/meaning.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/dispatch/read.hpp"
#include "proeftuin/dispatch/windows.hpp"
#include "proeftuin/lp/mps.hpp"
#include "proeftuin/lp/uniqueness.hpp"
#include "proeftuin/network/impedance.hpp"

namespace proeftuin::dispatch {

namespace {

Size size_of(const lp::Problem& problem) {
    return {problem.num_columns(), problem.num_rows(), problem.num_nonzeros(), problem.num_integers()};
}

void report(const SolveOptions& options, double fraction, std::string_view what) {
    if (options.progress) options.progress(fraction, what);
}

/// A copy of the network with what standard types say written into it.
Expected<network::Network> prepared(const network::Network& network) {
    network::Network copy = network;
    Issues issues = network::apply_standard_types(copy);
    if (has_errors(issues)) return tl::unexpected(std::move(issues));
    return copy;
}

void take_certificate(const lp::Solution& solution, SolveResult& result) {
    const lp::Certificate& c = solution.certificate;
    result.primal_bound = c.primal_bound;
    result.dual_bound = c.dual_bound;
    result.relative_gap = c.relative_gap;
    result.primal_violation = c.primal_violation;
    result.dual_violation = c.dual_violation;
    result.dual_box = c.box;
    result.dual_bound_from_solver = c.bound_from_solver;
}

void count_price_flags(SolveResult& result) {
    result.num_prices_that_may_move = std::ranges::count(result.price_may_move, std::uint8_t{1});
}

Expected<SolveResult> solve_at_once(const network::Network& network, const SolveOptions& options) {
    SolveResult result;
    Stopwatch building;
    report(options, -1.0, "building the problem");
    Expected<network::Network> ready = prepared(network);
    if (!ready) return tl::unexpected(std::move(ready.error()));
    result.network = std::move(*ready);
    Expected<std::unique_ptr<Template>> made = formulate(result.network, options.formulation);
    if (!made) return tl::unexpected(std::move(made.error()));
    const Template& model = **made;
    result.warnings = model.warnings;
    result.size = size_of(model.problem);
    result.objective_constant = model.objective_constant;
    result.build_seconds = building.seconds();

    report(options, -1.0, "solving");
    Stopwatch solving;
    lp::Session session(model.problem, options.session);
    lp::Solution solution = session.solve();
    result.solve_seconds = solving.seconds();
    result.backend = session.backend();
    result.termination = solution.termination;
    result.detail = solution.detail;
    result.iterations = solution.iterations;
    result.nodes = solution.nodes;
    if (!solution.has_primal) {
        if (solution.termination != lp::Termination::limit) report(options, -1.0, "finding what stands in the way");
        result.diagnosis = diagnose(model, solution, options.session);
        return result;
    }
    Stopwatch certifying;
    take_certificate(solution, result);
    result.objective = solution.certificate.primal_bound - model.objective_constant;
    if (options.price_flags && solution.has_dual) {
        report(options, -1.0, "looking at which prices are unique");
        write_price_flags(model, lp::dual_may_move(model.problem, solution), model.horizon.size(),
                          result.price_may_move);
        count_price_flags(result);
    }
    write_solution(model, solution, model.horizon.size(), result.network);
    result.certify_seconds = certifying.seconds();
    return result;
}

}  // namespace

Expected<SolveResult> try_solve(const network::Network& network, const SolveOptions& options) {
    if (options.window > 0) return solve_in_windows(network, options);
    return solve_at_once(network, options);
}

Expected<Explanation> try_explain(const network::Network& network, const SolveOptions& options) {
    Expected<network::Network> ready = prepared(network);
    if (!ready) return tl::unexpected(std::move(ready.error()));
    Options formulation = options.formulation;
    Explanation plan;
    if (options.window > 0) {
        Expected<WindowPlan> windows = plan_windows(*ready, options);
        if (!windows) return tl::unexpected(std::move(windows.error()));
        plan.num_windows = static_cast<int>(windows->windows.size());
        formulation.snapshots = windows->windows.front().snapshots;
        plan.warnings = windows->warnings;
    }
    Expected<std::unique_ptr<Template>> made = formulate(*ready, formulation);
    if (!made) return tl::unexpected(std::move(made.error()));
    const Template& model = **made;
    plan.size = size_of(model.problem);
    for (const ColumnFamily& family : model.columns)
        plan.families.push_back(
            {family.name, meaning_of(family.name), false, static_cast<std::int64_t>(family.tags.size())});
    for (const RowFamily& family : model.rows)
        plan.families.push_back(
            {family.name, meaning_of(family.name), true, static_cast<std::int64_t>(family.tags.size())});
    plan.backend = options.session.backend == lp::Backend::automatic
                       ? lp::choose(model.problem, options.session.will_resolve || plan.num_windows > 1)
                       : options.session.backend;
    plan.estimated_memory_mb = (static_cast<double>(plan.size.nonzeros) * 60.0 +
                                static_cast<double>(plan.size.columns + plan.size.rows) * 200.0) /
                               1e6;
    plan.warnings.insert(plan.warnings.end(), model.warnings.begin(), model.warnings.end());
    return plan;
}

Expected<Size> try_write_mps(const network::Network& network, const Options& options, const std::string& path) {
    Expected<network::Network> ready = prepared(network);
    if (!ready) return tl::unexpected(std::move(ready.error()));
    Expected<std::unique_ptr<Template>> made = formulate(*ready, options);
    if (!made) return tl::unexpected(std::move(made.error()));
    try {
        lp::write_mps((*made)->problem, (*made)->layout(), path);
    } catch (const InputError& error) {
        return tl::unexpected(error.issues());
    }
    return size_of((*made)->problem);
}

}  // namespace proeftuin::dispatch

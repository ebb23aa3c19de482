// SPDX-License-Identifier: Apache-2.0
//
// Rolling horizon. Windows of H snapshots start H - overlap apart; of each the first H - overlap are kept (all, of the last one)
// and the rest is looked ahead at. What a window leaves behind is what the next one starts from: levels of storage, and outputs
// and statuses for ramps, minimum times and start-ups, as in PyPSA's optimize_with_rolling_horizon.
//
// One template: the first window's problem stays loaded in one session. A later window's problem has, as a rule, the same
// columns, rows and entries, so it becomes a patch of bounds, right-hand sides, costs and coefficients, and is solved warm. Where
// its shape differs (the last window may be shorter; a coefficient may vanish) a new template takes over, cold.
//
// Warm start: from the optimal basis of the most similar window so far (basis_memory.hpp). As long as costs are the same, it is
// dual feasible, so the dual simplex only has to mend what the new loads and availabilities make infeasible. HiGHS is taken
// where there is one: it needs fewer iterations and less time for such large changes than CLP (docs/decisions/0007).

#include "proeftuin/dispatch/windows.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/dispatch/basis_memory.hpp"
#include "proeftuin/dispatch/diagnose.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/dispatch/read.hpp"
#include "proeftuin/lp/uniqueness.hpp"
#include "proeftuin/network/impedance.hpp"

namespace proeftuin::dispatch {

namespace {

using network::Network;
using network::Table;

void check_options(const Network& network, const SolveOptions& options, Issues& issues) {
    const auto complain = [&](std::string message, std::string remedy) {
        issues.push_back({Code::bad_option, {}, std::move(message), std::move(remedy), Severity::error});
    };
    if (options.overlap < 0 || options.overlap >= options.window)
        complain("the overlap must be from 0 to less than the window of " + std::to_string(options.window) +
                     ", found " + std::to_string(options.overlap),
                 "give a smaller overlap or a longer window");
    if (!options.formulation.snapshots.empty())
        complain("windows and a choice of snapshots cannot be combined", "leave one of them out");
    if (!network.snapshots.periods.empty())
        complain("windows and investment periods cannot be combined", "solve the whole horizon at once");
}

void refuse_flag(const Network& network, std::string_view component, const std::string& attribute,
                 const std::string& why, Issues& issues) {
    const Table& table = network.table(component);
    for (int item = 0; item < table.size(); ++item)
        if (table.flag(attribute, item))
            issues.push_back({Code::unsupported_feature,
                              {{}, 0, 0, std::string(component), table.name(item), attribute},
                              why,
                              "solve the whole horizon at once, or fix the capacities first",
                              Severity::error});
}

void refuse_limit(const Network& network, std::string_view component, const std::string& attribute, Issues& issues) {
    const Table& table = network.table(component);
    if (table.column(attribute) == nullptr) return;
    for (int item = 0; item < table.size(); ++item)
        if (std::abs(table.number(attribute, item)) < lp::infinity)
            issues.push_back({Code::unsupported_feature,
                              {{}, 0, 0, std::string(component), table.name(item), attribute},
                              "a limit over the whole horizon cannot be kept window by window",
                              "solve the whole horizon at once, or leave the limit out",
                              Severity::error});
}

/// What is decided once for the whole horizon, and so not in windows.
void refuse_whole_horizon(const Network& network, Issues& issues) {
    for (const Kind kind : all_kinds)
        refuse_flag(network, names_of(kind).component, std::string(names_of(kind).nominal) + "_extendable",
                    "a capacity cannot be decided window by window", issues);
    for (const Kind kind : {Kind::generator, Kind::link, Kind::process})
        refuse_flag(network, names_of(kind).component, "maintainable", "maintenance cannot be planned window by window",
                    issues);
    refuse_limit(network, "Generator", "e_sum_min", issues);
    refuse_limit(network, "Generator", "e_sum_max", issues);
    const Table& limits = network.table("GlobalConstraint");
    for (int item = 0; item < limits.size(); ++item) {
        const std::string& type = limits.text("type", item);
        if (type != "primary_energy" && type != "operational_limit") continue;
        issues.push_back({Code::unsupported_feature,
                          {{}, 0, 0, "GlobalConstraint", limits.name(item), "type"},
                          "a limit over the whole horizon cannot be kept window by window",
                          "solve the whole horizon at once, or leave the limit out",
                          Severity::error});
    }
}

struct LevelNames {
    std::string_view component;
    std::string level, initial, cyclic;
};

const std::array<LevelNames, 2>& level_names() {
    static const std::array<LevelNames, 2> names{
        {{"StorageUnit", "state_of_charge", "state_of_charge_initial", "cyclic_state_of_charge"},
         {"Store", "e", "e_initial", "e_cyclic"}}};
    return names;
}

/// Windows hand levels on instead of closing a cycle each.
void open_cycles(Network& network, Issues& warnings) {
    for (const LevelNames& names : level_names()) {
        Table& table = network.table(names.component);
        bool any = false;
        for (int item = 0; item < table.size(); ++item) any |= table.flag(names.cyclic, item);
        if (!any) continue;
        std::ranges::fill(table.edit_column(names.cyclic).numbers, 0.0);
        warnings.push_back({Code::out_of_range,
                            {{}, 0, 0, std::string(names.component), "", names.cyclic},
                            "cyclic storage does not close its cycle in windows: it starts from " + names.initial +
                                " and hands its level on from window to window",
                            "solve the whole horizon at once where the cycle matters",
                            Severity::warning});
    }
}

/// Makes the levels at the end of what was kept the initial levels of what follows.
void hand_levels_on(Network& network, int last_kept) {
    for (const LevelNames& names : level_names()) {
        Table& table = network.table(names.component);
        if (table.size() == 0 || table.series(names.level) == nullptr) continue;
        const network::Values levels(table, names.level);
        std::vector<double> values;
        for (int s = 0; s < network.scenarios.count(); ++s)
            for (int item = 0; item < table.size(); ++item) values.push_back(levels(s, last_kept, item));
        table.make_column(names.initial, network::Kind::number, network.scenarios.count()).numbers = std::move(values);
    }
}

/// The template in use, its session, and what it takes to solve the next window with them.
class Rolling {
  public:
    explicit Rolling(const SolveOptions& options) : options_(options) {
        options_.session.will_resolve = true;
        const bool open = options_.session.backend == lp::Backend::automatic;
        if (open && lp::available(lp::Backend::highs)) options_.session.backend = lp::Backend::highs;
    }

    /// Solves a window: warm as a patch of the template where shapes agree, else as a new template.
    lp::Solution solve(const lp::Problem& problem) {
        lp::Patch patch;
        warm_ = session_ != nullptr && lp::difference(template_, problem, patch);
        if (warm_) {
            session_->set_basis(bases_.propose(problem));
        } else {
            template_ = problem;
            session_ = std::make_unique<lp::Session>(template_, options_.session);
            bases_.forget();
        }
        const lp::Solution solution = session_->solve(patch);
        bases_.learn(problem, solution.basis);
        return solution;
    }
    [[nodiscard]] bool warm() const { return warm_; }
    [[nodiscard]] lp::Backend backend() const { return session_->backend(); }

  private:
    SolveOptions options_;
    lp::Problem template_;
    std::unique_ptr<lp::Session> session_;
    BasisMemory bases_;
    bool warm_ = false;
};

/// Cost of the first `keep` snapshots of a window at its solution.
double kept_cost(const Template& model, const lp::Problem& problem, const std::vector<double>& x, int keep) {
    long double cost = 0.0L;
    for (const ColumnFamily& family : model.columns)
        for (std::size_t i = 0; i < family.tags.size(); ++i)
            if (family.tags[i].t < keep) {
                const std::size_t j = static_cast<std::size_t>(family.first) + i;
                cost += static_cast<long double>(problem.cost[j]) * static_cast<long double>(x[j]);
            }
    return static_cast<double>(cost);
}

class WindowSolver {
  public:
    WindowSolver(SolveResult& result, const SolveOptions& options)
        : result_(result), options_(options), rolling_(options) {}

    /// False when the window has no solution (the result says so) or the data do not allow it (issues).
    bool solve(const Window& window, Issues& issues) {
        Stopwatch building;
        Options formulation = options_.formulation;
        formulation.snapshots = window.snapshots;
        Expected<std::unique_ptr<Template>> made = formulate(result_.network, formulation);
        if (!made) {
            issues = std::move(made.error());
            return false;
        }
        const Template& model = **made;
        if (result_.windows.empty()) note_first(model);
        result_.build_seconds += building.seconds();
        Stopwatch solving;
        const lp::Solution solution = rolling_.solve(model.problem);
        result_.solve_seconds += solving.seconds();
        result_.iterations += solution.iterations;
        result_.nodes += solution.nodes;
        result_.termination = solution.termination;
        result_.detail = solution.detail;
        result_.backend = rolling_.backend();
        result_.windows.push_back({window.snapshots.front(), static_cast<int>(window.snapshots.size()), window.keep,
                                   rolling_.warm(), solution.iterations, solving.seconds(),
                                   solution.certificate.primal_bound, solution.certificate.relative_gap});
        if (!solution.has_primal) {
            result_.diagnosis = diagnose(model, solution, options_.session);
            return false;
        }
        read(model, solution, window);
        return true;
    }

  private:
    void note_first(const Template& model) {
        result_.size = {model.problem.num_columns(), model.problem.num_rows(), model.problem.num_nonzeros(),
                        model.problem.num_integers()};
        result_.warnings.insert(result_.warnings.end(), model.warnings.begin(), model.warnings.end());
    }

    void read(const Template& model, const lp::Solution& solution, const Window& window) {
        result_.objective += kept_cost(model, model.problem, solution.primal, window.keep);
        result_.primal_violation = std::max(result_.primal_violation, solution.certificate.primal_violation);
        result_.dual_violation = std::max(result_.dual_violation, solution.certificate.dual_violation);
        result_.dual_box = std::max(result_.dual_box, solution.certificate.box);
        result_.relative_gap = std::max(result_.relative_gap, solution.certificate.relative_gap);
        result_.dual_bound_from_solver |= solution.certificate.bound_from_solver;
        if (options_.price_flags && solution.has_dual)
            write_price_flags(model, lp::dual_may_move(model.problem, solution), window.keep, result_.price_may_move);
        write_solution(model, solution, window.keep, result_.network);
        hand_levels_on(result_.network, window.snapshots[static_cast<std::size_t>(window.keep) - 1]);
    }

    SolveResult& result_;
    const SolveOptions& options_;
    Rolling rolling_;
};

/// Puts back what windows changed in the network to hand state on.
void restore_inputs(const Network& before, Network& network) {
    for (const LevelNames& names : level_names()) {
        Table& table = network.table(names.component);
        const Table& old = before.table(names.component);
        for (const std::string& attribute : {names.initial, names.cyclic}) {
            if (const network::Column* column = old.column(attribute); column != nullptr)
                table.edit_column(attribute) = *column;
            else table.drop_column(attribute);
        }
    }
}

}  // namespace

Expected<WindowPlan> plan_windows(const network::Network& network, const SolveOptions& options) {
    Issues issues;
    check_options(network, options, issues);
    refuse_whole_horizon(network, issues);
    if (has_errors(issues)) return tl::unexpected(std::move(issues));
    WindowPlan plan;
    const int total = network.num_snapshots();
    const int step = options.window - options.overlap;
    for (int first = 0; first < total; first += step) {
        Window window;
        const int last = std::min(total, first + options.window);
        for (int snapshot = first; snapshot < last; ++snapshot) window.snapshots.push_back(snapshot);
        window.keep = last == total ? last - first : step;
        plan.windows.push_back(std::move(window));
        if (last == total) break;
    }
    return plan;
}

Expected<SolveResult> solve_in_windows(const network::Network& network, const SolveOptions& options) {
    Expected<WindowPlan> plan = plan_windows(network, options);
    if (!plan) return tl::unexpected(std::move(plan.error()));
    SolveResult result;
    result.network = network;
    Issues issues = network::apply_standard_types(result.network);
    if (has_errors(issues)) return tl::unexpected(std::move(issues));
    open_cycles(result.network, result.warnings);
    WindowSolver solver(result, options);
    for (std::size_t w = 0; w < plan->windows.size(); ++w) {
        if (options.progress)
            options.progress(static_cast<double>(w) / static_cast<double>(plan->windows.size()),
                             "window " + std::to_string(w + 1) + " of " + std::to_string(plan->windows.size()));
        if (solver.solve(plan->windows[w], issues)) continue;
        if (has_errors(issues)) return tl::unexpected(std::move(issues));
        break;
    }
    restore_inputs(network, result.network);
    result.num_prices_that_may_move = std::ranges::count(result.price_may_move, std::uint8_t{1});
    result.primal_bound = result.objective;
    result.dual_bound = -lp::infinity;
    return result;
}

}  // namespace proeftuin::dispatch

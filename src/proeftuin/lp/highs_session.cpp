// SPDX-License-Identifier: Apache-2.0
//
// The HiGHS backend: serial dual simplex, presolve on a cold start only (HiGHS skips it when it has a basis), one thread.
#ifdef PROEFTUIN_HAVE_HIGHS
// An assertion in an inline destructor of Highs.h names stdout, which this library may not.
#ifndef NDEBUG
#define NDEBUG
#endif
#include <Highs.h>
#endif

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/lp/engine.hpp"

namespace proeftuin::lp {

#ifdef PROEFTUIN_HAVE_HIGHS

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

Status status_from(HighsBasisStatus status, double lower, double upper) {
    switch (status) {
        case HighsBasisStatus::kBasic: return Status::basic;
        case HighsBasisStatus::kUpper: return lower == upper ? Status::fixed : Status::at_upper;
        case HighsBasisStatus::kLower: return lower == upper ? Status::fixed : Status::at_lower;
        default: return Status::free_zero;
    }
}

HighsBasisStatus status_to(Status status) {
    switch (status) {
        case Status::basic: return HighsBasisStatus::kBasic;
        case Status::at_upper: return HighsBasisStatus::kUpper;
        case Status::at_lower:
        case Status::fixed: return HighsBasisStatus::kLower;
        case Status::free_zero: return HighsBasisStatus::kZero;
    }
    return HighsBasisStatus::kZero;
}

HighsLp to_highs(const Problem& problem) {
    HighsLp lp;
    lp.num_col_ = problem.num_columns();
    lp.num_row_ = problem.num_rows();
    lp.col_cost_ = problem.cost;
    lp.col_lower_ = problem.column_lower;
    lp.col_upper_ = problem.column_upper;
    lp.row_lower_ = problem.row_lower;
    lp.row_upper_ = problem.row_upper;
    lp.a_matrix_.format_ = MatrixFormat::kColwise;
    lp.a_matrix_.num_col_ = lp.num_col_;
    lp.a_matrix_.num_row_ = lp.num_row_;
    lp.a_matrix_.start_.assign(problem.start.begin(), problem.start.end());
    lp.a_matrix_.index_.assign(problem.row.begin(), problem.row.end());
    lp.a_matrix_.value_ = problem.value;
    if (problem.num_integers() > 0)
        for (const std::uint8_t flag : problem.integer)
            lp.integrality_.push_back(flag != 0 ? HighsVarType::kInteger : HighsVarType::kContinuous);
    return lp;
}

void settings(Highs& highs, const SessionOptions& options) {
    highs.setOptionValue("output_flag", false);
    highs.setOptionValue("threads", 1);
    highs.setOptionValue("parallel", "off");
    highs.setOptionValue("random_seed", 0);
    highs.setOptionValue("solver", "simplex");
    highs.setOptionValue("primal_feasibility_tolerance", std::max(1e-10, options.primal_tolerance));
    highs.setOptionValue("dual_feasibility_tolerance", std::max(1e-10, options.dual_tolerance));
    highs.setOptionValue("small_matrix_value", 1e-12);  // the default drops entries below 1e-9
    highs.setOptionValue("mip_rel_gap", options.mip_relative_gap);
    highs.setOptionValue("mip_abs_gap", 1e-9);
}

/// The user's interrupt and our clock, asked by HiGHS now and then.
void watch(Highs& highs, const SessionOptions& options, const Deadline& deadline) {
    const auto ask = [&options, &deadline](int, const std::string&, const HighsCallbackDataOut* out,
                                           HighsCallbackDataIn* in, void*) {
        const double iterations = static_cast<double>(out->simplex_iteration_count);
        const bool stop = options.interrupt && options.interrupt(iterations, out->objective_function_value, 0.0);
        in->user_interrupt = stop || deadline.passed() ? 1 : 0;  // it would stay set for the next run
    };
    highs.setCallback(ask, nullptr);
    highs.startCallback(kCallbackSimplexInterrupt);
    highs.startCallback(kCallbackMipInterrupt);
}

Termination termination_from(HighsModelStatus status) {
    switch (status) {
        case HighsModelStatus::kOptimal:
        case HighsModelStatus::kModelEmpty: return Termination::optimal;
        case HighsModelStatus::kInfeasible: return Termination::infeasible;
        case HighsModelStatus::kUnbounded:
        case HighsModelStatus::kUnboundedOrInfeasible: return Termination::unbounded;  // the Session finds out which
        case HighsModelStatus::kTimeLimit:
        case HighsModelStatus::kIterationLimit:
        case HighsModelStatus::kSolutionLimit:
        case HighsModelStatus::kInterrupt: return Termination::limit;
        default: return Termination::failed;
    }
}

class HighsEngine final : public Session::Engine {
  public:
    HighsEngine(const Problem& problem, const SessionOptions& options) : options_(options) { load(problem); }
    [[nodiscard]] Backend backend() const override { return Backend::highs; }
    void set_column_bounds(int column, double lower, double upper) override {
        highs_->changeColBounds(column, lower, upper);
    }
    void set_row_bounds(int row, double lower, double upper) override { highs_->changeRowBounds(row, lower, upper); }
    void set_cost(int column, double cost) override { highs_->changeColCost(column, cost); }
    void set_coefficient(int row, int column, double value) override { highs_->changeCoeff(row, column, value); }
    void set_basis(const Basis& basis) override {
        start_ = basis;
        reload_ = true;
    }
    Solution run(const Problem& problem) override;
    Solution retry(const Problem& problem) override;

  private:
    void load(const Problem& problem);
    void restart(const Problem& problem);
    void go();
    void insist();
    [[nodiscard]] Solution read(const Problem& problem);
    void read_ray(Solution& solution);

    const SessionOptions options_;
    std::unique_ptr<Highs> highs_;
    Deadline deadline_{0.0};
    HighsModelStatus status_ = HighsModelStatus::kNotset;
    Basis start_;
    bool reload_ = false;
    bool fresh_ = true;  // loaded and not solved since
    std::int64_t iterations_ = 0;
};

void HighsEngine::load(const Problem& problem) {
    highs_ = std::make_unique<Highs>();
    settings(*highs_, options_);
    highs_->passModel(to_highs(problem));
    watch(*highs_, options_, deadline_);
}

void HighsEngine::restart(const Problem& problem) {
    if (!fresh_) load(problem);
    reload_ = false;
    if (std::ssize(start_.columns) != problem.num_columns() || std::ssize(start_.rows) != problem.num_rows()) return;
    HighsBasis basis;
    for (const Status status : start_.columns) basis.col_status.push_back(status_to(status));
    for (const Status status : start_.rows) basis.row_status.push_back(status_to(status));
    basis.valid = true;
    basis.alien = true;  // HiGHS repairs what does not make a basis
    highs_->setBasis(basis);
}

void HighsEngine::go() {
    if (options_.time_limit_s > 0.0)  // HiGHS counts the time of all runs of one object
        highs_->setOptionValue("time_limit", highs_->getRunTime() + deadline_.left_s());
    highs_->run();
    status_ = highs_->getModelStatus();
    iterations_ += std::max<std::int64_t>(0, highs_->getInfo().simplex_iteration_count);
}

Solution HighsEngine::run(const Problem& problem) {
    deadline_ = Deadline(options_.time_limit_s);
    iterations_ = 0;
    if (reload_) restart(problem);
    fresh_ = false;
    go();
    insist();
    return read(problem);
}

Solution HighsEngine::retry(const Problem& problem) {
    constexpr int no_scaling = 0;
    constexpr int choose_scaling = 1;
    iterations_ = 0;
    highs_->clearSolver();
    highs_->setOptionValue("presolve", "off");
    highs_->setOptionValue("simplex_scale_strategy", no_scaling);
    go();
    Solution solution = read(problem);
    highs_->setOptionValue("presolve", "choose");
    highs_->setOptionValue("simplex_scale_strategy", choose_scaling);
    return solution;
}

void HighsEngine::insist() {
    if (termination_from(status_) != Termination::failed) return;
    constexpr int primal = 4;
    constexpr int dual = 1;
    highs_->clearSolver();
    highs_->setOptionValue("presolve", "off");
    go();
    if (termination_from(status_) == Termination::failed) {
        highs_->clearSolver();
        highs_->setOptionValue("simplex_strategy", primal);
        go();
        highs_->setOptionValue("simplex_strategy", dual);
    }
    highs_->setOptionValue("presolve", "choose");
}

void HighsEngine::read_ray(Solution& solution) {
    const bool infeasible = solution.termination == Termination::infeasible;
    solution.ray.resize(static_cast<std::size_t>(infeasible ? highs_->getNumRow() : highs_->getNumCol()));
    bool found = false;
    if (infeasible) highs_->getDualRay(found, solution.ray.data());
    else highs_->getPrimalRay(found, solution.ray.data());
    if (!found) solution.ray.clear();
}

Solution HighsEngine::read(const Problem& problem) {
    Solution solution;
    solution.iterations = iterations_;
    solution.termination = termination_from(status_);
    if (solution.termination == Termination::limit || solution.termination == Termination::failed)
        solution.detail = "HiGHS: " + highs_->modelStatusToString(status_);
    const HighsBasis& basis = highs_->getBasis();
    if (basis.valid) {
        for (int column = 0; column < problem.num_columns(); ++column)
            solution.basis.columns.push_back(status_from(basis.col_status[at(column)], problem.column_lower[at(column)],
                                                         problem.column_upper[at(column)]));
        for (int row = 0; row < problem.num_rows(); ++row)
            solution.basis.rows.push_back(
                status_from(basis.row_status[at(row)], problem.row_lower[at(row)], problem.row_upper[at(row)]));
    }
    if (solution.termination == Termination::optimal) {
        const HighsSolution& values = highs_->getSolution();
        solution.has_primal = values.value_valid;
        solution.has_dual = values.dual_valid;
        solution.primal = values.col_value;
        solution.row_dual = values.row_dual;
        solution.reduced_cost = values.col_dual;
    }
    if (solution.termination == Termination::infeasible || solution.termination == Termination::unbounded)
        read_ray(solution);
    return solution;
}

}  // namespace

std::unique_ptr<Session::Engine> make_highs_engine(const Problem& problem, const SessionOptions& options) {
    return std::make_unique<HighsEngine>(problem, options);
}

Solution solve_mip_highs(const Problem& problem, const SessionOptions& options) {
    const Deadline deadline(options.time_limit_s);
    Highs highs;
    settings(highs, options);
    highs.setOptionValue("solver", "choose");
    if (options.time_limit_s > 0.0) highs.setOptionValue("time_limit", options.time_limit_s);
    highs.passModel(to_highs(problem));
    watch(highs, options, deadline);
    highs.run();
    const HighsInfo& info = highs.getInfo();
    HighsModelStatus status = highs.getModelStatus();
    if (status == HighsModelStatus::kUnboundedOrInfeasible) {
        HighsLp lp = to_highs(problem);
        std::fill(lp.col_cost_.begin(), lp.col_cost_.end(), 0.0);
        highs.passModel(std::move(lp));
        highs.run();
        status = highs.getModelStatus() == HighsModelStatus::kInfeasible ? HighsModelStatus::kInfeasible
                                                                         : HighsModelStatus::kUnbounded;
    }
    Solution solution;
    solution.termination = termination_from(status);
    solution.iterations = std::max<std::int64_t>(0, info.simplex_iteration_count);
    solution.nodes = std::max<std::int64_t>(0, info.mip_node_count);
    solution.mip_bound = info.mip_dual_bound + problem.objective_offset;
    if (solution.termination == Termination::limit || solution.termination == Termination::failed)
        solution.detail = "HiGHS: " + highs.modelStatusToString(status);
    const bool may_have_point =
        solution.termination == Termination::optimal || solution.termination == Termination::limit;
    solution.has_primal =
        may_have_point && highs.getSolution().value_valid && info.primal_solution_status == kSolutionStatusFeasible;
    if (solution.has_primal) solution.primal = highs.getSolution().col_value;
    return solution;
}

#else

std::unique_ptr<Session::Engine> make_highs_engine(const Problem& problem, const SessionOptions& options) {
    return make_clp_engine(problem, options);  // not compiled in: the Session has refused before it comes here
}

Solution solve_mip_highs(const Problem& problem, const SessionOptions& options) {
    return solve_mip_cbc(problem, options);
}

#endif

}  // namespace proeftuin::lp

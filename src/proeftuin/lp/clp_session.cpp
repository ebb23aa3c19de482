// SPDX-License-Identifier: Apache-2.0
//
// The CLP backend. A cold solve presolves, solves the small problem with the dual simplex, and cleans up with the primal;
// a warm solve is the dual simplex from the last basis. What CLP cannot finish is tried again with other settings before it
// counts as failed: primal without perturbation, then without scaling, then from the slack basis.
#include <ClpEventHandler.hpp>
#include <ClpPresolve.hpp>
#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "proeftuin/lp/engine.hpp"

namespace proeftuin::lp {

namespace {

// CLP's own numbers for ClpModel::status().
enum ClpStatus {
    clp_optimal = 0,
    clp_infeasible = 1,
    clp_unbounded = 2,
    clp_iterations = 3,
    clp_failed = 4,
    clp_stopped = 5
};

std::size_t at(int index) { return static_cast<std::size_t>(index); }
// Values of ClpSimplex::setPerturbation. Perturbing the costs from the start halves the pivots of a dispatch with storage
// and is never much slower; CLP's own default of 100 waits until it stalls (docs/decisions/0005-which-backend-when.md).
constexpr int perturb = 50;
constexpr int no_perturbation = 102;

double to_clp(double bound) { return std::isinf(bound) ? std::copysign(COIN_DBL_MAX, bound) : bound; }

/// Asks now and then whether to stop.
class Watch : public ClpEventHandler {
  public:
    Watch(const SessionOptions* options, const Deadline* deadline) : options_(options), deadline_(deadline) {}
    int event(Event which) override {
        if (which != endOfIteration && which != endOfFactorization) return -1;
        if (which == endOfIteration && ++since_last_ < interval) return -1;
        since_last_ = 0;
        if (deadline_->passed()) return 0;
        if (!options_->interrupt || model_ == nullptr) return -1;
        const bool stop = options_->interrupt(model_->numberIterations(), model_->objectiveValue(),
                                              model_->sumPrimalInfeasibilities());
        return stop ? 0 : -1;
    }
    [[nodiscard]] ClpEventHandler* clone() const override { return std::make_unique<Watch>(*this).release(); }

  private:
    static constexpr int interval = 50;
    const SessionOptions* options_;
    const Deadline* deadline_;
    int since_last_ = 0;
};

Status status_from(ClpSimplex::Status status) {
    switch (status) {
        case ClpSimplex::basic: return Status::basic;
        case ClpSimplex::atUpperBound: return Status::at_upper;
        case ClpSimplex::atLowerBound: return Status::at_lower;
        case ClpSimplex::isFixed: return Status::fixed;
        default: return Status::free_zero;
    }
}

ClpSimplex::Status status_to(Status status) {
    switch (status) {
        case Status::basic: return ClpSimplex::basic;
        case Status::at_upper: return ClpSimplex::atUpperBound;
        case Status::at_lower: return ClpSimplex::atLowerBound;
        case Status::fixed: return ClpSimplex::isFixed;
        case Status::free_zero: return ClpSimplex::isFree;
    }
    return ClpSimplex::isFree;
}

/// The status a nonbasic variable can have between these bounds, as near as may be to the one it had. A status that points at
/// an absent bound makes CLP put the variable at zero and call a wrong-signed reduced cost optimal.
ClpSimplex::Status possible(ClpSimplex::Status status, double lower, double upper) {
    if (status == ClpSimplex::basic) return status;
    const bool no_lower = lower <= -COIN_DBL_MAX;
    const bool no_upper = upper >= COIN_DBL_MAX;
    if (no_lower && no_upper) return ClpSimplex::isFree;
    if (no_lower) return ClpSimplex::atUpperBound;
    if (no_upper) return ClpSimplex::atLowerBound;
    return status == ClpSimplex::atUpperBound ? status : ClpSimplex::atLowerBound;
}

class ClpEngine final : public Session::Engine {
  public:
    ClpEngine(const Problem& problem, const SessionOptions& options) : options_(options) { load(problem); }
    [[nodiscard]] Backend backend() const override { return Backend::clp; }
    void set_column_bounds(int column, double lower, double upper) override {
        model_->setColumnBounds(column, to_clp(lower), to_clp(upper));
    }
    void set_row_bounds(int row, double lower, double upper) override {
        model_->setRowBounds(row, to_clp(lower), to_clp(upper));
    }
    void set_cost(int column, double cost) override { model_->setObjectiveCoefficient(column, cost); }
    void set_coefficient(int row, int column, double value) override {
        model_->modifyCoefficient(row, column, value, true);
    }
    void set_basis(const Basis& basis) override {
        start_ = basis;
        reload_ = true;
    }
    Solution run(const Problem& problem) override;
    Solution retry(const Problem& problem) override;

  private:
    void load(const Problem& problem);
    void settings(ClpSimplex& model) const;
    void cold();
    void make_statuses_possible();
    void count(const ClpSimplex& model) { iterations_ += model.numberIterations(); }
    void dual(int options);
    void primal();
    void insist(const Problem& problem);
    bool attempt(int how, const Problem& problem);
    [[nodiscard]] Solution read(const Problem& problem) const;
    void read_values(const Problem& problem, Solution& solution) const;
    void read_ray(Solution& solution) const;

    const SessionOptions options_;
    std::unique_ptr<ClpSimplex> model_;
    std::unique_ptr<Deadline> deadline_ = std::make_unique<Deadline>(0.0);
    Basis start_;
    bool reload_ = false;
    bool cold_ = true;
    bool fresh_ = true;  // loaded and not solved since
    int iterations_ = 0;
};

void ClpEngine::settings(ClpSimplex& model) const {
    model.setLogLevel(0);
    model.setPrimalTolerance(options_.primal_tolerance);
    model.setDualTolerance(options_.dual_tolerance);
    model.setPerturbation(perturb);
    Watch watch(&options_, deadline_.get());
    model.passInEventHandler(&watch);
}

void ClpEngine::load(const Problem& problem) {
    model_ = std::make_unique<ClpSimplex>();
    const std::vector<CoinBigIndex> start(problem.start.begin(), problem.start.end());
    const auto clp_bounds = [](const std::vector<double>& bounds) {
        std::vector<double> result(bounds.size());
        std::transform(bounds.begin(), bounds.end(), result.begin(), to_clp);
        return result;
    };
    settings(*model_);
    model_->loadProblem(problem.num_columns(), problem.num_rows(), start.data(), problem.row.data(),
                        problem.value.data(), clp_bounds(problem.column_lower).data(),
                        clp_bounds(problem.column_upper).data(), problem.cost.data(),
                        clp_bounds(problem.row_lower).data(), clp_bounds(problem.row_upper).data());
    cold_ = true;
}

void ClpEngine::dual(int options) {
    model_->dual(0, options);
    count(*model_);
}

void ClpEngine::primal() {
    model_->primal(0,
                   0);  // without a values pass, which can stop at a superbasic column with a wrong-signed reduced cost
    count(*model_);
}

void ClpEngine::cold() {
    ClpPresolve presolve;
    constexpr int passes = 5;
    presolve.setDoDupcol(false);  // both leak memory (CoinUtils 2.11), and dispatch has few duplicates
    presolve.setDoDuprow(false);
    const std::unique_ptr<ClpSimplex> small(
        presolve.presolvedModel(*model_, 0.1 * options_.primal_tolerance, false, passes));
    if (!small) {  // presolve says infeasible or unbounded: let the simplex method find the proof
        dual(0);
        return;
    }
    settings(*small);
    small->dual();
    count(*small);
    const int status = small->status();
    if (status == clp_stopped || status == clp_iterations) {
        model_->setProblemStatus(status);
        return;
    }
    if (status != clp_optimal) {
        dual(0);
        return;
    }
    presolve.postsolve(true);
    primal();
}

void ClpEngine::make_statuses_possible() {
    for (int column = 0; column < model_->numberColumns(); ++column)
        model_->setColumnStatus(column, possible(model_->getColumnStatus(column), model_->columnLower()[column],
                                                 model_->columnUpper()[column]));
    for (int row = 0; row < model_->numberRows(); ++row)
        model_->setRowStatus(row,
                             possible(model_->getRowStatus(row), model_->rowLower()[row], model_->rowUpper()[row]));
}

Solution ClpEngine::run(const Problem& problem) {
    *deadline_ = Deadline(options_.time_limit_s);
    iterations_ = 0;
    if (reload_) {
        if (!fresh_) load(problem);
        reload_ = false;
        const bool fits =
            std::ssize(start_.columns) == problem.num_columns() && std::ssize(start_.rows) == problem.num_rows();
        cold_ = !fits;
        for (int column = 0; fits && column < problem.num_columns(); ++column)
            model_->setColumnStatus(column, status_to(start_.columns[at(column)]));
        for (int row = 0; fits && row < problem.num_rows(); ++row)
            model_->setRowStatus(row, status_to(start_.rows[at(row)]));
    }
    if (cold_) {
        cold();
    } else {
        make_statuses_possible();
        dual(0);
    }
    cold_ = false;
    fresh_ = false;
    insist(problem);
    return read(problem);
}

Solution ClpEngine::retry(const Problem& problem) {
    iterations_ = 0;
    load(problem);
    const int scaling = model_->scalingFlag();
    const int perturbation = model_->perturbation();
    model_->scaling(0);
    model_->setPerturbation(no_perturbation);
    make_statuses_possible();
    primal();
    insist(problem);
    model_->scaling(scaling);
    model_->setPerturbation(perturbation);
    cold_ = false;
    return read(problem);
}

/// One of the ways out when CLP gives up; false when there is no further one.
bool ClpEngine::attempt(int how, const Problem& problem) {
    switch (how) {
        case 0:
            model_->setPerturbation(no_perturbation);
            primal();
            return true;
        case 1:
            model_->scaling(0);
            dual(0);
            return true;
        case 2:
            load(problem);
            model_->setPerturbation(no_perturbation);
            primal();
            return true;
        case 3:
            load(problem);
            model_->scaling(0);
            model_->setPerturbation(no_perturbation);
            dual(0);
            return true;
        default: return false;
    }
}

void ClpEngine::insist(const Problem& problem) {
    const int scaling = model_->scalingFlag();
    const int perturbation = model_->perturbation();
    for (int how = 0; model_->status() == clp_failed || model_->status() == clp_iterations || model_->status() < 0;
         ++how)
        if (!attempt(how, problem)) break;
    model_->scaling(scaling);
    model_->setPerturbation(perturbation);
}

void ClpEngine::read_values(const Problem& problem, Solution& solution) const {
    const double* primal = model_->primalColumnSolution();
    const double* dual = model_->dualRowSolution();
    const double* reduced_cost = model_->dualColumnSolution();
    solution.primal.assign(primal, primal + problem.num_columns());
    solution.row_dual.assign(dual, dual + problem.num_rows());
    solution.reduced_cost.assign(reduced_cost, reduced_cost + problem.num_columns());
    for (int column = 0; column < problem.num_columns(); ++column) {  // scaling leaves bounds off by an ulp
        const std::size_t c = at(column);
        const Status status = solution.basis.columns[c];
        if (status == Status::at_lower || status == Status::fixed) solution.primal[c] = problem.column_lower[c];
        if (status == Status::at_upper) solution.primal[c] = problem.column_upper[c];
    }
}

void ClpEngine::read_ray(Solution& solution) const {
    const bool infeasible = solution.termination == Termination::infeasible;
    const std::unique_ptr<double[]> ray(infeasible ? model_->infeasibilityRay() : model_->unboundedRay());
    if (!ray) return;
    const int size = infeasible ? model_->numberRows() : model_->numberColumns();
    solution.ray.assign(ray.get(), ray.get() + size);
}

Solution ClpEngine::read(const Problem& problem) const {
    Solution solution;
    solution.iterations = iterations_;
    const int status = model_->status();
    switch (status) {
        case clp_optimal: solution.termination = Termination::optimal; break;
        case clp_infeasible: solution.termination = Termination::infeasible; break;
        case clp_unbounded: solution.termination = Termination::unbounded; break;
        case clp_stopped: solution.termination = Termination::limit; break;
        default: solution.termination = Termination::failed; break;
    }
    if (solution.termination == Termination::limit)
        solution.detail = deadline_->passed() ? "time limit" : "interrupted";
    if (solution.termination == Termination::failed)
        solution.detail = "CLP stopped with status " + std::to_string(status) + ", secondary status " +
                          std::to_string(model_->secondaryStatus());
    for (int column = 0; column < problem.num_columns(); ++column)
        solution.basis.columns.push_back(status_from(model_->getColumnStatus(column)));
    for (int row = 0; row < problem.num_rows(); ++row)
        solution.basis.rows.push_back(status_from(model_->getRowStatus(row)));
    solution.has_primal = solution.has_dual = solution.termination == Termination::optimal;
    if (solution.has_primal) read_values(problem, solution);
    if (solution.termination == Termination::infeasible || solution.termination == Termination::unbounded)
        read_ray(solution);
    return solution;
}

}  // namespace

std::unique_ptr<Session::Engine> make_clp_engine(const Problem& problem, const SessionOptions& options) {
    return std::make_unique<ClpEngine>(problem, options);
}

}  // namespace proeftuin::lp

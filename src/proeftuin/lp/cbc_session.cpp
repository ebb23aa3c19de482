// SPDX-License-Identifier: Apache-2.0
//
// Mixed-integer problems with CBC: its default strategy (cuts at the root, rounding and feasibility pump) on a
// CLP relaxation, one thread, fixed seed. Only the integer point and the bound come from here; the Session solves the LP
// with the integer columns fixed for everything else.
#include <CbcEventHandler.hpp>
#include <CbcModel.hpp>
#include <CbcStrategy.hpp>
#include <CoinMessageHandler.hpp>
#include <OsiClpSolverInterface.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "proeftuin/lp/engine.hpp"

namespace proeftuin::lp {

namespace {

/// CBC resets log levels on the way; a handler that prints nothing cannot be talked into it.
class Mute : public CoinMessageHandler {
  public:
    int print() override { return 0; }
    [[nodiscard]] CoinMessageHandler* clone() const override { return std::make_unique<Mute>(*this).release(); }
};

class Watch : public CbcEventHandler {
  public:
    Watch(const SessionOptions* options, const Deadline* deadline) : options_(options), deadline_(deadline) {}
    CbcAction event(CbcEvent) override {
        if (deadline_->passed()) return stop;
        if (!options_->interrupt || model_ == nullptr) return noAction;
        return options_->interrupt(model_->getIterationCount(), model_->getObjValue(), 0.0) ? stop : noAction;
    }
    CbcAction event(CbcEvent which, void*) override { return event(which); }
    [[nodiscard]] CbcEventHandler* clone() const override { return std::make_unique<Watch>(*this).release(); }

  private:
    const SessionOptions* options_;
    const Deadline* deadline_;
};

std::vector<double> to_coin(const std::vector<double>& bounds) {
    std::vector<double> result(bounds.size());
    std::transform(bounds.begin(), bounds.end(), result.begin(),
                   [](double bound) { return std::isinf(bound) ? std::copysign(COIN_DBL_MAX, bound) : bound; });
    return result;
}

void load(OsiClpSolverInterface& relaxation, const Problem& problem, bool with_cost) {
    const std::vector<CoinBigIndex> start(problem.start.begin(), problem.start.end());
    const std::vector<double> cost = with_cost ? problem.cost : std::vector<double>(problem.cost.size(), 0.0);
    relaxation.loadProblem(problem.num_columns(), problem.num_rows(), start.data(), problem.row.data(),
                           problem.value.data(), to_coin(problem.column_lower).data(),
                           to_coin(problem.column_upper).data(), cost.data(), to_coin(problem.row_lower).data(),
                           to_coin(problem.row_upper).data());
    for (int column = 0; column < problem.num_columns(); ++column)
        if (problem.integer[static_cast<std::size_t>(column)] != 0) relaxation.setInteger(column);
}

Solution branch_and_bound(const Problem& problem, const SessionOptions& options, const Deadline& deadline,
                          bool with_cost) {
    Mute mute;
    OsiClpSolverInterface relaxation;
    relaxation.passInMessageHandler(&mute);
    relaxation.getModelPtr()->passInMessageHandler(&mute);
    relaxation.setDblParam(OsiPrimalTolerance, options.primal_tolerance);
    relaxation.setDblParam(OsiDualTolerance, options.dual_tolerance);
    load(relaxation, problem, with_cost);
    Solution solution;
    relaxation.initialSolve();
    solution.iterations = relaxation.getIterationCount();
    if (relaxation.isProvenPrimalInfeasible()) {
        solution.termination = Termination::infeasible;
        return solution;
    }
    if (relaxation.isProvenDualInfeasible()) {
        solution.termination = Termination::unbounded;  // or infeasible: the caller asks again without costs
        return solution;
    }
    CbcModel model(relaxation);
    model.passInMessageHandler(&mute);
    model.solver()->passInMessageHandler(&mute);
    model.setLogLevel(0);
    model.setNumberThreads(0);
    model.setRandomSeed(1);
    model.setAllowableFractionGap(options.mip_relative_gap);
    model.setAllowableGap(1e-9);
    model.setCutoffIncrement(1e-9);  // the default of 1e-5 would prune what is up to 1e-5 better
    if (options.time_limit_s > 0.0) model.setMaximumSeconds(deadline.left_s());
    Watch watch(&options, &deadline);
    model.passInEventHandler(&watch);
    // Without CglPreProcess: on a plant of 0 or 40..60 MW it loses the on/off column's integrality (CBC 2.10.8) and ends
    // in a fractional point.
    CbcStrategyDefault strategy(1, 5, 0, 0);
    model.setStrategy(strategy);
    model.branchAndBound();

    solution.iterations += model.getIterationCount();
    solution.nodes = model.getNodeCount();
    solution.has_primal = model.bestSolution() != nullptr;
    if (solution.has_primal) solution.primal.assign(model.bestSolution(), model.bestSolution() + problem.num_columns());
    solution.mip_bound = model.getBestPossibleObjValue() + problem.objective_offset;
    constexpr int search_finished = 0;
    const bool finished =
        model.status() == search_finished && !model.isSecondsLimitReached() && model.secondaryStatus() < 3;
    if (!finished) solution.termination = Termination::limit;
    else solution.termination = solution.has_primal ? Termination::optimal : Termination::infeasible;
    if (!finished) solution.detail = deadline.passed() ? "time limit" : "stopped before the search was complete";
    return solution;
}

}  // namespace

Solution solve_mip_cbc(const Problem& problem, const SessionOptions& options) {
    const Deadline deadline(options.time_limit_s);
    Solution solution = branch_and_bound(problem, options, deadline, true);
    if (solution.termination == Termination::unbounded) {
        const Solution any = branch_and_bound(problem, options, deadline, false);
        solution.iterations += any.iterations;
        if (!any.has_primal) solution.termination = any.termination;
    }
    return solution;
}

}  // namespace proeftuin::lp

// SPDX-License-Identifier: Apache-2.0
//
// cooperate --lazy: rules from as few coalitions as their proofs take.
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/study/lazy_cooperate.hpp"

#include "console.hpp"
#include "cooperate_report.hpp"
#include "interrupt.hpp"

namespace proeftuin::cli {
namespace {

constexpr double tolerance = 1e-3;   // of the gain of all, for linear rules
constexpr double negligible = 1e-9;  // of it, for objections and payments

/// Values where they are known, bounds everywhere.
void set_values(study::CooperateResult& result, const study::LazyCooperation& lazy) {
    const game::LazyValues& values = lazy.values();
    result.walk.evaluations.resize(values.lower().size());
    for (std::size_t s = 0; s < values.lower().size(); ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        const bool known = values.is_known(coalition);
        result.value.push_back(known ? values.value(coalition) : std::numeric_limits<double>::quiet_NaN());
        result.lower.push_back(values.lower()[s]);
        result.upper.push_back(values.upper()[s]);
        study::Evaluation& evaluation = result.walk.evaluations[s];
        evaluation.cost = evaluation.cost_bound = std::numeric_limits<double>::quiet_NaN();
        if (known) evaluation.termination = lp::Termination::optimal;
        if (known) evaluation.cost = lazy.nobody().cost - result.value.back();
    }
    result.walk.evaluations.front() = lazy.nobody();
    result.walk.evaluations.back() = lazy.everybody();
    result.iterations = lazy.iterations();
    result.walk.columns = lazy.columns();
    result.walk.rows = lazy.rows();
    result.walk.backend = lazy.backend();
}

}  // namespace

void cooperate_lazily(CooperateReport& report, const std::vector<std::string>& rules) {
    const Stopwatch watch;
    ProgressBar bar(report.arguments.common);
    const Progress progress = bar.callback();
    auto made = study::LazyCooperation::make(report.subject, walk_options(report.arguments, progress));
    if (interrupted()) wait_for_the_end();
    if (!made) {
        for (Issue& issue : made.error()) issue.remedy = "Leave --lazy out: then every coalition is solved";
        throw InputError(std::move(made.error()));
    }
    study::LazyCooperation& lazy = **made;
    report.result.walk.evaluations = {lazy.nobody(), lazy.everybody()};
    if (report.players_are_parties()) report.own = study::own_gains(report.result);
    report.result.walk.evaluations.clear();
    game::Parameters parameters;
    parameters.own = report.own;
    parameters.threads = report.arguments.common.threads;
    const double gain = std::abs(lazy.values().value(Coalition::all(report.subject.num_players())));
    for (const std::string& name : rules) {
        report_progress(progress, std::numeric_limits<double>::quiet_NaN(), name);
        study::LazyRule found = lazy.apply(name, parameters, tolerance);
        if (interrupted()) wait_for_the_end();
        CooperateRule rule{std::move(found.result), {}, {}, false};
        if (found.has_objection) {
            rule.objection = found.objection;
            rule.in_core = found.objection.excess <= negligible * gain;
            if (!report.own.empty())
                rule.payments = game::payments(report.own, rule.result.shares.share, negligible * gain);
        }
        report.rules.push_back(std::move(rule));
    }
    set_values(report.result, lazy);
    report.solved_lazily = lazy.solved();
    report.result.seconds = watch.seconds();
}

}  // namespace proeftuin::cli

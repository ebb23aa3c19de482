// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proeftuin::study {

Evaluation evaluation_of(const lp::Solution& solution) {
    Evaluation found;
    found.termination = solution.termination;
    found.iterations = solution.iterations;
    found.summands = 1;
    if (solution.termination != lp::Termination::optimal) return found;
    found.cost = solution.certificate.primal_bound;
    found.cost_bound = solution.certificate.dual_bound;
    found.magnitude = std::max(std::abs(found.cost), std::abs(found.cost_bound));
    return found;
}

void add_to(Evaluation& total, const Evaluation& found) {
    if (total.summands == 0) {
        total = found;
        return;
    }
    total.iterations += found.iterations;
    if (total.termination != lp::Termination::optimal) return;
    total.termination = found.termination;
    const bool optimal = found.termination == lp::Termination::optimal;
    total.cost = optimal ? total.cost + found.cost : 0.0;
    total.cost_bound = optimal ? total.cost_bound + found.cost_bound : 0.0;
    total.magnitude += found.magnitude;
    total.summands += found.summands;
    if (!optimal || found.outcome.size() != total.outcome.size()) total.outcome.clear();
    for (std::size_t p = 0; p < total.outcome.size(); ++p) total.outcome[p] += found.outcome[p];
    if (optimal) total.indicators += found.indicators;
    else total.indicators = {};
    if (!optimal || found.range.size() != total.range.size()) total.range.clear();
    for (std::size_t p = 0; p < total.range.size(); ++p) {
        total.range[p].least += found.range[p].least;
        total.range[p].most += found.range[p].most;
    }
}

std::pair<double, double> cost_interval(const Evaluation& evaluation) {
    const auto [least, most] = std::minmax({evaluation.cost_bound, evaluation.cost});
    if (evaluation.summands < 2) return {least, most};
    const double rounding = static_cast<double>(evaluation.summands) * 0x1p-53 * evaluation.magnitude;
    return {least - rounding, most + rounding};
}

}  // namespace proeftuin::study

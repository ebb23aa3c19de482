// SPDX-License-Identifier: Apache-2.0
//
// The game of cooperation: v(S) = C({}) - C(S), with C(S) the least total cost of all parties when the crossings among the members
// of S are open and all others closed. Since outsiders are alone either way, v(S) is what S saves. C lies in [bound, cost], so
// v(S) lies in [bound({}) - cost(S), cost({}) - bound(S)]. Where rounding leaves a bound above its cost the interval is the one
// between the two, in whichever order.

#include "proeftuin/study/cooperate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/network/impedance.hpp"

namespace proeftuin::study {

namespace {

constexpr int most_parties = 20;  // 2^20 evaluations with their outcomes

Issue party_issue(Code code, const std::string& column, std::string message, std::string remedy) {
    return {code, {{}, 0, 0, "Bus", "", column}, std::move(message), std::move(remedy), Severity::error};
}

/// Where the least cost lies: first <= second.
std::pair<double, double> cost_interval(const Evaluation& evaluation) {
    return std::minmax({evaluation.cost_bound, evaluation.cost});
}

void set_values(CooperateResult& result) {
    const Evaluation& alone = result.evaluations.front();
    for (const Evaluation& with : result.evaluations) {
        const bool known =
            with.termination == lp::Termination::optimal && alone.termination == lp::Termination::optimal;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        result.value.push_back(known ? alone.cost - with.cost : nan);
        result.lower.push_back(known ? cost_interval(alone).first - cost_interval(with).second : nan);
        result.upper.push_back(known ? cost_interval(alone).second - cost_interval(with).first : nan);
        result.failed += with.termination != lp::Termination::optimal;
        result.iterations += with.iterations;
    }
    if (!std::isnan(result.value.front())) result.value.front() = result.lower.front() = result.upper.front() = 0.0;
}

bool any_passive(const std::vector<Crossing>& crossings) {
    for (const Crossing& crossing : crossings)
        if (dispatch::is_passive(crossing.kind)) return true;
    return false;
}

}  // namespace

std::string CooperateResult::name(Coalition coalition) const { return coalition_text(coalition, parties.names); }

Expected<CooperateResult> try_cooperate(const network::Network& network, const CooperateOptions& options) {
    network::Network ready = network;
    Issues issues = network::apply_standard_types(ready);
    if (has_errors(issues)) return tl::unexpected(std::move(issues));
    Expected<Parties> parties = find_parties(ready, options.party_of_bus);
    if (!parties) return tl::unexpected(std::move(parties.error()));
    if (parties->count() > most_parties)
        return tl::unexpected(Issues{
            party_issue(Code::out_of_range, options.party_of_bus,
                        std::to_string(parties->count()) + " parties make too many coalitions to solve all of them",
                        "group buses into at most " + std::to_string(most_parties) + " parties")});
    CooperateResult result;
    result.parties = std::move(*parties);
    result.crossings = find_crossings(ready, result.parties);
    if (result.crossings.empty())
        return tl::unexpected(
            Issues{party_issue(Code::out_of_range, options.party_of_bus, "no branch connects two parties",
                               "choose a column by which parties are connected")});
    dispatch::Options formulation = options.formulation;
    formulation.voltage_angles = any_passive(result.crossings);
    auto model = dispatch::formulate(ready, formulation);
    if (!model) return tl::unexpected(std::move(model.error()));
    result.warnings = (*model)->warnings;
    result.columns = (*model)->problem.num_columns();
    result.rows = (*model)->problem.num_rows();
    result.backend = options.walk.session.backend == lp::Backend::automatic ? lp::choose((*model)->problem, true)
                                                                            : options.walk.session.backend;
    const Stopwatch watch;
    result.evaluations = walk_all(**model, result.parties, result.crossings, options.walk);
    result.seconds = watch.seconds();
    set_values(result);
    return result;
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
//
// The game: v(S) = C({}) - C(S), with C(S) the least total cost of all parties when S acts: its crossings are open, or its barriers
// are lifted. C lies in [bound, cost], so v(S) lies in [bound({}) - cost(S), cost({}) - bound(S)]. Where rounding leaves a bound
// above its cost the interval is the one between the two, in whichever order.
//
// What a barrier b costs a party p. Let w_p(S) be the party's welfare (outcome.cpp) when the barriers S are lifted. First: w_p({b}) -
// w_p({}). Last: w_p(N) - w_p(N - b). Its mean over all orders is b's Shapley value in the game w_p; the parties' add up to that
// of the whole, since the w_p add up to -C and the value is linear.

#include "proeftuin/study/cooperate.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/memory.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/study/parts.hpp"

namespace proeftuin::study {

namespace {

void set_values(CooperateResult& result) {
    const std::vector<Evaluation>& all = result.walk.evaluations;
    const Evaluation& alone = all.front();
    for (const Evaluation& with : all) {
        const bool known =
            with.termination == lp::Termination::optimal && alone.termination == lp::Termination::optimal;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        result.value.push_back(known ? alone.cost - with.cost : nan);
        result.lower.push_back(known ? cost_interval(alone).first - cost_interval(with).second : nan);
        result.upper.push_back(known ? cost_interval(alone).second - cost_interval(with).first : nan);
        result.failed += with.termination != lp::Termination::optimal ? 1 : 0;
        result.iterations += with.iterations;
    }
    if (!std::isnan(result.value.front())) result.value.front() = result.lower.front() = result.upper.front() = 0.0;
}

double welfare(const Evaluation& evaluation, int party) {
    return party < 0 ? -evaluation.cost : evaluation.outcome[static_cast<std::size_t>(party)].total();
}

}  // namespace

double bytes_needed(const Subject& subject, bool with_indicators) {
    const auto parties = static_cast<double>(subject.parties.names.size());
    double each = sizeof(Evaluation) + 3.0 * sizeof(double) + parties * sizeof(PartyOutcome);
    if (with_indicators)
        each += parties * sizeof(PartyIndicators) + static_cast<double>(subject.crossings * sizeof(ExchangeIndicators));
    // sums, and the windows that wait for those before them
    double bytes = (subject.windows.size() > 1 ? 3.0 : 2.0) * each;
    // where barriers are lifted no two coalitions share a problem; it is in the plan and in the index of it
    if (subject.players != subject.parties.names)
        bytes += 2.0 * (sizeof(Part) + static_cast<double>(subject.restraints.size() * sizeof(std::uint64_t)));
    return bytes * std::pow(2.0, subject.num_players());
}

Issues size_issues(const Subject& subject) {
    const double needed = bytes_needed(subject);
    if (subject.num_players() <= 40 && needed <= machine_memory_bytes()) return {};
    return {{Code::out_of_range,
             {.field = "question.players"},
             fmt::format("{} players have 2^{} coalitions, whose outcomes need {:.3g} GB of memory; this machine has "
                         "{:.3g} GB",
                         subject.num_players(), subject.num_players(), needed / 1e9, machine_memory_bytes() / 1e9),
             "Join players that act as one, or estimate the Shapley value: --sample 0.01"}};
}

Expected<CooperateResult> try_cooperate(const Subject& subject, const WalkOptions& options) {
    if (Issues issues = size_issues(subject); !issues.empty()) return tl::unexpected(std::move(issues));
    CooperateResult result;
    const Stopwatch watch;
    result.walk = walk_all(subject, options);
    result.seconds = watch.seconds();
    set_values(result);
    return result;
}

std::vector<double> own_gains(const CooperateResult& result) {
    std::vector<double> own;
    const std::vector<PartyOutcome>& together = result.walk.evaluations.back().outcome;
    const std::vector<PartyOutcome>& alone = result.walk.evaluations.front().outcome;
    if (together.empty() || alone.empty()) return own;
    for (std::size_t p = 0; p < together.size(); ++p) own.push_back(together[p].total() - alone[p].total());
    return own;
}

std::vector<PriceRange> own_ranges(const CooperateResult& result) {
    std::vector<PriceRange> own;
    const std::vector<PriceRange>& together = result.walk.evaluations.back().range;
    const std::vector<PriceRange>& alone = result.walk.evaluations.front().range;
    if (together.size() != alone.size()) return own;
    for (std::size_t p = 0; p < together.size(); ++p)
        own.push_back({together[p].least - alone[p].most, together[p].most - alone[p].least});
    return own;
}

std::vector<BarrierCost> barrier_costs(const Subject& subject, const CooperateResult& result) {
    std::vector<BarrierCost> costs;
    const std::vector<Evaluation>& all = result.walk.evaluations;
    const int parties = subject.parties.count();
    const bool priced = std::ranges::none_of(all, [](const Evaluation& e) { return e.outcome.empty(); });
    if (result.failed > 0) return costs;
    for (int party = -1; party < (priced ? parties : 0); ++party) {
        std::vector<double> gain;
        for (const Evaluation& evaluation : all)
            gain.push_back(welfare(evaluation, party) - welfare(all.front(), party));
        const Expected<game::Game> game = game::Game::make(subject.players, gain, {}, {});
        const std::vector<double> shapley = game::shapley(game.value()).share;
        for (std::size_t b = 0; b < subject.players.size(); ++b) {
            const Coalition one = Coalition::single(static_cast<int>(b));
            const std::size_t without = Coalition::all(subject.num_players()).without(static_cast<int>(b)).index();
            costs.push_back({b, party, gain[one.index()], gain.back() - gain[without], shapley[b]});
        }
    }
    return costs;
}

}  // namespace proeftuin::study

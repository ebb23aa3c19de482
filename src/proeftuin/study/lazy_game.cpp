// SPDX-License-Identifier: Apache-2.0
//
// Bounds on v(S) = C({}) - C(S) for every coalition from the solutions of a few (docs/theory/bounds.md has the proofs
// and the limits).
//
//     above   C(S) >= m'b + sum over hours h of L_h(S; m)     m: multipliers of all rows but the balances, of any
//                                                             solved coalition;
//                                                             L_h: the hour cleared for S with those rows priced
//     below   C(S) <= cost of a schedule of any solved coalition, kept where it is in such a row, every
//             hour cleared for S
//
// Both hold for any m and any feasible schedule, island by island from different coalitions. With the node prices
// kept too, the bound above is a number per island and per gate in its state (additive.hpp): that one is taken for
// all coalitions at once, after every solve; the sharper ones on demand, from the few sources that promise most. Only
// the islands count whose cost differs from that without any coalition; theirs alone is known in an interval from the
// first solve.
//
// A. M. Geoffrion: Lagrangean relaxation for integer programming. Mathematical Programming Study 2 (1974) 82-114.
// G. Owen: On the core of linear production games. Mathematical Programming 9 (1975) 358-370.
#include "proeftuin/study/lazy_game.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/base/threads.hpp"

namespace proeftuin::study {

namespace {

constexpr int most_players = 20;  // about 300 bytes a coalition

/// The island of the lowest number that is connected to each, without any coalition.
std::vector<std::vector<std::uint8_t>> clusters_alone(const Split& split) {
    std::vector<int> root(static_cast<std::size_t>(split.num_islands));
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = static_cast<int>(i);
    bool changed = true;
    while (changed) {
        changed = false;
        for (const Gate& gate : split.gates) {
            if (gate.dead_state[gate.state({})] != 0) continue;
            int least = split.num_islands;
            for (const int island : gate.islands) least = std::min(least, root[static_cast<std::size_t>(island)]);
            for (const int island : gate.islands) {
                changed = changed || root[static_cast<std::size_t>(island)] != least;
                root[static_cast<std::size_t>(island)] = least;
            }
        }
    }
    std::vector<std::vector<std::uint8_t>> members;
    for (std::size_t i = 0; i < root.size(); ++i) {
        if (root[i] != static_cast<int>(i)) continue;
        std::vector<std::uint8_t>& member = members.emplace_back(root.size(), 0);
        for (std::size_t k = 0; k < root.size(); ++k) member[k] = root[k] == static_cast<int>(i) ? 1 : 0;
    }
    return members;
}

double megabytes(const Reading& reading) {
    const double numbers =
        static_cast<double>(4 * reading.need.size() + 2 * reading.steps.size() + reading.first.size() +
                            3 * reading.branch_price.size() + 2 * reading.converter_price.size());
    return numbers * 8e-6;
}

Issue unsolved(const std::string& which, const lp::Solution& solution) {
    return {Code::solver_failed,
            {},
            which + " there is no optimum (" + std::string(lp::name(solution.termination)) + ")",
            "solve every coalition instead",
            Severity::error};
}

}  // namespace

LazyGame::LazyGame(Split split, int num_players, SolveCoalition solve, LazyGameOptions options)
    : split_(std::move(split)), num_players_(num_players), solve_(std::move(solve)), options_(options) {}

Expected<std::unique_ptr<LazyGame>> LazyGame::make(const dispatch::Template& model,
                                                   const std::vector<GatePatches>& gates, int num_players,
                                                   SolveCoalition solve, LazyGameOptions options) {
    if (num_players < 1 || num_players > most_players)
        return tl::unexpected(
            Issues{{Code::out_of_range,
                    {},
                    std::to_string(num_players) + " players; bounds of all coalitions are kept for at most " +
                        std::to_string(most_players),
                    "merge players that act as one",
                    Severity::error}});
    Expected<Split> made = study::split(model, gates);
    if (!made) return tl::unexpected(std::move(made.error()));
    // The constructor is private to make.
    std::unique_ptr<LazyGame> game(new LazyGame(std::move(*made), num_players, std::move(solve), options));
    Issues issues;
    if (!game->begin(issues)) return tl::unexpected(std::move(issues));
    return game;
}

bool LazyGame::begin(Issues& issues) {
    const std::size_t count = num_coalitions(num_players_);
    lower_.assign(count, split_.monotone ? 0.0 : -lp::infinity);
    upper_.assign(count, lp::infinity);
    value_.assign(count, 0.0);
    known_.assign(count, 0);
    records_.resize(count);
    for (std::size_t s = 0; s < count; ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        parts_.push_back(split_.parts(coalition));
        if (parts_[s].size() == 1 && parts_[s].front() == coalition) records_[s].scope = split_.scope(coalition);
    }
    const lp::Solution alone = solve_({});
    solved_.push_back({});
    if (alone.termination != lp::Termination::optimal || !alone.has_dual) {
        issues.push_back(unsolved("without any coalition", alone));
        return false;
    }
    measure_alone(alone);
    settle_sums();
    const Coalition everybody = Coalition::all(num_players_);
    if (!solve(everybody)) {
        issues.push_back({Code::solver_failed,
                          {},
                          "with all players there is no optimum",
                          "solve every coalition instead",
                          Severity::error});
        return false;
    }
    return true;
}

/// What every island costs without any coalition: the interval that the solution proves.
void LazyGame::measure_alone(const lp::Solution& alone) {
    const auto& [least, most] = std::minmax({alone.certificate.dual_bound, alone.certificate.primal_bound});
    alone_value_ = alone.certificate.primal_bound;
    alone_least_ = least;
    alone_most_ = most;
    const double cutoff = alone_most_ - split_.problem->objective_offset + std::max(1.0, std::fabs(alone_most_));
    widest_ = *split_.problem;
    widest_.column_lower = split_.lower;
    widest_.column_upper = split_.upper;
    bounds_ = std::make_unique<lp::ImpliedBounds>(widest_, split_.monotone ? cutoff : lp::infinity);
    base_dual_ = alone.row_dual;
    base_primal_ = alone.primal;
    const Reading prices = read_prices(split_, *bounds_, base_dual_, base_primal_);
    const Reading schedule = read_schedule(split_, base_primal_);
    const AdditiveBound additive(split_, prices, base_dual_);
    island_least_.assign(static_cast<std::size_t>(split_.num_islands), 0.0);
    island_most_ = island_least_;
    Evaluator evaluator(split_);
    for (const std::vector<std::uint8_t>& members : clusters_alone(split_)) {
        const auto first = static_cast<std::size_t>(std::ranges::find(members, 1) - members.begin());
        evaluator.choose({}, members);
        const Bounded below = evaluator.at_least(prices);
        const Bounded above = evaluator.at_most(schedule);
        island_least_[first] = std::max(below.value - below.error, additive.at_least({}, members));
        island_most_[first] = above.value + above.error;
    }
}

std::pair<double, double> LazyGame::alone_cost(const std::vector<std::uint8_t>& scope) const {
    long double least = 0.0L, most = 0.0L;
    for (std::size_t i = 0; i < scope.size(); ++i) {
        if (scope[i] == 0) continue;
        least += island_least_[i];
        most += island_most_[i];
    }
    const double margin = 0x1p-50 * (std::fabs(static_cast<double>(least)) + std::fabs(static_cast<double>(most)));
    return {static_cast<double>(least) - margin, static_cast<double>(most) + margin};
}

bool LazyGame::solve(Coalition coalition) {
    bool fine = true;
    for (const Coalition part : parts_[coalition.index()]) fine = fine && (is_known(part) || solve_part(part));
    if (!fine) return false;
    settle_sums();
    return true;
}

bool LazyGame::solve_part(Coalition part) {
    const lp::Solution solution = solve_(part);
    solved_.push_back(part);
    if (solution.termination != lp::Termination::optimal) return false;
    const auto& [least, most] = std::minmax({solution.certificate.dual_bound, solution.certificate.primal_bound});
    const std::size_t s = part.index();
    value_[s] = alone_value_ - solution.certificate.primal_bound;
    lower_[s] = std::min(alone_least_ - most, value_[s]);
    upper_[s] = std::max(alone_most_ - least, value_[s]);
    known_[s] = 1;
    if (solution.has_dual) add_source(part, solution);
    return true;
}

/// Reads a solution. Where the coalition changes nothing, what is known of larger ones stands in: its own prices
/// there are those of everybody alone, which say little about coalitions that reach further.
void LazyGame::add_source(Coalition part, const lp::Solution& solution) {
    const std::vector<std::uint8_t>& scope = records_[part.index()].scope;
    std::vector<double> dual = solution.row_dual;
    std::vector<double> primal = solution.primal;
    if (!split_.gates_couple) {
        for (std::size_t row = 0; row < dual.size(); ++row)
            if (scope[static_cast<std::size_t>(split_.island_of_row[row])] == 0) dual[row] = base_dual_[row];
        for (std::size_t j = 0; j < primal.size(); ++j) {
            const int island = split_.island_of_column[j];
            if (island >= 0 && scope[static_cast<std::size_t>(island)] == 0) primal[j] = base_primal_[j];
        }
    }
    Reading prices = read_prices(split_, *bounds_, dual, primal);
    AdditiveBound additive(split_, prices, dual);
    Reading schedule = read_schedule(split_, primal);
    const double size = megabytes(prices) + megabytes(schedule);
    sources_.push_back(std::make_unique<Source>(Source{.coalition = part,
                                                       .scope = scope,
                                                       .prices = std::move(prices),
                                                       .schedule = std::move(schedule),
                                                       .additive = std::move(additive),
                                                       .size_mb = size}));
    if (Coalition::all(num_players_).contains(part) && std::ranges::count(parts_.back(), part) != 0) {
        base_dual_ = std::move(dual);
        base_primal_ = std::move(primal);
    }
    offer_last_source();
    drop_readings();
}

void LazyGame::narrow(Coalition coalition, double lower, double upper) {
    const std::size_t s = coalition.index();
    lower_[s] = std::max(lower_[s], lower);
    upper_[s] = std::min(upper_[s], upper);
    if (lower_[s] > upper_[s]) std::swap(lower_[s], upper_[s]);  // they differ by rounding
}

/// The source added last: its bound at fixed prices for every coalition, and its place among the candidates. Prices
/// that promise most, judged by that bound, come first; of schedules those of the most similar coalitions.
void LazyGame::offer_last_source() {
    const Source& source = *sources_.back();
    for (std::size_t s = 1; s < upper_.size(); ++s) {
        Record& record = records_[s];
        if (known_[s] != 0 || record.scope.empty()) continue;
        const Coalition coalition = Coalition::from_bits(s);
        const double cost = source.additive.at_least(coalition, record.scope);
        narrow(coalition, -lp::infinity, alone_cost(record.scope).second - cost);
        offer(record.prices, -cost);
        offer(record.schedule, (source.coalition ^ coalition).size());
    }
}

void LazyGame::offer(Blend& blend, double rank) const {
    std::vector<Candidate>& list = blend.candidates;
    const auto place = std::ranges::upper_bound(list, rank, {}, &Candidate::rank);
    if (place == list.end() && list.size() >= static_cast<std::size_t>(options_.tries)) return;
    list.insert(place, {rank, static_cast<int>(sources_.size()) - 1, false});
    if (list.size() > static_cast<std::size_t>(options_.tries)) list.pop_back();
}

/// Values that are sums of others, and what monotony says of the rest.
void LazyGame::settle_sums() {
    for (std::size_t s = 0; s < parts_.size(); ++s) {
        const std::vector<Coalition>& parts = parts_[s];
        if (known_[s] != 0 || (parts.size() == 1 && parts.front().index() == s)) continue;
        double least = 0.0, most = 0.0, sum = 0.0;
        bool all = true;
        for (const Coalition part : parts) {
            least += lower_[part.index()];
            most += upper_[part.index()];
            sum += value_[part.index()];
            all = all && is_known(part);
        }
        lower_[s] = all ? std::min(least, sum) : least;
        upper_[s] = all ? std::max(most, sum) : most;
        value_[s] = all ? sum : 0.0;
        known_[s] = all ? 1 : 0;
    }
    if (!split_.monotone) return;
    for (std::size_t s = 1; s < known_.size(); ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        if (known_[s] != 0) continue;
        for (const int player : coalition) narrow(coalition, lower_[coalition.without(player).index()], lp::infinity);
    }
    for (std::size_t s = known_.size() - 1; s > 0; --s) {
        const Coalition coalition = Coalition::from_bits(s);
        if (known_[s] != 0) continue;
        for (const int player : Coalition::all(num_players_) - coalition)
            narrow(coalition, -lp::infinity, upper_[coalition.with(player).index()]);
    }
}

void LazyGame::drop_readings() {
    double sum = 0.0;
    for (const auto& source : sources_) sum += source->dropped ? 0.0 : source->size_mb;
    while (sum > options_.most_memory_mb) {
        Source* least = nullptr;
        for (std::size_t k = 1; k + 8 < sources_.size();
             ++k)  // the first is that of all players; the last ones are fresh
            if (!sources_[k]->dropped && (least == nullptr || sources_[k]->useful < least->useful))
                least = sources_[k].get();
        if (least == nullptr) return;
        least->dropped = true;
        least->prices = {};
        least->schedule = {};
        sum -= least->size_mb;
    }
}

template <typename Worth>
void LazyGame::improve(Blend& blend, const std::vector<std::uint8_t>& scope, const Worth& worth, Tried& result) {
    if (std::ranges::any_of(blend.source, [&](int k) { return sources_[static_cast<std::size_t>(k)]->dropped; }))
        blend.source.clear();
    const auto consider = [&](std::vector<int> sources, std::size_t k) {
        const double value = worth(sources);
        ++result.evaluations;
        if (!(value > blend.best)) return false;
        blend.best = value;
        blend.source = std::move(sources);
        result.sources.push_back(k);
        result.helped = true;
        return true;
    };
    for (Candidate& candidate : blend.candidates) {
        const auto k = static_cast<std::size_t>(candidate.source);
        if (candidate.tried || sources_[k]->dropped) continue;
        candidate.tried = true;
        if (consider(std::vector<int>(scope.size(), static_cast<int>(k)), k)) continue;
        if (!options_.blend || split_.gates_couple || blend.source.empty()) continue;
        for (std::size_t island = 0; island < scope.size(); ++island) {
            if (scope[island] == 0 || sources_[k]->scope[island] == 0) continue;
            std::vector<int> sources = blend.source;
            sources[island] = static_cast<int>(k);
            (void)consider(std::move(sources), k);
        }
    }
}

LazyGame::Tried LazyGame::try_sources(Evaluator& evaluator, Coalition coalition, game::Sides sides) {
    Record& record = records_[coalition.index()];
    const std::vector<std::uint8_t>& scope = record.scope;
    evaluator.choose(coalition, scope);
    std::vector<const Reading*> readings(scope.size());
    Tried result;
    improve(
        record.prices, scope,
        [&](const std::vector<int>& sources) {
            for (std::size_t i = 0; i < readings.size(); ++i)
                readings[i] = &sources_[static_cast<std::size_t>(sources[i])]->prices;
            const Bounded cost = evaluator.at_least(readings);
            return cost.value - cost.error;
        },
        result);
    if (sides == game::Sides::upper) return result;
    improve(
        record.schedule, scope,
        [&](const std::vector<int>& sources) {
            for (std::size_t i = 0; i < readings.size(); ++i)
                readings[i] = &sources_[static_cast<std::size_t>(sources[i])]->schedule;
            const Bounded cost = evaluator.at_most(readings);
            return -(cost.value + cost.error);
        },
        result);
    return result;
}

/// The coalitions whose own bounds these rest on, each once.
std::vector<Coalition> LazyGame::parts_of(std::span<const Coalition> coalitions) const {
    std::vector<Coalition> result;
    for (const Coalition coalition : coalitions)
        for (const Coalition part : parts_[coalition.index()])
            if (!is_known(part)) result.push_back(part);
    std::ranges::sort(result);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

bool LazyGame::sharpen(std::span<const Coalition> coalitions, game::Sides sides) {
    const std::vector<Coalition> wanted = parts_of(coalitions);
    std::vector<Tried> results(wanted.size());
    const std::vector<Chain> chains = cut_chains(wanted.size(), 16);
    rethrow_first(run_tasks(chains.size(),
                            [&](std::size_t number) {
                                Evaluator evaluator(split_);
                                for (std::size_t at = chains[number].begin; at < chains[number].end; ++at)
                                    results[at] = try_sources(evaluator, wanted[at], sides);
                            },
                            {.threads = options_.threads}));
    bool helped = false;
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        evaluations_ += results[at].evaluations;
        for (const std::size_t k : results[at].sources) ++sources_[k]->useful;
        if (!results[at].helped) continue;
        const Record& record = records_[wanted[at].index()];
        const auto [least, most] = alone_cost(record.scope);
        const double before = upper_[wanted[at].index()] - lower_[wanted[at].index()];
        narrow(wanted[at], least + record.schedule.best, most - record.prices.best);
        helped = helped || upper_[wanted[at].index()] - lower_[wanted[at].index()] < before;
    }
    if (helped) settle_sums();
    return helped;
}

}  // namespace proeftuin::study

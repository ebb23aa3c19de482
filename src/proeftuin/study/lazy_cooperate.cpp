// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/lazy_cooperate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/closing.hpp"
#include "proeftuin/study/lazy_game.hpp"
#include "proeftuin/study/outcome.hpp"

namespace proeftuin::study {

namespace {

/// A window: what solves its coalitions, and what it found of nobody and everybody.
struct WindowSolver {
    WindowSolver(const Subject& from, std::unique_ptr<dispatch::Template> made, const lp::SessionOptions& options)
        : subject(from),
          model(std::move(made)),
          patches(*model, subject.restraints),
          reader(*model, subject.parties, subject.rent_owner),
          session(model->problem, options) {}

    lp::Solution solve(Coalition coalition) {
        const lp::Patch patch = patches.patch(coalition);
        lp::Solution solution = session.solve(patch);
        iterations += solution.iterations;
        const bool all = coalition == Coalition::all(subject.num_players());
        if (!coalition.empty() && !all) return solution;
        Evaluation& found = all ? everybody : nobody;
        found = evaluation_of(solution);
        if (solution.termination == lp::Termination::optimal && solution.has_dual)
            found.outcome = reader.read(solution, patch);
        return solution;
    }

    const Subject& subject;
    std::unique_ptr<dispatch::Template> model;
    RestraintPatches patches;
    OutcomeReader reader;
    lp::Session session;
    Evaluation nobody, everybody;
    std::int64_t iterations = 0;
};

/// Which coalitions a rule wants the values of; nothing where it wants all.
std::vector<Coalition> wanted(game::Wants wants, int n) {
    std::vector<Coalition> all;
    const bool singles =
        wants == game::Wants::singles || wants == game::Wants::singles_and_total || wants == game::Wants::ends;
    const bool without = wants == game::Wants::all_but_one || wants == game::Wants::ends;
    for (int player = 0; player < n; ++player) {
        if (singles) all.push_back(Coalition::single(player));
        if (without) all.push_back(Coalition::all(n).without(player));
    }
    if (wants == game::Wants::total || !all.empty()) all.push_back(Coalition::all(n));
    return all;
}

}  // namespace

struct LazyCooperation::State {
    std::vector<std::string> players;
    std::vector<std::unique_ptr<WindowSolver>> windows;
    std::vector<const LazyGame*> games;
    std::unique_ptr<game::LazySum> values;
    Evaluation nobody, everybody;

    /// The game as far as it is known, the others missing.
    [[nodiscard]] Expected<game::Game> known() const {
        const std::size_t count = values->lower().size();
        std::vector<double> value(count, std::numeric_limits<double>::quiet_NaN());
        std::vector<double> lower(count, 0.0), upper(count, 0.0);
        for (std::size_t s = 0; s < count; ++s) {
            const Coalition coalition = Coalition::from_bits(s);
            if (!values->is_known(coalition)) continue;
            value[s] = values->value(coalition);
            lower[s] = std::min(values->lower()[s], value[s]);
            upper[s] = std::max(values->upper()[s], value[s]);
        }
        return game::Game::make_with_missing(players, std::move(value), std::move(lower), std::move(upper));
    }
};

LazyCooperation::LazyCooperation(std::unique_ptr<State> state) : state_(std::move(state)) {}
LazyCooperation::~LazyCooperation() = default;

Expected<std::unique_ptr<LazyCooperation>> LazyCooperation::make(const Subject& subject, const WalkOptions& options) {
    auto state = std::make_unique<State>();
    state->players = subject.players;
    lp::SessionOptions session = options.session;
    session.will_resolve = true;
    std::vector<std::unique_ptr<game::LazyValues>> terms;
    for (std::size_t window = 0; window < subject.windows.size(); ++window) {
        auto made = dispatch::formulate(*subject.network, subject.window_formulation(window));
        if (!made) return tl::unexpected(std::move(made.error()));
        state->windows.push_back(std::make_unique<WindowSolver>(subject, std::move(*made), session));
        WindowSolver* solver = state->windows.back().get();
        LazyGameOptions lazy;
        lazy.threads = options.threads;
        lazy.most_memory_mb /= static_cast<double>(subject.windows.size());
        auto game = LazyGame::make(
            *solver->model, gates_of(solver->patches), subject.num_players(),
            [solver](Coalition coalition) { return solver->solve(coalition); }, lazy);
        if (!game) return tl::unexpected(std::move(game.error()));
        state->games.push_back(game->get());
        terms.push_back(std::move(*game));
        add_to(state->nobody, solver->nobody);
        add_to(state->everybody, solver->everybody);
        report_progress(options.progress, static_cast<double>(window + 1) / static_cast<double>(subject.windows.size()),
                        "nobody and everybody");
    }
    state->values = std::make_unique<game::LazySum>(std::move(terms));
    return std::unique_ptr<LazyCooperation>(new LazyCooperation(std::move(state)));
}

LazyRule LazyCooperation::apply(std::string_view rule, const game::Parameters& parameters, double tolerance) {
    LazyRule answer;
    answer.result.rule = game::find_rule(rule)->name;
    game::LazyValues& values = *state_->values;
    const auto refuse = [&](std::string reason) { answer.result.shares.refused = std::move(reason); };
    const auto failed = [&](Coalition at) {
        refuse("coalition " + coalition_text(at, state_->players) + " has no optimum");
    };
    if (const auto options = game::nucleolus_options(rule, parameters);
        options && options->measure != game::Measure::proportional) {
        game::LazyNucleolus found = game::lazy_nucleolus(values, *options);
        if (found.failed) failed(found.failed_at);
        else answer.result.shares = std::move(found.nucleolus.shares);
        answer.certificate = found.certificate;
    } else if (rule == "shapley" || rule == "banzhaf") {
        const auto linear = [&](const game::Game& g) { return game::apply_rule(rule, g, parameters).shares; };
        game::LazyLinear found =
            game::lazy_linear(values, linear, {.tolerance = tolerance, .players = state_->players});
        if (found.failed) failed(found.failed_at);
        else answer.result.shares = std::move(found.shares);
    } else if (const std::vector<Coalition> wants = wanted(game::find_rule(rule)->wants, values.num_players());
               !wants.empty()) {
        for (const Coalition coalition : wants)
            if (!values.is_known(coalition) && !values.solve(coalition)) failed(coalition);
        if (answer.result.shares.answered()) {
            const Expected<game::Game> known = state_->known();
            if (known) answer.result = game::apply_rule(rule, *known, parameters);
            else refuse(known.error().front().message);
        }
    } else {
        refuse("it wants the value of every coalition; leave --lazy out");
    }
    const std::vector<double>& share = answer.result.shares.share;
    double sum = 0.0;
    for (const double amount : share) sum += amount;
    const double total = values.value(Coalition::all(values.num_players()));
    if (share.empty() || std::abs(sum - total) > 1e-6 * std::max(1.0, std::abs(total))) return answer;
    const game::LazyObjection objection = game::lazy_objection(values, share);
    answer.has_objection = !objection.failed;
    answer.objection = objection.objection;
    return answer;
}

const game::LazyValues& LazyCooperation::values() const { return *state_->values; }

std::size_t LazyCooperation::solved() const {
    std::set<std::uint64_t> all;
    for (const LazyGame* game : state_->games)
        for (const Coalition coalition : game->solved()) all.insert(coalition.bits());
    return all.size();
}

std::int64_t LazyCooperation::iterations() const {
    std::int64_t sum = 0;
    for (const auto& window : state_->windows) sum += window->iterations;
    return sum;
}

const Evaluation& LazyCooperation::nobody() const { return state_->nobody; }
const Evaluation& LazyCooperation::everybody() const { return state_->everybody; }
std::int64_t LazyCooperation::columns() const { return state_->windows.front()->model->problem.num_columns(); }
std::int64_t LazyCooperation::rows() const { return state_->windows.front()->model->problem.num_rows(); }
lp::Backend LazyCooperation::backend() const { return state_->windows.front()->session.backend(); }

}  // namespace proeftuin::study

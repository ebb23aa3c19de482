// SPDX-License-Identifier: Apache-2.0
//
// The Shapley value phi_i is the mean over all n! orders of what i adds to those before it. A round draws one random order and takes
// its n rotations, and each of them backwards as well: 2n orders, in which every player stands twice at every place. So a round is
// stratified by place (all variance between places is gone) and antithetic (who comes early in one comes late in the other). Each
// of its orders is uniformly random, so its mean is unbiased; rounds are independent, so with R of them
//
//     phi_i = mean of the rounds,    standard error = sqrt( sum over rounds (round - mean)^2 / (R (R - 1)) ).
//
// In every order what is added adds up to v(N), so the shares do. Rounds are added in batches of four until no standard error is
// above the tolerance, with at least `least_rounds`; looking at errors before stopping biases them down a little, which more than a
// few rounds make small. Castro, Gomez, Tejada 2009 (doi.org/10.1016/j.cor.2008.04.004); stratified: Castro et al. 2017
// (doi.org/10.1016/j.cor.2017.01.019).
//
// Along an order coalitions grow by one player, so only the part that this player joins is solved anew, from the parts it joins.

#include "proeftuin/study/sampled.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <random>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/threads.hpp"
#include "proeftuin/study/window_model.hpp"

namespace proeftuin::study {

namespace {

constexpr int rounds_at_once = 4;

/// A number from 0 to below, every one as likely, on every machine.
std::size_t below(std::size_t bound, std::mt19937_64& random) {
    const std::uint64_t last = ~std::uint64_t{0} - ~std::uint64_t{0} % bound;
    std::uint64_t drawn = random();
    while (drawn >= last) drawn = random();
    return static_cast<std::size_t>(drawn % bound);
}

std::vector<int> random_order(int players, std::uint64_t seed, int round) {
    std::seed_seq seeds{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                        static_cast<std::uint32_t>(round)};
    std::mt19937_64 random(seeds);
    std::vector<int> order(static_cast<std::size_t>(players));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i, random)]);
    return order;
}

/// The parts of a coalition with what was found for each.
struct State {
    std::vector<Part> parts;
    std::vector<std::shared_ptr<const Found>> found;

    [[nodiscard]] bool optimal() const {
        return std::ranges::all_of(
            found, [](const auto& one) { return one->evaluation.termination == lp::Termination::optimal; });
    }
    [[nodiscard]] double cost() const {
        double sum = 0.0;
        for (const auto& one : found) sum += one->evaluation.cost;
        return sum;
    }
    [[nodiscard]] double cost_bound() const {
        double sum = 0.0;
        for (const auto& one : found) sum += one->evaluation.cost_bound;
        return sum;
    }
};

class Sampler {
  public:
    Sampler(const Subject& subject, const WalkOptions& walk, const SampleOptions& options)
        : subject_(subject), walk_(walk), options_(options) {
        for (std::size_t window = 0; window < subject.windows.size(); ++window)
            models_.push_back(std::make_unique<WindowModel>(subject, window, walk));
    }

    Expected<SampleResult> run() {
        const Stopwatch watch;
        result_.backend = models_.front()->backend();
        begin();
        while (!failed_ && !done()) {
            add_rounds();
            if (walk_.cancelled && walk_.cancelled()) break;
        }
        if (failed_)
            return tl::unexpected(Issues{{Code::solver_failed,
                                          {},
                                          "coalition " + coalition_text(*failed_, subject_.players) +
                                              " has no optimum, so there is no gain to share",
                                          "Give each party a dear generator that stands for load shedding"}});
        finish();
        result_.seconds = watch.seconds();
        return std::move(result_);
    }

  private:
    /// Nobody and everybody, in every window.
    void begin() {
        alone_.resize(models_.size());
        std::vector<State> together(models_.size());
        rethrow_first(run_tasks(models_.size(),
                                [&](std::size_t w) {
                                    alone_[w] = grown(*models_[w], {}, State{});
                                    State state = alone_[w];
                                    Coalition coalition;
                                    for (int player = 0; player < subject_.num_players(); ++player) {
                                        coalition = coalition.with(player);
                                        state = grown(*models_[w], coalition, state);
                                    }
                                    together[w] = std::move(state);
                                },
                                {walk_.threads, {}, "windows"}));
        for (std::size_t w = 0; w < models_.size(); ++w) {
            if (!alone_[w].optimal()) failed_ = Coalition{};
            else if (!together[w].optimal()) failed_ = Coalition::all(subject_.num_players());
            alone_cost_ += alone_[w].cost();
            alone_bound_ += alone_[w].cost_bound();
            all_cost_ += together[w].cost();
            all_bound_ += together[w].cost_bound();
            for (const auto* state : {&alone_[w], &together[w]}) {
                Evaluation& to = state == &alone_[w] ? result_.nobody : result_.everybody;
                for (const auto& part : state->found) add_to(to, part->evaluation);
            }
        }
    }

    /// The parts of a coalition, solved where the smaller coalition does not have them.
    State grown(const WindowModel& model, Coalition coalition, const State& before) const {
        State state;
        state.parts = model.parts().of(coalition);
        for (const Part& part : state.parts) {
            const auto same = std::ranges::find(before.parts, part);
            if (same != before.parts.end()) {
                state.found.push_back(before.found[static_cast<std::size_t>(same - before.parts.begin())]);
                continue;
            }
            std::vector<WindowModel::Parent> parents;
            for (std::size_t k = 0; k < before.parts.size(); ++k)
                if ((before.parts[k].blocks & ~part.blocks) == 0)
                    parents.push_back({&before.parts[k], &before.found[k]->basis});
            state.found.push_back(std::make_shared<const Found>(model.solve(part, coalition, parents)));
        }
        return state;
    }

    /// What each player adds along an order, in all windows.
    std::vector<double> added(const std::vector<int>& order) {
        std::vector<double> result(order.size(), 0.0);
        std::vector<double> costs(order.size() + 1, 0.0);  // of the first k players
        for (std::size_t w = 0; w < models_.size(); ++w) {
            State state = alone_[w];
            Coalition coalition;
            for (std::size_t k = 0; k + 1 < order.size(); ++k) {
                coalition = coalition.with(order[k]);
                state = grown(*models_[w], coalition, state);
                if (!state.optimal()) {
                    const std::scoped_lock lock(mutex_);
                    failed_ = coalition;
                    return result;
                }
                costs[k + 1] += state.cost();
            }
        }
        costs.front() = alone_cost_;
        costs.back() = all_cost_;
        for (std::size_t k = 0; k < order.size(); ++k)
            result[static_cast<std::size_t>(order[k])] = costs[k] - costs[k + 1];
        return result;
    }

    void add_rounds() {
        const std::size_t n = subject_.players.size();
        const std::size_t each = 2 * n;
        const int first = static_cast<int>(rounds_.size());
        std::vector<std::vector<double>> found(static_cast<std::size_t>(rounds_at_once) * each);
        rethrow_first(run_tasks(found.size(),
                                [&](std::size_t task) {
                                    if (walk_.cancelled && walk_.cancelled()) return;
                                    const int round = first + static_cast<int>(task / each);
                                    std::vector<int> order = random_order(subject_.num_players(), options_.seed, round);
                                    std::ranges::rotate(order,
                                                        order.begin() + static_cast<std::ptrdiff_t>(task % each / 2));
                                    if (task % 2 == 1) std::ranges::reverse(order);
                                    found[task] = added(order);
                                },
                                {walk_.threads, walk_.progress, "orders"}));
        if (walk_.cancelled && walk_.cancelled()) return;
        for (std::size_t r = 0; r < static_cast<std::size_t>(rounds_at_once); ++r) {
            std::vector<double> mean(n, 0.0);
            for (std::size_t k = 0; k < each; ++k)
                for (std::size_t i = 0; i < n; ++i) mean[i] += found[r * each + k][i] / static_cast<double>(each);
            rounds_.push_back(std::move(mean));
        }
        result_.orders += found.size();
        estimate();
    }

    void estimate() {
        const auto rounds = static_cast<double>(rounds_.size());
        const std::size_t n = subject_.players.size();
        result_.share.assign(n, 0.0);
        result_.standard_error.assign(n, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            for (const std::vector<double>& round : rounds_) result_.share[i] += round[i] / rounds;
            double squares = 0.0;
            for (const std::vector<double>& round : rounds_) squares += std::pow(round[i] - result_.share[i], 2);
            result_.standard_error[i] = std::sqrt(squares / (rounds * (rounds - 1.0)));
        }
    }

    bool done() {
        const int rounds = static_cast<int>(rounds_.size());
        if (rounds < options_.least_rounds) return false;
        result_.reached =
            *std::ranges::max_element(result_.standard_error) <= options_.tolerance * std::abs(alone_cost_ - all_cost_);
        return result_.reached || rounds >= options_.most_rounds;
    }

    void finish() {
        result_.rounds = static_cast<int>(rounds_.size());
        result_.total = alone_cost_ - all_cost_;
        const auto [alone_least, alone_most] = std::minmax(alone_bound_, alone_cost_);
        const auto [all_least, all_most] = std::minmax(all_bound_, all_cost_);
        result_.total_lower = alone_least - all_most;
        result_.total_upper = alone_most - all_least;
    }

    const Subject& subject_;
    const WalkOptions& walk_;
    const SampleOptions& options_;
    std::vector<std::unique_ptr<WindowModel>> models_;
    std::vector<State> alone_;  // [num_windows]
    double alone_cost_ = 0.0, alone_bound_ = 0.0, all_cost_ = 0.0, all_bound_ = 0.0;
    std::vector<std::vector<double>> rounds_;
    std::mutex mutex_;
    std::optional<Coalition> failed_;
    SampleResult result_;
};

}  // namespace

Expected<SampleResult> sample_shapley(const Subject& subject, const WalkOptions& walk, const SampleOptions& options) {
    return Sampler(subject, walk, options).run();
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
//
// Draws. Each figure is drawn from the triangular distribution on its range with its mode at the figure, in a Latin hypercube,
// independently of the others. A draw is the same question of an edited network, with all coalitions.
//
// To solve all coalitions in all N windows for every draw would cost a whole walk each. So a draw solves nobody and everybody in
// all windows, which makes the value of all and own gains exact, and the other coalitions in W windows at equal steps
// (drawn_windows). These are estimated by their difference to the written figures, with what is known of all windows as control
// (difference and regression estimators: Cochran, Sampling Techniques, 3rd ed., 1977, sections 7.2 and 7.3). Window w, coalition S,
// D = drawn less written, C cost, v value, written figures with 0:
//
//     C(S) = C_0(S) + sum over all w of Z_w(S) + N/W * sum over the W windows of (D C_w(S) - Z_w(S))
//     Z_w(S) = D C_w({}) - l D v_w(N),    l = v_0(S) / v_0(N)
//
// Z is D C itself for nobody (l = 0) and everybody (l = 1). Its weight does not depend on the sample, so the estimate has no bias
// beyond the sample's. The standard error of v(S) is N sqrt((1 - W/N) / W) times the standard deviation of D C - Z over the W
// windows, as if these were drawn at random; 0 with all windows, where C(S) is what was found.

#include "proeftuin/study/draws.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/study/latin_hypercube.hpp"

namespace proeftuin::study {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What the walks of a draw found.
struct Sampled {
    std::vector<std::vector<double>> cost;                    // [num_sampled][2^n]
    std::vector<std::array<double, 2>> ends;                  // [num_windows] cost of nobody and of everybody
    std::vector<std::array<std::vector<double>, 2>> welfare;  // [num_windows] of the parties then
};

/// Adds what a walk that begins with nobody and ends with everybody says of these.
void add_ends(Sampled& sampled, const WalkResult& walk) {
    for (std::size_t w = 0; w < walk.window_cost.size(); ++w) {
        sampled.ends.push_back({walk.window_cost[w].front(), walk.window_cost[w].back()});
        sampled.welfare.push_back({walk.window_outcome[w].front(), walk.window_outcome[w].back()});
    }
}

std::vector<std::byte> packed(const Sampled& sampled) {
    ByteWriter writer;
    for (const std::vector<double>& costs : sampled.cost)
        for (const double cost : costs) writer.put(cost);
    for (const std::array<double, 2>& pair : sampled.ends) writer.put(pair);
    for (const auto& pair : sampled.welfare)
        for (const std::vector<double>& parties : pair) writer.put_all(parties);
    return writer.bytes();
}

std::optional<Sampled> unpacked(const std::vector<std::byte>* bytes, std::size_t chosen, const WalkResult& base) {
    if (bytes == nullptr) return std::nullopt;
    ByteReader reader(*bytes);
    Sampled sampled;
    sampled.cost.assign(chosen, std::vector<double>(base.evaluations.size()));
    for (std::vector<double>& costs : sampled.cost)
        for (double& cost : costs)
            if (!reader.get(cost)) return std::nullopt;
    sampled.ends.resize(base.window_cost.size());
    for (std::array<double, 2>& pair : sampled.ends)
        if (!reader.get(pair)) return std::nullopt;
    sampled.welfare.resize(base.window_cost.size());
    for (auto& pair : sampled.welfare)
        for (std::vector<double>& parties : pair)
            if (!reader.get_all(parties)) return std::nullopt;
    return reader.left() == 0 ? std::optional(std::move(sampled)) : std::nullopt;
}

/// Estimates of a draw, by the head of this file.
class Estimate {
  public:
    Estimate(const WalkResult& base, const Sampled& drawn, const std::vector<std::size_t>& windows)
        : base_(base),
          drawn_(drawn),
          windows_(windows),
          whole_(windows.size() == base.window_cost.size()),
          size_(static_cast<double>(windows.size())),
          factor_(static_cast<double>(base.window_cost.size()) / size_) {
        for (std::size_t w = 0; w < drawn.ends.size(); ++w) all_ += moved(w);
        value_of_all_ = base.evaluations.front().cost - base.evaluations.back().cost;
    }

    [[nodiscard]] double cost(std::size_t coalition) const {
        double sum = 0.0;
        if (whole_) {
            for (const std::vector<double>& costs : drawn_.cost) sum += costs[coalition];
            return sum;
        }
        if (base_.evaluations[coalition].termination != lp::Termination::optimal) return nan;
        for (std::size_t k = 0; k < windows_.size(); ++k) sum += rest(k, coalition);
        const double control = all_.alone - weight(coalition) * all_.value;
        return base_.evaluations[coalition].cost + control + factor_ * sum;
    }

    /// Of the value of a coalition.
    [[nodiscard]] double standard_error(std::size_t coalition) const {
        if (whole_) return 0.0;
        if (windows_.size() < 2) return nan;
        double mean = 0.0, squares = 0.0;
        for (std::size_t k = 0; k < windows_.size(); ++k) mean += rest(k, coalition) / size_;
        for (std::size_t k = 0; k < windows_.size(); ++k)
            squares += (rest(k, coalition) - mean) * (rest(k, coalition) - mean);
        return factor_ * size_ * std::sqrt((1.0 - 1.0 / factor_) / size_ * squares / (size_ - 1.0));
    }

    [[nodiscard]] bool failed(std::size_t coalition) const {
        return std::isnan(cost(coalition)) ||
               std::ranges::any_of(drawn_.cost, [&](const auto& costs) { return std::isnan(costs[coalition]); });
    }

    /// Of the parties, without transfers; empty where something is not known.
    [[nodiscard]] std::vector<double> own() const {
        std::vector<double> own(drawn_.welfare.front()[0].size(), 0.0);
        for (const auto& [alone, together] : drawn_.welfare) {
            if (alone.size() != own.size() || together.size() != own.size()) return {};
            for (std::size_t p = 0; p < own.size(); ++p) own[p] += together[p] - alone[p];
        }
        return own;
    }

  private:
    /// Drawn less written, in one window or all.
    struct Moved {
        double alone = 0.0;  // cost of nobody
        double value = 0.0;  // of everybody
        Moved& operator+=(const Moved& more) {
            alone += more.alone;
            value += more.value;
            return *this;
        }
    };
    [[nodiscard]] Moved moved(std::size_t window) const {
        const std::array<double, 2>& now = drawn_.ends[window];
        const std::vector<double>& written = base_.window_cost[window];
        return {now[0] - written.front(), now[0] - now[1] - (written.front() - written.back())};
    }
    [[nodiscard]] double weight(std::size_t coalition) const {
        if (value_of_all_ == 0.0) return 0.0;
        return (base_.evaluations.front().cost - base_.evaluations[coalition].cost) / value_of_all_;
    }
    /// What the control does not say of a window of the sample.
    [[nodiscard]] double rest(std::size_t k, std::size_t coalition) const {
        const Moved control = moved(windows_[k]);
        return drawn_.cost[k][coalition] - base_.window_cost[windows_[k]][coalition] -
               (control.alone - weight(coalition) * control.value);
    }

    const WalkResult& base_;
    const Sampled& drawn_;
    const std::vector<std::size_t>& windows_;
    bool whole_;
    double size_;
    double factor_;
    Moved all_;
    double value_of_all_ = 0.0;
};

Draw made_of(const WalkResult& base, const Sampled& sampled, const std::vector<std::size_t>& windows) {
    const Estimate estimate(base, sampled, windows);
    Draw draw;
    const std::size_t coalitions = base.evaluations.size();
    const double alone = estimate.cost(0);
    double squares = 0.0;
    for (std::size_t i = 0; i < coalitions; ++i) {
        draw.failed += estimate.failed(i) ? 1 : 0;
        draw.value.push_back(i == 0 && !std::isnan(alone) ? 0.0 : alone - estimate.cost(i));
        const double error = estimate.standard_error(i);
        squares += error * error;
    }
    draw.own = estimate.own();
    draw.sampling_error = std::sqrt(squares / static_cast<double>(coalitions));
    return draw;
}

/// [num_draws][num_figures]
std::vector<std::vector<double>> drawn_figures(const std::vector<RangedFigure>& figures, const DrawPlan& plan) {
    std::vector<std::vector<double>> x(plan.draws);
    for (const RangedFigure& figure : figures) {
        const std::vector<double> places = stratified_places(plan.seed, figure.id, plan.draws);
        for (std::size_t d = 0; d < plan.draws; ++d)
            x[d].push_back(triangular_quantile(figure.low, figure.value, figure.high, places[d]));
    }
    return x;
}

}  // namespace

Subject subject_at(const Uncertain& uncertain, std::span<const double> x) {
    network::Network network = uncertain.network;
    Question question = uncertain.question;
    set_figures(uncertain.figures, x, network, question.barriers);
    Expected<Subject> subject = make_subject(network, question);
    if (!subject) throw InputError(std::move(subject.error()));
    return std::move(*subject);
}

namespace {

/// Solves what a draw needs.
Sampled solved(const Uncertain& uncertain, std::span<const double> x, const std::vector<std::size_t>& windows,
               WalkOptions walk) {
    walk.threads = 1;
    walk.price_ranges = false;
    walk.keep_windows = true;
    walk.progress = nullptr;
    walk.journal = nullptr;
    Subject subject = subject_at(uncertain, x);
    const std::vector<std::vector<int>> all = subject.windows;
    Sampled sampled;
    if (windows.size() < all.size()) {
        walk.only = {Coalition{}, Coalition::all(subject.num_players())};
        add_ends(sampled, walk_all(subject, walk));
        walk.only.clear();
        subject.windows.clear();
        for (const std::size_t window : windows) subject.windows.push_back(all[window]);
    }
    if (walk.cancelled && walk.cancelled()) return sampled;
    WalkResult found = walk_all(subject, walk);
    if (windows.size() == all.size()) add_ends(sampled, found);
    sampled.cost = std::move(found.window_cost);
    return sampled;
}

}  // namespace

std::vector<Draw> evaluate_draws(const Uncertain& uncertain, const WalkResult& base, std::size_t windows,
                                 const UncertaintyOptions& options) {
    const std::vector<std::vector<double>> x = drawn_figures(uncertain.figures, options.plan);
    std::vector<Draw> draws(options.plan.draws);
    const auto cancelled = [&] { return options.walk.cancelled && options.walk.cancelled(); };
    const auto task = [&](std::size_t d) {
        const std::vector<std::size_t> chosen = drawn_windows(base.window_cost.size(), windows, d);
        std::optional<Sampled> sampled;
        if (options.journal != nullptr) sampled = unpacked(options.journal->find(d), chosen.size(), base);
        if (!sampled) {
            if (cancelled()) return;
            sampled = solved(uncertain, x[d], chosen, options.walk);
            if (cancelled()) return;
            if (options.journal != nullptr) options.journal->add(d, packed(*sampled));
        }
        draws[d] = made_of(base, *sampled, chosen);
        draws[d].x = x[d];
    };
    rethrow_first(run_tasks(draws.size(), task, {options.walk.threads, part_of(options.progress, 0.0, 0.75), "draws"}));
    return draws;
}

}  // namespace proeftuin::study

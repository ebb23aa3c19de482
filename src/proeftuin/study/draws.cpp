// SPDX-License-Identifier: Apache-2.0
//
// Draws. Each figure is drawn from the triangular distribution on its range with its mode at the figure, in a Latin hypercube,
// independently of the others. A draw is the same question of an edited network, with all coalitions.
//
// To solve all windows for every draw would cost a whole walk each. So draw d takes W of the N windows, at equal steps (windows_of),
// and estimates by the difference to what the written figures give in the same windows (Cochran, Sampling Techniques, 3rd ed.,
// 1977, section 7.2):
//
//     C_d(S) = sum over all windows of C_0,w(S)  +  N/W * sum over the W windows of (C_d,w(S) - C_0,w(S))
//
// What differs little between windows is estimated well, however much the windows differ themselves. The sampling error of the
// value of all is N sqrt((1 - W/N) / W) times the standard deviation of its differences over the W windows: a systematic sample's
// is mostly less. With all windows it is 0 and C_d(S) is what was found.

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

/// What a walk over some windows found.
struct Sampled {
    std::vector<std::vector<double>> cost;                    // [num_windows][2^n]
    std::vector<std::array<std::vector<double>, 2>> welfare;  // [num_windows] of nobody and everybody
};

/// Totals of the parties in a window, of nobody and of everybody.
std::array<std::vector<double>, 2> ends(const WalkResult& walk, std::size_t window) {
    return {walk.window_outcome[window].front(), walk.window_outcome[window].back()};
}

std::vector<std::byte> packed(const Sampled& sampled) {
    ByteWriter writer;
    for (const std::vector<double>& costs : sampled.cost)
        for (const double cost : costs) writer.put(cost);
    for (const auto& pair : sampled.welfare)
        for (const std::vector<double>& parties : pair) {
            writer.put(static_cast<std::uint32_t>(parties.size()));
            for (const double total : parties) writer.put(total);
        }
    return writer.bytes();
}

std::optional<Sampled> unpacked(const std::vector<std::byte>* bytes, std::size_t windows, std::size_t coalitions) {
    if (bytes == nullptr) return std::nullopt;
    ByteReader reader(*bytes);
    Sampled sampled;
    sampled.cost.assign(windows, std::vector<double>(coalitions));
    for (std::vector<double>& costs : sampled.cost)
        for (double& cost : costs)
            if (!reader.get(cost)) return std::nullopt;
    sampled.welfare.resize(windows);
    for (auto& pair : sampled.welfare)
        for (std::vector<double>& parties : pair) {
            std::uint32_t size = 0;
            if (!reader.get(size) || size > reader.left()) return std::nullopt;
            parties.resize(size);
            for (double& total : parties)
                if (!reader.get(total)) return std::nullopt;
        }
    return reader.left() == 0 ? std::optional(std::move(sampled)) : std::nullopt;
}

/// Estimates from some windows of a draw, by the head of this file.
class Estimate {
  public:
    Estimate(const WalkResult& base, const Sampled& drawn, const std::vector<std::size_t>& windows)
        : base_(base),
          drawn_(drawn),
          windows_(windows),
          whole_(windows.size() == base.window_cost.size()),
          factor_(static_cast<double>(base.window_cost.size()) / static_cast<double>(windows.size())) {}

    [[nodiscard]] double cost(std::size_t coalition) const {
        double sum = 0.0;
        if (whole_) {
            for (const std::vector<double>& costs : drawn_.cost) sum += costs[coalition];
            return sum;
        }
        for (std::size_t k = 0; k < windows_.size(); ++k)
            sum += drawn_.cost[k][coalition] - base_.window_cost[windows_[k]][coalition];
        return base_.evaluations[coalition].termination == lp::Termination::optimal
                   ? base_.evaluations[coalition].cost + factor_ * sum
                   : nan;
    }

    [[nodiscard]] bool failed(std::size_t coalition) const {
        return std::ranges::any_of(drawn_.cost, [&](const auto& costs) { return std::isnan(costs[coalition]); });
    }

    /// Of the parties, without transfers; empty where something is not known.
    [[nodiscard]] std::vector<double> own() const {
        std::vector<double> own;
        const std::size_t parties = drawn_.welfare.front()[0].size();
        for (std::size_t p = 0; p < parties; ++p) {
            double differences = 0.0, all = 0.0;
            for (std::size_t k = 0; k < windows_.size(); ++k) {
                const double one = gain(drawn_.welfare[k], p);
                differences += whole_ ? one : factor_ * (one - gain(ends(base_, windows_[k]), p));
            }
            if (!whole_)
                for (std::size_t w = 0; w < base_.window_outcome.size(); ++w) all += gain(ends(base_, w), p);
            own.push_back(all + differences);
            if (std::isnan(own.back())) return {};
        }
        return own;
    }

    [[nodiscard]] double sampling_error() const {
        if (whole_) return 0.0;
        const auto size = static_cast<double>(windows_.size());
        if (windows_.size() < 2) return nan;
        std::vector<double> differences;
        double mean = 0.0;
        for (std::size_t k = 0; k < windows_.size(); ++k) {
            differences.push_back(value(drawn_.cost[k]) - value(base_.window_cost[windows_[k]]));
            mean += differences.back() / size;
        }
        double squares = 0.0;
        for (const double one : differences) squares += (one - mean) * (one - mean);
        return factor_ * size * std::sqrt((1.0 - 1.0 / factor_) / size * squares / (size - 1.0));
    }

  private:
    static double value(const std::vector<double>& costs) { return costs.front() - costs.back(); }
    static double gain(const std::array<std::vector<double>, 2>& welfare, std::size_t party) {
        if (welfare[0].size() <= party || welfare[1].size() <= party) return nan;
        return welfare[1][party] - welfare[0][party];
    }

    const WalkResult& base_;
    const Sampled& drawn_;
    const std::vector<std::size_t>& windows_;
    bool whole_;
    double factor_;
};

Draw made_of(const WalkResult& base, const Sampled& sampled, const std::vector<std::size_t>& windows) {
    const Estimate estimate(base, sampled, windows);
    Draw draw;
    const std::size_t coalitions = base.evaluations.size();
    const double alone = estimate.cost(0);
    for (std::size_t i = 0; i < coalitions; ++i) {
        draw.failed += estimate.failed(i) ? 1 : 0;
        draw.value.push_back(i == 0 && !std::isnan(alone) ? 0.0 : alone - estimate.cost(i));
    }
    draw.own = estimate.own();
    draw.sampling_error = estimate.sampling_error();
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

std::vector<Draw> evaluate_draws(const Uncertain& uncertain, const WalkResult& base, std::size_t windows,
                                 const UncertaintyOptions& options) {
    const std::vector<std::vector<double>> x = drawn_figures(uncertain.figures, options.plan);
    std::vector<Draw> draws(options.plan.draws);
    const auto task = [&](std::size_t d) {
        const std::vector<std::size_t> chosen = drawn_windows(base.window_cost.size(), windows, d);
        std::optional<Sampled> sampled =
            options.journal == nullptr ? std::nullopt
                                       : unpacked(options.journal->find(d), chosen.size(), base.evaluations.size());
        if (!sampled) {
            if (options.walk.cancelled && options.walk.cancelled()) return;
            Subject subject = subject_at(uncertain, x[d]);
            std::vector<std::vector<int>> of_draw;
            for (const std::size_t window : chosen) of_draw.push_back(subject.windows[window]);
            subject.windows = std::move(of_draw);
            WalkOptions walk = options.walk;
            walk.threads = 1;
            walk.price_ranges = false;
            walk.keep_windows = true;
            walk.progress = nullptr;
            walk.journal = nullptr;
            WalkResult found = walk_all(subject, walk);
            if (options.walk.cancelled && options.walk.cancelled()) return;
            sampled = Sampled{std::move(found.window_cost), {}};
            for (std::size_t w = 0; w < chosen.size(); ++w) sampled->welfare.push_back(ends(found, w));
            if (options.journal != nullptr) options.journal->add(d, packed(*sampled));
        }
        draws[d] = made_of(base, *sampled, chosen);
        draws[d].x = x[d];
    };
    rethrow_first(run_tasks(draws.size(), task, {options.walk.threads, part_of(options.progress, 0.0, 0.75), "draws"}));
    return draws;
}

}  // namespace proeftuin::study

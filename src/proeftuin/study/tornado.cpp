// SPDX-License-Identifier: Apache-2.0
//
// One figure at a time at its low and its high end, the others as written: what that does to the value of all together and to each
// party's own gain, C({}) - C(N) and w_p(N) - w_p({}). Only nobody and everybody are solved, in a fixed sample of W of the N
// windows: ordered by what everybody saves in them at the written figures and cut into W strata, the middle one of each, so that
// weeks of shortage count as much as they are many. The difference to the written figures in the same windows, times N/W, stands for
// the year. Every problem starts from the basis that solves it at the written figures; one that the figure does not touch is not
// solved again.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/study/draws.hpp"
#include "proeftuin/study/window_model.hpp"

namespace proeftuin::study {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t first_task = std::uint64_t{1} << 32;  // in the journal, after the draws

/// Value of all and own gains in the windows of the sample, added up.
struct Gains {
    double value = 0.0;
    std::vector<double> own;  // [num_parties]
};

/// A part of nobody's or everybody's problem at the written figures.
struct Written {
    Part part;
    lp::Problem problem;
    Found found;
};

bool same(const lp::Problem& a, const lp::Problem& b) {
    return a.cost == b.cost && a.column_lower == b.column_lower && a.column_upper == b.column_upper &&
           a.row_lower == b.row_lower && a.row_upper == b.row_upper && a.start == b.start && a.row == b.row &&
           a.value == b.value && a.integer == b.integer;
}

class Tornado {
  public:
    Tornado(const Uncertain& uncertain, const Subject& subject, const WalkResult& base, std::size_t windows,
            const UncertaintyOptions& options)
        : uncertain_(uncertain), options_(options), solve_(options.walk) {
        solve_.price_ranges = false;
        const std::vector<std::size_t> order = by_value(base);
        for (std::size_t k = 0; k < windows; ++k) sample_.push_back(order[(2 * k + 1) * order.size() / (2 * windows)]);
        factor_ = static_cast<double>(subject.windows.size()) / static_cast<double>(windows);
        written_.resize(windows);
        rethrow_first(run_tasks(windows, [&](std::size_t k) { write(subject, k); }, {options.walk.threads, {}, ""}));
        for (std::size_t k = 0; k < windows && !cancelled(); ++k) add(now_, k, nullptr);
    }

    std::vector<Swing> run() {
        std::vector<Swing> swings(uncertain_.figures.size());
        const auto task = [&](std::size_t i) {
            if (std::optional<Swing> known = kept(i)) swings[i] = std::move(*known);
            else if (!cancelled()) {
                swings[i] = swing(i);
                if (!cancelled()) keep(swings[i]);
            }
        };
        const Progress progress = part_of(options_.progress, 0.75, 1.0);
        rethrow_first(run_tasks(swings.size(), task, {options_.walk.threads, progress, "assumptions"}));
        return swings;
    }

  private:
    /// The windows by what everybody saves in them as written.
    static std::vector<std::size_t> by_value(const WalkResult& base) {
        std::vector<std::size_t> order(base.window_cost.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto value = [&](std::size_t w) {
            const double one = base.window_cost[w].front() - base.window_cost[w].back();
            return std::isnan(one) ? 0.0 : one;
        };
        std::ranges::stable_sort(order, {}, value);
        return order;
    }

    [[nodiscard]] bool cancelled() const { return options_.walk.cancelled && options_.walk.cancelled(); }

    static std::array<Coalition, 2> ends(const Subject& subject) {
        return {Coalition{}, Coalition::all(subject.num_players())};
    }

    /// Solves a window at the written figures.
    void write(const Subject& subject, std::size_t k) {
        if (cancelled()) return;
        const WindowModel model(subject, sample_[k], solve_);
        for (std::size_t end = 0; end < 2; ++end)
            for (Part& part : model.parts().of(ends(subject)[end])) {
                const Coalition coalition = ends(subject)[end];
                Found found = model.solve(part, coalition, {});
                lp::Problem problem = model.parts().problem(part, coalition).problem;
                written_[k][end].push_back({std::move(part), std::move(problem), std::move(found)});
            }
    }

    /// Adds what a window comes to; at the written figures where no subject is given.
    void add(Gains& gains, std::size_t k, const Subject* subject) {
        std::optional<WindowModel> model;
        if (subject != nullptr) model.emplace(*subject, sample_[k], solve_);
        Evaluation total[2];
        for (std::size_t end = 0; end < 2; ++end) {
            const std::vector<Written>& written = written_[k][end];
            if (!model) {
                for (const Written& one : written) add_to(total[end], one.found.evaluation);
                continue;
            }
            const Coalition coalition = ends(*subject)[end];
            const std::vector<Part> parts = model->parts().of(coalition);
            for (std::size_t at = 0; at < parts.size() && !cancelled(); ++at)
                add_to(total[end], found(*model, parts[at], coalition, at < written.size() ? &written[at] : nullptr));
        }
        const bool optimal = std::ranges::all_of(
            total, [](const Evaluation& one) { return one.termination == lp::Termination::optimal; });
        gains.value += optimal ? total[0].cost - total[1].cost : nan;
        gains.own.resize(uncertain_parties(total), 0.0);
        for (std::size_t p = 0; p < gains.own.size(); ++p)
            gains.own[p] += total[1].outcome[p].total() - total[0].outcome[p].total();
    }

    /// Nobody's own gain is known where a window has none.
    static std::size_t uncertain_parties(const Evaluation (&total)[2]) {
        return total[0].outcome.size() == total[1].outcome.size() ? total[0].outcome.size() : 0;
    }

    Evaluation found(const WindowModel& model, const Part& part, Coalition coalition, const Written* written) const {
        if (written == nullptr || written->part != part) return model.solve(part, coalition, {}).evaluation;
        const lp::Problem problem = model.parts().problem(part, coalition).problem;
        if (same(problem, written->problem)) return written->found.evaluation;
        const bool fits = problem.num_columns() == written->problem.num_columns() &&
                          problem.num_rows() == written->problem.num_rows();
        std::vector<WindowModel::Parent> parents;
        if (fits) parents.push_back({&written->part, &written->found.basis});
        return model.solve(part, coalition, parents).evaluation;
    }

    Swing swing(std::size_t i) {
        Swing swing{.figure = i, .at_low = nan, .at_high = nan, .own_at_low = {}, .own_at_high = {}};
        const RangedFigure& figure = uncertain_.figures[i];
        std::vector<double> x = written_values(uncertain_.figures);
        for (const bool low : {true, false}) {
            x[i] = low ? figure.low : figure.high;
            const Subject subject = subject_at(uncertain_, x);
            Gains gains;
            for (std::size_t k = 0; k < sample_.size() && !cancelled(); ++k) add(gains, k, &subject);
            (low ? swing.at_low : swing.at_high) = factor_ * (gains.value - now_.value);
            if (gains.own.size() != now_.own.size()) continue;
            for (std::size_t p = 0; p < now_.own.size(); ++p)
                (low ? swing.own_at_low : swing.own_at_high).push_back(factor_ * (gains.own[p] - now_.own[p]));
        }
        return swing;
    }

    [[nodiscard]] std::optional<Swing> kept(std::size_t i) const {
        const std::vector<std::byte>* bytes =
            options_.journal == nullptr ? nullptr : options_.journal->find(first_task + i);
        if (bytes == nullptr) return std::nullopt;
        ByteReader reader(*bytes);
        Swing swing{.figure = i, .at_low = 0.0, .at_high = 0.0, .own_at_low = {}, .own_at_high = {}};
        if (!reader.get(swing.at_low) || !reader.get(swing.at_high)) return std::nullopt;
        if (!reader.get_all(swing.own_at_low) || !reader.get_all(swing.own_at_high)) return std::nullopt;
        return reader.left() == 0 ? std::optional(std::move(swing)) : std::nullopt;
    }

    void keep(const Swing& swing) const {
        if (options_.journal == nullptr) return;
        ByteWriter writer;
        writer.put(swing.at_low);
        writer.put(swing.at_high);
        writer.put_all(swing.own_at_low);
        writer.put_all(swing.own_at_high);
        options_.journal->add(first_task + swing.figure, writer.bytes());
    }

    const Uncertain& uncertain_;
    const UncertaintyOptions& options_;
    WalkOptions solve_;
    std::vector<std::size_t> sample_;  // windows
    double factor_ = 1.0;
    std::vector<std::array<std::vector<Written>, 2>> written_;  // [num_sampled] of nobody and everybody
    Gains now_;
};

}  // namespace

std::vector<Swing> evaluate_tornado(const Uncertain& uncertain, const Subject& subject, const WalkResult& base,
                                    std::size_t windows, const UncertaintyOptions& options) {
    return Tornado(uncertain, subject, base, windows, options).run();
}

}  // namespace proeftuin::study

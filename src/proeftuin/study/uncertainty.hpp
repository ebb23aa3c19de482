// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "proeftuin/network/network.hpp"
#include "proeftuin/study/case.hpp"
#include "proeftuin/study/journal.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/ranges.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

/// A question of a network of which not all figures are known.
struct Uncertain {
    const network::Network& network;  // as it was read
    const Question& question;
    const std::vector<RangedFigure>& figures;  // found in both
};

struct UncertaintyOptions {
    DrawPlan plan;
    WalkOptions walk;            // as the question itself was walked; its journal and progress are not used
    Progress progress;           // "draws", then "assumptions"
    Journal* journal = nullptr;  // where finished draws and figures are kept and found again
};

/// One draw: the question with every figure somewhere in its range.
struct Draw {
    std::vector<double> x;  // [num_figures]
    /// [2^num_players] estimated, EUR; not a number where nobody or the coalition has no optimum
    std::vector<double> value;
    std::vector<double> own;      // [num_parties] gain without transfers when everybody acts; empty where unknown
    double sampling_error = 0.0;  // standard error of a value from using some windows: root of the mean square over
                                  // coalitions; 0 with all windows, not a number with one of several
    std::size_t failed = 0;       // coalitions without an optimum in some window
};

/// One figure at the ends of its range, the others as written.
struct Swing {
    std::size_t figure = 0;
    double at_low =
        0.0;  // value of all together, less that at the figure itself, EUR; not a number where there is no optimum
    double at_high = 0.0;
    std::vector<double> own_at_low, own_at_high;  // [num_parties] the same for own gains; empty where unknown

    /// How far the value of all moves.
    [[nodiscard]] double size() const;
};

struct Uncertainty {
    std::vector<Draw> draws;
    std::vector<Swing> tornado;  // the largest first
    std::size_t windows_per_draw = 0;
    std::size_t tornado_windows = 0;
};

/// Draws and moves the figures one at a time. `base` is the walk of the subject that the question makes of the network, with its
/// windows kept. The same bits for any number of threads and whether or not a journal was continued. Throws InputError where a
/// network with figures at other values than written cannot be asked.
[[nodiscard]] Uncertainty evaluate_uncertainty(const Uncertain& uncertain, const Subject& subject,
                                               const WalkResult& base, const UncertaintyOptions& options);

/// What it will do, before anything is solved.
struct UncertaintyPlan {
    std::size_t windows_per_draw = 0;
    std::size_t tornado_windows = 0;
    std::size_t problems = 0;  // solved at most, on top of those of the question itself
};
[[nodiscard]] UncertaintyPlan plan_uncertainty(const DrawPlan& plan, const WalkPlan& walk, std::size_t num_figures,
                                               std::size_t num_parties);

/// Tells apart what is drawn, for journals and results.
[[nodiscard]] std::uint64_t digest(const std::vector<RangedFigure>& figures, const DrawPlan& plan);

/// Windows of draw number `draw`: `count` of `num_windows` at equal steps, each draw beginning elsewhere, so that draws one after the
/// other take every window equally often.
[[nodiscard]] std::vector<std::size_t> drawn_windows(std::size_t num_windows, std::size_t count, std::size_t draw);

/// The middle of what was drawn, and where it lies but for the tails.
struct Interval {
    double mean = 0.0;
    double low = 0.0;  // 0.1-quantile
    double high = 0.0;
};
inline constexpr double low_quantile = 0.1;
inline constexpr double high_quantile = 0.9;
/// Of the draws that say something (are numbers); not a number where none does.
[[nodiscard]] Interval interval_of(std::vector<double> sample);

/// The standard error of the mean of the draws, as if they were independent: a Latin hypercube's is hardly ever larger.
[[nodiscard]] double standard_error(std::vector<double> sample);

}  // namespace proeftuin::study

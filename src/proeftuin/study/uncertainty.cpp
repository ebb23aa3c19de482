// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/uncertainty.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/study/draws.hpp"
#include "proeftuin/study/latin_hypercube.hpp"

namespace proeftuin::study {

namespace {

constexpr std::size_t most_tornado_windows = 13;  // each of some hundred figures is solved twice in each

std::size_t windows_per_draw(const DrawPlan& plan, std::size_t windows) {
    return plan.windows == 0 ? windows : std::min(plan.windows, windows);
}

/// Not a number where nothing is known, so that it stands last.
double rank(const Swing& swing) { return std::isnan(swing.size()) ? -1.0 : swing.size(); }

void add(Digest& digest, const RangeEffect& effect) {
    digest.add(static_cast<std::uint64_t>(effect.kind));
    digest.add(std::string_view(effect.component));
    digest.add(std::string_view(effect.attribute));
    digest.add_all(std::span<const int>(effect.items));
    digest.add_all(std::span<const int>(effect.snapshot_items));
    for (const double number : {effect.slope, effect.slope_below, effect.at_least, effect.at_most}) digest.add(number);
    digest.add(static_cast<std::uint64_t>(effect.barrier));
}

}  // namespace

double Swing::size() const { return std::max({at_low, at_high, 0.0}) - std::min({at_low, at_high, 0.0}); }

std::vector<std::size_t> drawn_windows(std::size_t num_windows, std::size_t count, std::size_t draw) {
    const std::size_t places = (num_windows + count - 1) / count;  // where a draw can begin
    std::vector<std::size_t> chosen;
    for (std::size_t k = 0; k < count; ++k)
        chosen.push_back((k * places + draw % places) * num_windows / (places * count));
    return chosen;
}

Interval interval_of(std::vector<double> sample) {
    std::erase_if(sample, [](double one) { return std::isnan(one); });
    if (sample.empty()) return {std::nan(""), std::nan(""), std::nan("")};
    double sum = 0.0;
    for (const double one : sample) sum += one;
    return {sum / static_cast<double>(sample.size()), sample_quantile(sample, low_quantile),
            sample_quantile(sample, high_quantile)};
}

double standard_error(std::vector<double> sample) {
    std::erase_if(sample, [](double one) { return std::isnan(one); });
    if (sample.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    const auto size = static_cast<double>(sample.size());
    double mean = 0.0, squares = 0.0;
    for (const double one : sample) mean += one / size;
    for (const double one : sample) squares += (one - mean) * (one - mean);
    return std::sqrt(squares / (size - 1.0) / size);
}

std::uint64_t digest(const std::vector<RangedFigure>& figures, const DrawPlan& plan) {
    Digest digest;
    for (const RangedFigure& figure : figures) {
        digest.add(std::string_view(figure.id));
        for (const double number : {figure.value, figure.low, figure.high}) digest.add(number);
        for (const RangeEffect& effect : figure.effects) add(digest, effect);
    }
    for (const std::uint64_t number : {std::uint64_t{plan.draws}, std::uint64_t{plan.windows}, plan.seed})
        digest.add(number);
    return digest.value();
}

UncertaintyPlan plan_uncertainty(const DrawPlan& plan, const WalkPlan& walk, std::size_t num_figures,
                                 std::size_t num_parties) {
    UncertaintyPlan result{windows_per_draw(plan, walk.windows), std::min(most_tornado_windows, walk.windows), 0};
    const std::size_t ends = num_parties + 1;  // nobody falls into a part a party at most, everybody counts as one
    const std::size_t windows_of_ends = result.windows_per_draw < walk.windows ? walk.windows : 0;  // else in the walk
    result.problems = plan.draws * (walk.problems * result.windows_per_draw + ends * windows_of_ends) +
                      (2 * num_figures + 1) * result.tornado_windows * ends;
    return result;
}

Uncertainty evaluate_uncertainty(const Uncertain& uncertain, const Subject& subject, const WalkResult& base,
                                 const UncertaintyOptions& options) {
    Uncertainty result;
    result.windows_per_draw = windows_per_draw(options.plan, subject.windows.size());
    result.tornado_windows = std::min(most_tornado_windows, subject.windows.size());
    result.draws = evaluate_draws(uncertain, base, result.windows_per_draw, options);
    if (options.walk.cancelled && options.walk.cancelled()) return result;
    result.tornado = evaluate_tornado(uncertain, subject, base, result.tornado_windows, options);
    std::ranges::stable_sort(result.tornado, std::ranges::greater{}, rank);
    return result;
}

}  // namespace proeftuin::study

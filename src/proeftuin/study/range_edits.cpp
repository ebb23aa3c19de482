// SPDX-License-Identifier: Apache-2.0
//
// A network in which figures are other than written. Figure i is x_i instead of v_i; an attribute a, of one component at one
// snapshot (or at all, where it is static), becomes
//
//     a' = clip( a * prod (1 + s_i (x_i / v_i - 1)) + sum s_i (x_i - v_i) )
//
// with the product over the effects `scale` and the sum over the effects `add` that act on it, and s_i the slope, another one below
// v_i where the row gives it. A share that moves capacity from one kind of plant to another is a product, so figures may be drawn
// together. Ends (at_least, at_most) count where their figure is other than written. All products come before all sums and those
// before the ends, each in the order of the figures: at the written values the network stays as it is, to the bit.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/network/edit.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/study/ranges.hpp"

namespace proeftuin::study {

namespace {

using network::Table;

/// Changes every value that an effect acts on: in time where the component has it so, else the static one.
template <typename Change>
void change(Table& table, const RangeEffect& effect, int scenarios, const Change& to) {
    std::vector<int> fixed = effect.items;
    if (table.series(effect.attribute) != nullptr) {
        network::Series& series = table.edit_series(effect.attribute);
        const std::size_t width = series.items.size();
        const std::size_t each = width * static_cast<std::size_t>(series.num_scenarios);
        const std::size_t count = each == 0 ? 0 : series.values.size() / each;
        for (const int item : effect.items) {
            const auto found = std::ranges::find(series.items, item);
            if (found == series.items.end()) continue;
            std::erase(fixed, item);
            const auto at = static_cast<std::size_t>(found - series.items.begin());
            const auto change_at = [&](std::size_t t) {
                for (std::size_t i = t * each + at; i < (t + 1) * each; i += width) to(series.values[i]);
            };
            if (effect.snapshots.empty())
                for (std::size_t t = 0; t < count; ++t) change_at(t);
            for (const int t : effect.snapshot_items) change_at(static_cast<std::size_t>(t));
        }
    }
    if (fixed.empty()) return;
    std::vector<double>& numbers = table.edit_column(effect.attribute, scenarios).numbers;
    const auto width = static_cast<std::size_t>(table.size());
    for (const int item : fixed)
        for (std::size_t i = static_cast<std::size_t>(item); i < numbers.size(); i += width) to(numbers[i]);
}

/// Part of a network: the components that a figure acts on, and the figure as it acts on that part.
struct Part {
    network::Network network;
    RangedFigure figure;
};

Part part_of(const network::Network& network, const RangedFigure& figure) {
    std::map<std::string, std::set<int>> touched;
    for (const RangeEffect& effect : figure.effects)
        if (!effect.items.empty()) touched[effect.component].insert(effect.items.begin(), effect.items.end());
    Part part{{}, figure};
    part.network.snapshots = network.snapshots;
    part.network.scenarios = network.scenarios;
    for (const auto& [component, set] : touched) {
        const std::vector<int> items(set.begin(), set.end());
        part.network.table(component) = network::subset(network.table(component), items);
        for (RangeEffect& effect : part.figure.effects) {
            if (effect.component != component) continue;
            for (int& item : effect.items)
                item = static_cast<int>(std::ranges::lower_bound(items, item) - items.begin());
        }
    }
    return part;
}

std::set<std::string> complaints(const network::Network& network) {
    std::set<std::string> texts;
    for (const Issue& issue : network::check(network)) texts.insert(issue.text());
    return texts;
}

}  // namespace

void set_figures(const std::vector<RangedFigure>& figures, std::span<const double> x, network::Network& network,
                 std::vector<Barrier>& barriers) {
    using Kind = RangeEffect::Kind;
    const auto each = [&](Kind kind, const auto& act) {
        for (std::size_t i = 0; i < figures.size(); ++i) {
            if (x[i] == figures[i].value) continue;
            for (const RangeEffect& effect : figures[i].effects) {
                const double slope = x[i] < figures[i].value ? effect.slope_below : effect.slope;
                if (effect.kind == kind) act(effect, slope, x[i], figures[i].value);
            }
        }
    };
    const int scenarios = network.scenarios.count();
    each(Kind::scale, [&](const RangeEffect& effect, double slope, double now, double written) {
        const double factor = 1.0 + slope * (now / written - 1.0);
        change(network.table(effect.component), effect, scenarios, [=](double& value) { value *= factor; });
    });
    each(Kind::add, [&](const RangeEffect& effect, double slope, double now, double written) {
        const double more = slope * (now - written);
        change(network.table(effect.component), effect, scenarios, [=](double& value) { value += more; });
    });
    const auto clip = [&](const RangeEffect& effect, double, double, double) {
        if (std::isinf(effect.at_least) && std::isinf(effect.at_most)) return;
        change(network.table(effect.component), effect, scenarios,
               [&](double& value) { value = std::clamp(value, effect.at_least, effect.at_most); });
    };
    each(Kind::scale, clip);
    each(Kind::add, clip);
    each(Kind::barrier_amount,
         [&](const RangeEffect& effect, double, double now, double) { barriers[effect.barrier].amount = now; });
}

Issues check_ends(const std::vector<RangedFigure>& figures, const network::Network& network) {
    Issues issues;
    for (const RangedFigure& figure : figures) {
        const Part part = part_of(network, figure);
        const std::set<std::string> before = complaints(part.network);
        for (const double end : {figure.low, figure.high}) {
            network::Network moved = part.network;
            std::vector<Barrier> none;
            if (figure.effects.front().kind != RangeEffect::Kind::barrier_amount)
                set_figures({part.figure}, std::span(&end, 1), moved, none);
            for (const Issue& issue : network::check(moved))
                if (!before.contains(issue.text()))
                    issues.push_back({issue.code, figure.place,
                                      fmt::format("at {:g}, the {} end of {}, {} would not do: {}", end,
                                                  end == figure.low ? "low" : "high", quoted(figure.id),
                                                  issue.where.text(), issue.message),
                                      "Narrow the range, or end the attribute with at_least or at_most"});
        }
    }
    return issues;
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
//
// What a restraint does to the linear programme. A component has a flow x_t in each snapshot t, l_t <= x_t <= u_t, at a cost c_t.
//
//     forbid         as if the component were not there: x_t = 0 and so is all else that it decides in a snapshot (statuses,
//                    start-ups, levels), and the rows of its own that are about these go: limits (where its capacity is
//                    decided), ramps, commitment, levels, its row of the voltage law
//     limit  a       max(l_t, -a) <= x_t <= min(u_t, a); a flow that must be larger (l_t > a) becomes a
//     factor a       a l_t <= x_t <= a u_t
//     charge a       c_t + a w_t, with w_t the hours of the snapshot; l_t >= 0
//
// Restraints of one component go together: factors multiply, the lowest limit counts, charges add up, forbid ends it. So C(S), the
// least cost when the restraints that S lifts are gone, falls with S: every S allows what its subsets allow, at no more cost.
// Two things can make it rise a little: a delay, which keeps what was sent for later, and commitment, where a link that is lifted
// from forbidden to limited has to be shut down first.

#include "proeftuin/study/restraint.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace proeftuin::study {

namespace {

using Effect = Restraint::Effect;

/// What the restraints that hold come to.
struct Together {
    bool forbidden = false;
    double limit = lp::infinity;
    double factor = 1.0;
    double charge = 0.0;

    [[nodiscard]] bool narrows() const { return limit < lp::infinity || factor != 1.0; }
};

Together together(const std::vector<Restraint>& restraints, Coalition coalition) {
    Together all;
    for (const Restraint& restraint : restraints) {
        if (!restraint.holds(coalition)) continue;
        switch (restraint.effect) {
            case Effect::forbid: all.forbidden = true; break;
            case Effect::limit: all.limit = std::min(all.limit, restraint.amount); break;
            case Effect::limit_factor: all.factor *= restraint.amount; break;
            case Effect::charge: all.charge += restraint.amount; break;
        }
    }
    return all;
}

/// A bound times a factor; an absent bound stays absent.
double scaled(double bound, double factor) { return std::abs(bound) == lp::infinity ? bound : bound * factor; }

}  // namespace

RestraintPatches::RestraintPatches(const dispatch::Template& model, const std::vector<Restraint>& restraints)
    : model_(model) {
    find_items(restraints);
    find_others();
}

void RestraintPatches::find_items(const std::vector<Restraint>& restraints) {
    std::vector<std::pair<dispatch::Kind, int>> known;
    for (const Restraint& restraint : restraints) {
        const std::pair<dispatch::Kind, int> key{restraint.kind, restraint.item};
        const auto at = static_cast<std::size_t>(std::ranges::find(known, key) - known.begin());
        if (at == known.size()) {
            known.push_back(key);
            items_.emplace_back();
        }
        items_[at].restraints.push_back(restraint);
    }
    for (std::size_t i = 0; i < known.size(); ++i) find_columns(items_[i], known[i].first, known[i].second);
    std::erase_if(items_, [](const Item& item) { return item.columns.empty(); });
}

void RestraintPatches::find_columns(Item& item, dispatch::Kind of, int position) const {
    const dispatch::KindModel& kind = model_.kind(of);
    const auto found = std::ranges::find(kind.assets.items, position);
    if (found == kind.assets.items.end()) return;
    const int k = static_cast<int>(found - kind.assets.items.begin());
    for (int s = 0; s < model_.num_scenarios(); ++s)
        for (int t = 0; t < model_.horizon.size(); ++t) {
            const double hours = model_.horizon.cost_hours[static_cast<std::size_t>(t)];
            item.columns.push_back({kind.flow.column(s, t, k), hours});
            if (kind.charge.has(k)) item.columns.push_back({kind.charge.column(s, t, k), hours});
        }
}

void RestraintPatches::find_others() {
    std::vector<int> item_of_column(static_cast<std::size_t>(model_.problem.num_columns()), -1);
    for (std::size_t i = 0; i < items_.size(); ++i)
        for (const Column& column : items_[i].columns)
            item_of_column[static_cast<std::size_t>(column.index)] = static_cast<int>(i);
    const auto item_at = [&](const std::string& component, int position) {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const Restraint& restraint = items_[i].restraints.front();
            if (restraint.item == position && dispatch::names_of(restraint.kind).component == component)
                return static_cast<int>(i);
        }
        return -1;
    };
    const auto members = [&](const auto& families, bool in_time, auto&& found) {
        for (const auto& family : families) {
            std::vector<int> item_of;  // by position; -2 = not looked up yet
            for (std::size_t k = 0; k < family.tags.size(); ++k) {
                const int position = family.tags[k].item;
                if (position < 0 || family.component.empty() || (in_time && family.tags[k].t < 0)) continue;
                const auto at = static_cast<std::size_t>(position);
                if (at >= item_of.size()) item_of.resize(at + 1, -2);
                if (item_of[at] == -2) item_of[at] = item_at(family.component, position);
                if (item_of[at] >= 0) found(item_of[at], family.first + static_cast<int>(k));
            }
        }
    };
    members(model_.columns, true, [&](int item, int column) {
        int& of = item_of_column[static_cast<std::size_t>(column)];
        if (of >= 0) return;
        of = item;
        items_[static_cast<std::size_t>(item)].others.push_back(column);
    });
    std::vector<int> about(static_cast<std::size_t>(model_.problem.num_rows()),
                           -1);  // the last item it has a column of
    for (std::size_t j = 0; j < item_of_column.size(); ++j)
        if (item_of_column[j] >= 0)
            for (auto e = model_.problem.start[j]; e < model_.problem.start[j + 1]; ++e)
                about[static_cast<std::size_t>(model_.problem.row[static_cast<std::size_t>(e)])] = item_of_column[j];
    members(model_.rows, false, [&](int item, int row) {
        if (about[static_cast<std::size_t>(row)] == item) items_[static_cast<std::size_t>(item)].rows.push_back(row);
    });
}

lp::Patch RestraintPatches::patch(Coalition coalition) const {
    lp::Patch all;
    for (const Item& item : items_) add_to(all, item, coalition);
    return all;
}

lp::Patch RestraintPatches::patch(const Item& item, Coalition coalition) const {
    lp::Patch one;
    add_to(one, item, coalition);
    return one;
}

void RestraintPatches::add_to(lp::Patch& patch, const Item& item, Coalition coalition) const {
    const Together all = together(item.restraints, coalition);
    if (all.forbidden) {
        for (const Column& column : item.columns) patch.columns.push_back({column.index, 0.0, 0.0});
        for (const int column : item.others) patch.columns.push_back({column, 0.0, 0.0});
        for (const int row : item.rows) patch.rows.push_back({row, -lp::infinity, lp::infinity});
        return;
    }
    const lp::Problem& problem = model_.problem;
    for (const Column& column : item.columns) {
        const auto j = static_cast<std::size_t>(column.index);
        if (all.narrows()) {
            const double lower = scaled(problem.column_lower[j], all.factor);
            const double upper = scaled(problem.column_upper[j], all.factor);
            patch.columns.push_back(
                {column.index, std::clamp(lower, -all.limit, all.limit), std::clamp(upper, -all.limit, all.limit)});
        }
        if (all.charge != 0.0) patch.costs.push_back({column.index, problem.cost[j] + all.charge * column.hours});
    }
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0
//
// What a restraint does to the linear programme. A component has a flow x_t in each snapshot t, l_t <= x_t <= u_t, at a cost c_t.
//
//     forbid         x_t = 0, and the rows that would not allow 0 or would tie it to others go: the component's limits (where
//                    its capacity is decided) and its row of the voltage law
//     limit  a       max(l_t, -a) <= x_t <= min(u_t, a); a flow that must be larger (l_t > a) becomes a
//     factor a       a l_t <= x_t <= a u_t
//     charge a       c_t + a w_t, with w_t the hours of the snapshot; l_t >= 0
//
// Restraints of one component go together: factors multiply, the lowest limit counts, charges add up, forbid ends it. So C(S), the
// least cost when the restraints that S lifts are gone, falls with S: every S allows what its subsets allow, at no more cost.

#include "proeftuin/study/restraint.hpp"

#include <algorithm>
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
    for (std::size_t i = 0; i < known.size(); ++i) {
        const dispatch::KindModel& kind = model.kind(known[i].first);
        const auto found = std::ranges::find(kind.assets.items, known[i].second);
        if (found == kind.assets.items.end()) continue;
        const int k = static_cast<int>(found - kind.assets.items.begin());
        for (int s = 0; s < model.num_scenarios(); ++s)
            for (int t = 0; t < model.horizon.size(); ++t) {
                const double hours = model.horizon.cost_hours[static_cast<std::size_t>(t)];
                items_[i].columns.push_back({kind.flow.column(s, t, k), hours});
                if (kind.charge.has(k)) items_[i].columns.push_back({kind.charge.column(s, t, k), hours});
                for (const auto* rows : {&kind.lower_row, &kind.upper_row, &kind.angle_row})
                    if (const int row = kind.limit_row(*rows, s, t, k); row >= 0) items_[i].rows.push_back(row);
            }
    }
    std::erase_if(items_, [](const Item& item) { return item.columns.empty(); });
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

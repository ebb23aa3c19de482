// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/closing.hpp"

#include <algorithm>

namespace proeftuin::study {

namespace {

void open_row(lp::Patch& patch, int row) {
    if (row >= 0) patch.rows.push_back({row, -lp::infinity, lp::infinity});
}

lp::Patch closing(const dispatch::Template& model, const Crossing& crossing) {
    lp::Patch patch;
    const dispatch::KindModel& kind = model.kind(crossing.kind);
    const auto found = std::ranges::find(kind.assets.items, crossing.item);
    if (found == kind.assets.items.end()) return patch;
    const int k = static_cast<int>(found - kind.assets.items.begin());
    for (int s = 0; s < model.num_scenarios(); ++s)
        for (int t = 0; t < model.horizon.size(); ++t) {
            patch.columns.push_back({kind.flow.column(s, t, k), 0.0, 0.0});
            for (const auto* rows : {&kind.lower_row, &kind.upper_row, &kind.angle_row})
                open_row(patch, kind.limit_row(*rows, s, t, k));
        }
    return patch;
}

template <typename Part>
void append(std::vector<Part>& to, const std::vector<Part>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::vector<Closing> close_crossings(const dispatch::Template& model, const std::vector<Crossing>& crossings) {
    std::vector<Closing> closings;
    closings.reserve(crossings.size());
    for (const Crossing& crossing : crossings) closings.push_back({crossing.needs, closing(model, crossing)});
    return closings;
}

lp::Patch patch_of(const std::vector<Closing>& closings, Coalition coalition) {
    lp::Patch all;
    for (const Closing& one : closings) {
        if (coalition.contains(one.needs)) continue;
        append(all.columns, one.patch.columns);
        append(all.rows, one.patch.rows);
        append(all.costs, one.patch.costs);
        append(all.coefficients, one.patch.coefficients);
        all.objective_offset_change += one.patch.objective_offset_change;
    }
    return all;
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/closing.hpp"

#include <algorithm>
#include <map>

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

namespace {

/// A coalition in this state; or in the state that follows from it, where meeting these needs meets others too.
Coalition coalition_of(const std::vector<Coalition>& needs, std::size_t state) {
    Coalition players;
    for (std::size_t k = 0; k < needs.size(); ++k)
        if ((state >> k & 1U) == 0) players |= needs[k];
    return players;
}

void add_need(GatePatches& gate, Coalition need) {
    if (std::ranges::find(gate.needs, need) == gate.needs.end()) gate.needs.push_back(need);
}

template <typename PatchOf>
void fill_states(GatePatches& gate, const PatchOf& patch_in) {
    if (gate.needs.size() > GatePatches::most_needs) return;
    for (std::size_t state = 0; state < std::size_t{1} << gate.needs.size(); ++state)
        gate.by_state.push_back(patch_in(coalition_of(gate.needs, state)));
}

}  // namespace

std::vector<GatePatches> gates_of(const std::vector<Closing>& closings) {
    std::map<int, std::size_t> owner;  // of a column: the group that has it
    std::vector<std::vector<Closing>> groups;
    for (const Closing& closing : closings) {
        std::vector<int> columns;
        for (const lp::Patch::Bounds& bounds : closing.patch.columns) columns.push_back(bounds.index);
        for (const lp::Patch::Cost& cost : closing.patch.costs) columns.push_back(cost.column);
        const std::size_t own = groups.size();
        groups.emplace_back();
        for (const int column : columns) {
            const auto found = owner.find(column);
            if (found == owner.end() || found->second == own) continue;
            const std::size_t other = found->second;  // joins this one
            groups[own].insert(groups[own].end(), groups[other].begin(), groups[other].end());
            groups[other].clear();
            for (auto& [known, group] : owner)
                if (group == other) group = own;
        }
        groups[own].push_back(closing);
        for (const int column : columns) owner[column] = own;
    }
    std::vector<GatePatches> gates;
    for (const std::vector<Closing>& group : groups) {
        if (group.empty()) continue;
        GatePatches& gate = gates.emplace_back();
        for (const Closing& closing : group) add_need(gate, closing.needs);
        fill_states(gate, [&](Coalition coalition) { return patch_of(group, coalition); });
    }
    return gates;
}

std::vector<GatePatches> gates_of(const RestraintPatches& restraints) {
    std::vector<GatePatches> gates;
    for (const RestraintPatches::Item& item : restraints.items()) {
        GatePatches& gate = gates.emplace_back();
        for (const Restraint& restraint : item.restraints) add_need(gate, restraint.lifted_by);
        fill_states(gate, [&](Coalition coalition) { return restraints.patch(item, coalition); });
    }
    return gates;
}

}  // namespace proeftuin::study

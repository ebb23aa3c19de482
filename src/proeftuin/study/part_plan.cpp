// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/part_plan.hpp"

#include <cmath>
#include <map>
#include <utility>

namespace proeftuin::study {

namespace {

/// What each restraint holds back: the capacity of its component.
struct HeldBack {
    Coalition lifted_by;
    double capacity;
};

std::vector<HeldBack> held_back(const dispatch::Template& model, const RestraintPatches& patches) {
    std::vector<HeldBack> all;
    for (const RestraintPatches::Item& item : patches.items()) {
        double capacity = 0.0;
        for (const RestraintPatches::Column& column : item.columns) {
            const auto j = static_cast<std::size_t>(column.index);
            for (const double bound : {model.problem.column_lower[j], model.problem.column_upper[j]})
                if (std::abs(bound) < lp::infinity) capacity += std::abs(bound);
        }
        for (const Restraint& restraint : item.restraints) all.push_back({restraint.lifted_by, capacity});
    }
    return all;
}

/// The coalition without the member who leaves the least capacity behind.
Coalition parent_of(Coalition coalition, const std::vector<HeldBack>& restraints) {
    Coalition parent;
    double least = lp::infinity;
    for (const int member : coalition) {
        double left = 0.0;
        for (const HeldBack& restraint : restraints)
            if (restraint.lifted_by.contains(member) && coalition.contains(restraint.lifted_by))
                left += restraint.capacity;
        if (left >= least) continue;
        least = left;
        parent = coalition.without(member);
    }
    return parent;
}

/// Coalitions of so many members, in bit order.
std::vector<Coalition> of_size(int members, int num_players) {
    std::vector<Coalition> found;
    for (std::size_t bits = 0; bits < num_coalitions(num_players); ++bits)
        if (Coalition::from_bits(bits).size() == members) found.push_back(Coalition::from_bits(bits));
    return found;
}

class Planner {
  public:
    Planner(const Subject& subject, const dispatch::Template& model)
        : patches_(model, subject.restraints),
          parts_(model, patches_, subject.parties),
          held_back_(held_back(model, patches_)) {
        plan_.block_of_party = parts_.block_of_party();
        plan_.parts_of.resize(num_coalitions(subject.num_players()));
        for (int size = 0; size <= subject.num_players(); ++size) {
            const std::size_t first = plan_.parts.size();
            for (const Coalition coalition : of_size(size, subject.num_players())) add(coalition);
            plan_.levels.push_back({first, plan_.parts.size()});
        }
        plan_.children.assign(plan_.parts.size(), 0);
        plan_.ranged.assign(plan_.parts.size(), false);
        for (const auto* parts : {&plan_.parts_of.front(), &plan_.parts_of.back()})
            for (const std::uint32_t part : *parts) plan_.ranged[part] = true;
        for (const std::vector<std::uint32_t>& parents : plan_.parents)
            for (const std::uint32_t parent : parents) ++plan_.children[parent];
    }
    PartPlan take() { return std::move(plan_); }

  private:
    void add(Coalition coalition) {
        for (Part& part : parts_.of(coalition)) {
            const auto [entry, is_new] = known_.emplace(part, static_cast<std::uint32_t>(plan_.parts.size()));
            plan_.parts_of[coalition.index()].push_back(entry->second);
            if (!is_new) continue;
            std::vector<std::uint32_t>& parents = plan_.parents.emplace_back();
            if (!coalition.empty())
                for (const std::uint32_t parent : plan_.parts_of[parent_of(coalition, held_back_).index()])
                    if ((plan_.parts[parent].blocks & ~part.blocks) == 0) parents.push_back(parent);
            plan_.parts.push_back(std::move(part));
            plan_.of.push_back(coalition);
        }
    }

    RestraintPatches patches_;
    Parts parts_;
    std::vector<HeldBack> held_back_;
    std::map<Part, std::uint32_t> known_;
    PartPlan plan_;
};

}  // namespace

PartPlan plan_parts(const Subject& subject, const dispatch::Template& model) { return Planner(subject, model).take(); }

}  // namespace proeftuin::study

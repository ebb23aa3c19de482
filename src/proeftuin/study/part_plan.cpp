// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/part_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace proeftuin::study {

namespace {

/// What each restraint holds back: the capacity of its component.
struct HeldBack {
    Restraint restraint;
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
        for (const Restraint& restraint : item.restraints) all.push_back({restraint, capacity});
    }
    return all;
}

/// The coalition without the member who leaves the least capacity behind.
Coalition parent_of(Coalition coalition, const std::vector<HeldBack>& restraints) {
    Coalition parent;
    double least = lp::infinity;
    for (const int member : coalition) {
        double left = 0.0;
        for (const HeldBack& held : restraints)
            if (held.restraint.lifted_by.contains(member) && coalition.contains(held.restraint.lifted_by))
                left += held.capacity;
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

/// How much two coalitions differ: the capacity of the restraints that hold in one of them only, then players.
std::pair<double, int> distance(Coalition a, Coalition b, const std::vector<HeldBack>& restraints) {
    double capacity = 0.0;
    for (const HeldBack& held : restraints)
        if (held.restraint.holds(a) != held.restraint.holds(b)) capacity += held.capacity;
    return {capacity, (a ^ b).size()};
}

/// The tree of least differences over a list, from its smallest coalition: of each its parent and how deep it lies.
struct Tree {
    std::vector<std::size_t> parent;  // position in the list; of the root its own
    std::vector<std::size_t> depth;
};

Tree tree_of(const std::vector<Coalition>& list, const std::vector<HeldBack>& restraints) {
    std::size_t next = 0;
    for (std::size_t i = 1; i < list.size(); ++i)
        if (list[i].size() < list[next].size()) next = i;
    Tree tree{std::vector<std::size_t>(list.size(), next), std::vector<std::size_t>(list.size(), 0)};
    std::vector<std::pair<double, int>> away(list.size(), {lp::infinity, Coalition::max_players});
    std::vector<bool> in(list.size(), false);
    for (std::size_t taken = 0; taken < list.size(); ++taken) {
        in[next] = true;
        if (taken > 0) tree.depth[next] = tree.depth[tree.parent[next]] + 1;
        std::size_t nearest = list.size();
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (in[i]) continue;
            if (const auto far = distance(list[next], list[i], restraints); far < away[i]) {
                away[i] = far;
                tree.parent[i] = next;
            }
            if (nearest == list.size() || away[i] < away[nearest]) nearest = i;
        }
        next = nearest;
    }
    return tree;
}

class Planner {
  public:
    Planner(const Subject& subject, const dispatch::Template& model, const std::vector<Coalition>& only)
        : patches_(model, subject.restraints),
          parts_(model, patches_, subject.parties),
          held_back_(held_back(model, patches_)),
          everybody_(Coalition::all(subject.num_players())) {
        plan_.block_of_party = parts_.block_of_party();
        if (only.empty()) plan_all();
        else plan_listed(only);
        plan_.children.assign(plan_.parts.size(), 0);
        for (const std::vector<std::uint32_t>& parents : plan_.parents)
            for (const std::uint32_t parent : parents) ++plan_.children[parent];
        plan_.ranged.assign(plan_.parts.size(), false);
        for (std::size_t i = 0; i < plan_.coalitions.size(); ++i)
            if (plan_.coalitions[i].empty() || plan_.coalitions[i] == everybody_)
                for (const std::uint32_t part : plan_.parts_of[i]) plan_.ranged[part] = true;
    }
    PartPlan take() { return std::move(plan_); }

  private:
    void plan_all() {
        const int players = everybody_.size();
        for (std::size_t bits = 0; bits < num_coalitions(players); ++bits)
            plan_.coalitions.push_back(Coalition::from_bits(bits));
        plan_.parts_of.resize(plan_.coalitions.size());
        for (int size = 0; size <= players; ++size) {
            const std::size_t first = plan_.parts.size();
            for (const Coalition coalition : of_size(size, players))
                add(coalition.index(), coalition.empty() ? 0 : parent_of(coalition, held_back_).index());
            plan_.levels.push_back({first, plan_.parts.size()});
        }
    }

    void plan_listed(const std::vector<Coalition>& only) {
        for (const Coalition coalition : only)
            if (!everybody_.contains(coalition))
                throw std::invalid_argument("a coalition is asked for with players that are not there");
        plan_.coalitions = only;
        plan_.parts_of.resize(only.size());
        const Tree tree = tree_of(only, held_back_);
        std::vector<std::vector<std::size_t>> by_depth;
        for (std::size_t i = 0; i < only.size(); ++i) {
            by_depth.resize(std::max(by_depth.size(), tree.depth[i] + 1));
            by_depth[tree.depth[i]].push_back(i);
        }
        for (const std::vector<std::size_t>& level : by_depth) {
            const std::size_t first = plan_.parts.size();
            for (const std::size_t i : level) add(i, tree.parent[i]);
            plan_.levels.push_back({first, plan_.parts.size()});
        }
    }

    /// The parts of the coalition at a position; new ones start from those of the one at `parent` (its own: from nothing).
    void add(std::size_t at, std::size_t parent) {
        const Coalition coalition = plan_.coalitions[at];
        for (Part& part : parts_.of(coalition)) {
            const auto [entry, is_new] = known_.emplace(part, static_cast<std::uint32_t>(plan_.parts.size()));
            plan_.parts_of[at].push_back(entry->second);
            if (!is_new) continue;
            std::vector<std::uint32_t>& parents = plan_.parents.emplace_back();
            if (parent != at)
                for (const std::uint32_t other : plan_.parts_of[parent])
                    if (serves(plan_.coalitions[parent], plan_.parts[other], coalition, part)) parents.push_back(other);
            plan_.parts.push_back(std::move(part));
            plan_.of.push_back(coalition);
            plan_.first_at.push_back(at);
        }
    }

    /// Can a part start from the basis of a part of its parent? One that it is made of, or, of a coalition that is no
    /// subset, one that it is cut from.
    static bool serves(Coalition parent, const Part& other, Coalition coalition, const Part& part) {
        if (coalition.contains(parent)) return (other.blocks & ~part.blocks) == 0;
        return (other.blocks & part.blocks) != 0;
    }

    RestraintPatches patches_;
    Parts parts_;
    std::vector<HeldBack> held_back_;
    Coalition everybody_;
    std::map<Part, std::uint32_t> known_;
    PartPlan plan_;
};

}  // namespace

PartPlan plan_parts(const Subject& subject, const dispatch::Template& model, const std::vector<Coalition>& only) {
    return Planner(subject, model, only).take();
}

}  // namespace proeftuin::study

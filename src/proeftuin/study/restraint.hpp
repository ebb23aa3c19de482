// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/problem.hpp"

namespace proeftuin::study {

/// What holds for one component unless a coalition has all the players that can lift it.
struct Restraint {
    enum class Effect : std::uint8_t {
        forbid,        // nothing flows
        limit,         // at most `amount` MW either way
        limit_factor,  // at most `amount` times what the component's own limits allow
        charge,        // `amount` EUR per MWh sent; the component must flow one way only
    };
    dispatch::Kind kind = dispatch::Kind::link;
    int item = 0;  // position in the component's table
    Effect effect = Effect::forbid;
    double amount = 0.0;
    Coalition lifted_by;
    bool inverse = false;  // holds where it is lifted, and not otherwise (the delayed twin of a link)

    [[nodiscard]] bool holds(Coalition coalition) const { return coalition.contains(lifted_by) == inverse; }
};

/// The patches that coalitions make of restraints; the mathematics is at the head of restraint.cpp. Immutable once made.
class RestraintPatches {
  public:
    /// Restraints on components that stand in no snapshot of the template do nothing.
    RestraintPatches(const dispatch::Template& model, const std::vector<Restraint>& restraints);

    [[nodiscard]] lp::Patch patch(Coalition coalition) const;

    /// A column that restraints act on.
    struct Column {
        int index;
        double hours;  // weight of its snapshot in the cost
    };
    /// One restrained component: its flow and what else it decides in each snapshot (statuses, levels), the rows of its own that
    /// are about these and go when it is forbidden, its restraints.
    struct Item {
        std::vector<Column> columns;
        std::vector<int> others;
        std::vector<int> rows;
        std::vector<Restraint> restraints;
    };
    [[nodiscard]] const std::vector<Item>& items() const { return items_; }
    /// What the restraints of one component come to in a coalition.
    [[nodiscard]] lp::Patch patch(const Item& item, Coalition coalition) const;

  private:
    void find_items(const std::vector<Restraint>& restraints);
    void find_columns(Item& item, dispatch::Kind kind, int position) const;
    void find_others();
    void add_to(lp::Patch& patch, const Item& item, Coalition coalition) const;
    const dispatch::Template& model_;
    std::vector<Item> items_;
};

}  // namespace proeftuin::study

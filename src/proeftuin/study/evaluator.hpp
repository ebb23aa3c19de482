// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/study/reading.hpp"
#include "proeftuin/study/split.hpp"
#include "proeftuin/study/transport.hpp"

namespace proeftuin::study {

/// A cost with the error that rounding can have made in it.
struct Bounded {
    double value = 0.0;
    double error = 0.0;
};

/// Evaluates readings for coalitions. Keeps its memory between calls.
class Evaluator {
  public:
    explicit Evaluator(const Split& split);
    /// The coalition whose costs the next calls are about; `scope` = the islands that count.
    void choose(Coalition coalition, std::vector<std::uint8_t> scope);
    /// The dual function of the priced problem, at the best prices found for each hour.
    [[nodiscard]] Bounded at_least(const Reading& prices) { return at_least(everywhere(prices)); }
    /// The cost of the schedule with the hours cleared; infinite where that does not work out.
    [[nodiscard]] Bounded at_most(const Reading& schedule) { return at_most(everywhere(schedule)); }
    /// The same with a reading for each island [num_islands]; only where no gate is in a coupling row
    /// (Split::gates_couple).
    [[nodiscard]] Bounded at_least(const std::vector<const Reading*>& prices);
    [[nodiscard]] Bounded at_most(const std::vector<const Reading*>& schedules);

  private:
    using ByIsland = std::vector<const Reading*>;

    [[nodiscard]] ByIsland everywhere(const Reading& reading) const {
        return ByIsland(static_cast<std::size_t>(split_.num_islands), &reading);
    }
    bool build(const ByIsland& readings, int hour, Bounded& sum);
    bool add_branches(const ByIsland& readings, int hour);
    bool add_converters(const ByIsland& readings, int hour, Bounded& sum);
    double dual_value(const ByIsland& readings, int hour, double& size) const;
    [[nodiscard]] bool touches_scope(int gate) const;
    bool clear();
    double dual_of_arcs(double& size) const;
    double dual_of_converters(const ByIsland& readings, int hour, double& size) const;
    [[nodiscard]] const Reading& at_bus(const ByIsland& readings, int bus) const {
        return *readings[static_cast<std::size_t>(split_.island_of_bus[static_cast<std::size_t>(bus)])];
    }
    /// Visits the ends of a converter that are in scope.
    template <typename Visit>
    bool for_ends(const Split::Converter& converter, const Visit& visit) const;
    [[nodiscard]] const Variant& variant(int first, int gate) const {
        return split_
            .variants[static_cast<std::size_t>(first) + (gate < 0 ? 0 : state_[static_cast<std::size_t>(gate)])];
    }

    const Split& split_;
    std::vector<std::size_t> state_;   // [num_gates]
    std::vector<std::uint8_t> scope_;  // [num_islands]
    std::vector<int> buses_;           // in scope
    std::vector<int> place_;           // [num_buses] in `buses_`, -1 = out of scope
    Market market_;
    Clearing clearing_;
    std::vector<double> flow_;     // [num_branches] as last cleared: where the next clearing of that hour starts
    std::vector<int> arc_branch_;  // [num_arcs of market_]
    std::vector<double> guess_;    // [num_arcs of market_]
};

}  // namespace proeftuin::study

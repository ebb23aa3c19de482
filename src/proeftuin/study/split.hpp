// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/study/closing.hpp"

namespace proeftuin::study {

/// What one column may be: as the template has it, or as closings leave it.
struct Variant {
    double lower = 0.0;
    double upper = 0.0;
    double cost = 0.0;
    [[nodiscard]] bool dead() const { return lower == 0.0 && upper == 0.0; }
};

/// Closings that act on the same columns. Its state in a coalition is the set of those that are not lifted.
struct Gate {
    std::vector<Coalition> needs;          // [num_closings of the gate], different ones
    std::vector<int> islands;              // what it connects, ascending
    std::vector<std::uint8_t> dead_state;  // [2^num_closings] 1 = nothing can flow
    [[nodiscard]] std::size_t state(Coalition coalition) const {
        std::size_t bits = 0;
        for (std::size_t k = 0; k < needs.size(); ++k)
            if (!coalition.contains(needs[k])) bits |= std::size_t{1} << k;
        return bits;
    }
};

/// A dispatch template cut two ways: into hours (snapshots of scenarios), by its balances, and into islands, by its
/// gates. Rows that are no balance are called coupling rows. Immutable once made.
struct Split {
    /// A column in the balances of two buses that loses nothing: `scale` times its value leaves `from` and arrives at
    /// `to`.
    struct Branch {
        int column = 0;
        int from = 0;
        int to = 0;
        double scale = 1.0;
        int gate = -1;
        int first_variant = 0;  // of the gate's states, in order; without a gate the only one
    };
    /// A column in the balances of one bus.
    struct Injection {
        int column = 0;
        int bus = 0;
        double scale = 1.0;
    };
    /// Any other column in balances: with losses, or with more than two ends.
    struct Converter {
        int column = 0;
        int gate = -1;
        int first_variant = 0;
        int island = 0;  // of one of its ends
    };
    template <typename Item>
    struct ByHour {
        std::vector<Item> items;
        std::vector<int> first;  // [num_hours + 1]
    };

    const lp::Problem* problem = nullptr;
    int num_hours = 0;
    int num_buses = 0;
    int balance_first = 0;
    int num_islands = 0;
    bool monotone = true;              // lifting a closing never takes a choice away, nor makes one dearer
    bool gates_couple = false;         // a gate's column is in a coupling row
    std::vector<double> lower, upper;  // [num_columns] limits that hold in every state of the gates
    std::vector<Gate> gates;
    std::vector<Variant> variants;
    ByHour<Injection> injections;
    ByHour<Branch> branches;
    ByHour<Converter> converters;
    std::vector<int> idle;              // columns in no balance
    std::vector<int> island_of_bus;     // [num_buses]
    std::vector<int> island_of_row;     // [num_rows]
    std::vector<int> island_of_column;  // [num_columns] -1 = a gate's, or in no row
    std::vector<std::uint8_t> coupled;  // [num_columns] 1 = in a coupling row

    [[nodiscard]] bool is_balance(int row) const {
        return row >= balance_first && row < balance_first + num_hours * num_buses;
    }
    [[nodiscard]] int hour_of(int row) const { return (row - balance_first) / num_buses; }
    [[nodiscard]] int bus_of(int row) const { return (row - balance_first) % num_buses; }

    /// The islands whose schedule can differ from the one without any coalition: those connected to a gate in another
    /// state.
    [[nodiscard]] std::vector<std::uint8_t> scope(Coalition coalition) const;  // [num_islands]
    /// Coalitions, no two of which have an island in their scopes in common, whose values add up to that of this one;
    /// empty for one that changes nothing.
    [[nodiscard]] std::vector<Coalition> parts(Coalition coalition) const;
};

/// Issues: what keeps bounds from being carried from one coalition to another (integer columns, closings that open
/// rows or change coefficients, that act on generators, or too many on the same column; a branch that delivers in
/// another snapshot).
[[nodiscard]] Expected<Split> split(const dispatch::Template& model, const std::vector<GatePatches>& gates);
[[nodiscard]] inline Expected<Split> split(const dispatch::Template& model, const std::vector<Closing>& closings) {
    return split(model, gates_of(closings));
}

}  // namespace proeftuin::study

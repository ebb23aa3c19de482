// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/assets.hpp"
#include "proeftuin/dispatch/horizon.hpp"
#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch {

/// Columns of one variable: one for every scenario, snapshot and member, in this order of significance.
/// Members are all assets of the kind, or those in `slot` (k -> place in the block, -1 = none).
struct Block {
    int first = -1;
    int width = 0;  // members
    int num_snapshots = 0;
    std::vector<int> slot;  // [assets.count()]; empty = every asset is a member

    [[nodiscard]] bool exists() const { return first >= 0; }
    [[nodiscard]] int place(int k) const { return slot.empty() ? k : slot[static_cast<std::size_t>(k)]; }
    [[nodiscard]] bool has(int k) const { return exists() && place(k) >= 0; }
    [[nodiscard]] int column(int s, int t, int k) const { return first + (s * num_snapshots + t) * width + place(k); }
};

/// The columns of one kind of component, and the rows that bound its dispatch where those are rows and no column bounds.
struct KindModel {
    Assets assets;
    Block flow;    // p; s; p_dispatch; the power p of a store
    Block charge;  // p_store of a storage unit
    Block level;   // state_of_charge; e
    Block spill;
    Block loss;
    Block phase_shift;  // degrees
    Block status, start_up, shut_down;
    Block maintenance, maintenance_start, maintenance_capacity, maintenance_status;
    std::vector<int> capacity;  // [count] column of the nominal capacity, -1 = given
    std::vector<int> modules;   // [count] column of the number of modules, -1 = none
    std::vector<int>
        upper_row;  // [num_scenarios x num_snapshots x count] row of the upper limit, -1 = the column's bound
    std::vector<int> lower_row;  // likewise; both empty where every limit is a column bound

    std::vector<int> angle_row;  // as upper_row: row of the voltage law by angles; empty without them

    [[nodiscard]] int limit_row(const std::vector<int>& rows, int s, int t, int k) const {
        if (rows.empty()) return -1;
        return rows[(static_cast<std::size_t>(s) * static_cast<std::size_t>(flow_snapshots()) +
                     static_cast<std::size_t>(t)) *
                        assets.items.size() +
                    static_cast<std::size_t>(k)];
    }
    [[nodiscard]] int flow_snapshots() const { return flow.num_snapshots; }
};

/// Which component, snapshot and scenario a row belongs to; -1 where it belongs to none.
struct RowTag {
    int item = -1;
    int t = -1;
    int scenario = -1;
};

/// A block of rows of one constraint family, with what each row is about.
struct RowFamily {
    std::string name;       // "Generator-ext-p-upper"
    std::string component;  // "Generator"; "" where rows belong to no component
    int first = 0;
    std::vector<RowTag> tags;  // [number of rows]
};

/// A column family for `explain`, the MPS writer and messages.
struct ColumnFamily {
    std::string name;  // "Generator-p"
    std::string component;
    int first = 0;
    std::vector<RowTag> tags;
};

/// The linear programme of a network, with everything needed to read an answer back. Immutable once made; keeps a reference
/// to the network, which must outlive it.
struct Template {
    const network::Network* network = nullptr;
    Options options;
    Horizon horizon;
    lp::Problem problem;
    std::array<KindModel, all_kinds.size()> kinds;
    std::vector<RowFamily> rows;        // cover every row, ascending
    std::vector<ColumnFamily> columns;  // cover every column, ascending
    int balance_first = 0;              // first row of Bus-nodal_balance, [num_scenarios x num_snapshots x num_buses]
    int angle_first = -1;               // first column of Bus-v_ang, same shape; -1 = no angles
    double objective_constant = 0.0;    // problem's objective = PyPSA's objective + this
    Issues warnings;

    [[nodiscard]] const KindModel& kind(Kind k) const { return kinds[static_cast<std::size_t>(k)]; }
    [[nodiscard]] int num_scenarios() const { return network->scenarios.count(); }
    [[nodiscard]] int balance_row(int s, int t, int bus) const;
    [[nodiscard]] int angle_column(int s, int t, int bus) const;
    /// Names for messages and the MPS file.
    [[nodiscard]] lp::Layout layout() const;
    /// "NL, 2030-01-01 17:00" for a tag.
    [[nodiscard]] std::string describe(const std::string& component, const RowTag& tag) const;
};

/// Builds the problem. Issues: what we do not have or the data do not allow.
[[nodiscard]] Expected<std::unique_ptr<Template>> formulate(const network::Network& network, const Options& options);

}  // namespace proeftuin::dispatch

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/dispatch/model.hpp"

namespace proeftuin::dispatch {

/// What a formulation is made in: the template under construction and the builder of its problem. Internal to dispatch; each
/// constraint family is a function that adds its columns or rows (one file per family).
struct Formulation {
    const network::Network& network;
    Template& model;
    lp::Builder builder;
    std::vector<int>
        excess_row;  // [num_scenarios] CVaR: row of a scenario's operating cost; empty without risk aversion
    Issues issues;   // what keeps the problem from being made

    [[nodiscard]] const Horizon& horizon() const { return model.horizon; }
    [[nodiscard]] const Options& options() const { return model.options; }
    [[nodiscard]] int num_scenarios() const { return model.num_scenarios(); }
    [[nodiscard]] int num_snapshots() const { return model.horizon.size(); }
    [[nodiscard]] KindModel& kind(Kind k) { return model.kinds[static_cast<std::size_t>(k)]; }
    [[nodiscard]] int snapshot(int t) const { return model.horizon.snapshots[static_cast<std::size_t>(t)]; }
    [[nodiscard]] bool is_active(const KindModel& kind, int t, int k) const {
        return kind.assets.is_active(model.horizon.period[static_cast<std::size_t>(t)], k);
    }

    /// Adds a variable of every (or the chosen) asset of a kind; inactive ones are fixed at 0.
    Block add_block(const KindModel& kind, std::string_view variable, double lower, double upper, bool integer,
                    const std::vector<std::uint8_t>* members = nullptr);
    /// Cost of one unit of an operating variable in a scenario, already weighted by hours.
    void add_operating_cost(int s, int column, double cost);
    /// Cost that does not depend on the scenario's operation, in expectation.
    void add_investment_cost(int column, double cost) { builder.add_cost(column, cost); }
    void complain(Code code, Place where, std::string message, std::string remedy);
    void warn(Code code, Place where, std::string message, std::string remedy);
};

/// Opens a family of rows; rows added through it are tagged, and the family is closed with the object.
class RowWriter {
  public:
    RowWriter(Formulation& formulation, std::string name, std::string component);
    ~RowWriter();
    RowWriter(const RowWriter&) = delete;
    RowWriter& operator=(const RowWriter&) = delete;

    /// Adds a row; `item` is a position in the component's table.
    int add(double lower, double upper, int item = -1, int t = -1, int s = -1) {
        family_.tags.push_back({item, t, s});
        return formulation_.builder.add_rows(1, lower, upper);
    }

  private:
    Formulation& formulation_;
    RowFamily family_;
};

// The families, in the order in which they are added. Columns first.
void add_capacity_columns(Formulation& f);        // capacity.cpp
void add_dispatch_columns(Formulation& f);        // operation.cpp
void add_commitment_columns(Formulation& f);      // commitment.cpp
void add_maintenance_columns(Formulation& f);     // maintenance.cpp
void add_storage_columns(Formulation& f);         // storage.cpp
void add_phase_shift_columns(Formulation& f);     // kirchhoff.cpp
void add_angle_columns(Formulation& f);           // angles.cpp
void add_loss_columns(Formulation& f);            // losses.cpp
void add_risk(Formulation& f);                    // risk.cpp (columns and rows)
void add_capacity_rows(Formulation& f);           // capacity.cpp
void add_dispatch_limits(Formulation& f);         // operation.cpp
void add_commitment_limits(Formulation& f);       // commitment.cpp
void add_commitment_transitions(Formulation& f);  // commitment.cpp
void add_commitment_relaxation(Formulation& f);   // relaxation.cpp
void add_ramp_limits(Formulation& f);             // ramps.cpp
void add_maintenance_rows(Formulation& f);        // maintenance.cpp
void add_given_dispatch(Formulation& f);          // operation.cpp
void add_nodal_balance(Formulation& f);           // balance.cpp
void add_kirchhoff_voltage_law(Formulation& f);   // kirchhoff.cpp
void add_angle_rows(Formulation& f);              // angles.cpp
void add_storage_balances(Formulation& f);        // storage.cpp
void add_energy_sums(Formulation& f);             // operation.cpp
void add_loss_rows(Formulation& f);               // losses.cpp
void add_global_constraints(Formulation& f);      // global_constraints.cpp
void add_growth_limits(Formulation& f);           // growth.cpp
void add_operating_costs(Formulation& f);         // objective.cpp
void add_investment_costs(Formulation& f);        // objective.cpp

/// What we do not have, by name.
void refuse_unsupported(Formulation& f);  // refuse.cpp

/// Limits per unit of nominal capacity of the dispatch variable of a kind (p, s; p_dispatch; e).
struct LimitsPerUnit {
    LimitsPerUnit(const KindModel& kind);
    [[nodiscard]] double lower(int s, int snapshot, int item) const {
        return symmetric_ ? -max_(s, snapshot, item) : min_(s, snapshot, item);
    }
    [[nodiscard]] double upper(int s, int snapshot, int item) const { return max_(s, snapshot, item); }

  private:
    network::Values min_;
    network::Values max_;
    bool symmetric_;
};

/// The big M of a committable extendable unit, MW: its largest capacity at full availability, or where that has no limit
/// `committable_big_m` (ten times the peak load when that is 0, one million without any load).
[[nodiscard]] double big_m(const Formulation& f, const KindModel& kind, int s, int k);

/// The state that a unit brings into the horizon.
struct InitialState {
    bool up = true;          // committed before the first snapshot
    double status = 1.0;     // as the ramp rows read it (may be a fraction after a relaxed window)
    double power = 0.0;      // MW in the snapshot before
    bool has_power = false;  // is there one: without it the first snapshot has no ramp row
    int up_time = 0;         // snapshots up before, at most min_up_time
    int down_time = 0;       // snapshots down before, at most min_down_time
};
[[nodiscard]] InitialState initial_state(const Formulation& f, const KindModel& kind, int s, int k);

/// PyPSA's periodized cost: `capital_cost`, or the annuity of `overnight_cost` times the years modelled, plus `fom_cost`.
[[nodiscard]] double periodized_cost(Formulation& f, const network::Table& table, int item, int s);

/// [num_buses] positions of the buses of a component's column; -1 where it names none.
[[nodiscard]] std::vector<int> bus_positions(const Formulation& f, const network::Table& table,
                                             std::string_view attribute);

/// Numbered ports beyond the first two: {2, 3, ...} for which any component names a bus.
[[nodiscard]] std::vector<int> further_ports(const network::Table& table);

/// Where the flow that arrives at t was sent: position in the horizon, -1 = before it (and lost). See balance.cpp.
[[nodiscard]] std::vector<int> delay_sources(const Horizon& horizon, double delay_h, bool cyclic);

}  // namespace proeftuin::dispatch

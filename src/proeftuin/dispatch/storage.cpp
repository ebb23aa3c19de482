// SPDX-License-Identifier: Apache-2.0
//
// Energy balances, eh_t the hours of snapshot t, r_t = (1 - standing_loss_t)^eh_t what is kept over it:
//
//     storage unit   soc_t = r_t soc_{t-} + eh_t (eta_in p_store_t - p_dispatch_t / eta_out - spill_t + inflow_t)
//     store          e_t   = r_t e_{t-}  - eh_t p_t                      (p > 0 discharges)
//
// t- is the snapshot before in which the unit stands. Where there is none: the last one (cyclic), or the initial level takes
// the place of r_t soc_{t-}. With investment periods a unit may cycle within each period, or start each from the initial level;
// cycling wins over the initial level, and what is set per period over what is set for the whole horizon. Spill is at most the
// inflow. Source: PyPSA user guide, "Storage".

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

/// PyPSA's attribute names of what differs between the two kinds of storage.
struct LevelNames {
    std::string_view initial, cyclic, cyclic_per_period, initial_per_period;
};

constexpr LevelNames unit_names{"state_of_charge_initial", "cyclic_state_of_charge",
                                "cyclic_state_of_charge_per_period", "state_of_charge_initial_per_period"};
constexpr LevelNames store_names{"e_initial", "e_cyclic", "e_cyclic_per_period", "e_initial_per_period"};

/// The snapshot whose level a snapshot starts from: t >= 0, or -1 = the initial level.
class Predecessor {
  public:
    Predecessor(const Formulation& f, const KindModel& kind, const LevelNames& names, int s, int k)
        : f_(f), kind_(kind), k_(k) {
        const network::Table& table = *kind.assets.table;
        const int item = kind.assets.item(k);
        const bool multi = f.horizon().multi_investment;
        cyclic_ = table.flag(names.cyclic, item, s);
        period_cyclic_ = multi && table.flag(names.cyclic_per_period, item, s);
        per_period_ = period_cyclic_ || (multi && table.flag(names.initial_per_period, item, s));
    }

    [[nodiscard]] int of(int t) const {
        if (per_period_) {
            if (!f_.horizon().opens_period(t)) return t - 1;
            const auto p = static_cast<std::size_t>(f_.horizon().period[static_cast<std::size_t>(t)]);
            return period_cyclic_ ? f_.horizon().period_first[p + 1] - 1 : -1;
        }
        for (int before = t - 1; before >= 0; --before)
            if (f_.is_active(kind_, before, k_)) return before;
        if (!cyclic_) return -1;
        for (int last = f_.num_snapshots() - 1; last > t; --last)
            if (f_.is_active(kind_, last, k_)) return last;
        return t;
    }

  private:
    const Formulation& f_;
    const KindModel& kind_;
    int k_;
    bool cyclic_ = false;
    bool period_cyclic_ = false;
    bool per_period_ = false;
};

/// What both kinds share: -level_t + r_t level_{t-} + ... = rhs.
class Balance {
  public:
    Balance(Formulation& f, const KindModel& kind, const LevelNames& names)
        : f_(f),
          kind_(kind),
          names_(names),
          loss_(*kind.assets.table, "standing_loss"),
          rows_(f, std::string(names_of(kind.assets.kind).component) + "-energy_balance",
                std::string(names_of(kind.assets.kind).component)) {}

    template <typename Fill>
    void add(Fill&& fill) {
        for (int k = 0; k < kind_.assets.count(); ++k)
            for (int s = 0; s < f_.num_scenarios(); ++s) {
                const Predecessor predecessor(f_, kind_, names_, s, k);
                const double initial = kind_.assets.table->number(names_.initial, kind_.assets.item(k), s);
                for (int t = 0; t < f_.num_snapshots(); ++t) {
                    if (!f_.is_active(kind_, t, k)) continue;
                    add_row(s, t, k, predecessor.of(t), initial, fill);
                }
            }
    }

  private:
    template <typename Fill>
    void add_row(int s, int t, int k, int before, double initial, Fill&& fill) {
        const int item = kind_.assets.item(k);
        const double hours = f_.horizon().store_hours[static_cast<std::size_t>(t)];
        const double kept = std::pow(1.0 - loss_(s, f_.snapshot(t), item), hours);
        const double rhs = before < 0 ? -initial : 0.0;
        const int row = rows_.add(rhs, rhs, item, t, s);
        f_.builder.add(row, kind_.level.column(s, t, k), -1.0);
        if (before >= 0) f_.builder.add(row, kind_.level.column(s, before, k), kept);
        fill(row, s, t, k, hours);
    }

    Formulation& f_;
    const KindModel& kind_;
    LevelNames names_;
    network::Values loss_;
    RowWriter rows_;
};

void warn_of_ignored_initial(Formulation& f, const KindModel& kind, const LevelNames& names) {
    const network::Table& table = *kind.assets.table;
    for (int k = 0; k < kind.assets.count(); ++k) {
        const int item = kind.assets.item(k);
        if (!table.flag(names.cyclic, item) || table.number(names.initial, item) == 0.0) continue;
        f.warn(Code::out_of_range, {{}, 0, 0, table.type().name, table.name(item), std::string(names.initial)},
               "the initial level is not used, since the storage is cyclic",
               "leave out " + std::string(names.initial) + " or set " + std::string(names.cyclic) + " to False");
    }
}

}  // namespace

void add_storage_columns(Formulation& f) {
    KindModel& units = f.kind(Kind::storage_unit);
    if (units.assets.count() > 0) {
        units.charge = f.add_block(units, "p_store", 0.0, lp::infinity, false);
        units.level = f.add_block(units, "state_of_charge", 0.0, lp::infinity, false);
        const network::Values inflow(*units.assets.table, "inflow");
        std::vector<std::uint8_t> fed(units.assets.items.size(), 0);
        for (int k = 0; k < units.assets.count(); ++k)
            for (int s = 0; s < f.num_scenarios(); ++s)
                for (int t = 0; t < f.num_snapshots(); ++t)
                    if (inflow(s, f.snapshot(t), units.assets.item(k)) > 0.0) fed[static_cast<std::size_t>(k)] = 1;
        units.spill = f.add_block(units, "spill", 0.0, lp::infinity, false, &fed);
        for (int k = 0; units.spill.exists() && k < units.assets.count(); ++k)
            for (int s = 0; units.spill.has(k) && s < f.num_scenarios(); ++s)
                for (int t = 0; t < f.num_snapshots(); ++t)
                    f.builder.tighten_column(units.spill.column(s, t, k), 0.0,
                                             std::max(0.0, inflow(s, f.snapshot(t), units.assets.item(k))));
    }
    KindModel& stores = f.kind(Kind::store);
    if (stores.assets.count() == 0) return;
    stores.level = f.add_block(stores, "e", -lp::infinity, lp::infinity, false);
    stores.flow = f.add_block(stores, "p", -lp::infinity, lp::infinity, false);
}

void add_storage_balances(Formulation& f) {
    const KindModel& units = f.kind(Kind::storage_unit);
    if (units.assets.count() > 0) {
        const network::Values in(*units.assets.table, "efficiency_store");
        const network::Values out(*units.assets.table, "efficiency_dispatch");
        const network::Values inflow(*units.assets.table, "inflow");
        Balance(f, units, unit_names).add([&](int row, int s, int t, int k, double hours) {
            const int item = units.assets.item(k);
            const int snapshot = f.snapshot(t);
            f.builder.add(row, units.flow.column(s, t, k), -hours / out(s, snapshot, item));
            f.builder.add(row, units.charge.column(s, t, k), hours * in(s, snapshot, item));
            if (units.spill.has(k)) f.builder.add(row, units.spill.column(s, t, k), -hours);
            f.builder.shift_row(row, -hours * inflow(s, snapshot, item));
        });
        warn_of_ignored_initial(f, units, unit_names);
    }
    const KindModel& stores = f.kind(Kind::store);
    if (stores.assets.count() == 0) return;
    Balance(f, stores, store_names).add([&](int row, int s, int t, int k, double hours) {
        f.builder.add(row, stores.flow.column(s, t, k), -hours);
    });
    warn_of_ignored_initial(f, stores, store_names);
}

}  // namespace proeftuin::dispatch

// SPDX-License-Identifier: Apache-2.0
//
// Unit commitment of generators, links and processes. u_t status, a_t start-up, z_t shut-down, N modules that stand (1 for a
// unit that is not modular), all in {0, .., N}, or in [0, N] when relaxed:
//
//     given capacity       min_t P u_t <= p_t <= max_t P u_t
//     modules              min_t P_mod u_t <= p_t <= max_t P_mod u_t,   u, a, z <= n (decided) or P / P_mod (given)
//     decided capacity     p_t >= min_t P - M (1 - u_t),  p_t <= M u_t,  p_t <= max_t P,  p_t >= 0 where min >= 0
//     transitions          a_t >= u_t - u_{t-1},   z_t >= u_{t-1} - u_t        (u before the horizon: initial state)
//     minimum times        sum of a over the last min_up_time snapshots   <= u_t        t > 0
//                          sum of z over the last min_down_time snapshots <= 1 - u_t    t > 0
//     brought in           u_t = 1 (0) while the up (down) time brought in is still short of its minimum
//
// In maintenance the limits lose maintenance_pu of the status (of the capacity, where it is decided): maintenance.cpp.
// Source: PyPSA user guide, "Unit commitment"; C. K. Pang, H. C. Chen, IEEE Trans. PAS 95 (1976) for the minimum times.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

constexpr std::array dispatchable{Kind::generator, Kind::link, Kind::process};

/// How many units may be on at once, where that is not decided; infinity where it is.
double units_standing(Formulation& f, const KindModel& kind, int k) {
    if (!kind.assets.is_modular(k)) return 1.0;
    if (kind.assets.is_extendable(k)) return lp::infinity;
    const network::Table& table = *kind.assets.table;
    const int item = kind.assets.item(k);
    const double units = table.number("p_nom", item) / kind.assets.module[static_cast<std::size_t>(k)];
    if (std::abs(units - std::round(units)) > 1e-6)
        f.complain(Code::out_of_range, {{}, 0, 0, table.type().name, table.name(item), "p_nom_mod"},
                   "p_nom of a committable unit must be a whole number of modules, found " + std::to_string(units),
                   "make p_nom a multiple of p_nom_mod");
    return std::round(units);
}

/// One row  p + sum of (coefficient, column) >= or <= rhs  for a committable unit.
class LimitRows {
  public:
    LimitRows(Formulation& f, KindModel& kind, const std::string& name, bool lower)
        : f_(f),
          kind_(kind),
          lower_(lower),
          rows_(f, std::string(names_of(kind.assets.kind).component) + name,
                std::string(names_of(kind.assets.kind).component)) {}

    /// `report`: this row's shadow price is the unit's mu_lower or mu_upper.
    int add(int s, int t, int k, double rhs, bool report) {
        const int item = kind_.assets.item(k);
        const int row = lower_ ? rows_.add(rhs, lp::infinity, item, t, s) : rows_.add(-lp::infinity, rhs, item, t, s);
        f_.builder.add(row, kind_.flow.column(s, t, k), 1.0);
        if (!report) return row;
        std::vector<int>& record = lower_ ? kind_.lower_row : kind_.upper_row;
        record[(static_cast<std::size_t>(s) * static_cast<std::size_t>(f_.num_snapshots()) +
                static_cast<std::size_t>(t)) *
                   kind_.assets.items.size() +
               static_cast<std::size_t>(k)] = row;
        return row;
    }

  private:
    Formulation& f_;
    KindModel& kind_;
    bool lower_;
    RowWriter rows_;
};

/// p >= (<=) pu * size * (u_t - share * m_t)  for units whose size is given or made of modules.
void add_status_limits(Formulation& f, KindModel& kind, bool modules, bool lower) {
    const LimitsPerUnit limits(kind);
    LimitRows rows(f, kind, std::string(modules ? "-com-mod-p-" : "-com-p-") + (lower ? "lower" : "upper"), lower);
    const network::Table& table = *kind.assets.table;
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < kind.assets.count(); ++k) {
                const bool applies = modules ? kind.assets.is_modular(k) : !kind.assets.is_extendable(k);
                if (!kind.assets.is_committable(k) || !applies || !f.is_active(kind, t, k)) continue;
                const int item = kind.assets.item(k);
                const double size =
                    modules ? kind.assets.module[static_cast<std::size_t>(k)] : table.number("p_nom", item, s);
                const double per_unit =
                    lower ? limits.lower(s, f.snapshot(t), item) : limits.upper(s, f.snapshot(t), item);
                const int row = rows.add(s, t, k, 0.0, !modules || kind.assets.is_extendable(k));
                f.builder.add(row, kind.status.column(s, t, k), -per_unit * size);
                if (kind.maintenance_status.has(k))
                    f.builder.add(row, kind.maintenance_status.column(s, t, k),
                                  per_unit * size * table.number("maintenance_pu", item, s));
            }
}

bool never_negative(const Formulation& f, const KindModel& kind, const LimitsPerUnit& limits, int k) {
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            if (limits.lower(s, f.snapshot(t), kind.assets.item(k)) < 0.0) return false;
    return true;
}

/// Lower limit of committable units of decided size: p - min P - M u >= -M, and p >= 0 as a bound.
void add_big_m_lower(Formulation& f, KindModel& kind) {
    const LimitsPerUnit limits(kind);
    LimitRows rows(f, kind, "-com-ext-p-lower", true);
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.needs_big_m(k)) continue;
        const bool nonnegative = never_negative(f, kind, limits, k);
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const double m = big_m(f, kind, s, k);
            const double share = kind.assets.table->number("maintenance_pu", kind.assets.item(k), s);
            for (int t = 0; t < f.num_snapshots(); ++t) {
                if (!f.is_active(kind, t, k)) continue;
                const double per_unit = limits.lower(s, f.snapshot(t), kind.assets.item(k));
                const int row = rows.add(s, t, k, -m, true);
                f.builder.add(row, kind.capacity[static_cast<std::size_t>(k)], -per_unit);
                f.builder.add(row, kind.status.column(s, t, k), -m);
                if (kind.maintenance_capacity.has(k))
                    f.builder.add(row, kind.maintenance_capacity.column(s, t, k), per_unit * share);
                if (nonnegative) f.builder.tighten_column(kind.flow.column(s, t, k), 0.0, lp::infinity);
            }
        }
    }
}

/// Upper limits of committable units of decided size: p <= M u, and p <= max P.
void add_big_m_upper(Formulation& f, KindModel& kind, bool capacity) {
    const LimitsPerUnit limits(kind);
    LimitRows rows(f, kind, capacity ? "-com-ext-p-upper-cap" : "-com-ext-p-upper-bigM", false);
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.needs_big_m(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const double m = big_m(f, kind, s, k);
            const double share = kind.assets.table->number("maintenance_pu", kind.assets.item(k), s);
            for (int t = 0; t < f.num_snapshots(); ++t) {
                if (!f.is_active(kind, t, k)) continue;
                const int row = rows.add(s, t, k, 0.0, capacity);
                if (!capacity) {
                    f.builder.add(row, kind.status.column(s, t, k), -m);
                    continue;
                }
                const double per_unit = limits.upper(s, f.snapshot(t), kind.assets.item(k));
                f.builder.add(row, kind.capacity[static_cast<std::size_t>(k)], -per_unit);
                if (kind.maintenance_capacity.has(k))
                    f.builder.add(row, kind.maintenance_capacity.column(s, t, k), per_unit * share);
            }
        }
    }
}

/// Status, start-ups and shut-downs are at most the number of modules that is built.
void add_module_limits(Formulation& f, KindModel& kind) {
    const std::string component{names_of(kind.assets.kind).component};
    for (const auto& [name, block] : {std::pair{"-status", &kind.status}, std::pair{"-start_up", &kind.start_up},
                                      std::pair{"-shut_down", &kind.shut_down}}) {
        RowWriter rows(f, component + name + "-p_nom-variable-upper", component);
        for (int s = 0; s < f.num_scenarios(); ++s)
            for (int t = 0; t < f.num_snapshots(); ++t)
                for (int k = 0; k < kind.assets.count(); ++k) {
                    const int modules = kind.modules[static_cast<std::size_t>(k)];
                    if (!kind.assets.is_committable(k) || modules < 0 || !f.is_active(kind, t, k)) continue;
                    const int row = rows.add(-lp::infinity, 0.0, kind.assets.item(k), t, s);
                    f.builder.add(row, block->column(s, t, k), 1.0);
                    f.builder.add(row, modules, -1.0);
                }
    }
}

void add_transitions(Formulation& f, const KindModel& kind, bool start) {
    const std::string component{names_of(kind.assets.kind).component};
    RowWriter rows(f, component + (start ? "-com-transition-start-up" : "-com-transition-shut-down"), component);
    const double sign = start ? 1.0 : -1.0;
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_committable(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const bool up = initial_state(f, kind, s, k).up;
            for (int t = 0; t < f.num_snapshots(); ++t) {
                if (!f.is_active(kind, t, k)) continue;
                const double before = t == 0 && up ? -sign : 0.0;
                const int row = rows.add(before, lp::infinity, kind.assets.item(k), t, s);
                f.builder.add(row, (start ? kind.start_up : kind.shut_down).column(s, t, k), 1.0);
                f.builder.add(row, kind.status.column(s, t, k), -sign);
                if (t > 0) f.builder.add(row, kind.status.column(s, t - 1, k), sign);
            }
        }
    }
}

void add_minimum_times(Formulation& f, const KindModel& kind, bool up) {
    const std::string component{names_of(kind.assets.kind).component};
    RowWriter rows(f, component + (up ? "-com-up-time" : "-com-down-time"), component);
    const network::Table& table = *kind.assets.table;
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_committable(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const int item = kind.assets.item(k);
            const int time = static_cast<int>(table.number(up ? "min_up_time" : "min_down_time", item, s));
            for (int t = 1; t < f.num_snapshots() && time > 0; ++t) {
                if (!f.is_active(kind, t, k)) continue;
                const int row = rows.add(-lp::infinity, up ? 0.0 : 1.0, item, t, s);
                f.builder.add(row, kind.status.column(s, t, k), up ? -1.0 : 1.0);
                for (int past = std::max(0, t - time + 1); past <= t; ++past)
                    f.builder.add(row, (up ? kind.start_up : kind.shut_down).column(s, past, k), 1.0);
            }
        }
    }
}

/// Holds the status while a minimum time that began before the horizon has not passed.
void hold_brought_in(Formulation& f, const KindModel& kind) {
    const network::Table& table = *kind.assets.table;
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_committable(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const InitialState state = initial_state(f, kind, s, k);
            const int item = kind.assets.item(k);
            const int stay_up = static_cast<int>(table.number("min_up_time", item, s)) - state.up_time;
            const int stay_down = static_cast<int>(table.number("min_down_time", item, s)) - state.down_time;
            for (int t = 0; t < f.num_snapshots(); ++t) {
                if (!f.is_active(kind, t, k)) continue;
                if (state.up_time > 0 && t < stay_up) f.builder.tighten_column(kind.status.column(s, t, k), 1.0, 1.0);
                if (state.down_time > 0 && t < stay_down)
                    f.builder.tighten_column(kind.status.column(s, t, k), 0.0, 0.0);
            }
        }
    }
}

}  // namespace

void add_commitment_columns(Formulation& f) {
    for (const Kind each : dispatchable) {
        KindModel& kind = f.kind(each);
        if (!kind.assets.any_committable) continue;
        const bool integer = !f.options().linearized_commitment;
        const std::vector<std::uint8_t>* members = &kind.assets.committable;
        kind.status = f.add_block(kind, "status", 0.0, lp::infinity, integer, members);
        kind.start_up = f.add_block(kind, "start_up", 0.0, lp::infinity, integer, members);
        kind.shut_down = f.add_block(kind, "shut_down", 0.0, lp::infinity, integer, members);
        for (int k = 0; k < kind.assets.count(); ++k) {
            if (!kind.assets.is_committable(k)) continue;
            const double units = units_standing(f, kind, k);
            for (int s = 0; s < f.num_scenarios(); ++s)
                for (int t = 0; t < f.num_snapshots(); ++t)
                    for (const Block* block : {&kind.status, &kind.start_up, &kind.shut_down})
                        f.builder.tighten_column(block->column(s, t, k), 0.0, units);
        }
    }
}

void add_commitment_limits(Formulation& f) {
    for (const Kind each : dispatchable) {
        KindModel& kind = f.kind(each);
        if (!kind.assets.any_committable) continue;
        const std::size_t size =
            static_cast<std::size_t>(f.num_scenarios() * f.num_snapshots()) * kind.assets.items.size();
        if (kind.lower_row.empty()) kind.lower_row.assign(size, -1);
        if (kind.upper_row.empty()) kind.upper_row.assign(size, -1);
        for (const bool lower : {true, false}) {
            add_status_limits(f, kind, false, lower);
            add_status_limits(f, kind, true, lower);
        }
        add_big_m_lower(f, kind);
        add_big_m_upper(f, kind, false);
        add_big_m_upper(f, kind, true);
        add_module_limits(f, kind);
    }
}

void add_commitment_transitions(Formulation& f) {
    for (const Kind each : dispatchable) {
        const KindModel& kind = f.kind(each);
        if (!kind.assets.any_committable) continue;
        add_transitions(f, kind, true);
        add_transitions(f, kind, false);
        add_minimum_times(f, kind, true);
        add_minimum_times(f, kind, false);
        hold_brought_in(f, kind);
    }
}

}  // namespace proeftuin::dispatch

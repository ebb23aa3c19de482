// SPDX-License-Identifier: Apache-2.0
//
// Maintenance of generators, links and processes. m_t in [0, 1] is the maintenance status, b_t in {0, 1} the start of an event.
// An event that starts at t covers t and the snapshots after it until their weightings reach the duration d:
//
//     sum_t b_t = number of events
//     m_t = sum of b_{t'} over the starts t' whose event covers t          (so events do not overlap, and m is whole)
//     b_t = 0 where the event would run past the horizon or into a snapshot in which the unit does not stand
//
// In maintenance a unit loses the share maintenance_pu of its capacity. Where that is a product of decisions it is replaced by a
// variable held by McCormick's envelope (G. P. McCormick, Mathematical Programming 10, 1976): z = P m for decided capacities,
// v = u m for the status of committable units (N modules instead of 1 where they are modular):
//
//     z <= P - P_min (1 - m),  z <= P_max m,  z >= P - P_max (1 - m),  z >= P_min m
//     v <= u,  v <= N m,  v >= u - N (1 - m)
//
// Source: PyPSA user guide, "Maintenance Scheduling".

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

constexpr std::array dispatchable{Kind::generator, Kind::link, Kind::process};

/// Last snapshot that an event starting at each t covers; horizon.size() where it runs past the end.
std::vector<int> event_ends(const Horizon& horizon, double duration_h) {
    std::vector<int> ends;
    for (int t = 0; t < horizon.size(); ++t) {
        double covered = 0.0;
        int end = t;
        for (; end < horizon.size(); ++end) {
            covered += horizon.generator_hours[static_cast<std::size_t>(end)];
            if (covered >= duration_h * (1.0 - 1e-6)) break;
        }
        ends.push_back(end);
    }
    return ends;
}

bool stands_throughout(const Formulation& f, const KindModel& kind, int k, int first, int last) {
    for (int t = first; t <= last; ++t)
        if (!f.is_active(kind, t, k)) return false;
    return true;
}

void check_event(Formulation& f, const KindModel& kind, int k, int s) {
    const network::Table& table = *kind.assets.table;
    const int item = kind.assets.item(k);
    const double duration = table.number("maintenance_duration", item, s);
    const double events = table.number("maintenance_events", item, s);
    double horizon = 0.0;
    for (const double hours : f.horizon().generator_hours) horizon += hours;
    const auto where = [&](const char* field) { return Place{{}, 0, 0, table.type().name, table.name(item), field}; };
    if (!(duration > 0.0) || duration * events > horizon)
        f.complain(Code::out_of_range, where("maintenance_duration"),
                   "a maintainable component needs a duration above 0 whose events fit the horizon of " +
                       std::to_string(horizon) + " h, found " + std::to_string(duration),
                   "set maintenance_duration in hours of snapshot weightings");
    if (!(events > 0.0))
        f.complain(Code::out_of_range, where("maintenance_events"), "a maintainable component needs at least one event",
                   "set maintenance_events to 1 or more, or maintainable to False");
    const bool capped = std::isfinite(table.number("p_nom_max", item, s));
    if (!capped && (kind.assets.is_extendable(k) || (kind.assets.is_committable(k) && kind.assets.is_modular(k))))
        f.complain(Code::out_of_range, where("p_nom_max"),
                   "a maintainable component of decided or modular capacity needs a finite p_nom_max", "set p_nom_max");
}

/// Rows  constant <= (>=) sum of terms  for each scenario and snapshot of the members of a block.
template <typename Fill>
void for_each_member(Formulation& f, const KindModel& kind, const Block& block, const std::string& name, Fill&& fill) {
    const std::string component{names_of(kind.assets.kind).component};
    RowWriter rows(f, component + name, component);
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < kind.assets.count(); ++k)
                if (block.has(k) && f.is_active(kind, t, k)) fill(rows, s, t, k);
}

void add_events(Formulation& f, const KindModel& kind) {
    const std::string component{names_of(kind.assets.kind).component};
    const network::Table& table = *kind.assets.table;
    RowWriter rows(f, component + "-maint-event-count", component);
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_maintainable(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const int item = kind.assets.item(k);
            const double events = table.number("maintenance_events", item, s);
            const int row = rows.add(events, events, item, -1, s);
            const std::vector<int> ends = event_ends(f.horizon(), table.number("maintenance_duration", item, s));
            for (int t = 0; t < f.num_snapshots(); ++t) {
                const int column = kind.maintenance_start.column(s, t, k);
                f.builder.add(row, column, 1.0);
                const int end = ends[static_cast<std::size_t>(t)];
                if (end >= f.num_snapshots() || !stands_throughout(f, kind, k, t, end))
                    f.builder.tighten_column(column, 0.0, 0.0);
            }
        }
    }
}

void add_windows(Formulation& f, const KindModel& kind) {
    const std::string component{names_of(kind.assets.kind).component};
    const network::Table& table = *kind.assets.table;
    RowWriter rows(f, component + "-maint-window", component);
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_maintainable(k)) continue;
        for (int s = 0; s < f.num_scenarios(); ++s) {
            const int item = kind.assets.item(k);
            const std::vector<int> ends = event_ends(f.horizon(), table.number("maintenance_duration", item, s));
            for (int t = 0; t < f.num_snapshots(); ++t) {
                if (!f.is_active(kind, t, k)) continue;
                const int row = rows.add(0.0, 0.0, item, t, s);
                f.builder.add(row, kind.maintenance.column(s, t, k), 1.0);
                for (int start = 0; start <= t; ++start)
                    if (ends[static_cast<std::size_t>(start)] >= t)
                        f.builder.add(row, kind.maintenance_start.column(s, start, k), -1.0);
            }
        }
    }
}

/// z = P m, McCormick.
void add_capacity_envelope(Formulation& f, const KindModel& kind) {
    const network::Table& table = *kind.assets.table;
    enum class Row { upper, upper_max, lower_max, lower_min };
    for (const auto& [name, which] :
         {std::pair{"-maintcap_upper", Row::upper}, std::pair{"-maintcap_upper_nommax", Row::upper_max},
          std::pair{"-maintcap_lower_nommax", Row::lower_max}, std::pair{"-maintcap_lower_nommin", Row::lower_min}}) {
        for_each_member(
            f, kind, kind.maintenance_capacity, name, [&, which = which](RowWriter& rows, int s, int t, int k) {
                const int item = kind.assets.item(k);
                const double most = table.number("p_nom_max", item, s);
                const double least = table.number("p_nom_min", item, s);
                if (which == Row::lower_min && !(least > 0.0)) return;
                const bool upper = which == Row::upper || which == Row::upper_max;
                const double rhs = which == Row::upper ? -least : which == Row::lower_max ? -most : 0.0;
                const int row =
                    upper ? rows.add(-lp::infinity, rhs, item, t, s) : rows.add(rhs, lp::infinity, item, t, s);
                f.builder.add(row, kind.maintenance_capacity.column(s, t, k), 1.0);
                if (which == Row::upper || which == Row::lower_max)
                    f.builder.add(row, kind.capacity[static_cast<std::size_t>(k)], -1.0);
                const double on_status = which == Row::upper || which == Row::lower_min ? -least : -most;
                f.builder.add(row, kind.maintenance.column(s, t, k), on_status);
            });
    }
}

/// v = u m, McCormick, with N modules at most.
void add_status_envelope(Formulation& f, const KindModel& kind) {
    const network::Table& table = *kind.assets.table;
    const auto most = [&](int k, int s) {
        const double module = kind.assets.module[static_cast<std::size_t>(k)];
        return module > 0.0 ? table.number("p_nom_max", kind.assets.item(k), s) / module : 1.0;
    };
    const auto status = [&](int row, int s, int t, int k, double on_v, double on_u, double on_m) {
        f.builder.add(row, kind.maintenance_status.column(s, t, k), on_v);
        f.builder.add(row, kind.status.column(s, t, k), on_u);
        f.builder.add(row, kind.maintenance.column(s, t, k), on_m);
    };
    const Block& block = kind.maintenance_status;
    for_each_member(f, kind, block, "-maint-status-le-status", [&](RowWriter& rows, int s, int t, int k) {
        status(rows.add(-lp::infinity, 0.0, kind.assets.item(k), t, s), s, t, k, 1.0, -1.0, 0.0);
    });
    for_each_member(f, kind, block, "-maint-status-le-maint", [&](RowWriter& rows, int s, int t, int k) {
        status(rows.add(-lp::infinity, 0.0, kind.assets.item(k), t, s), s, t, k, 1.0, 0.0, -most(k, s));
    });
    for_each_member(f, kind, block, "-maint-status-lb", [&](RowWriter& rows, int s, int t, int k) {
        const double n = most(k, s);
        status(rows.add(-n, lp::infinity, kind.assets.item(k), t, s), s, t, k, 1.0, -1.0, -n);
    });
}

}  // namespace

void add_maintenance_columns(Formulation& f) {
    for (const Kind each : dispatchable) {
        KindModel& kind = f.kind(each);
        if (!kind.assets.any_maintainable) continue;
        std::vector<std::uint8_t> capacity(kind.assets.items.size(), 0);
        std::vector<std::uint8_t> status(kind.assets.items.size(), 0);
        for (int k = 0; k < kind.assets.count(); ++k) {
            if (!kind.assets.is_maintainable(k)) continue;
            for (int s = 0; s < f.num_scenarios(); ++s) check_event(f, kind, k, s);
            const bool modular_commitment = kind.assets.is_committable(k) && kind.assets.is_modular(k);
            capacity[static_cast<std::size_t>(k)] = kind.assets.is_extendable(k) && !modular_commitment ? 1 : 0;
            status[static_cast<std::size_t>(k)] = kind.assets.is_committable(k) && !kind.assets.needs_big_m(k) ? 1 : 0;
        }
        kind.maintenance = f.add_block(kind, "maintenance", 0.0, 1.0, false, &kind.assets.maintainable);
        kind.maintenance_start = f.add_block(kind, "maintenance_start", 0.0, 1.0, true, &kind.assets.maintainable);
        kind.maintenance_capacity = f.add_block(kind, "maintenance_capacity", 0.0, lp::infinity, false, &capacity);
        kind.maintenance_status = f.add_block(kind, "maintenance_status", 0.0, lp::infinity, false, &status);
    }
}

void add_maintenance_rows(Formulation& f) {
    for (const Kind each : dispatchable) {
        const KindModel& kind = f.kind(each);
        if (!kind.assets.any_maintainable) continue;
        add_events(f, kind);
        add_windows(f, kind);
        if (kind.maintenance_capacity.exists()) add_capacity_envelope(f, kind);
        if (kind.maintenance_status.exists()) add_status_envelope(f, kind);
    }
}

}  // namespace proeftuin::dispatch

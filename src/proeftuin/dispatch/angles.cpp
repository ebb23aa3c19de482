// SPDX-License-Identifier: Apache-2.0
//
// Kirchhoff's voltage law by voltage angles instead of cycles, for problems in which branches are opened and closed: with theta_n
// the angle of bus n, for every line and transformer l from i to j
//
//     x_l s_lt + phi_lt pi / 180 - theta_it + theta_jt = 0
//
// Summed around a cycle the angles cancel, so the flows are those of the cycle formulation (kirchhoff.cpp); but a branch that is
// opened takes its own row with it and no other. Angles have no reference: adding the same to all of a connected part changes
// nothing. Source: B. Stott, J. Jardim, O. Alsac, "DC Power Flow Revisited", IEEE Trans. Power Systems 24 (2009).

#include <numbers>

#include "proeftuin/dispatch/grid.hpp"

namespace proeftuin::dispatch {

namespace {

constexpr double radians = std::numbers::pi / 180.0;

void add_row(Formulation& f, const Branch& branch, const network::Edge& ends, int row, int s, int t) {
    const KindModel& kind = f.kind(branch.kind);
    f.builder.add(row, kind.flow.column(s, t, branch.k), branch.impedance * voltage_row_scale);
    f.builder.add(row, f.model.angle_column(s, t, ends.from), -1.0);
    f.builder.add(row, f.model.angle_column(s, t, ends.to), 1.0);
    if (branch.kind != Kind::transformer) return;
    const double factor = radians * voltage_row_scale;
    if (kind.phase_shift.has(branch.k)) {
        f.builder.add(row, kind.phase_shift.column(s, t, branch.k), factor);
        return;
    }
    const network::Values shift(*kind.assets.table, "phase_shift");
    f.builder.shift_row(row, -factor * shift(s, f.snapshot(t), kind.assets.item(branch.k)));
}

}  // namespace

void add_angle_columns(Formulation& f) {
    if (!f.options().voltage_angles) return;
    const int buses = f.network.table("Bus").size();
    f.model.angle_first =
        f.builder.add_columns(f.num_scenarios() * f.num_snapshots() * buses, -lp::infinity, lp::infinity);
    ColumnFamily family{"Bus-v_ang", "Bus", f.model.angle_first, {}};
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int bus = 0; bus < buses; ++bus) family.tags.push_back({bus, t, s});
    if (!family.tags.empty()) f.model.columns.push_back(std::move(family));
}

void add_angle_rows(Formulation& f) {
    if (!f.options().voltage_angles) return;
    for (const Kind each : {Kind::line, Kind::transformer}) {
        KindModel& kind = f.kind(each);
        const std::string component{names_of(each).component};
        const std::size_t size =
            static_cast<std::size_t>(f.num_scenarios() * f.num_snapshots()) * kind.assets.items.size();
        kind.angle_row.assign(size, -1);
        RowWriter rows(f, component + "-voltage_angles", component);
        for (int period = 0; period < f.horizon().num_periods(); ++period) {
            const Grid grid = standing_grid(f, period);
            for (std::size_t b = 0; b < grid.branches.size(); ++b) {
                const Branch& branch = grid.branches[b];
                if (branch.kind != each) continue;
                for (int s = 0; s < f.num_scenarios(); ++s)
                    for (int t = f.horizon().period_first[static_cast<std::size_t>(period)];
                         t < f.horizon().period_first[static_cast<std::size_t>(period) + 1]; ++t) {
                        const int row = rows.add(0.0, 0.0, kind.assets.item(branch.k), t, s);
                        add_row(f, branch, grid.edges[b], row, s, t);
                        kind.angle_row[(static_cast<std::size_t>(s) * static_cast<std::size_t>(f.num_snapshots()) +
                                        static_cast<std::size_t>(t)) *
                                           kind.assets.items.size() +
                                       static_cast<std::size_t>(branch.k)] = row;
                    }
            }
        }
    }
}

}  // namespace proeftuin::dispatch

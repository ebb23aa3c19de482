// SPDX-License-Identifier: Apache-2.0
//
// Kirchhoff's voltage law for every independent cycle c of lines and transformers, in each investment period the cycles of the
// branches that stand in it:
//
//     sum over the branches l of c of  sign_cl ( x_l s_lt + phi_lt pi / 180 )  =  0
//
// x_l is the series reactance per unit on 1 MVA (the resistance in direct-current networks), phi_lt the phase shift of a
// transformer in degrees: given, or a decision where phase_shift_min < phase_shift_max. Branches without a finite impedance
// (x / 0: a transformer or line of capacity 0) are in no cycle. Rows are multiplied by 1e5, as PyPSA does, so that coefficients
// are near one. Source: Hoersch et al., Electric Power Systems Research 158 (2018), https://doi.org/10.1016/j.epsr.2017.12.034;
// PyPSA user guide, "Power Flow".

#include <cmath>
#include <numbers>
#include <string>

#include "proeftuin/dispatch/grid.hpp"
#include "proeftuin/network/topology.hpp"

namespace proeftuin::dispatch {

namespace {

constexpr double radians = std::numbers::pi / 180.0;

class VoltageLaw {
  public:
    explicit VoltageLaw(Formulation& f)
        : f_(f),
          shift_(*f.kind(Kind::transformer).assets.table, "phase_shift"),
          rows_(f, "Kirchhoff-Voltage-Law", "") {}

    void add(int period) {
        const Grid grid = standing_grid(f_, period);
        const auto cycles = network::independent_cycles(f_.network.table("Bus").size(), grid.edges);
        const int first = f_.horizon().period_first[static_cast<std::size_t>(period)];
        const int last = f_.horizon().period_first[static_cast<std::size_t>(period) + 1];
        for (int s = 0; s < f_.num_scenarios(); ++s)
            for (int t = first; t < last; ++t)
                for (const network::Cycle& cycle : cycles) add_row(grid, cycle, s, t);
    }

  private:
    void add_row(const Grid& grid, const network::Cycle& cycle, int s, int t) {
        const int row = rows_.add(0.0, 0.0, -1, t, s);
        for (const network::CycleStep& step : cycle) {
            const Branch& branch = grid.branches[static_cast<std::size_t>(step.edge)];
            const KindModel& kind = f_.kind(branch.kind);
            f_.builder.add(row, kind.flow.column(s, t, branch.k), step.sign * branch.impedance * voltage_row_scale);
            if (branch.kind != Kind::transformer) continue;
            const double in_radians = step.sign * radians * voltage_row_scale;
            if (kind.phase_shift.has(branch.k))
                f_.builder.add(row, kind.phase_shift.column(s, t, branch.k), in_radians);
            else f_.builder.shift_row(row, -in_radians * shift_(s, f_.snapshot(t), kind.assets.item(branch.k)));
        }
    }

    Formulation& f_;
    network::Values shift_;
    RowWriter rows_;
};

}  // namespace

void add_phase_shift_columns(Formulation& f) {
    KindModel& kind = f.kind(Kind::transformer);
    const network::Table& table = *kind.assets.table;
    std::vector<std::uint8_t> varies(kind.assets.items.size(), 0);
    for (int k = 0; k < kind.assets.count(); ++k) {
        const int item = kind.assets.item(k);
        varies[static_cast<std::size_t>(k)] =
            table.number("phase_shift_min", item) < table.number("phase_shift_max", item);
    }
    if (kind.assets.count() == 0) return;
    kind.phase_shift = f.add_block(kind, "phase_shift", -lp::infinity, lp::infinity, false, &varies);
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.phase_shift.has(k)) continue;
        const int item = kind.assets.item(k);
        for (int s = 0; s < f.num_scenarios(); ++s)
            for (int t = 0; t < f.num_snapshots(); ++t)
                f.builder.tighten_column(kind.phase_shift.column(s, t, k), table.number("phase_shift_min", item, s),
                                         table.number("phase_shift_max", item, s));
    }
}

void add_kirchhoff_voltage_law(Formulation& f) {
    if (f.options().voltage_angles) return;  // angles.cpp
    if (f.kind(Kind::line).assets.count() + f.kind(Kind::transformer).assets.count() == 0) return;
    VoltageLaw law(f);
    for (int period = 0; period < f.horizon().num_periods(); ++period) law.add(period);
}

}  // namespace proeftuin::dispatch

// SPDX-License-Identifier: Apache-2.0
//
// Tightening of the relaxed unit commitment, where a unit may be partly on. For units whose start-up and shut-down costs are
// equal, t > 0, with R_up, R_down ramp limits, R_su, R_sd ramp limits of start-up and shut-down, all times P:
//
//     p_{t-1} <= R_sd u_{t-1} + (max_t P - R_sd) (u_t - a_t)
//     p_t     <= max_t P u_t - (max_t P - R_su) a_t
//     p_t - p_{t-1} <= (min_t P + R_up) u_t - min_t P u_{t-1} - (min_t P + R_up - R_su) a_t
//     p_{t-1} - p_t <= R_sd u_{t-1} - (R_sd - R_down) u_t + (min_t P + R_down - R_sd) a_t
//
// Source: B. Hua, R. Baldick, J. Wang, "Representing Operational Flexibility in Generation Expansion Planning Through Convex
// Relaxation of Unit Commitment", IEEE Trans. Power Systems 33 (2018), https://doi.org/10.1109/TPWRS.2017.2735026, as PyPSA
// applies it. Not for units of decided capacity, whose products with the status are not linear.

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

double or_one(double value) { return std::isnan(value) ? 1.0 : value; }

/// Numbers of one unit at one snapshot, MW.
struct UnitLimits {
    double lower, upper, ramp_up, ramp_down, start_up, shut_down;
};

class Relaxation {
  public:
    Relaxation(Formulation& f, KindModel& kind)
        : f_(f),
          kind_(kind),
          limits_(kind),
          up_(*kind.assets.table, "ramp_limit_up"),
          down_(*kind.assets.table, "ramp_limit_down") {}

    [[nodiscard]] bool applies(int k) const {
        if (!kind_.assets.is_committable(k) || kind_.assets.is_extendable(k)) return false;
        const network::Table& table = *kind_.assets.table;
        const int item = kind_.assets.item(k);
        return table.number("start_up_cost", item) == table.number("shut_down_cost", item);
    }

    template <typename Fill>
    void add(const std::string& name, Fill&& fill) {
        const std::string component{names_of(kind_.assets.kind).component};
        RowWriter rows(f_, component + name, component);
        for (int k = 0; k < kind_.assets.count(); ++k) {
            if (!applies(k)) continue;
            for (int s = 0; s < f_.num_scenarios(); ++s)
                for (int t = 1; t < f_.num_snapshots(); ++t) {
                    if (!f_.is_active(kind_, t, k)) continue;
                    row_ = rows.add(-lp::infinity, 0.0, kind_.assets.item(k), t, s);
                    fill(s, t, k, numbers(s, t, k));
                }
        }
    }

    void power(int s, int t, int k, double c) { f_.builder.add(row_, kind_.flow.column(s, t, k), c); }
    void status(int s, int t, int k, double c) { f_.builder.add(row_, kind_.status.column(s, t, k), c); }
    void start(int s, int t, int k, double c) { f_.builder.add(row_, kind_.start_up.column(s, t, k), c); }

  private:
    [[nodiscard]] UnitLimits numbers(int s, int t, int k) const {
        const int item = kind_.assets.item(k);
        const int snapshot = f_.snapshot(t);
        const network::Table& table = *kind_.assets.table;
        const double nominal = table.number("p_nom", item, s);
        return {limits_.lower(s, snapshot, item) * nominal,
                limits_.upper(s, snapshot, item) * nominal,
                or_one(up_(s, snapshot, item)) * nominal,
                or_one(down_(s, snapshot, item)) * nominal,
                or_one(table.number("ramp_limit_start_up", item, s)) * nominal,
                or_one(table.number("ramp_limit_shut_down", item, s)) * nominal};
    }

    Formulation& f_;
    KindModel& kind_;
    LimitsPerUnit limits_;
    network::Values up_;
    network::Values down_;
    int row_ = -1;
};

void relax(Relaxation& r) {
    r.add("-com-p-before", [&](int s, int t, int k, const UnitLimits& n) {
        r.power(s, t - 1, k, 1.0);
        r.status(s, t - 1, k, -n.shut_down);
        r.status(s, t, k, -(n.upper - n.shut_down));
        r.start(s, t, k, n.upper - n.shut_down);
    });
    r.add("-com-p-current", [&](int s, int t, int k, const UnitLimits& n) {
        r.power(s, t, k, 1.0);
        r.status(s, t, k, -n.upper);
        r.start(s, t, k, n.upper - n.start_up);
    });
    r.add("-com-partly-start-up", [&](int s, int t, int k, const UnitLimits& n) {
        r.power(s, t, k, 1.0);
        r.power(s, t - 1, k, -1.0);
        r.status(s, t, k, -(n.lower + n.ramp_up));
        r.status(s, t - 1, k, n.lower);
        r.start(s, t, k, n.lower + n.ramp_up - n.start_up);
    });
    r.add("-com-partly-shut-down", [&](int s, int t, int k, const UnitLimits& n) {
        r.power(s, t - 1, k, 1.0);
        r.power(s, t, k, -1.0);
        r.status(s, t - 1, k, -n.shut_down);
        r.status(s, t, k, n.shut_down - n.ramp_down);
        r.start(s, t, k, -(n.lower + n.ramp_down - n.shut_down));
    });
}

}  // namespace

void add_commitment_relaxation(Formulation& f) {
    if (!f.options().linearized_commitment) return;
    for (const Kind each : {Kind::generator, Kind::link, Kind::process}) {
        KindModel& kind = f.kind(each);
        if (!kind.assets.any_committable) continue;
        Relaxation relaxation(f, kind);
        relax(relaxation);
    }
}

}  // namespace proeftuin::dispatch

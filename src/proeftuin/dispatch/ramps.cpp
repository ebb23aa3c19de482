// SPDX-License-Identifier: Apache-2.0
//
// Ramp limits of generators, links and processes. up_t, down_t limits and su, sd limits of start-up and shut-down, per unit
// of P (P_mod for committable units built in modules); a missing one counts as 1, and without both there is no row:
//
//     p_t - p_{t-1} <=  up_t P u_{t-1} + su P (u_t - u_{t-1})
//     p_t - p_{t-1} >= -down_t P u_t   - sd P (u_{t-1} - u_t)
//
// u = 1 for units that do not commit. Committable units of decided capacity take four big-M rows instead:
//
//     p_t - p_{t-1} <=  up_t P + M (1 - u_{t-1})       p_t - p_{t-1} <=  su P + M (1 - a_t)
//     p_t - p_{t-1} >= -down_t P - M (1 - u_t)         p_t - p_{t-1} >= -sd P - M (1 - z_t)
//
// The first snapshot has rows where the output before it is known (p_init, or an earlier window); the first snapshot of a
// later investment period has none.

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

double or_one(double value) { return std::isnan(value) ? 1.0 : value; }

class Ramps {
  public:
    Ramps(Formulation& f, KindModel& kind)
        : f_(f),
          kind_(kind),
          table_(*kind.assets.table),
          up_(table_, "ramp_limit_up"),
          down_(table_, "ramp_limit_down"),
          any_committed_(false) {
        for (int k = 0; k < kind.assets.count(); ++k)
            any_committed_ |= kind.assets.is_committable(k) && !kind.assets.needs_big_m(k);
    }

    void add() {
        add_side(true);
        add_side(false);
        for (const auto* name : {"-p-ramp_limit_up-run-bigM", "-p-ramp_limit_up-start-bigM",
                                 "-p-ramp_limit_down-run-bigM", "-p-ramp_limit_down-shut-bigM"})
            add_big_m_rows(name);
    }

  private:
    struct Place {
        int s, t, k, item;
    };

    /// Is there a ramp row here: a limit is given, the unit stands, and there is an output before to compare with.
    [[nodiscard]] bool applies(const Place& at, bool up, const InitialState& state) const {
        const double limit = (up ? up_ : down_)(at.s, f_.snapshot(at.t), at.item);
        const double change = table_.number(up ? "ramp_limit_start_up" : "ramp_limit_shut_down", at.item, at.s);
        if (std::isnan(limit) && std::isnan(change)) return false;
        if (!f_.is_active(kind_, at.t, at.k)) return false;
        return at.t == 0 ? state.has_power : !f_.horizon().opens_period(at.t);
    }

    void add_power_change(int row, const Place& at, const InitialState& state) {
        f_.builder.add(row, kind_.flow.column(at.s, at.t, at.k), 1.0);
        if (at.t > 0) f_.builder.add(row, kind_.flow.column(at.s, at.t - 1, at.k), -1.0);
        else f_.builder.shift_row(row, state.power);
    }

    /// Adds factor * size * u_t (or u_{t-1}) to the left-hand side: the status is a column, or a number known before.
    void add_status(int row, const Place& at, bool before, double amount, const InitialState& state) {
        const bool committed = kind_.assets.is_committable(at.k);
        if (before && at.t == 0) f_.builder.shift_row(row, -amount * state.status);
        else if (committed) f_.builder.add(row, kind_.status.column(at.s, before ? at.t - 1 : at.t, at.k), amount);
        else f_.builder.shift_row(row, -amount);
    }

    /// p_t - p_{t-1} - up P u_{t-1} - su P (u_t - u_{t-1}) <= 0, and its mirror image downwards.
    void fill(int row, const Place& at, bool up, const InitialState& state) {
        const double limit = or_one((up ? up_ : down_)(at.s, f_.snapshot(at.t), at.item));
        const double change = or_one(table_.number(up ? "ramp_limit_start_up" : "ramp_limit_shut_down", at.item, at.s));
        add_power_change(row, at, state);
        const double sign = up ? -1.0 : 1.0;
        const int capacity = kind_.capacity[static_cast<std::size_t>(at.k)];
        if (capacity >= 0 && !kind_.assets.is_committable(at.k)) {
            const double before = at.t == 0 ? state.status : 1.0;
            double factor = up ? limit * before : limit;
            if (any_committed_ && up) factor += change * (1.0 - before);
            if (any_committed_ && !up) factor -= change * (1.0 - before);
            f_.builder.add(row, capacity, sign * factor);
            return;
        }
        const double size =
            capacity >= 0 ? kind_.assets.module[static_cast<std::size_t>(at.k)] : table_.number("p_nom", at.item, at.s);
        add_status(row, at, up, sign * limit * size, state);
        if (!any_committed_) return;
        add_status(row, at, !up, sign * change * size, state);
        add_status(row, at, up, -sign * change * size, state);
    }

    void add_side(bool up) {
        const std::string component{names_of(kind_.assets.kind).component};
        RowWriter rows(f_, component + (up ? "-p-ramp_limit_up" : "-p-ramp_limit_down"), component);
        for (int k = 0; k < kind_.assets.count(); ++k) {
            if (kind_.assets.needs_big_m(k)) continue;
            for (int s = 0; s < f_.num_scenarios(); ++s) {
                const InitialState state = initial_state(f_, kind_, s, k);
                for (int t = 0; t < f_.num_snapshots(); ++t) {
                    const Place at{s, t, k, kind_.assets.item(k)};
                    if (!applies(at, up, state)) continue;
                    const int row =
                        up ? rows.add(-lp::infinity, 0.0, at.item, t, s) : rows.add(0.0, lp::infinity, at.item, t, s);
                    fill(row, at, up, state);
                }
            }
        }
    }

    void add_big_m_rows(const std::string& name) {
        const bool up = name.find("_up-") != std::string::npos;
        const bool run = name.find("-run-") != std::string::npos;
        const std::string component{names_of(kind_.assets.kind).component};
        RowWriter rows(f_, component + name, component);
        for (int k = 0; k < kind_.assets.count(); ++k) {
            if (!kind_.assets.needs_big_m(k)) continue;
            for (int s = 0; s < f_.num_scenarios(); ++s) {
                const InitialState state = initial_state(f_, kind_, s, k);
                const double m = big_m(f_, kind_, s, k);
                for (int t = 0; t < f_.num_snapshots(); ++t) {
                    const Place at{s, t, k, kind_.assets.item(k)};
                    if (!applies(at, up, state)) continue;
                    const int row =
                        up ? rows.add(-lp::infinity, m, at.item, t, s) : rows.add(-m, lp::infinity, at.item, t, s);
                    fill_big_m(row, at, up, run, m, state);
                }
            }
        }
    }

    void fill_big_m(int row, const Place& at, bool up, bool run, double m, const InitialState& state) {
        const double limit = run ? (up ? up_ : down_)(at.s, f_.snapshot(at.t), at.item)
                                 : table_.number(up ? "ramp_limit_start_up" : "ramp_limit_shut_down", at.item, at.s);
        const double sign = up ? -1.0 : 1.0;
        add_power_change(row, at, state);
        f_.builder.add(row, kind_.capacity[static_cast<std::size_t>(at.k)], sign * or_one(limit));
        if (run) add_status(row, at, up, -sign * m, state);
        else f_.builder.add(row, (up ? kind_.start_up : kind_.shut_down).column(at.s, at.t, at.k), -sign * m);
    }

    Formulation& f_;
    KindModel& kind_;
    const network::Table& table_;
    network::Values up_;
    network::Values down_;
    bool any_committed_;  // PyPSA adds the start-up and shut-down terms where any unit of the type commits
};

}  // namespace

void add_ramp_limits(Formulation& f) {
    for (const Kind each : {Kind::generator, Kind::link, Kind::process}) {
        KindModel& kind = f.kind(each);
        if (kind.assets.count() > 0) Ramps(f, kind).add();
    }
}

}  // namespace proeftuin::dispatch

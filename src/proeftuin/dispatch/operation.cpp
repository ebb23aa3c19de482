// SPDX-License-Identifier: Apache-2.0
//
// Limits of dispatch, for every scenario s and snapshot t in which k stands:
//
//     given capacity      min_kt * P_k <= p_kt <= max_kt * P_k         as bounds of the column
//     decided capacity    min_kt * P_k <= p_kt <= max_kt * P_k         as rows; where the factor is 0, as a bound
//     with losses         the loss counts against the rating: |p_kt| + loss_kt <= max_kt * P_k (lines, transformers)
//     in maintenance      P_k shrinks by maintenance_pu * P_k (maintenance.cpp)
//     given dispatch      p_kt = p_set_kt   where there is a value
//     energy sums         e_sum_min <= sum_t h_t * p_kt <= e_sum_max
//
// An infinite capacity times 0 is 0. Committable units have their limits in commitment.cpp. A storage unit discharges within
// [0, max * P], charges within [0, -min * P] and holds [0, max_hours * P]; a store holds [min * E, max * E].

#include <cmath>
#include <functional>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

enum class Side { lower, upper };

double scaled(double per_unit, double nominal) { return per_unit == 0.0 ? 0.0 : per_unit * nominal; }

/// A variable that a capacity limits.
struct Limited {
    KindModel& kind;
    const Block& block;
    std::string_view attribute;                                  // "p", "state_of_charge"
    std::function<double(int s, int snapshot, int item)> lower;  // per unit
    std::function<double(int s, int snapshot, int item)> upper;
    bool report = true;  // its shadow prices are mu_lower and mu_upper
};

bool needs_rows(const Formulation& f, const Limited& x, int k) {
    return x.kind.assets.is_extendable(k) || x.kind.assets.is_maintainable(k) || x.kind.loss.exists() ||
           (f.options().losses.mode != Losses::Mode::none && is_passive(x.kind.assets.kind));
}

void bound_by_column(Formulation& f, const Limited& x, int s, int t, int k) {
    const int item = x.kind.assets.item(k);
    const double nominal = x.kind.assets.table->number(names_of(x.kind.assets.kind).nominal, item, s);
    f.builder.tighten_column(x.block.column(s, t, k), scaled(x.lower(s, f.snapshot(t), item), nominal),
                             scaled(x.upper(s, f.snapshot(t), item), nominal));
}

/// The row  p - pu * P + ... >= 0 (or <= 0), with P given or decided, loss and maintenance where there are any.
int limit_row(Formulation& f, const Limited& x, RowWriter& rows, Side side, int s, int t, int k, double per_unit) {
    const KindModel& kind = x.kind;
    const int item = kind.assets.item(k);
    const int capacity = kind.capacity[static_cast<std::size_t>(k)];
    const double nominal = kind.assets.table->number(names_of(kind.assets.kind).nominal, item, s);
    const double rhs = capacity >= 0 ? 0.0 : scaled(per_unit, nominal);
    const int row =
        side == Side::lower ? rows.add(rhs, lp::infinity, item, t, s) : rows.add(-lp::infinity, rhs, item, t, s);
    f.builder.add(row, x.block.column(s, t, k), 1.0);
    if (capacity >= 0) f.builder.add(row, capacity, -per_unit);
    if (kind.loss.exists()) f.builder.add(row, kind.loss.column(s, t, k), side == Side::lower ? -1.0 : 1.0);
    if (kind.assets.is_maintainable(k)) {
        const double share = kind.assets.table->number("maintenance_pu", item, s);
        if (capacity >= 0) f.builder.add(row, kind.maintenance_capacity.column(s, t, k), per_unit * share);
        else f.builder.add(row, kind.maintenance.column(s, t, k), scaled(per_unit, nominal) * share);
    }
    return row;
}

void add_side(Formulation& f, const Limited& x, Side side) {
    const KindModel& kind = x.kind;
    const std::string component{names_of(kind.assets.kind).component};
    RowWriter rows(f, component + "-ext-" + std::string(x.attribute) + (side == Side::lower ? "-lower" : "-upper"),
                   component);
    std::vector<int>& record = side == Side::lower ? x.kind.lower_row : x.kind.upper_row;
    std::size_t at = 0;
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < kind.assets.count(); ++k, ++at) {
                if (kind.assets.is_committable(k) || !f.is_active(kind, t, k) || !needs_rows(f, x, k)) continue;
                const auto& limit = side == Side::lower ? x.lower : x.upper;
                const double per_unit = limit(s, f.snapshot(t), kind.assets.item(k));
                if (per_unit == 0.0 && !kind.loss.exists()) {
                    const int column = x.block.column(s, t, k);
                    if (side == Side::lower) f.builder.tighten_column(column, 0.0, lp::infinity);
                    else f.builder.tighten_column(column, -lp::infinity, 0.0);
                    continue;
                }
                const int row = limit_row(f, x, rows, side, s, t, k, per_unit);
                if (x.report) record[at] = row;
            }
}

void limit(Formulation& f, const Limited& x) {
    bool any_rows = false;
    for (int k = 0; k < x.kind.assets.count(); ++k) {
        if (x.kind.assets.is_committable(k)) continue;
        if (needs_rows(f, x, k)) {
            any_rows = true;
            continue;
        }
        for (int s = 0; s < f.num_scenarios(); ++s)
            for (int t = 0; t < f.num_snapshots(); ++t)
                if (f.is_active(x.kind, t, k)) bound_by_column(f, x, s, t, k);
    }
    if (!any_rows) return;
    const std::size_t size =
        static_cast<std::size_t>(f.num_scenarios() * f.num_snapshots()) * x.kind.assets.items.size();
    if (x.report && x.kind.lower_row.empty()) x.kind.lower_row.assign(size, -1);
    if (x.report && x.kind.upper_row.empty()) x.kind.upper_row.assign(size, -1);
    add_side(f, x, Side::lower);
    add_side(f, x, Side::upper);
}

void limit_storage_units(Formulation& f) {
    KindModel& units = f.kind(Kind::storage_unit);
    if (units.assets.count() == 0) return;
    const network::Table& table = *units.assets.table;
    const network::Values max_pu(table, "p_max_pu");
    const network::Values min_pu(table, "p_min_pu");
    const network::Values hours(table, "max_hours");
    const auto zero = [](int, int, int) { return 0.0; };
    limit(f, {units, units.flow, "p_dispatch", zero, [&](int s, int t, int i) { return max_pu(s, t, i); }, false});
    limit(f, {units, units.charge, "p_store", zero, [&](int s, int t, int i) { return -min_pu(s, t, i); }, false});
    limit(f, {units, units.level, "state_of_charge", zero, [&](int s, int, int i) { return hours.fixed(s, i); }, true});
}

/// Pins a column to a series where it has values; a value outside the column's bounds leaves nothing feasible.
void pin(Formulation& f, const KindModel& kind, const Block& block, std::string_view attribute) {
    if (!block.exists()) return;
    const network::Table& table = *kind.assets.table;
    if (table.series(attribute) == nullptr && table.column(attribute) == nullptr) return;
    const network::Values given(table, attribute);
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < kind.assets.count(); ++k) {
                const double value = given(s, f.snapshot(t), kind.assets.item(k));
                if (std::isnan(value) || !f.is_active(kind, t, k)) continue;
                f.builder.pin_column(block.column(s, t, k), value);
            }
}

/// Pins the net power of storage units, which is a difference of two columns.
void pin_storage_power(Formulation& f) {
    const KindModel& units = f.kind(Kind::storage_unit);
    const network::Table& table = *units.assets.table;
    if (table.series("p_set") == nullptr && table.column("p_set") == nullptr) return;
    const network::Values given(table, "p_set");
    RowWriter rows(f, "StorageUnit-p_set", "StorageUnit");
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int k = 0; k < units.assets.count(); ++k) {
                const int item = units.assets.item(k);
                const double value = given(s, f.snapshot(t), item);
                if (std::isnan(value) || !f.is_active(units, t, k)) continue;
                const int row = rows.add(value, value, item, t, s);
                f.builder.add(row, units.flow.column(s, t, k), 1.0);
                f.builder.add(row, units.charge.column(s, t, k), -1.0);
            }
}

}  // namespace

void add_dispatch_columns(Formulation& f) {
    for (const Kind each : all_kinds) {
        KindModel& kind = f.kind(each);
        if (kind.assets.count() == 0 || each == Kind::store) continue;
        const double lower = each == Kind::storage_unit ? 0.0 : -lp::infinity;
        kind.flow = f.add_block(kind, names_of(each).flow, lower, lp::infinity, false);
    }
}

void add_dispatch_limits(Formulation& f) {
    for (const Kind each : all_kinds) {
        KindModel& kind = f.kind(each);
        if (kind.assets.count() == 0 || each == Kind::storage_unit) continue;
        const LimitsPerUnit limits(kind);
        const Block& block = each == Kind::store ? kind.level : kind.flow;
        limit(f, {kind, block, names_of(each).flow, [&](int s, int t, int i) { return limits.lower(s, t, i); },
                  [&](int s, int t, int i) { return limits.upper(s, t, i); }, true});
    }
    limit_storage_units(f);
}

void add_given_dispatch(Formulation& f) {
    for (const Kind each : {Kind::generator, Kind::link, Kind::process})
        pin(f, f.kind(each), f.kind(each).flow, "p_set");
    for (const Kind each : {Kind::line, Kind::transformer}) pin(f, f.kind(each), f.kind(each).flow, "s_set");
    const KindModel& stores = f.kind(Kind::store);
    pin(f, stores, stores.level, "e_set");
    pin(f, stores, stores.flow, "p_set");
    const KindModel& units = f.kind(Kind::storage_unit);
    pin(f, units, units.level, "state_of_charge_set");
    pin(f, units, units.flow, "p_dispatch_set");
    pin(f, units, units.charge, "p_store_set");
    pin_storage_power(f);
}

void add_energy_sums(Formulation& f) {
    const KindModel& generators = f.kind(Kind::generator);
    const network::Table& table = *generators.assets.table;
    for (const bool minimum : {true, false}) {
        const std::string attribute = minimum ? "e_sum_min" : "e_sum_max";
        if (table.column(attribute) == nullptr) continue;
        RowWriter rows(f, "Generator-" + attribute, "Generator");
        for (int s = 0; s < f.num_scenarios(); ++s)
            for (int k = 0; k < generators.assets.count(); ++k) {
                const double bound = table.number(attribute, generators.assets.item(k), s);
                if (!std::isfinite(bound)) continue;
                const int row = minimum ? rows.add(bound, lp::infinity, generators.assets.item(k), -1, s)
                                        : rows.add(-lp::infinity, bound, generators.assets.item(k), -1, s);
                for (int t = 0; t < f.num_snapshots(); ++t)
                    f.builder.add(row, generators.flow.column(s, t, k),
                                  f.horizon().generator_hours[static_cast<std::size_t>(t)]);
            }
    }
}

}  // namespace proeftuin::dispatch

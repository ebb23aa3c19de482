// SPDX-License-Identifier: Apache-2.0
//
// Global constraints, one row for each and every scenario,  total (<=, ==, >=) constant:
//
//     primary_energy      sum_kt h_t y_t e_k / eta_kt p_kt  +  what non-cyclic storage of such carriers draws down, times e_k;
//                         e_k the value of the carrier's column named by carrier_attribute (CO2: t/MWh)
//     operational_limit   sum_kt h_t y_t p_kt  + draw-down, over the carrier named by carrier_attribute
//     transmission_volume_expansion_limit   sum of length_k P_k over extendable lines and links of the carriers named
//     transmission_expansion_cost_limit     sum of cost_k P_k over the same
//     tech_capacity_expansion_limit         sum of P_k over extendable components of the carrier (at the bus, where one is named)
//     bus columns nom_min_<carrier>[_<period>], nom_max_...   limits on the sum of P_k of a carrier at each bus
//
// h_t y_t: weighting of the snapshot times the years of its period. A constraint with an investment_period counts that period
// only. Storage draws down its initial level less its last one; where it starts each period anew, per period and times its years.
// A constraint without any term is no row. Source: PyPSA user guide, "Global Constraints".

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

/// A row under construction: terms, and what moves to the right-hand side.
struct Sum {
    std::vector<std::pair<int, double>> terms;
    double constant = 0.0;

    void add(int column, double value) {
        if (value != 0.0) terms.emplace_back(column, value);
    }
};

/// One constraint as one scenario reads it.
struct Limit {
    int item = 0;
    int s = 0;
    std::string type, attribute, sense, bus;
    double constant = 0.0;
    int period = -1;       // position of the period it counts, -1 = all
    bool skipped = false;  // names a period that is not modelled

    [[nodiscard]] bool counts(int p) const { return period < 0 || period == p; }
};

std::vector<std::string> carriers_named(const std::string& text) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : text + ",") {
        if (c == ',') {
            if (!name.empty()) names.push_back(name);
            name.clear();
        } else if (std::string_view("[]() '\"").find(c) == std::string_view::npos) {
            name += c;
        }
    }
    return names;
}

class GlobalConstraints {
  public:
    explicit GlobalConstraints(Formulation& f) : f_(f), table_(f.network.table("GlobalConstraint")) {}

    void add() {
        for (int item = 0; item < table_.size(); ++item) {
            RowWriter rows(f_, "GlobalConstraint", "GlobalConstraint");
            for (int s = 0; s < f_.num_scenarios(); ++s) {
                const Limit limit = read(item, s);
                if (limit.skipped) continue;
                const Sum sum = total(limit);
                if (!sum.terms.empty()) write(rows, limit, sum);
            }
        }
    }

  private:
    [[nodiscard]] Limit read(int item, int s) {
        Limit limit;
        limit.item = item;
        limit.s = s;
        limit.type = table_.text("type", item, s);
        limit.attribute = table_.text("carrier_attribute", item, s);
        limit.sense = table_.text("sense", item, s);
        limit.bus = table_.text("bus", item, s);
        limit.constant = table_.number("constant", item, s);
        const double year = table_.number("investment_period", item, s);
        if (std::isnan(year)) return limit;
        const auto& years = f_.horizon().years;
        const auto found = std::ranges::find(years, static_cast<int>(year));
        limit.skipped = !f_.horizon().multi_investment || found == years.end();
        limit.period = static_cast<int>(found - years.begin());
        return limit;
    }

    void write(RowWriter& rows, const Limit& limit, const Sum& sum) {
        const double rhs = limit.constant - sum.constant;
        const double lower = limit.sense == "<=" ? -lp::infinity : rhs;
        const double upper = limit.sense == ">=" ? lp::infinity : rhs;
        const int row = rows.add(lower, upper, limit.item, -1, limit.s);
        for (const auto& [column, value] : sum.terms) f_.builder.add(row, column, value);
    }

    [[nodiscard]] Sum total(const Limit& limit) {
        Sum sum;
        if (limit.type == "primary_energy" || limit.type == "operational_limit") add_energy(limit, sum);
        else if (limit.type == "tech_capacity_expansion_limit") add_capacity(limit, sum);
        else if (limit.type == "transmission_volume_expansion_limit" ||
                 limit.type == "transmission_expansion_cost_limit")
            add_transmission(limit, sum);
        else
            f_.complain(Code::unsupported_feature, {{}, 0, 0, "GlobalConstraint", table_.name(limit.item), "type"},
                        "there is no global constraint of type \"" + limit.type + "\"",
                        "use primary_energy, operational_limit, transmission_volume_expansion_limit, "
                        "transmission_expansion_cost_limit or tech_capacity_expansion_limit");
        return sum;
    }

    /// What one unit of energy of a component counts: its carrier's value, or 1 for the carrier that is limited.
    [[nodiscard]] double rate(const Limit& limit, const network::Table& components, int item) const {
        const std::string& carrier = carrier_of(components, item);
        if (limit.type == "operational_limit") return carrier == limit.attribute ? 1.0 : 0.0;
        const network::Table& carriers = f_.network.table("Carrier");
        const int found = carriers.find(carrier);
        return found < 0 ? 0.0 : carriers.number(limit.attribute, found, limit.s);
    }

    /// A store without a carrier holds that of its bus.
    [[nodiscard]] const std::string& carrier_of(const network::Table& components, int item) const {
        const std::string& own = components.text("carrier", item);
        if (!own.empty() || components.type().name != "Store") return own;
        const network::Table& buses = f_.network.table("Bus");
        const int bus = buses.find(components.text("bus", item));
        return bus < 0 ? own : buses.text("carrier", bus);
    }

    void add_energy(const Limit& limit, Sum& sum) {
        const KindModel& generators = f_.kind(Kind::generator);
        const network::Values efficiency(*generators.assets.table, "efficiency");
        for (int k = 0; k < generators.assets.count(); ++k) {
            const int item = generators.assets.item(k);
            const double value = rate(limit, *generators.assets.table, item);
            for (int t = 0; value != 0.0 && t < f_.num_snapshots(); ++t) {
                const int p = f_.horizon().period[static_cast<std::size_t>(t)];
                if (!limit.counts(p) || !f_.is_active(generators, t, k)) continue;
                const double hours = f_.horizon().generator_hours[static_cast<std::size_t>(t)] *
                                     f_.horizon().period_years[static_cast<std::size_t>(p)];
                const double per_unit =
                    limit.type == "primary_energy" ? efficiency(limit.s, f_.snapshot(t), item) : 1.0;
                sum.add(generators.flow.column(limit.s, t, k), value / per_unit * hours);
            }
        }
        add_draw_down(limit, Kind::storage_unit, sum);
        add_draw_down(limit, Kind::store, sum);
    }

    void add_draw_down(const Limit& limit, Kind each, Sum& sum) {
        const KindModel& kind = f_.kind(each);
        const network::Table& table = *kind.assets.table;
        const bool unit = each == Kind::storage_unit;
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int item = kind.assets.item(k);
            const double value = rate(limit, table, item);
            if (value == 0.0 || table.flag(unit ? "cyclic_state_of_charge" : "e_cyclic", item, limit.s)) continue;
            const double initial = table.number(unit ? "state_of_charge_initial" : "e_initial", item, limit.s);
            const bool anew =
                f_.horizon().multi_investment &&
                table.flag(unit ? "state_of_charge_initial_per_period" : "e_initial_per_period", item, limit.s);
            if (anew) add_per_period(limit, kind, k, value, initial, sum);
            else add_once(limit, kind, k, value, initial, sum);
        }
    }

    void add_per_period(const Limit& limit, const KindModel& kind, int k, double value, double initial, Sum& sum) {
        for (int p = 0; p < f_.horizon().num_periods(); ++p) {
            if (!limit.counts(p) || !kind.assets.is_active(p, k)) continue;
            const double years = f_.horizon().period_years[static_cast<std::size_t>(p)];
            const int last = f_.horizon().period_first[static_cast<std::size_t>(p) + 1] - 1;
            sum.add(kind.level.column(limit.s, last, k), -value * years);
            sum.constant += value * initial * years;
        }
    }

    void add_once(const Limit& limit, const KindModel& kind, int k, double value, double initial, Sum& sum) {
        const bool weighted = std::ranges::any_of(f_.horizon().period_years, [](double years) { return years != 1.0; });
        if (weighted) {
            f_.complain(
                Code::unsupported_feature,
                {{}, 0, 0, kind.assets.table->type().name, kind.assets.table->name(kind.assets.item(k)), "carrier"},
                "storage that carries its level from period to period cannot be counted in a " + limit.type +
                    " limit with years other than 1",
                "start it anew in each period, or make it cyclic");
            return;
        }
        int last = -1;
        for (int t = 0; t < f_.num_snapshots(); ++t)
            if (limit.counts(f_.horizon().period[static_cast<std::size_t>(t)]) && f_.is_active(kind, t, k)) last = t;
        if (last < 0) return;
        sum.add(kind.level.column(limit.s, last, k), -value);
        sum.constant += value * initial;
    }

    /// Does a component stand in what the constraint counts?
    [[nodiscard]] bool stands_in(const Limit& limit, const KindModel& kind, int k) const {
        for (int p = 0; p < f_.horizon().num_periods(); ++p)
            if (limit.counts(p) && kind.assets.is_active(p, k)) return true;
        return false;
    }

    void add_transmission(const Limit& limit, Sum& sum) {
        const std::vector<std::string> carriers = carriers_named(limit.attribute);
        for (const Kind each : {Kind::line, Kind::link}) {
            const KindModel& kind = f_.kind(each);
            for (int k = 0; k < kind.assets.count(); ++k) {
                const int item = kind.assets.item(k);
                const int column = kind.capacity[static_cast<std::size_t>(k)];
                if (column < 0 || !stands_in(limit, kind, k)) continue;
                if (std::ranges::find(carriers, branch_carrier(kind, item)) == carriers.end()) continue;
                sum.add(column, transmission_weight(limit, kind, k));
            }
        }
    }

    [[nodiscard]] double transmission_weight(const Limit& limit, const KindModel& kind, int k) {
        const network::Table& table = *kind.assets.table;
        const int item = kind.assets.item(k);
        if (limit.type == "transmission_volume_expansion_limit") return table.number("length", item, limit.s);
        double weight = 1.0;
        if (f_.horizon().multi_investment && limit.period < 0) {
            weight = 0.0;
            for (int p = 0; p < f_.horizon().num_periods(); ++p)
                if (kind.assets.is_active(p, k)) weight += f_.horizon().period_cost_weight[static_cast<std::size_t>(p)];
        }
        return weight * periodized_cost(f_, table, item, limit.s);
    }

    /// A line without a carrier has that of its first bus.
    [[nodiscard]] std::string branch_carrier(const KindModel& kind, int item) const {
        const network::Table& table = *kind.assets.table;
        const std::string& carrier = table.text("carrier", item);
        if (!carrier.empty() || kind.assets.kind != Kind::line) return carrier;
        const network::Table& buses = f_.network.table("Bus");
        const int bus = buses.find(table.text("bus0", item));
        return bus < 0 ? carrier : buses.text("carrier", bus);
    }

    void add_capacity(const Limit& limit, Sum& sum) {
        for (const Kind each : all_kinds) {
            const KindModel& kind = f_.kind(each);
            const network::Table& table = *kind.assets.table;
            const char* bus =
                each == Kind::generator || each == Kind::storage_unit || each == Kind::store ? "bus" : "bus0";
            for (int k = 0; k < kind.assets.count(); ++k) {
                const int item = kind.assets.item(k);
                const int column = kind.capacity[static_cast<std::size_t>(k)];
                if (column < 0 || each == Kind::transformer || table.text("carrier", item) != limit.attribute) continue;
                if (!limit.bus.empty() && table.text(bus, item) != limit.bus) continue;
                if (stands_in(limit, kind, k)) sum.add(column, 1.0);
            }
        }
    }

    Formulation& f_;
    const network::Table& table_;
};

/// A bus column such as nom_max_onwind or nom_min_solar_2030.
struct BusLimit {
    std::string column, carrier;
    bool minimum = false;
    int period = -1;
    bool known = false;
};

BusLimit read_bus_limit(const Formulation& f, const std::string& column) {
    BusLimit limit;
    limit.column = column;
    limit.minimum = column.starts_with("nom_min_");
    if (!limit.minimum && !column.starts_with("nom_max_")) return limit;
    const std::string rest = column.substr(8);
    const network::Table& carriers = f.network.table("Carrier");
    limit.carrier = rest;
    limit.known = carriers.find(rest) >= 0;
    const auto cut = rest.rfind('_');
    if (limit.known || cut == std::string::npos) return limit;
    const auto& years = f.horizon().years;
    for (std::size_t p = 0; p < years.size(); ++p)
        if (rest.substr(cut + 1) == std::to_string(years[p])) limit.period = static_cast<int>(p);
    limit.carrier = rest.substr(0, cut);
    limit.known = carriers.find(limit.carrier) >= 0 && limit.period >= 0 && f.horizon().multi_investment;
    return limit;
}

void add_bus_limit(Formulation& f, const BusLimit& limit) {
    const network::Table& buses = f.network.table("Bus");
    RowWriter rows(f, "Bus-" + limit.column, "Bus");
    for (int bus = 0; bus < buses.size(); ++bus) {
        const double bound = buses.number(limit.column, bus);
        if (std::isnan(bound) || std::isinf(bound)) continue;
        std::vector<int> columns;
        for (const Kind each : {Kind::generator, Kind::storage_unit, Kind::store}) {
            const KindModel& kind = f.kind(each);
            for (int k = 0; k < kind.assets.count(); ++k) {
                const int item = kind.assets.item(k);
                const bool here = kind.assets.table->text("bus", item) == buses.name(bus) &&
                                  kind.assets.table->text("carrier", item) == limit.carrier;
                const bool then = limit.period < 0 || kind.assets.is_active(limit.period, k);
                if (here && then && kind.capacity[static_cast<std::size_t>(k)] >= 0)
                    columns.push_back(kind.capacity[static_cast<std::size_t>(k)]);
            }
        }
        if (columns.empty()) continue;
        const int row = limit.minimum ? rows.add(bound, lp::infinity, bus) : rows.add(-lp::infinity, bound, bus);
        for (const int column : columns) f.builder.add(row, column, 1.0);
    }
}

}  // namespace

void add_global_constraints(Formulation& f) {
    GlobalConstraints(f).add();
    for (const auto& [name, column] : f.network.table("Bus").columns()) {
        if (!name.starts_with("nom_") || column.kind != network::Kind::number) continue;
        const BusLimit limit = read_bus_limit(f, name);
        if (limit.known) add_bus_limit(f, limit);
        else
            f.warn(Code::unknown_attribute, {{}, 0, 0, "Bus", "", name},
                   "the column names no capacity limit: its carrier or period does not exist",
                   "use nom_min_<carrier>, nom_max_<carrier>, or either with _<period>");
    }
}

}  // namespace proeftuin::dispatch

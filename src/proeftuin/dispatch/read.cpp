// SPDX-License-Identifier: Apache-2.0
//
// From a solution back to the network, in PyPSA's names and signs:
//
//     marginal_price_nt = dual of the balance of n at t / weight of t in the cost     (EUR/MWh; weights as in the objective)
//     mu_upper, mu_lower  d cost / d right-hand side of the limit: <= 0 for upper, >= 0 for lower limits
//     p0 of a branch      power taken from bus0; p1 from bus1 (with half of the loss each)
//     p1, p2, ... of a link: - efficiency times the power that arrives (delayed where there is a delay)
//     p of a bus          what its generators, storage and links put in, less its loads: what flows out over lines

#include "proeftuin/dispatch/read.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

using network::Network;
using network::Series;
using network::Table;

/// A series with a value for every component; what was there before stays, the rest gets the default.
Series& dense_series(Network& n, Table& table, const std::string& attribute) {
    const network::Attribute* known = table.type().find(attribute);
    const double fill = known == nullptr || std::isnan(known->default_number) ? 0.0 : known->default_number;
    const int scenarios = n.scenarios.count();
    const std::size_t size = static_cast<std::size_t>(table.size());
    Series full;
    for (int item = 0; item < table.size(); ++item) full.items.push_back(item);
    full.num_scenarios = scenarios;
    full.values.assign(static_cast<std::size_t>(n.num_snapshots()) * static_cast<std::size_t>(scenarios) * size, fill);
    if (const Series* given = table.series(attribute); given != nullptr) {
        if (given->items == full.items && given->num_scenarios == scenarios) return table.edit_series(attribute);
        const network::Values values(table, attribute);
        std::size_t at = 0;
        for (int t = 0; t < n.num_snapshots(); ++t)
            for (int s = 0; s < scenarios; ++s)
                for (int item = 0; item < table.size(); ++item, ++at)
                    if (values.varies(item)) full.values[at] = values(s, t, item);
    }
    Series& made = table.make_series(attribute);
    made = std::move(full);
    return made;
}

class Writer {
  public:
    Writer(const Template& model, const lp::Solution& solution, int keep, Network& n)
        : model_(model), x_(solution), keep_(keep), n_(n) {}

    void write() {
        for (const Kind kind : all_kinds) write_kind(model_.kind(kind));
        write_loads();
        if (x_.has_dual) {
            write_prices();
            write_row_duals();
        }
        write_injections();
    }

  private:
    [[nodiscard]] double value(int column) const { return x_.primal[static_cast<std::size_t>(column)] + 0.0; }
    [[nodiscard]] int scenarios() const { return model_.num_scenarios(); }
    [[nodiscard]] Table& table_of(const KindModel& kind) { return n_.table(names_of(kind.assets.kind).component); }

    /// Fills a series for the assets of a kind that `has` picks, from value(s, t, k).
    template <typename Has, typename Value>
    void fill(const KindModel& kind, const std::string& attribute, Has&& has, Value&& get) {
        Table& table = table_of(kind);
        Series& series = dense_series(n_, table, attribute);
        for (int t = 0; t < keep_; ++t)
            for (int s = 0; s < scenarios(); ++s) {
                const std::size_t row =
                    (static_cast<std::size_t>(model_.horizon.snapshots[static_cast<std::size_t>(t)]) *
                         static_cast<std::size_t>(scenarios()) +
                     static_cast<std::size_t>(s)) *
                    static_cast<std::size_t>(table.size());
                for (int k = 0; k < kind.assets.count(); ++k)
                    if (has(k)) series.values[row + static_cast<std::size_t>(kind.assets.item(k))] = get(s, t, k);
            }
    }

    void fill_block(const KindModel& kind, const Block& block, const std::string& attribute) {
        if (!block.exists()) return;
        fill(
            kind, attribute, [&](int k) { return block.has(k); },
            [&](int s, int t, int k) { return value(block.column(s, t, k)); });
    }

    void write_kind(const KindModel& kind) {
        if (kind.assets.table->size() == 0) return;
        write_capacities(kind);
        if (kind.assets.count() == 0) return;
        const Kind each = kind.assets.kind;
        if (each == Kind::generator || each == Kind::process || each == Kind::store) fill_block(kind, kind.flow, "p");
        if (each == Kind::link || each == Kind::process) write_ports(kind);
        if (is_passive(each)) write_passive(kind);
        if (each == Kind::storage_unit) write_storage_unit(kind);
        if (each == Kind::store) fill_block(kind, kind.level, "e");
        fill_block(kind, kind.status, "status");
        fill_block(kind, kind.start_up, "start_up");
        fill_block(kind, kind.shut_down, "shut_down");
        fill_block(kind, kind.maintenance, "maintenance");
        fill_block(kind, kind.maintenance_start, "maintenance_start");
        if (x_.has_dual) write_limit_duals(kind);
    }

    void write_capacities(const KindModel& kind) {
        const std::string nominal{names_of(kind.assets.kind).nominal};
        Table& table = table_of(kind);
        network::Column& column = table.make_column(nominal + "_opt", network::Kind::number, scenarios());
        const auto size = static_cast<std::size_t>(table.size());
        for (int s = 0; s < scenarios(); ++s) {
            for (int item = 0; item < table.size(); ++item)
                column.numbers[static_cast<std::size_t>(s) * size + static_cast<std::size_t>(item)] =
                    table.number(nominal, item, s);
            for (int k = 0; k < kind.assets.count(); ++k)
                if (kind.capacity[static_cast<std::size_t>(k)] >= 0)
                    column.numbers[static_cast<std::size_t>(s) * size + static_cast<std::size_t>(kind.assets.item(k))] =
                        value(kind.capacity[static_cast<std::size_t>(k)]);
        }
    }

    void write_passive(const KindModel& kind) {
        const auto loss = [&](int s, int t, int k) {
            return kind.loss.exists() ? value(kind.loss.column(s, t, k)) : 0.0;
        };
        const auto all = [](int) { return true; };
        fill(kind, "p0", all,
             [&](int s, int t, int k) { return value(kind.flow.column(s, t, k)) + 0.5 * loss(s, t, k); });
        fill(kind, "p1", all,
             [&](int s, int t, int k) { return 0.5 * loss(s, t, k) - value(kind.flow.column(s, t, k)); });
        fill_block(kind, kind.phase_shift, "phase_shift");
    }

    void write_storage_unit(const KindModel& kind) {
        fill_block(kind, kind.flow, "p_dispatch");
        fill_block(kind, kind.charge, "p_store");
        fill_block(kind, kind.level, "state_of_charge");
        fill_block(kind, kind.spill, "spill");
        fill(
            kind, "p", [](int) { return true; },
            [&](int s, int t, int k) { return value(kind.flow.column(s, t, k)) - value(kind.charge.column(s, t, k)); });
    }

    void write_ports(const KindModel& kind) {
        const bool link = kind.assets.kind == Kind::link;
        if (link) fill_block(kind, kind.flow, "p0");
        std::vector<int> ports{1};
        if (!link) ports.insert(ports.begin(), 0);
        for (const int port : further_ports(*kind.assets.table)) ports.push_back(port);
        for (const int port : ports) write_port(kind, port, link);
    }

    void write_port(const KindModel& kind, int port, bool link) {
        const std::string number = std::to_string(port);
        const std::string suffix = link && port == 1 ? "" : number;
        const Table& table = *kind.assets.table;
        const network::Values factor(table, (link ? "efficiency" : "rate") + suffix);
        std::vector<std::vector<int>> source(static_cast<std::size_t>(kind.assets.count()));
        for (int k = 0; k < kind.assets.count(); ++k) {
            const double delay = table.number("delay" + suffix, kind.assets.item(k));
            if (delay > 0.0)
                source[static_cast<std::size_t>(k)] =
                    delay_sources(model_.horizon, delay, table.flag("cyclic_delay" + suffix, kind.assets.item(k)));
        }
        fill(
            kind, "p" + number, [&](int k) { return !table.text("bus" + number, kind.assets.item(k)).empty(); },
            [&](int s, int t, int k) {
                const std::vector<int>& from = source[static_cast<std::size_t>(k)];
                const int sent = from.empty() ? t : from[static_cast<std::size_t>(t)];
                if (sent < 0) return 0.0;
                const int snapshot = model_.horizon.snapshots[static_cast<std::size_t>(t)];
                return -factor(s, snapshot, kind.assets.item(k)) * value(kind.flow.column(s, sent, k)) + 0.0;
            });
    }

    /// Shadow prices of the limits of dispatch (of the level, for storage): a row's dual, or a reduced cost.
    void write_limit_duals(const KindModel& kind) {
        const Kind each = kind.assets.kind;
        const bool level = each == Kind::store || each == Kind::storage_unit;
        const Block& block = level ? kind.level : kind.flow;
        const auto dual = [&](const std::vector<int>& rows, int s, int t, int k, bool upper) {
            const int row = kind.limit_row(rows, s, t, k);
            if (row >= 0) return x_.row_dual[static_cast<std::size_t>(row)] + 0.0;
            const double d = x_.reduced_cost[static_cast<std::size_t>(block.column(s, t, k))];
            return (upper ? std::min(d, 0.0) : std::max(d, 0.0)) + 0.0;
        };
        const auto all = [](int) { return true; };
        fill(kind, "mu_upper", all, [&](int s, int t, int k) { return dual(kind.upper_row, s, t, k, true); });
        fill(kind, "mu_lower", all, [&](int s, int t, int k) { return dual(kind.lower_row, s, t, k, false); });
    }

    /// Shadow prices of whole families whose name ends in what PyPSA calls mu_<...>.
    void write_row_duals() {
        static constexpr std::array endings{"energy_balance", "ramp_limit_up", "ramp_limit_down", "p_set"};
        for (const RowFamily& family : model_.rows) {
            if (family.component == "GlobalConstraint") write_global(family);
            for (const std::string ending : endings)
                if (family.name.ends_with("-" + ending)) write_family(family, "mu_" + ending);
        }
    }

    void write_family(const RowFamily& family, const std::string& attribute) {
        Table& table = n_.table(family.component);
        if (table.type().find(attribute) == nullptr) return;
        Series& series = dense_series(n_, table, attribute);
        for (std::size_t i = 0; i < family.tags.size(); ++i) {
            const RowTag& tag = family.tags[i];
            if (tag.t < 0 || tag.t >= keep_) continue;
            const auto snapshot = static_cast<std::size_t>(model_.horizon.snapshots[static_cast<std::size_t>(tag.t)]);
            series.values[(snapshot * static_cast<std::size_t>(scenarios()) + static_cast<std::size_t>(tag.scenario)) *
                              static_cast<std::size_t>(table.size()) +
                          static_cast<std::size_t>(tag.item)] =
                x_.row_dual[static_cast<std::size_t>(family.first) + i] + 0.0;
        }
    }

    void write_global(const RowFamily& family) {
        Table& table = n_.table("GlobalConstraint");
        network::Column& mu = table.edit_column("mu", scenarios());
        for (std::size_t i = 0; i < family.tags.size(); ++i) {
            const std::size_t at =
                static_cast<std::size_t>(family.tags[i].scenario) * static_cast<std::size_t>(table.size()) +
                static_cast<std::size_t>(family.tags[i].item);
            if (at < mu.numbers.size()) mu.numbers[at] = x_.row_dual[static_cast<std::size_t>(family.first) + i] + 0.0;
        }
    }

    void write_prices() {
        Table& buses = n_.table("Bus");
        Series& prices = dense_series(n_, buses, "marginal_price");
        for (int t = 0; t < keep_; ++t)
            for (int s = 0; s < scenarios(); ++s)
                for (int bus = 0; bus < buses.size(); ++bus) {
                    const double weight = model_.horizon.cost_hours[static_cast<std::size_t>(t)];
                    const double dual = x_.row_dual[static_cast<std::size_t>(model_.balance_row(s, t, bus))];
                    prices.values[place(t, s, buses.size(), bus)] = weight == 0.0 ? 0.0 : dual / weight + 0.0;
                }
    }

    [[nodiscard]] std::size_t place(int t, int s, int size, int item) const {
        return (static_cast<std::size_t>(model_.horizon.snapshots[static_cast<std::size_t>(t)]) *
                    static_cast<std::size_t>(scenarios()) +
                static_cast<std::size_t>(s)) *
                   static_cast<std::size_t>(size) +
               static_cast<std::size_t>(item);
    }

    void write_loads() {
        Table& loads = n_.table("Load");
        if (loads.size() == 0) return;
        const network::Values demand(loads, "p_set");
        std::vector<double> values;
        for (int t = 0; t < keep_; ++t)
            for (int s = 0; s < scenarios(); ++s)
                for (int item = 0; item < loads.size(); ++item)
                    values.push_back(loads.flag("active", item)
                                         ? demand(s, model_.horizon.snapshots[static_cast<std::size_t>(t)], item)
                                         : 0.0);
        Series& series = dense_series(n_, loads, "p");
        std::size_t next = 0;
        for (int t = 0; t < keep_; ++t)
            for (int s = 0; s < scenarios(); ++s)
                for (int item = 0; item < loads.size(); ++item)
                    series.values[place(t, s, loads.size(), item)] = values[next++];
    }

    /// Adds sign * series to the injection of the buses a column names.
    void inject(std::string_view component, const std::string& attribute, const std::string& bus, double sign,
                bool own_sign, Series& injection) {
        const Table& table = n_.table(component);
        const Table& buses = n_.table("Bus");
        if (table.size() == 0 || table.series(attribute) == nullptr) return;
        const network::Values values(table, attribute);
        for (int item = 0; item < table.size(); ++item) {
            const std::string& name = table.text(bus, item);
            const int at = name.empty() ? -1 : buses.find(name);
            if (at < 0) continue;
            const double factor = own_sign ? table.number("sign", item) : sign;
            for (int t = 0; t < keep_; ++t)
                for (int s = 0; s < scenarios(); ++s)
                    injection.values[place(t, s, buses.size(), at)] +=
                        factor * values(s, model_.horizon.snapshots[static_cast<std::size_t>(t)], item);
        }
    }

    void write_injections() {
        Table& buses = n_.table("Bus");
        Series& injection = dense_series(n_, buses, "p");
        for (int t = 0; t < keep_; ++t)
            for (int s = 0; s < scenarios(); ++s)
                for (int bus = 0; bus < buses.size(); ++bus) injection.values[place(t, s, buses.size(), bus)] = 0.0;
        for (const char* component : {"Generator", "Store", "StorageUnit", "Load"})
            inject(component, "p", "bus", 1.0, true, injection);
        for (const char* component : {"Link", "Process"}) {
            inject(component, "p0", "bus0", -1.0, false, injection);
            inject(component, "p1", "bus1", -1.0, false, injection);
            for (const int port : further_ports(n_.table(component)))
                inject(component, "p" + std::to_string(port), "bus" + std::to_string(port), -1.0, false, injection);
        }
    }

    const Template& model_;
    const lp::Solution& x_;
    int keep_;
    Network& n_;
};

}  // namespace

void write_solution(const Template& model, const lp::Solution& solution, int keep, network::Network& network) {
    Writer(model, solution, keep, network).write();
}

void write_price_flags(const Template& model, const std::vector<std::uint8_t>& row_may_move, int keep,
                       std::vector<std::uint8_t>& flags) {
    const auto buses = static_cast<std::size_t>(model.network->table("Bus").size());
    const auto scenarios = static_cast<std::size_t>(model.num_scenarios());
    flags.resize(static_cast<std::size_t>(model.network->num_snapshots()) * scenarios * buses, 0);
    for (int t = 0; t < keep; ++t)
        for (std::size_t s = 0; s < scenarios; ++s)
            for (std::size_t bus = 0; bus < buses; ++bus) {
                const auto snapshot = static_cast<std::size_t>(model.horizon.snapshots[static_cast<std::size_t>(t)]);
                const int row = model.balance_row(static_cast<int>(s), t, static_cast<int>(bus));
                flags[(snapshot * scenarios + s) * buses + bus] = row_may_move[static_cast<std::size_t>(row)];
            }
}

}  // namespace proeftuin::dispatch

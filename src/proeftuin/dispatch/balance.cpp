// SPDX-License-Identifier: Apache-2.0
//
// Balance of every bus n, snapshot t and scenario s (Kirchhoff's current law, for any carrier):
//
//     sum of sign_k p_k  (generators, stores)  +  sum of sign_k (p_dispatch_k - p_store_k)  (storage units)
//       - flow leaving at bus0 + flow arriving at bus1                                       (lines, transformers)
//       - p_k at bus0 + efficiency_kt p_k,t(d) at every other port                           (links)
//       + rate_kt p_k,t(d) at every port                                                     (processes)
//       - half of the losses of the lines and transformers that end here
//     = sum of -sign_l p_set_l                                                               (loads)
//
// t(d) is the snapshot in which what arrives at t was sent, d hours before: the latest one that starts no later than the start
// of t less d. Without `cyclic_delay` what would have been sent before the horizon (or the period) does not arrive. The
// coefficient is that of the arrival. Source: PyPSA user guide, "Energy Balance". The shadow price of the balance, divided by the
// weight of the snapshot, is the marginal price.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

/// Sources within one period; positions relative to its first snapshot, -1 = none.
std::vector<int> period_sources(const std::vector<double>& hours, double delay_h, bool cyclic) {
    std::vector<double> start(hours.size(), 0.0);
    for (std::size_t t = 1; t < hours.size(); ++t) start[t] = start[t - 1] + hours[t - 1];
    const double total = hours.empty() ? 0.0 : start.back() + hours.back();
    std::vector<int> sources;
    for (const double at : start) {
        double sent = at - delay_h;
        if (cyclic && total > 0.0) sent -= total * std::floor(sent / total);
        if (sent < 0.0) {
            sources.push_back(-1);
            continue;
        }
        const auto after = std::upper_bound(start.begin(), start.end(), sent);
        sources.push_back(static_cast<int>(after - start.begin()) - 1);
    }
    return sources;
}

class Balances {
  public:
    explicit Balances(Formulation& f) : f_(f) {}

    /// Adds coefficient(s, t, item) * block to the balance of the buses at which the assets stand.
    template <typename Coefficient>
    void add(const KindModel& kind, const Block& block, const std::vector<int>& bus_of_item,
             Coefficient&& coefficient) {
        if (!block.exists()) return;
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int item = kind.assets.item(k);
            const int bus = bus_of_item[static_cast<std::size_t>(item)];
            if (bus < 0) continue;
            for (int s = 0; s < f_.num_scenarios(); ++s)
                for (int t = 0; t < f_.num_snapshots(); ++t)
                    if (f_.is_active(kind, t, k))
                        f_.builder.add(f_.model.balance_row(s, t, bus), block.column(s, t, k), coefficient(s, t, item));
        }
    }

    /// Adds a port of a link or process, delayed where it says so.
    void add_port(const KindModel& kind, int port, const std::string& coefficient, const std::string& suffix) {
        const network::Table& table = *kind.assets.table;
        const std::vector<int> bus = bus_positions(f_, table, "bus" + std::to_string(port));
        const network::Values factor(table, coefficient);
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int item = kind.assets.item(k);
            if (bus[static_cast<std::size_t>(item)] < 0) continue;
            for (int s = 0; s < f_.num_scenarios(); ++s) {
                const double delay = table.number("delay" + suffix, item, s);
                std::vector<int> source;
                if (delay > 0.0)
                    source = delay_sources(f_.horizon(), delay, table.flag("cyclic_delay" + suffix, item, s));
                for (int t = 0; t < f_.num_snapshots(); ++t) {
                    const int sent = source.empty() ? t : source[static_cast<std::size_t>(t)];
                    if (sent < 0 || !f_.is_active(kind, t, k)) continue;
                    f_.builder.add(f_.model.balance_row(s, t, bus[static_cast<std::size_t>(item)]),
                                   kind.flow.column(s, sent, k), factor(s, f_.snapshot(t), item));
                }
            }
        }
    }

    void add_loads() {
        const network::Table& loads = f_.network.table("Load");
        const std::vector<int> bus = bus_positions(f_, loads, "bus");
        const network::Values demand(loads, "p_set");
        for (int item = 0; item < loads.size(); ++item) {
            if (!loads.flag("active", item) || bus[static_cast<std::size_t>(item)] < 0) continue;
            const double sign = loads.number("sign", item);
            for (int s = 0; s < f_.num_scenarios(); ++s)
                for (int t = 0; t < f_.num_snapshots(); ++t)
                    f_.builder.shift_row(f_.model.balance_row(s, t, bus[static_cast<std::size_t>(item)]),
                                         -sign * demand(s, f_.snapshot(t), item));
        }
    }

  private:
    Formulation& f_;
};

void add_rows(Formulation& f) {
    RowWriter rows(f, "Bus-nodal_balance", "Bus");
    f.model.balance_first = f.builder.num_rows();
    const int buses = f.network.table("Bus").size();
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t)
            for (int bus = 0; bus < buses; ++bus) rows.add(0.0, 0.0, bus, t, s);
}

void add_one_ports(Formulation& f, Balances& balances) {
    for (const Kind each : {Kind::generator, Kind::store, Kind::storage_unit}) {
        const KindModel& kind = f.kind(each);
        const network::Table& table = *kind.assets.table;
        if (kind.assets.count() == 0) continue;
        const std::vector<int> bus = bus_positions(f, table, "bus");
        const network::Values sign(table, "sign");
        balances.add(kind, kind.flow, bus, [&](int s, int, int item) { return sign.fixed(s, item); });
        balances.add(kind, kind.charge, bus, [&](int s, int, int item) { return -sign.fixed(s, item); });
    }
}

void add_branches(Formulation& f, Balances& balances) {
    const auto constant = [](double value) { return [value](int, int, int) { return value; }; };
    for (const Kind each : {Kind::line, Kind::transformer}) {
        const KindModel& kind = f.kind(each);
        if (kind.assets.count() == 0) continue;
        const std::vector<int> bus0 = bus_positions(f, *kind.assets.table, "bus0");
        const std::vector<int> bus1 = bus_positions(f, *kind.assets.table, "bus1");
        balances.add(kind, kind.flow, bus0, constant(-1.0));
        balances.add(kind, kind.flow, bus1, constant(1.0));
        balances.add(kind, kind.loss, bus0, constant(-0.5));
        balances.add(kind, kind.loss, bus1, constant(-0.5));
    }
    const KindModel& links = f.kind(Kind::link);
    if (links.assets.count() > 0) {
        balances.add(links, links.flow, bus_positions(f, *links.assets.table, "bus0"), constant(-1.0));
        balances.add_port(links, 1, "efficiency", "");
        for (const int port : further_ports(*links.assets.table))
            balances.add_port(links, port, "efficiency" + std::to_string(port), std::to_string(port));
    }
    const KindModel& processes = f.kind(Kind::process);
    if (processes.assets.count() == 0) return;
    std::vector<int> ports{0, 1};
    for (const int port : further_ports(*processes.assets.table)) ports.push_back(port);
    for (const int port : ports)
        balances.add_port(processes, port, "rate" + std::to_string(port), std::to_string(port));
}

}  // namespace

std::vector<int> delay_sources(const Horizon& horizon, double delay_h, bool cyclic) {
    std::vector<int> sources;
    for (int p = 0; p < horizon.num_periods(); ++p) {
        const int first = horizon.period_first[static_cast<std::size_t>(p)];
        const int last = horizon.period_first[static_cast<std::size_t>(p) + 1];
        const std::vector<double> hours(horizon.generator_hours.begin() + first,
                                        horizon.generator_hours.begin() + last);
        for (const int source : period_sources(hours, delay_h, cyclic))
            sources.push_back(source < 0 ? -1 : first + source);
    }
    return sources;
}

void add_nodal_balance(Formulation& f) {
    add_rows(f);
    Balances balances(f);
    add_one_ports(f, balances);
    add_branches(f, balances);
    balances.add_loads();
}

}  // namespace proeftuin::dispatch

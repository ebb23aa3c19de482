// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/schedule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <set>
#include <string_view>
#include <utility>

#include "proeftuin/report/totals.hpp"

namespace proeftuin::report {

using dispatch::Horizon;
using network::Network;
using network::Table;

namespace {

std::string_view energy_of(std::string_view carrier) {
    return carrier == "DC" || carrier.empty() ? std::string_view("AC") : carrier;
}

/// Which buses are drawn, and where they stand in the picture (-1 = not drawn).
struct Drawn {
    std::vector<int> place;  // [num_buses]
    int count = 0;
    [[nodiscard]] int at(int bus) const { return bus < 0 ? -1 : place[static_cast<std::size_t>(bus)]; }
};

Drawn drawn_buses(const Network& network, const Horizon& horizon) {
    const Table& buses = network.table("Bus");
    const Table& loads = network.table("Load");
    const Mean demand(network, loads, "p_set");
    std::map<std::string_view, double> energy;
    for (int load = 0; load < loads.size(); ++load) {
        const int bus = buses.find(loads.text("bus", load));
        if (bus < 0) continue;
        double& sum = energy[energy_of(buses.text("carrier", bus))];
        for (const int snapshot : horizon.snapshots) sum += std::abs(demand(snapshot, load));
    }
    std::string_view main = "AC";
    double most = 0.0;
    for (const auto& [carrier, amount] : energy) {
        if (amount > most) {
            most = amount;
            main = carrier;
        }
    }
    Drawn drawn{.place = std::vector<int>(static_cast<std::size_t>(buses.size()), -1)};
    for (int bus = 0; bus < buses.size(); ++bus) {
        if (energy_of(buses.text("carrier", bus)) == main) drawn.place[static_cast<std::size_t>(bus)] = drawn.count++;
    }
    return drawn;
}

/// Snapshots until the time of day repeats; 1 where labels are no date-times.
int snapshots_a_day(const Network& network, const Horizon& horizon) {
    const auto time_of_day = [&](int t) -> std::string_view {
        const std::string& label =
            network.snapshots.labels[static_cast<std::size_t>(horizon.snapshots[static_cast<std::size_t>(t)])];
        return label.size() == 19 ? std::string_view(label).substr(10) : std::string_view();
    };
    for (int t = 1; t < std::min(horizon.size(), 200); ++t) {
        if (!time_of_day(t).empty() && time_of_day(t) == time_of_day(0)) return t;
    }
    return 1;
}

/// Adds amounts per snapshot of the horizon up into steps.
class Steps {
  public:
    Steps(const Network& network, const Horizon& horizon, int max_steps) : horizon_(horizon) {
        length_ = std::max(1, (horizon.size() + max_steps - 1) / max_steps);
        const int day = snapshots_a_day(network, horizon);
        const int whole_days = (length_ + day - 1) / day * day;
        // A step of 22 hours would beat with the day; whole days where that leaves enough steps to see.
        if (length_ > 1 && horizon.size() >= 60 * whole_days) length_ = whole_days;
        count_ = (horizon.size() + length_ - 1) / length_;
        hours_.resize(static_cast<std::size_t>(count_));
        for (int t = 0; t < horizon.size(); ++t) hours_[step(t)] += weight(t);
    }
    [[nodiscard]] int length() const { return length_; }
    [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(count_); }
    [[nodiscard]] std::size_t step(int t) const { return static_cast<std::size_t>(t / length_); }
    [[nodiscard]] int snapshot(int t) const { return horizon_.snapshots[static_cast<std::size_t>(t)]; }
    /// Of a snapshot in the mean of its step.
    [[nodiscard]] double share(int t) const { return weight(t) / hours_[step(t)]; }
    [[nodiscard]] int num_snapshots() const { return horizon_.size(); }

  private:
    [[nodiscard]] double weight(int t) const {
        const double hours = horizon_.generator_hours[static_cast<std::size_t>(t)];
        return hours > 0.0 ? hours : 1e-9;  // a step without weight is still drawn
    }
    const Horizon& horizon_;
    int length_ = 1;
    int count_ = 0;
    std::vector<double> hours_;
};

/// Collects supply by carrier.
class Collector {
  public:
    Collector(const Network& network, const Steps& steps, const Drawn& drawn)
        : network_(network), steps_(steps), drawn_(drawn), buses_(network.table("Bus")) {}

    /// Components at one bus whose attribute counts as supply with their sign.
    void add_at_bus(std::string_view component, std::string_view attribute) {
        const Table& table = network_.table(component);
        const Mean power(network_, table, attribute);
        for (int item = 0; item < table.size(); ++item) {
            if (!power.varies(item) || drawn_.at(buses_.find(table.text("bus", item))) < 0) continue;
            add(name_of(table, item), power, item, table.number("sign", item));
        }
    }

    /// Links and processes between a drawn bus and one that is not: conversion, positive into the drawn one.
    void add_conversions(std::string_view component) {
        const Table& table = network_.table(component);
        for (int port = 0; port < 10; ++port) {
            const std::string number = std::to_string(port);
            const Mean power(network_, table, "p" + number);
            for (int item = 0; item < table.size(); ++item) {
                if (!power.varies(item) || drawn_.at(buses_.find(table.text("bus" + number, item))) < 0) continue;
                if (only_drawn(table, item)) continue;
                add(name_of(table, item), power, item, -1.0);
            }
        }
    }

    [[nodiscard]] std::vector<Supply> finish(int max_carriers) {
        std::vector<Supply> all;
        for (auto& [carrier, mw] : supply_) all.push_back({carrier, std::move(mw)});
        const auto energy = [](const Supply& supply) {
            double sum = 0.0;
            for (const double mw : supply.mw) sum += std::abs(mw);
            return sum;
        };
        std::erase_if(all, [&](const Supply& supply) { return energy(supply) <= 1e-6; });
        std::stable_sort(all.begin(), all.end(),
                         [&](const Supply& a, const Supply& b) { return energy(a) > energy(b); });
        if (static_cast<int>(all.size()) <= max_carriers) return all;
        Supply other{"all other", std::vector<double>(steps_.count())};
        for (std::size_t i = static_cast<std::size_t>(max_carriers) - 1; i < all.size(); ++i) {
            for (std::size_t step = 0; step < other.mw.size(); ++step) other.mw[step] += all[i].mw[step];
        }
        all.resize(static_cast<std::size_t>(max_carriers) - 1);
        all.push_back(std::move(other));
        return all;
    }

  private:
    static std::string name_of(const Table& table, int item) {
        const std::string& carrier = table.text("carrier", item);
        return carrier.empty() ? table.type().list_name : carrier;
    }

    [[nodiscard]] bool only_drawn(const Table& table, int item) const {
        for (int port = 0; port < 10; ++port) {
            const std::string& bus = table.text("bus" + std::to_string(port), item);
            if (!bus.empty() && drawn_.at(buses_.find(bus)) < 0) return false;
        }
        return true;
    }

    void add(const std::string& carrier, const Mean& power, int item, double sign) {
        std::vector<double>& mw = supply_[carrier];
        mw.resize(steps_.count());
        for (int t = 0; t < steps_.num_snapshots(); ++t) {
            mw[steps_.step(t)] += steps_.share(t) * sign * power(steps_.snapshot(t), item);
        }
    }

    const Network& network_;
    const Steps& steps_;
    const Drawn& drawn_;
    const Table& buses_;
    std::map<std::string, std::vector<double>> supply_;
};

/// Demand of every drawn bus in one snapshot of the horizon, MW.
class Demand {
  public:
    Demand(const Network& network, const Drawn& drawn) : demand_(network, network.table("Load"), "p_set") {
        const Table& loads = network.table("Load");
        for (int load = 0; load < loads.size(); ++load) {
            const int place = drawn.at(network.table("Bus").find(loads.text("bus", load)));
            if (place < 0 || !loads.flag("active", load)) continue;
            loads_.push_back({load, place, -loads.number("sign", load)});
        }
    }
    void read(int snapshot, std::vector<double>& by_place) const {
        std::fill(by_place.begin(), by_place.end(), 0.0);
        for (const Entry& entry : loads_) {
            const double mw = demand_(snapshot, entry.load);
            if (!std::isnan(mw)) by_place[static_cast<std::size_t>(entry.place)] += entry.sign * mw;
        }
    }

  private:
    struct Entry {
        int load;
        int place;
        double sign;
    };
    Mean demand_;
    std::vector<Entry> loads_;
};

void add_prices(const Network& network, const Steps& steps, const Drawn& drawn, Schedule& result) {
    const Mean price(network, network.table("Bus"), "marginal_price");
    const Demand demand(network, drawn);
    std::vector<double> load(static_cast<std::size_t>(drawn.count));
    result.demand_mw.resize(steps.count());
    result.price.resize(steps.count());
    result.lowest_price.assign(steps.count(), std::numeric_limits<double>::infinity());
    result.highest_price.assign(steps.count(), -std::numeric_limits<double>::infinity());
    for (int t = 0; t < steps.num_snapshots(); ++t) {
        const std::size_t step = steps.step(t);
        const int snapshot = steps.snapshot(t);
        demand.read(snapshot, load);
        double value = 0.0;
        double weight = 0.0;
        double plain = 0.0;
        for (std::size_t bus = 0; bus < drawn.place.size(); ++bus) {
            const int place = drawn.place[bus];
            if (place < 0) continue;
            const double here = price(snapshot, static_cast<int>(bus));
            const double mw = std::max(load[static_cast<std::size_t>(place)], 0.0);
            value += mw * here;
            weight += mw;
            plain += here / drawn.count;
            result.demand_mw[step] += steps.share(t) * load[static_cast<std::size_t>(place)];
            result.lowest_price[step] = std::min(result.lowest_price[step], here);
            result.highest_price[step] = std::max(result.highest_price[step], here);
        }
        result.price[step] += steps.share(t) * (weight > 0.0 ? value / weight : plain);
    }
}

}  // namespace

Schedule schedule(const Network& network, const Horizon& horizon, int max_steps, int max_carriers) {
    const Drawn drawn = drawn_buses(network, horizon);
    const Steps steps(network, horizon, max_steps);
    Schedule result{.snapshots_per_step = steps.length()};
    for (int t = 0; t < horizon.size(); t += steps.length()) {
        result.labels.push_back(network.snapshots.name(horizon.snapshots[static_cast<std::size_t>(t)]));
    }
    result.num_snapshots = horizon.size();
    if (horizon.size() > 0) result.last_label = network.snapshots.name(horizon.snapshots.back());
    Collector collector(network, steps, drawn);
    collector.add_at_bus("Generator", "p");
    collector.add_at_bus("StorageUnit", "p");
    collector.add_at_bus("Store", "p");
    collector.add_conversions("Link");
    collector.add_conversions("Process");
    result.supply = collector.finish(max_carriers);
    if (drawn.count > 0) add_prices(network, steps, drawn, result);
    return result;
}

namespace {

void place_buses(const Network& network, const Drawn& drawn, Map& result) {
    const Table& buses = network.table("Bus");
    std::set<std::pair<double, double>> places;
    for (int bus = 0; bus < buses.size(); ++bus) {
        const int place = drawn.at(bus);
        if (place < 0) continue;
        MapBus& here = result.buses[static_cast<std::size_t>(place)];
        here.name = buses.name(bus);
        here.x = buses.number("x", bus);
        here.y = buses.number("y", bus);
        places.insert({here.x, here.y});
    }
    result.has_places = 2 * places.size() > result.buses.size() && places.size() > 1;
    if (result.has_places) return;
    for (std::size_t i = 0; i < result.buses.size(); ++i) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(result.buses.size());
        result.buses[i].x = std::sin(angle);
        result.buses[i].y = std::cos(angle);
    }
}

/// Mean flows of a component type between its first two buses, summed by pair of drawn buses.
void add_flows(const Network& network, const Horizon& horizon, const Drawn& drawn, std::string_view component,
               std::map<std::pair<int, int>, double>& flows) {
    const Table& table = network.table(component);
    const Mean power(network, table, "p0");
    double hours = 0.0;
    for (const double h : horizon.generator_hours) hours += h;
    for (int item = 0; item < table.size(); ++item) {
        const int from = drawn.at(network.table("Bus").find(table.text("bus0", item)));
        const int to = drawn.at(network.table("Bus").find(table.text("bus1", item)));
        if (from < 0 || to < 0 || from == to) continue;
        double sum = 0.0;
        for (int t = 0; power.varies(item) && t < horizon.size(); ++t) {
            const auto at = static_cast<std::size_t>(t);
            sum += horizon.generator_hours[at] * power(horizon.snapshots[at], item);
        }
        const double mean = hours > 0.0 ? sum / hours : 0.0;
        flows[std::minmax(from, to)] += from < to ? mean : -mean;
    }
}

}  // namespace

Map map(const Network& network, const Horizon& horizon) {
    const Drawn drawn = drawn_buses(network, horizon);
    Map result;
    result.buses.resize(static_cast<std::size_t>(drawn.count));
    place_buses(network, drawn, result);

    const std::vector<PriceRow> rows = prices(network, horizon);
    for (std::size_t bus = 0; bus < rows.size(); ++bus) {
        if (drawn.place[bus] >= 0) result.buses[static_cast<std::size_t>(drawn.place[bus])].price = rows[bus].mean;
    }
    const Demand demand(network, drawn);
    std::vector<double> load(result.buses.size());
    for (const int snapshot : horizon.snapshots) {
        demand.read(snapshot, load);
        for (std::size_t i = 0; i < load.size(); ++i) result.buses[i].load_mw += load[i] / horizon.size();
    }
    std::map<std::pair<int, int>, double> flows;
    for (const std::string_view component : {"Line", "Transformer", "Link"}) {
        add_flows(network, horizon, drawn, component, flows);
    }
    for (const auto& [ends, mean] : flows) {
        const auto [a, b] = ends;
        result.flows.push_back(mean >= 0.0 ? MapFlow{a, b, mean} : MapFlow{b, a, -mean});
    }
    return result;
}

}  // namespace proeftuin::report

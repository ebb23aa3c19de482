// SPDX-License-Identifier: Apache-2.0
//
// A market of n parties for tests and benchmarks: every number in it is drawn, none describes a country. What it has
// in common with a real one is its structure, which is what decides how hard a game is:
//
//   loads      a daily and a weekly cycle with a phase and size of their own, and noise
//   supply     `steps` steps of rising price per zone, up to 1.3 times the peak load together, some with a minimum
//              load or a ramp limit in every other zone; the price level differs between zones
//   wind       40 % to 120 % of the mean load, with an hourly availability correlated in time and along the list
//   storage    a battery of 4 hours in every zone; a reservoir of 100 hours with inflow in every third
//   shedding   at 3000 EUR/MWh, so that every coalition has a solution
//   borders    a link of 3 % to 12 % of the smaller mean load for every pair of `borders`
//
// Numbers come from SplitMix64 and a fixed mapping, so they are the same everywhere, but for the last bits of sin,
// exp and pow.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/dispatch/small_networks_test.hpp"

namespace proeftuin::testing {

struct BorderNetworkOptions {
    int hours = 336;
    int steps = 8;
    std::uint64_t seed = 1;
    std::vector<std::string> parties = {"NL", "BE", "LU", "DE", "FR", "GB", "DK", "NO", "SE", "AT", "CH", "PL"};
    /// Positions in `parties`. The default: land borders and sea cables among the twelve.
    std::vector<std::pair<int, int>> borders = {{0, 1}, {0, 3}, {0, 5},  {0, 6},  {0, 7},  {1, 2},  {1, 3},
                                                {1, 4}, {1, 5}, {2, 3},  {2, 4},  {3, 4},  {3, 6},  {3, 7},
                                                {3, 8}, {3, 9}, {3, 10}, {3, 11}, {4, 5},  {4, 10}, {5, 6},
                                                {5, 7}, {6, 7}, {6, 8},  {7, 8},  {8, 11}, {9, 10}};
};

namespace border_network {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    double uniform(double low, double high) {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return low + (high - low) * static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
    }

  private:
    std::uint64_t state_;
};

struct Zone {
    double mean_load;
    double phase_h;
    double price_level;
    std::vector<double> load;
    std::vector<double> wind;  // per unit
};

inline std::vector<Zone> draw_zones(const BorderNetworkOptions& o, Random& random) {
    std::vector<Zone> zones;
    std::vector<double> weather(static_cast<std::size_t>(o.hours), 0.0);
    for (std::size_t i = 0; i < o.parties.size(); ++i) {
        Zone zone{random.uniform(2e3, 4e4), random.uniform(-3.0, 3.0), random.uniform(0.7, 1.4), {}, {}};
        const double swing = random.uniform(0.12, 0.25);
        double own = random.uniform(-1.0, 1.0);
        for (int t = 0; t < o.hours; ++t) {
            const double day = std::sin(2.0 * std::numbers::pi * (t - 9.0 - zone.phase_h) / 24.0);
            const double week = (t / 24) % 7 >= 5 ? 0.88 : 1.0;
            zone.load.push_back(zone.mean_load * week * (1.0 + swing * day + random.uniform(-0.02, 0.02)));
            own = 0.95 * own + random.uniform(-0.3, 0.3);
            double& shared = weather[static_cast<std::size_t>(t)];
            shared = i == 0 ? own : 0.6 * shared + 0.8 * own;
            zone.wind.push_back(1.0 / (1.0 + std::exp(-2.0 * shared + 0.8)));
        }
        zones.push_back(std::move(zone));
    }
    return zones;
}

struct Plants {
    std::vector<std::string> name, bus;
    std::vector<double> size, cost, minimum, ramp;
};

inline Plants draw_plants(const BorderNetworkOptions& o, const std::vector<Zone>& zones, Random& random) {
    Plants plants;
    const auto add = [&](const std::string& name, const std::string& bus, double size, double cost, double minimum,
                         double ramp) {
        plants.name.push_back(bus + " " + name);
        plants.bus.push_back(bus);
        plants.size.push_back(size);
        plants.cost.push_back(cost);
        plants.minimum.push_back(minimum);
        plants.ramp.push_back(ramp);
    };
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const double peak = *std::max_element(zones[i].load.begin(), zones[i].load.end());
        std::vector<double> sizes, costs;
        for (int k = 0; k < o.steps; ++k) {
            sizes.push_back(random.uniform(0.5, 1.5));
            costs.push_back(zones[i].price_level * (5.0 + 130.0 * std::pow(random.uniform(0.0, 1.0) + k, 1.3) /
                                                              std::pow(static_cast<double>(o.steps), 1.3)));
        }
        double sum = 0.0;
        for (const double size : sizes) sum += size;
        for (std::size_t k = 0; k < sizes.size(); ++k) {
            const double size = 1.3 * peak * sizes[k] / sum;
            const bool stiff = i % 2 == 0 && (k == 0 || k == 2);
            add("step " + std::to_string(k), o.parties[i], size, costs[k], stiff && k == 0 ? 0.4 : 0.0,
                stiff && k == 2 ? 0.15 : std::numeric_limits<double>::quiet_NaN());
        }
        add("shedding", o.parties[i], 2.0 * peak, 3000.0, 0.0, std::numeric_limits<double>::quiet_NaN());
        add("wind", o.parties[i], random.uniform(0.4, 1.2) * zones[i].mean_load, 0.0, 0.0,
            std::numeric_limits<double>::quiet_NaN());
    }
    return plants;
}

inline void add_generators(dispatch::testing::Sketch& sketch, const std::vector<Zone>& zones, const Plants& plants,
                           int hours) {
    sketch.add("Generator", plants.name)
        .texts("bus", plants.bus)
        .numbers("p_nom", plants.size)
        .numbers("marginal_cost", plants.cost)
        .numbers("p_min_pu", plants.minimum)
        .numbers("ramp_limit_up", plants.ramp)
        .numbers("ramp_limit_down", plants.ramp);
    const std::size_t each = plants.name.size() / zones.size();
    std::vector<double> available;
    for (int t = 0; t < hours; ++t)
        for (std::size_t k = 0; k < plants.name.size(); ++k)
            available.push_back(k % each == each - 1 ? zones[k / each].wind[static_cast<std::size_t>(t)] : 1.0);
    sketch.series("p_max_pu", available);
}

inline void add_storage(dispatch::testing::Sketch& sketch, const BorderNetworkOptions& o,
                        const std::vector<Zone>& zones, Random& random) {
    std::vector<std::string> name, bus;
    std::vector<double> size, hours, in, out, pump, mean_inflow;
    for (std::size_t i = 0; i < zones.size(); ++i)
        for (const bool reservoir : {false, true}) {
            if (reservoir && i % 3 != 0) continue;
            name.push_back(o.parties[i] + (reservoir ? " reservoir" : " battery"));
            bus.push_back(o.parties[i]);
            size.push_back(random.uniform(0.04, 0.12) * zones[i].mean_load * (reservoir ? 3.0 : 1.0));
            hours.push_back(reservoir ? 100.0 : 4.0);
            in.push_back(reservoir ? 1.0 : 0.95);
            out.push_back(reservoir ? 0.9 : 0.95);
            pump.push_back(reservoir ? 0.0 : -1.0);
            mean_inflow.push_back(reservoir ? 0.4 * size.back() : 0.0);
        }
    std::vector<double> inflow;
    for (int t = 0; t < o.hours; ++t)
        for (const double mean : mean_inflow) inflow.push_back(mean * random.uniform(0.5, 1.5));
    sketch.add("StorageUnit", name)
        .texts("bus", bus)
        .numbers("p_nom", size)
        .numbers("p_min_pu", pump)
        .numbers("max_hours", hours)
        .numbers("efficiency_store", in)
        .numbers("efficiency_dispatch", out)
        .numbers("marginal_cost", std::vector<double>(name.size(), 0.3))
        .flags("cyclic_state_of_charge", std::vector<double>(name.size(), 1.0))
        .series("inflow", inflow);
}

}  // namespace border_network

/// A network with a bus per party, whose column `country` names it.
inline network::Network make_border_network(const BorderNetworkOptions& options) {
    namespace bn = border_network;
    bn::Random random(options.seed);
    const std::vector<bn::Zone> zones = bn::draw_zones(options, random);
    dispatch::testing::Sketch sketch(options.hours);
    sketch.add("Bus", options.parties).texts("country", options.parties);
    bn::add_generators(sketch, zones, bn::draw_plants(options, zones, random), options.hours);
    std::vector<double> loads;
    for (int t = 0; t < options.hours; ++t)
        for (const bn::Zone& zone : zones) loads.push_back(zone.load[static_cast<std::size_t>(t)]);
    sketch.add("Load", options.parties).texts("bus", options.parties).series("p_set", loads);
    bn::add_storage(sketch, options, zones, random);
    std::vector<std::string> name, from, to;
    std::vector<double> size;
    for (const auto& [a, b] : options.borders) {
        const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
        name.push_back(options.parties[i] + "-" + options.parties[j]);
        from.push_back(options.parties[i]);
        to.push_back(options.parties[j]);
        size.push_back(random.uniform(0.03, 0.12) * std::min(zones[i].mean_load, zones[j].mean_load));
    }
    sketch.add("Link", name)
        .texts("bus0", from)
        .texts("bus1", to)
        .numbers("p_nom", size)
        .numbers("p_min_pu", std::vector<double>(name.size(), -1.0));
    return std::move(sketch.network());
}

}  // namespace proeftuin::testing

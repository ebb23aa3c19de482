// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch::testing {

/// Builds small networks in a few lines: names first, then attributes by value.
class Sketch {
  public:
    explicit Sketch(int num_snapshots) {
        for (int t = 0; t < num_snapshots; ++t) n_.snapshots.labels.push_back(std::to_string(t));
        n_.snapshots.objective.assign(n_.snapshots.labels.size(), 1.0);
        n_.snapshots.stores = n_.snapshots.generators = n_.snapshots.objective;
    }

    Sketch& add(std::string_view type, const std::vector<std::string>& names) {
        table_ = &n_.table(type);
        table_->set_names(names);
        return *this;
    }
    Sketch& numbers(std::string_view attribute, const std::vector<double>& values) {
        table_->make_column(attribute, network::Kind::number).numbers = values;
        return *this;
    }
    Sketch& flags(std::string_view attribute, const std::vector<double>& values) {
        table_->make_column(attribute, network::Kind::boolean).numbers = values;
        return *this;
    }
    Sketch& texts(std::string_view attribute, const std::vector<std::string>& values) {
        table_->make_column(attribute, network::Kind::text).texts = values;
        return *this;
    }
    /// values [num_snapshots x num_items], all components.
    Sketch& series(std::string_view attribute, const std::vector<double>& values) {
        network::Series& series = table_->make_series(attribute);
        for (int item = 0; item < table_->size(); ++item) series.items.push_back(item);
        series.values = values;
        return *this;
    }
    Sketch& weights(const std::vector<double>& hours) {
        n_.snapshots.objective = n_.snapshots.stores = n_.snapshots.generators = hours;
        return *this;
    }
    [[nodiscard]] network::Network& network() { return n_; }

  private:
    network::Network n_;
    network::Table* table_ = nullptr;
};

/// A link between two of the parties below, by position.
struct PartyLink {
    int from, to;
    double mw;
};

/// Parties P0, P1, ...: each a bus with 100 MW at its cost and a load of 20 MW; links that flow both ways.
inline network::Network parties_with_links(int num_snapshots, const std::vector<double>& costs,
                                           const std::vector<PartyLink>& pairs) {
    Sketch sketch(num_snapshots);
    const std::size_t parties = costs.size();
    std::vector<std::string> names, from, to, links;
    for (std::size_t p = 0; p < parties; ++p) names.push_back("P" + std::to_string(p));
    std::vector<double> capacities;
    for (const PartyLink& pair : pairs) {
        from.push_back(names[static_cast<std::size_t>(pair.from)]);
        to.push_back(names[static_cast<std::size_t>(pair.to)]);
        links.push_back(from.back() + to.back());
        capacities.push_back(pair.mw);
    }
    const std::vector<double> sizes(parties, 100.0), loads(parties * static_cast<std::size_t>(num_snapshots), 20.0);
    sketch.add("Bus", names).texts("country", names);
    sketch.add("Generator", names).texts("bus", names).numbers("p_nom", sizes).numbers("marginal_cost", costs);
    sketch.add("Load", names).texts("bus", names).series("p_set", loads);
    sketch.add("Link", links)
        .texts("bus0", from)
        .texts("bus1", to)
        .numbers("p_nom", capacities)
        .numbers("p_min_pu", std::vector<double>(links.size(), -1.0));
    return std::move(sketch.network());
}

/// Two zones: 100 MW at 10 EUR/MWh in A, 100 MW at 50 EUR/MWh in B; loads of 20 MW in A and `load_b` in B; a link A -> B.
inline network::Network two_zones(const std::vector<double>& load_b, double link_mw) {
    Sketch sketch(static_cast<int>(load_b.size()));
    sketch.add("Bus", {"A", "B"});
    sketch.add("Generator", {"cheap", "dear"})
        .texts("bus", {"A", "B"})
        .numbers("p_nom", {100.0, 100.0})
        .numbers("marginal_cost", {10.0, 50.0});
    std::vector<double> loads;
    for (const double load : load_b) {
        loads.push_back(20.0);
        loads.push_back(load);
    }
    sketch.add("Load", {"in A", "in B"}).texts("bus", {"A", "B"}).series("p_set", loads);
    sketch.add("Link", {"A-B"})
        .texts("bus0", {"A"})
        .texts("bus1", {"B"})
        .numbers("p_nom", {link_mw})
        .numbers("p_min_pu", {-1.0});
    return std::move(sketch.network());
}

inline double value_of(const network::Network& n, std::string_view type, std::string_view attribute, int snapshot,
                       std::string_view name) {
    const network::Table& table = n.table(type);
    return network::Values(table, attribute)(0, snapshot, table.find(name));
}

inline double total_cost(const SolveResult& result) { return result.objective + result.objective_constant; }

}  // namespace proeftuin::dispatch::testing

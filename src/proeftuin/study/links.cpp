// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/links.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "proeftuin/network/edit.hpp"

namespace proeftuin::study {

namespace {

std::string free_name(const network::Table& table, std::string name) {
    while (table.find(name) >= 0) name += '\'';
    return name;
}

/// The port that a column names: 2 of "bus2"; 0 where it names none beyond the first two.
int further_port(const std::string& column) {
    if (!column.starts_with("bus")) return 0;
    const std::string digits = column.substr(3);
    if (digits.empty() || digits.size() > 4 ||
        !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        return 0;
    const int port = std::stoi(digits);
    return port >= 2 ? port : 0;
}

/// Ends of a link beyond its first two.
int further_ends(const network::Table& links, int link) {
    int ends = 0;
    for (const auto& [name, column] : links.columns())
        ends += further_port(name) > 0 && column.kind == network::Kind::text && !links.text(name, link).empty() ? 1 : 0;
    return ends;
}

/// Makes these the series of their items, beside those of the others.
void merge(network::Table& table, const char* attribute, const network::Series& added) {
    network::Series& series = table.edit_series(attribute);
    network::Series merged = added;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < series.items.size(); ++i)
        if (std::ranges::find(added.items, series.items[i]) == added.items.end()) {
            kept.push_back(i);
            merged.items.push_back(series.items[i]);
        }
    const std::size_t rows = added.values.size() / added.items.size();
    const std::size_t repeat = static_cast<std::size_t>(added.num_scenarios / std::max(series.num_scenarios, 1));
    merged.values.clear();
    for (std::size_t row = 0; row < rows; ++row) {
        const auto begin = added.values.begin() + static_cast<std::ptrdiff_t>(row * added.items.size());
        merged.values.insert(merged.values.end(), begin, begin + static_cast<std::ptrdiff_t>(added.items.size()));
        const std::size_t source = series.num_scenarios == added.num_scenarios ? row : row / repeat;
        for (const std::size_t i : kept) merged.values.push_back(series.values[source * series.items.size() + i]);
    }
    series = std::move(merged);
}

void negate(network::Table& table, const char* attribute, int item) {
    if (table.column(attribute) != nullptr) {
        network::Column& column = table.edit_column(attribute);
        for (std::size_t at = static_cast<std::size_t>(item); at < column.numbers.size();
             at += static_cast<std::size_t>(table.size()))
            column.numbers[at] = 0.0 - column.numbers[at];
    }
    if (table.series(attribute) == nullptr) return;
    network::Series& series = table.edit_series(attribute);
    const auto found = std::ranges::find(series.items, item);
    if (found == series.items.end()) return;
    for (auto at = static_cast<std::size_t>(found - series.items.begin()); at < series.values.size();
         at += series.items.size())
        series.values[at] = 0.0 - series.values[at];
}

/// Copy k of item k flows the other way; both lose the way that is not theirs.
void turn_back(network::Network& network, const std::vector<int>& items, int first) {
    network::Table& links = network.table("Link");
    const network::Values lower(links, "p_min_pu");
    const network::Values upper(links, "p_max_pu");
    const auto snapshots = static_cast<std::size_t>(network.num_snapshots());
    const auto scenarios = static_cast<std::size_t>(network.scenarios.count());
    const std::size_t width = 2 * items.size();
    network::Series lowest{{}, std::vector<double>(snapshots * scenarios * width), static_cast<int>(scenarios)};
    network::Series highest = lowest;
    for (std::size_t k = 0; k < items.size(); ++k)
        for (auto* series : {&lowest, &highest}) {
            series->items.push_back(items[k]);
            series->items.push_back(first + static_cast<int>(k));
        }
    for (std::size_t t = 0; t < snapshots; ++t)
        for (std::size_t s = 0; s < scenarios; ++s)
            for (std::size_t k = 0; k < items.size(); ++k) {
                const double low = lower(static_cast<int>(s), static_cast<int>(t), items[k]);
                const double high = upper(static_cast<int>(s), static_cast<int>(t), items[k]);
                const std::size_t at = (t * scenarios + s) * width + 2 * k;
                lowest.values[at] = std::max(low, 0.0);
                highest.values[at] = std::max(high, 0.0);
                lowest.values[at + 1] = std::max(-high, 0.0);
                highest.values[at + 1] = std::max(-low, 0.0);
            }
    merge(links, "p_min_pu", lowest);
    merge(links, "p_max_pu", highest);
    for (std::size_t k = 0; k < items.size(); ++k) {
        const auto copy = static_cast<std::size_t>(first) + k;
        std::swap(links.edit_column("bus0").texts[copy], links.edit_column("bus1").texts[copy]);
        negate(links, "marginal_cost", first + static_cast<int>(k));
    }
}

}  // namespace

bool flows_back(const network::Network& network, std::string_view component, int item) {
    const network::Table& table = network.table(component);
    const network::Values lowest(table, "p_min_pu");
    for (int s = 0; s < network.scenarios.count(); ++s)
        for (int t = 0; t < network.num_snapshots(); ++t)
            if (lowest(s, t, item) < 0.0) return true;
    return false;
}

bool may_part(const network::Network& network, int link) {
    const network::Table& links = network.table("Link");
    const network::Values efficiency(links, "efficiency");
    if (efficiency.varies(link)) return false;
    for (int s = 0; s < network.scenarios.count(); ++s)
        if (efficiency.fixed(s, link) != 1.0) return false;
    if (links.flag("p_nom_extendable", link) || links.flag("committable", link)) return false;
    if (links.number("delay", link) != 0.0 || further_ends(links, link) > 0) return false;
    for (const char* attribute : {"ramp_limit_up", "ramp_limit_down", "p_set"}) {
        const network::Values given(links, attribute);
        for (int s = 0; s < network.scenarios.count(); ++s)
            for (int t = 0; t < network.num_snapshots(); ++t)
                if (!std::isnan(given(s, t, link))) return false;
    }
    return true;
}

int part_links(network::Network& network, const std::vector<int>& items) {
    network::Table& links = network.table("Link");
    std::vector<std::string> names;
    for (const int item : items) names.push_back(free_name(links, links.name(item) + " (back)"));
    const int first = network::append_copies(links, items, names);
    turn_back(network, items, first);
    return first;
}

int delay_links(network::Network& network, const std::vector<int>& items, double delay_h) {
    network::Table& links = network.table("Link");
    std::vector<std::string> names;
    for (const int item : items) names.push_back(free_name(links, links.name(item) + " (delayed)"));
    const int first = network::append_copies(links, items, names);
    std::vector<std::string> delays{"delay"};
    for (const auto& [name, column] : links.columns())
        if (further_port(name) > 0) delays.push_back("delay" + name.substr(3));
    for (const std::string& delay : delays)
        for (int twin = first; twin < links.size(); ++twin)
            network::set_number(links, delay, twin, links.number(delay, twin) + delay_h);
    return first;
}

}  // namespace proeftuin::study

// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/parties.hpp"

#include <algorithm>

#include "proeftuin/base/text.hpp"

namespace proeftuin::study {

namespace {

Issue bus_issue(Code code, const std::string& bus, const std::string& column, std::string message, std::string remedy) {
    return {code, {{}, 0, 0, "Bus", bus, column}, std::move(message), std::move(remedy), Severity::error};
}

/// Text of a bus column; numbers as whole numbers where they are.
std::string cell(const network::Table& buses, const std::string& column, int bus) {
    const network::Column* given = buses.column(column);
    if (given->kind == network::Kind::text) return buses.text(column, bus);
    const double value = buses.number(column, bus);
    if (value != value) return "";
    const std::string text = std::to_string(value);
    return text.substr(0, text.find_last_not_of('0') + 1 - (text[text.find_last_not_of('0')] == '.' ? 1 : 0));
}

}  // namespace

int party_of_bus(const network::Network& network, const std::string& bus, const Parties& parties) {
    const int found = network.table("Bus").find(bus);
    return found < 0 ? -1 : parties.of_bus[static_cast<std::size_t>(found)];
}

std::vector<int> parties_at(const network::Network& network, const network::Table& table, int item,
                            const Parties& parties) {
    const bool branch = table.column("bus0") != nullptr;
    std::vector<int> ends;
    for (const auto& [name, column] : table.columns()) {
        const bool port = name.starts_with("bus") && (name.size() > 3) == branch &&
                          std::ranges::all_of(name.substr(3), [](char c) { return c >= '0' && c <= '9'; });
        if (!port || column.kind != network::Kind::text || table.text(name, item).empty()) continue;
        const int party = party_of_bus(network, table.text(name, item), parties);
        if (party >= 0) ends.push_back(party);
    }
    return ends;
}

Expected<Parties> find_parties(const network::Network& network, const std::string& bus_column) {
    const network::Table& buses = network.table("Bus");
    if (buses.column(bus_column) == nullptr) {
        std::vector<std::string> known;
        for (const auto& [name, column] : buses.columns())
            if (column.kind == network::Kind::text) known.push_back(name);
        return tl::unexpected(Issues{bus_issue(
            Code::unknown_attribute, "", bus_column, "buses have no column \"" + bus_column + "\"",
            known.empty() ? "add a column that names the party of each bus" : "use one of " + join(known, ", "))});
    }
    Parties parties;
    Issues issues;
    for (int bus = 0; bus < buses.size(); ++bus) {
        const std::string name = cell(buses, bus_column, bus);
        if (name.empty())
            issues.push_back(bus_issue(Code::empty_name, buses.name(bus), bus_column, "the bus belongs to no party",
                                       "fill in the column for every bus"));
        else if (name == "-" || name.find('+') != std::string::npos)
            issues.push_back(
                bus_issue(Code::empty_name, buses.name(bus), bus_column,
                          quoted(name) + " cannot name a party: coalitions are written A+B, and - for nobody",
                          "give the party another name"));
        const auto found = std::ranges::find(parties.names, name);
        parties.of_bus.push_back(static_cast<int>(found - parties.names.begin()));
        if (found == parties.names.end()) parties.names.push_back(name);
    }
    if (issues.empty() && (parties.count() < 2 || parties.count() > Coalition::max_players))
        issues.push_back(bus_issue(Code::out_of_range, "", bus_column,
                                   "cooperation needs 2 to 63 parties, found " + std::to_string(parties.count()),
                                   "choose a column that tells parties apart"));
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    return parties;
}

std::vector<Crossing> find_crossings(const network::Network& network, const Parties& parties) {
    std::vector<Crossing> crossings;
    for (const dispatch::Kind kind :
         {dispatch::Kind::link, dispatch::Kind::process, dispatch::Kind::line, dispatch::Kind::transformer}) {
        const network::Table& table = network.table(dispatch::names_of(kind).component);
        for (int item = 0; item < table.size(); ++item) {
            Coalition needs;
            for (const int party : parties_at(network, table, item, parties)) needs |= Coalition::single(party);
            if (needs.size() > 1) crossings.push_back({kind, item, needs});
        }
    }
    return crossings;
}

}  // namespace proeftuin::study

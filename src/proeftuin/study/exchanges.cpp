// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/exchanges.hpp"

#include <algorithm>
#include <limits>

#include "proeftuin/study/links.hpp"

namespace proeftuin::study {

namespace {

Exchange exchange_of(const network::Network& network, const Crossing& crossing) {
    const network::Table& table = network.table(dispatch::names_of(crossing.kind).component);
    const std::string nominal(dispatch::names_of(crossing.kind).nominal);
    Exchange exchange;
    exchange.kind = crossing.kind;
    exchange.item = crossing.item;
    exchange.both_ways = dispatch::is_passive(crossing.kind) ||
                         flows_back(network, dispatch::names_of(crossing.kind).component, crossing.item);
    exchange.capacity_mw = table.flag(nominal + "_extendable", crossing.item) ? std::numeric_limits<double>::quiet_NaN()
                                                                              : table.number(nominal, crossing.item);
    return exchange;
}

}  // namespace

std::vector<Exchange> find_exchanges(const network::Network& network, const Parties& parties) {
    std::vector<Exchange> exchanges;
    for (const Crossing& crossing : find_crossings(network, parties)) {
        const network::Table& table = network.table(dispatch::names_of(crossing.kind).component);
        const std::vector<int> ends = parties_at(network, table, crossing.item, parties);
        const int first = party_of_bus(network, table.text("bus0", crossing.item), parties);
        Exchange exchange = exchange_of(network, crossing);
        exchange.from = first < 0 ? crossing.needs.first() : first;
        exchange.many_ends = ends.size() > 2;
        std::vector<int> others;
        for (const int party : ends)
            if (party != exchange.from && std::ranges::find(others, party) == others.end()) others.push_back(party);
        for (const int party : others) {
            exchange.to = party;
            exchanges.push_back(exchange);
        }
    }
    return exchanges;
}

std::string component_of(const Exchange& exchange) { return std::string(dispatch::names_of(exchange.kind).component); }

const std::string& name_of(const Exchange& exchange, const network::Network& network) {
    return network.table(component_of(exchange)).name(exchange.item);
}

}  // namespace proeftuin::study

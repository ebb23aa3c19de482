// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/assets.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::study {

/// Who can cooperate: the values of a bus column, in the order in which they first appear.
struct Parties {
    std::vector<std::string> names;
    std::vector<int> of_bus;  // [num_buses] party of each bus

    [[nodiscard]] int count() const { return static_cast<int>(names.size()); }
};

/// A branch whose ends belong to more than one party. It may be used where all of them cooperate.
struct Crossing {
    dispatch::Kind kind = dispatch::Kind::link;
    int item = 0;     // position in the component's table
    Coalition needs;  // the parties at its ends
};

/// Issues: the column is not there, a bus names no party, or there are too few or too many parties.
[[nodiscard]] Expected<Parties> find_parties(const network::Network& network, const std::string& bus_column);

/// The party of the bus of that name; -1 where there is none.
[[nodiscard]] int party_of_bus(const network::Network& network, const std::string& bus, const Parties& parties);

/// The parties at a component: of its bus, or of the ends of a branch (bus0, bus1, bus2, ...), one entry an end.
[[nodiscard]] std::vector<int> parties_at(const network::Network& network, const network::Table& table, int item,
                                          const Parties& parties);

/// Every link, process, line and transformer between parties.
[[nodiscard]] std::vector<Crossing> find_crossings(const network::Network& network, const Parties& parties);

}  // namespace proeftuin::study

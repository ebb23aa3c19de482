// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/network/network.hpp"

namespace proeftuin::network {

/// Adds copies of components to a table: copy k is like item `items[k]` in every column and series, and is called `names[k]`
/// (names that the table does not have yet). Returns the position of the first copy.
int append_copies(Table& table, const std::vector<int>& items, const std::vector<std::string>& names);

/// A table of some of the components, in the order given.
[[nodiscard]] Table subset(const Table& table, const std::vector<int>& items);

/// Sets an attribute of one component to a value that does not change in time.
void set_number(Table& table, std::string_view attribute, int item, double value);

/// A 64-bit digest of everything in a network that a model can depend on: names, columns, series, snapshots, scenarios.
/// Equal networks have equal digests on every machine; unequal ones differ but for chance.
[[nodiscard]] std::uint64_t digest(const Network& network);

}  // namespace proeftuin::network

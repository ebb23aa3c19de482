// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::network {

struct Loaded {
    Network network;
    Issues warnings;  // what was kept without being understood, left out, or converted
    std::vector<std::string> files;
};

/// Reads a PyPSA network: a CSV folder, a .nc file. All problems of the input at once.
[[nodiscard]] Expected<Loaded> try_load_network(const std::filesystem::path& path);
/// The same; throws InputError.
[[nodiscard]] Loaded load_network(const std::filesystem::path& path);

/// Writes PyPSA's layout, whole or not at all (a temporary beside it, then a rename). Throws InputError (file_write).
void write_csv_folder(const Network& network, const std::filesystem::path& folder);
void write_netcdf(const Network& network, const std::filesystem::path& file);

/// Every problem of a network that keeps it from being optimised: dangling references, NaN in costs, crossed bounds, ...
[[nodiscard]] Issues check(const Network& network);

}  // namespace proeftuin::network

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::testing {

/// A network that PyPSA optimised, and what came out.
struct ReferenceCase {
    std::string name;
    std::filesystem::path folder;
    std::filesystem::path network;  // network.nc, or a CSV folder
    double objective = 0.0;         // PyPSA's, without the constant
    double objective_constant = 0.0;
    bool mip = false;
    bool reproducible = true;         // false: needs a Python callable
    double read_build_seconds = 0.0;  // where recorded: PyPSA's read + build, 0 = not
    std::string keywords_json;        // the keyword arguments of optimize()
    std::string arguments_json;       // and its positional ones (snapshots)
};

[[nodiscard]] std::vector<ReferenceCase> suite_cases();    // pypsa-suite
[[nodiscard]] std::vector<ReferenceCase> network_cases();  // pypsa-networks, netCDF and CSV

/// The options that stand for PyPSA's keyword arguments; nothing where one has no counterpart.
[[nodiscard]] dispatch::SolveOptions solve_options(const ReferenceCase& reference, const network::Network& network);

/// PyPSA keeps a risk preference in memory only, not in the file: the values its own tests set.
void set_risk_preference(const ReferenceCase& reference, network::Network& network);

}  // namespace proeftuin::testing

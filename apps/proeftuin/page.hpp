// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "results_json.hpp"

namespace proeftuin::cli {

/// report.html of one case, called `name`; empty where the build has no page. What the page does not show is left out of the
/// document: how each party's total is made up, iterations of each coalition, single draws.
[[nodiscard]] std::string case_page(const std::string& name, const Json& document);

/// report.html of a programme: its document and those of its cases by name.
[[nodiscard]] std::string programme_page(const Json& document, const std::map<std::string, Json>& cases);

/// Writes report.html into a folder of results anew, from its results.json and those of its cases beside it. Throws InputError
/// where these are none, or where the build has no page. Returns the file.
std::filesystem::path rewrite_page(const std::filesystem::path& given);

}  // namespace proeftuin::cli

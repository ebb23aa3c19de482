// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "results_json.hpp"

namespace proeftuin::cli {

/// What a person wants to know of a solve, a screen of text. `results` names the folder, "" where nothing was written.
[[nodiscard]] std::string solve_summary(const SolveReport& report, const std::string& results);

/// The plan of a solve, as tables.
[[nodiscard]] std::string explain_summary(const dispatch::Explanation& explanation, const std::string& name);

}  // namespace proeftuin::cli

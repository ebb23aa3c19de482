// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proeftuin/report/schedule.hpp"

namespace proeftuin::report {

/// One SVG picture of a solved network: supply by carrier over time with the demand, prices below it, and a map of the
/// buses with average prices and flows. A function of its arguments alone: equal results are equal files.
[[nodiscard]] std::string picture(const Schedule& schedule, const Map& map, const std::string& title);

}  // namespace proeftuin::report

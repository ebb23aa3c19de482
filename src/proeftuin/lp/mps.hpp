// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "proeftuin/lp/problem.hpp"

namespace proeftuin::lp {

/// The problem in free-format MPS, minimising. Names come from the layout (or are r0, x0, ... without one): blanks become
/// underscores, long names are cut, and names that are then equal get a number. Numbers are written so that they read back
/// as the same double; the objective offset is the negative right-hand side of the objective row.
[[nodiscard]] std::string to_mps(const Problem& problem, const Layout& layout = {});

/// Writes that text to a file, through a temporary file beside it. Throws InputError (file_write).
void write_mps(const Problem& problem, const Layout& layout, const std::filesystem::path& path);

}  // namespace proeftuin::lp

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "proeftuin/report/letter_results.hpp"

namespace proeftuin::cli {

/// The results of `run` in a folder DIR, with those of its cases in DIR-cases/NAME. Throws InputError with everything that is not
/// as it must be.
[[nodiscard]] report::ProgrammeResults read_programme_results(const std::filesystem::path& folder);

}  // namespace proeftuin::cli

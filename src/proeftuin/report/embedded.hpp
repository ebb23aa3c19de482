// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// Files that are part of the program: no file is needed at run time. The definitions are made by tools/embed.py.

namespace proeftuin::report {

/// What web/ bundles: the page without results; empty where it was not built.
[[nodiscard]] std::string_view page_template();

/// data/texts/letter.csv
[[nodiscard]] std::string_view letter_table();

}  // namespace proeftuin::report

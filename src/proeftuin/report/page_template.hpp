// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace proeftuin::report {

/// What web/ bundles: the page without results; empty where it was not built. Its definition is made by tools/embed.py.
[[nodiscard]] std::string_view page_template();

}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace proeftuin {

/// "0.1.0"; set by project() in the top-level CMakeLists.txt.
[[nodiscard]] std::string_view version();

}  // namespace proeftuin

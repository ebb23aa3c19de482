// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace proeftuin::report {

/// Text that may stand in XML or HTML and between quotes of an attribute. Control characters, which are no XML, become `control`.
[[nodiscard]] std::string escaped(std::string_view text, std::string_view control = "");

}  // namespace proeftuin::report

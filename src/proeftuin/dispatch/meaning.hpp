// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace proeftuin::dispatch {

/// One sentence on what the columns or rows of a family mean, for `explain`: "Generator-ext-p-upper" -> "dispatch is at most
/// what the capacity decided on allows".
[[nodiscard]] std::string meaning_of(std::string_view family);

}  // namespace proeftuin::dispatch

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/coalition.hpp"

namespace proeftuin {

std::string coalition_text(Coalition coalition, const std::vector<std::string>& names) {
    std::string result;
    for (const int member : coalition) result += (result.empty() ? "" : "+") + names[static_cast<std::size_t>(member)];
    return result.empty() ? "-" : result;
}

}  // namespace proeftuin

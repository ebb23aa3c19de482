// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/version.hpp"

namespace proeftuin {

std::string_view version() { return PROEFTUIN_VERSION; }

}  // namespace proeftuin

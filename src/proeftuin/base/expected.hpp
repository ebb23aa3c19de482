// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include "proeftuin/base/issue.hpp"

namespace proeftuin {

/// A value, or every issue that kept it from being made. The alias hides tl::expected until std::expected can replace it.
template <typename T>
using Expected = tl::expected<T, Issues>;

}  // namespace proeftuin

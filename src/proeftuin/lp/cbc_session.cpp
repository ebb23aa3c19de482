// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/engine.hpp"

namespace proeftuin::lp {

Solution solve_mip_cbc(const Problem& problem, const SessionOptions& options) {
    static_cast<void>(problem);
    static_cast<void>(options);
    return {};
}

}  // namespace proeftuin::lp

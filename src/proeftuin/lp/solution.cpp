// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

std::string_view name(Termination termination) {
    switch (termination) {
        case Termination::optimal: return "optimal";
        case Termination::infeasible: return "infeasible";
        case Termination::unbounded: return "unbounded";
        case Termination::limit: return "limit";
        case Termination::failed: return "failed";
    }
    return "failed";
}

}  // namespace proeftuin::lp

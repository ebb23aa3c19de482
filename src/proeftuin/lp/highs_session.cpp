// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/engine.hpp"

namespace proeftuin::lp {

std::unique_ptr<Session::Engine> make_highs_engine(const Problem& problem, const SessionOptions& options) {
    return make_clp_engine(problem, options);  // not compiled in; the Session has refused before
}

Solution solve_mip_highs(const Problem& problem, const SessionOptions& options) { return solve_mip_cbc(problem, options); }

}  // namespace proeftuin::lp

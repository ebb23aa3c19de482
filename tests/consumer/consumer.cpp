// SPDX-License-Identifier: Apache-2.0
//
// Solves    min x + 2 y,  x + y >= 3,  0 <= x <= 1,  y >= 0    (x = 1, y = 2), which pulls in the solvers as well.
#include <cmath>
#include <cstdio>
#include <string>

#include "proeftuin/base/version.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/session.hpp"

namespace lp = proeftuin::lp;

int main() {
    lp::Builder builder;
    const int x = builder.add_columns(1, 0.0, 1.0);
    const int y = builder.add_columns(1, 0.0, lp::infinity);
    const int demand = builder.add_rows(1, 3.0, lp::infinity);
    builder.add_cost(x, 1.0);
    builder.add_cost(y, 2.0);
    builder.add(demand, x, 1.0);
    builder.add(demand, y, 1.0);

    lp::Session session(builder.finish());
    const lp::Solution solution = session.solve();
    std::printf("proeftuin %s: %s, cost %g\n", std::string(proeftuin::version()).c_str(),
                std::string(lp::name(solution.termination)).c_str(), solution.objective);
    const bool right = solution.termination == lp::Termination::optimal && std::abs(solution.objective - 5.0) < 1e-9;
    return right ? 0 : 1;
}

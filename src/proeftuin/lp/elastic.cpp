// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/elastic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace proeftuin::lp {

Problem elastic(const Problem& problem, std::span<const int> rows) {
    Problem result = problem;
    result.objective_offset = 0.0;
    std::fill(result.cost.begin(), result.cost.end(), 0.0);
    std::fill(result.integer.begin(), result.integer.end(), std::uint8_t{0});
    for (const int row : rows) {
        for (const double sign : {1.0, -1.0}) {
            result.cost.push_back(1.0);
            result.column_lower.push_back(0.0);
            result.column_upper.push_back(infinity);
            result.integer.push_back(0);
            result.row.push_back(row);
            result.value.push_back(sign);
            result.start.push_back(result.num_nonzeros());
        }
    }
    return result;
}

Problem recession(const Problem& problem) {
    Problem result = problem;
    result.objective_offset = 0.0;
    std::fill(result.integer.begin(), result.integer.end(), std::uint8_t{0});
    for (std::size_t column = 0; column < result.cost.size(); ++column) {
        result.column_lower[column] = std::isinf(problem.column_lower[column]) ? -1.0 : 0.0;
        result.column_upper[column] = std::isinf(problem.column_upper[column]) ? 1.0 : 0.0;
    }
    for (std::size_t row = 0; row < result.row_lower.size(); ++row) {
        if (!std::isinf(problem.row_lower[row])) result.row_lower[row] = 0.0;
        if (!std::isinf(problem.row_upper[row])) result.row_upper[row] = 0.0;
    }
    return result;
}

}  // namespace proeftuin::lp

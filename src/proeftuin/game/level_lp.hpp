// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace proeftuin::game {

/// min eps subject to rows[k].a . t + rows[k].w * eps >= rows[k].c and |t_j| <= box; t and eps are free otherwise.
struct LevelLp {
    int dimension = 0;      // of t
    std::vector<double> a;  // [num_rows x dimension], row-major
    std::vector<double> w;  // [num_rows], >= 0; at least one > 0
    std::vector<double> c;  // [num_rows]
    double box = 1e4;
    [[nodiscard]] int num_rows() const { return static_cast<int>(c.size()); }
    [[nodiscard]] std::span<const double> row(int k) const {
        return std::span(a).subspan(static_cast<std::size_t>(k) * static_cast<std::size_t>(dimension),
                                    static_cast<std::size_t>(dimension));
    }
};

struct LevelSolution {
    bool solved = false;
    bool box_binds = false;  // the rows alone do not bound eps or t
    std::vector<double> t;   // [dimension]
    double eps = 0.0;
    std::vector<int> positive;  // rows with a positive dual, ascending
    int pivots = 0;
};

[[nodiscard]] LevelSolution solve(const LevelLp& lp);

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

/// The factorised basis matrix of the unscaled problem, without the basic slacks: K = A[active rows, basic columns], where
/// the active rows are the nonbasic ones. Right-hand sides and answers are in long double, corrected by iterative
/// refinement, so that an answer is good to roundoff of a double and a true zero comes out as (almost) one. Private to lp.
class Kernel {
  public:
    using Vector = std::vector<long double>;

    Kernel(const Problem& problem, const Basis& basis);
    ~Kernel();
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    /// False when the basis has the wrong number of members or K is singular.
    [[nodiscard]] bool valid() const { return valid_; }
    [[nodiscard]] const std::vector<int>& columns() const { return columns_; }  // basic columns
    [[nodiscard]] const std::vector<int>& rows() const { return rows_; }        // active rows
    /// Place of a row among the active ones, -1 for a slack row.
    [[nodiscard]] int position(int row) const { return position_[static_cast<std::size_t>(row)]; }

    /// x with K x = right (one per basic column); false when it is not finite.
    [[nodiscard]] bool solve(const Vector& right, Vector& x) const { return refine(right, false, x); }
    /// y with K' y = right (one per active row); false when it is not finite.
    [[nodiscard]] bool solve_transposed(const Vector& right, Vector& y) const { return refine(right, true, y); }

  private:
    struct Factors;
    [[nodiscard]] bool refine(const Vector& right, bool transposed, Vector& x) const;
    [[nodiscard]] Vector residual(const Vector& right, bool transposed, const Vector& x) const;

    std::vector<int> columns_;
    std::vector<int> rows_;
    std::vector<int> position_;  // [num_rows]
    std::unique_ptr<Factors> factors_;
    bool valid_ = false;
};

/// The value a nonbasic variable has between these bounds; `otherwise` for one that is at neither.
[[nodiscard]] double bound_of(Status status, double lower, double upper, double otherwise);

}  // namespace proeftuin::lp

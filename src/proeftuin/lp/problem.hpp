// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proeftuin::lp {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// A linear or mixed-integer programme, as it was stated (never scaled):
///
///     minimise    objective_offset + cost' x
///     subject to  row_lower    <= A x <= row_upper
///                 column_lower <=  x  <= column_upper,  x_j integer where integer[j]
///
/// A is stored by columns. An absent bound is -infinity or +infinity.
struct Problem {
    double objective_offset = 0.0;
    std::vector<double> cost = {};           // [num_columns]
    std::vector<double> column_lower = {};   // [num_columns]
    std::vector<double> column_upper = {};   // [num_columns]
    std::vector<std::uint8_t> integer = {};  // [num_columns], 1 = integer
    std::vector<double> row_lower = {};      // [num_rows]
    std::vector<double> row_upper = {};      // [num_rows]
    std::vector<std::int64_t> start = {};    // [num_columns + 1], first entry of each column in row / value
    std::vector<std::int32_t> row = {};      // [num_nonzeros], ascending within a column, no duplicates
    std::vector<double> value = {};          // [num_nonzeros], no zeros

    [[nodiscard]] int num_columns() const { return static_cast<int>(cost.size()); }
    [[nodiscard]] int num_rows() const { return static_cast<int>(row_lower.size()); }
    [[nodiscard]] std::int64_t num_nonzeros() const { return static_cast<std::int64_t>(value.size()); }
    [[nodiscard]] int num_integers() const;
};

/// A block of consecutive columns or rows that one constraint family added; `label` names one of them in the user's words,
/// for example `Generator-p[wind NL, 2030-01-01 17:00]`. Names are made only when asked for.
struct Family {
    std::string name;  // "Generator-p", "Bus-nodal_balance"
    int first = 0;
    int count = 0;
    std::function<std::string(int local)> label;  // local in [0, count)
};

/// Which block each column and row of a Problem belongs to. Families are in ascending order and cover every index.
struct Layout {
    std::vector<Family> columns;
    std::vector<Family> rows;

    [[nodiscard]] std::string column_name(int column) const;
    [[nodiscard]] std::string row_name(int row) const;
    /// The family of a column (row), never null for a valid index.
    [[nodiscard]] const Family& column_family(int column) const;
    [[nodiscard]] const Family& row_family(int row) const;
};

/// What one task changes in a template: later entries win. Applied to a Session and taken back by it.
struct Patch {
    struct Bounds {
        int index;
        double lower;
        double upper;
    };
    struct Cost {
        int column;
        double cost;
    };
    struct Coefficient {
        int row;
        int column;
        double value;
    };
    std::vector<Bounds> columns = {};
    std::vector<Bounds> rows = {};
    std::vector<Cost> costs = {};
    std::vector<Coefficient> coefficients = {};  // only entries that exist in the template
    double objective_offset_change = 0.0;

    [[nodiscard]] bool empty() const;
    [[nodiscard]] std::size_t size() const;
};

/// The patch that turns `from` into `to`, when both have the same shape, integrality and sparsity; nothing otherwise.
/// `index` maps nothing: entry k of both belongs to the same column and row.
[[nodiscard]] bool difference(const Problem& from, const Problem& to, Patch& patch);

/// Where entry (row, column) stands in `row` and `value`; -1 when the problem does not have it.
[[nodiscard]] std::int64_t find_entry(const Problem& problem, int row, int column);

/// Why this problem (or this patch of it) cannot be solved or applied: a not-a-number, an infinite cost, an index out of
/// range, an entry the problem does not have. Empty when there is nothing wrong. Crossed bounds are no defect but infeasible.
[[nodiscard]] std::string defect(const Problem& problem);
[[nodiscard]] std::string defect(const Problem& problem, const Patch& patch);

/// A copy of the problem with the patch applied, same entries (one that became zero stays). Throws std::invalid_argument
/// with the defect of a patch that does not fit.
[[nodiscard]] Problem patched(const Problem& problem, const Patch& patch);

/// Collects a Problem row by row in any column order, then sorts it into columns. Duplicate entries are summed.
class Builder {
  public:
    /// Adds `count` columns with cost 0 and the same bounds; returns the first one.
    int add_columns(int count, double lower, double upper, bool integer = false);
    /// Adds `count` rows with the same bounds; returns the first one.
    int add_rows(int count, double lower, double upper);
    void add_cost(int column, double cost);  // adds to what is there
    void set_column_bounds(int column, double lower, double upper);
    /// Narrows the bounds to what both these and the ones before allow (they may cross: infeasible).
    void tighten_column(int column, double lower, double upper) {
        const auto j = static_cast<std::size_t>(column);
        if (lower > problem_.column_lower[j]) problem_.column_lower[j] = lower;
        if (upper < problem_.column_upper[j]) problem_.column_upper[j] = upper;
    }
    /// Fixes a column at a value; one that lies outside its bounds by no more than a rounding error is moved onto them.
    void pin_column(int column, double value) {
        const auto j = static_cast<std::size_t>(column);
        const double slack = 1e-9 * (value < 0.0 ? 1.0 - value : 1.0 + value);
        if (value < problem_.column_lower[j] && value >= problem_.column_lower[j] - slack)
            value = problem_.column_lower[j];
        if (value > problem_.column_upper[j] && value <= problem_.column_upper[j] + slack)
            value = problem_.column_upper[j];
        tighten_column(column, value, value);
    }
    void set_row_bounds(int row, double lower, double upper);
    void add_offset(double amount);
    void add(int row, int column, double value) {  // zeros are dropped, duplicates are summed
        if (value != 0.0) entries_.push_back({row, column, value});
    }
    void shift_row(int row, double amount);  // adds to both (finite) bounds
    [[nodiscard]] int num_columns() const { return static_cast<int>(problem_.cost.size()); }
    [[nodiscard]] int num_rows() const { return static_cast<int>(problem_.row_lower.size()); }
    void reserve_entries(std::size_t entries);
    /// The finished problem; the builder is empty afterwards.
    [[nodiscard]] Problem finish();

  private:
    struct Entry {
        std::int32_t row;
        std::int32_t column;
        double value;
    };
    Problem problem_;
    static std::vector<Entry> sorted_by_row(std::vector<Entry> entries, int num_rows);

    std::vector<Entry> entries_;
};

}  // namespace proeftuin::lp

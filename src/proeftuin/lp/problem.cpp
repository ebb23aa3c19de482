// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/problem.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "proeftuin/base/assert.hpp"

namespace proeftuin::lp {

namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

const Family& family_of(const std::vector<Family>& families, int index) {
    // The last family that starts at or before the index: an empty family never owns one, as its successor starts there too.
    const auto next = std::upper_bound(families.begin(), families.end(), index,
                                       [](int value, const Family& family) { return value < family.first; });
    PROEFTUIN_ASSERT(next != families.begin());
    return *std::prev(next);
}

std::string name_of(const std::vector<Family>& families, int index, const char* fallback) {
    if (families.empty()) return fallback + std::to_string(index);
    const Family& family = family_of(families, index);
    const int local = index - family.first;
    if (family.label) return family.label(local);
    return family.name + "[" + std::to_string(local) + "]";
}

bool same(double a, double b) { return a == b; }

std::string bounds_defect(const char* what, int index, double lower, double upper) {
    if (std::isnan(lower) || std::isnan(upper))
        return std::string(what) + std::to_string(index) + " has a bound that is not a number";
    if (lower == infinity) return std::string(what) + std::to_string(index) + " has a lower bound of +infinity";
    if (upper == -infinity) return std::string(what) + std::to_string(index) + " has an upper bound of -infinity";
    return {};
}

}  // namespace

int Problem::num_integers() const {
    return static_cast<int>(std::count_if(integer.begin(), integer.end(), [](std::uint8_t flag) { return flag != 0; }));
}

std::string Layout::column_name(int column) const { return name_of(columns, column, "x"); }
std::string Layout::row_name(int row) const { return name_of(rows, row, "r"); }
const Family& Layout::column_family(int column) const { return family_of(columns, column); }
const Family& Layout::row_family(int row) const { return family_of(rows, row); }

bool Patch::empty() const { return size() == 0 && objective_offset_change == 0.0; }
std::size_t Patch::size() const { return columns.size() + rows.size() + costs.size() + coefficients.size(); }

std::int64_t find_entry(const Problem& problem, int row, int column) {
    const auto first = problem.row.begin() + problem.start[at(column)];
    const auto last = problem.row.begin() + problem.start[at(column) + 1];
    const auto found = std::lower_bound(first, last, row);
    return found != last && *found == row ? found - problem.row.begin() : -1;
}

std::string defect(const Problem& problem) {
    if (!std::isfinite(problem.objective_offset)) return "the objective offset is not a finite number";
    for (int column = 0; column < problem.num_columns(); ++column) {
        if (!std::isfinite(problem.cost[at(column)]))
            return "column " + std::to_string(column) + " has a cost that is not finite";
        std::string bad =
            bounds_defect("column ", column, problem.column_lower[at(column)], problem.column_upper[at(column)]);
        if (!bad.empty()) return bad;
    }
    for (int row = 0; row < problem.num_rows(); ++row) {
        std::string bad = bounds_defect("row ", row, problem.row_lower[at(row)], problem.row_upper[at(row)]);
        if (!bad.empty()) return bad;
    }
    for (std::size_t entry = 0; entry < problem.value.size(); ++entry)
        if (!std::isfinite(problem.value[entry]))
            return "row " + std::to_string(problem.row[entry]) + " has a coefficient that is not finite";
    return {};
}

std::string defect(const Problem& problem, const Patch& patch) {
    const auto outside = [](int index, int count) { return index < 0 || index >= count; };
    if (!std::isfinite(patch.objective_offset_change))
        return "the patch changes the objective offset by no finite number";
    for (const Patch::Bounds& change : patch.columns) {
        if (outside(change.index, problem.num_columns()))
            return "the patch names column " + std::to_string(change.index);
        std::string bad = bounds_defect("patched column ", change.index, change.lower, change.upper);
        if (!bad.empty()) return bad;
    }
    for (const Patch::Bounds& change : patch.rows) {
        if (outside(change.index, problem.num_rows())) return "the patch names row " + std::to_string(change.index);
        std::string bad = bounds_defect("patched row ", change.index, change.lower, change.upper);
        if (!bad.empty()) return bad;
    }
    for (const Patch::Cost& change : patch.costs) {
        if (outside(change.column, problem.num_columns()))
            return "the patch names column " + std::to_string(change.column);
        if (!std::isfinite(change.cost))
            return "patched column " + std::to_string(change.column) + " has a cost that is not finite";
    }
    for (const Patch::Coefficient& change : patch.coefficients) {
        if (outside(change.column, problem.num_columns()) || find_entry(problem, change.row, change.column) < 0)
            return "the patch changes the coefficient of column " + std::to_string(change.column) + " in row " +
                   std::to_string(change.row) + ", which the template does not have";
        if (!std::isfinite(change.value))
            return "patched row " + std::to_string(change.row) + " has a coefficient that is not finite";
    }
    return {};
}

bool difference(const Problem& from, const Problem& to, Patch& patch) {
    patch = {};
    if (from.num_columns() != to.num_columns() || from.num_rows() != to.num_rows() || from.integer != to.integer ||
        from.start != to.start || from.row != to.row)
        return false;
    for (int column = 0; column < from.num_columns(); ++column) {
        const std::size_t c = at(column);
        if (!same(from.column_lower[c], to.column_lower[c]) || !same(from.column_upper[c], to.column_upper[c]))
            patch.columns.push_back({column, to.column_lower[c], to.column_upper[c]});
        if (!same(from.cost[c], to.cost[c])) patch.costs.push_back({column, to.cost[c]});
        for (std::int64_t entry = from.start[c]; entry < from.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            if (!same(from.value[e], to.value[e])) patch.coefficients.push_back({from.row[e], column, to.value[e]});
        }
    }
    for (int row = 0; row < from.num_rows(); ++row) {
        const std::size_t r = at(row);
        if (!same(from.row_lower[r], to.row_lower[r]) || !same(from.row_upper[r], to.row_upper[r]))
            patch.rows.push_back({row, to.row_lower[r], to.row_upper[r]});
    }
    patch.objective_offset_change = to.objective_offset - from.objective_offset;
    return true;
}

Problem patched(const Problem& problem, const Patch& patch) {
    if (const std::string bad = defect(problem, patch); !bad.empty()) throw std::invalid_argument(bad);
    Problem result = problem;
    for (const Patch::Bounds& change : patch.columns) {
        result.column_lower[at(change.index)] = change.lower;
        result.column_upper[at(change.index)] = change.upper;
    }
    for (const Patch::Bounds& change : patch.rows) {
        result.row_lower[at(change.index)] = change.lower;
        result.row_upper[at(change.index)] = change.upper;
    }
    for (const Patch::Cost& change : patch.costs) result.cost[at(change.column)] = change.cost;
    for (const Patch::Coefficient& change : patch.coefficients)
        result.value[static_cast<std::size_t>(find_entry(result, change.row, change.column))] = change.value;
    result.objective_offset += patch.objective_offset_change;
    return result;
}

int Builder::add_columns(int count, double lower, double upper, bool integer) {
    const int first = num_columns();
    const std::size_t size = at(first + count);
    problem_.cost.resize(size, 0.0);
    problem_.column_lower.resize(size, lower);
    problem_.column_upper.resize(size, upper);
    problem_.integer.resize(size, integer ? 1 : 0);
    return first;
}

int Builder::add_rows(int count, double lower, double upper) {
    const int first = num_rows();
    const std::size_t size = at(first + count);
    problem_.row_lower.resize(size, lower);
    problem_.row_upper.resize(size, upper);
    return first;
}

void Builder::add_cost(int column, double cost) { problem_.cost[at(column)] += cost; }

void Builder::set_column_bounds(int column, double lower, double upper) {
    problem_.column_lower[at(column)] = lower;
    problem_.column_upper[at(column)] = upper;
}

void Builder::set_row_bounds(int row, double lower, double upper) {
    problem_.row_lower[at(row)] = lower;
    problem_.row_upper[at(row)] = upper;
}

void Builder::add_offset(double amount) { problem_.objective_offset += amount; }

void Builder::shift_row(int row, double amount) {
    problem_.row_lower[at(row)] += amount;  // an infinite bound stays infinite
    problem_.row_upper[at(row)] += amount;
}

void Builder::reserve_entries(std::size_t entries) { entries_.reserve(entries); }

std::vector<Builder::Entry> Builder::sorted_by_row(std::vector<Entry> entries, int num_rows) {
    const auto by_row = [](const Entry& a, const Entry& b) { return a.row < b.row; };
    if (std::is_sorted(entries.begin(), entries.end(), by_row)) return entries;
    std::vector<std::size_t> next(at(num_rows) + 1, 0);
    for (const Entry& entry : entries) ++next[at(entry.row) + 1];
    for (std::size_t row = 1; row < next.size(); ++row) next[row] += next[row - 1];
    std::vector<Entry> sorted(entries.size());
    for (const Entry& entry : entries) sorted[next[at(entry.row)]++] = entry;
    return sorted;
}

Problem Builder::finish() {
    // Two stable counting sorts, by row and then by column, leave ascending rows in each column in linear time.
    const std::vector<Entry> entries = sorted_by_row(std::move(entries_), num_rows());
    entries_ = {};
    const std::size_t columns = at(num_columns());
    std::vector<std::int64_t> next(columns + 1, 0);
    for (const Entry& entry : entries) ++next[at(entry.column) + 1];
    for (std::size_t column = 0; column < columns; ++column) next[column + 1] += next[column];
    problem_.start = next;
    problem_.row.resize(entries.size());
    problem_.value.resize(entries.size());
    for (const Entry& entry : entries) {
        const auto place = static_cast<std::size_t>(next[at(entry.column)]++);
        problem_.row[place] = entry.row;
        problem_.value[place] = entry.value;
    }

    // Sum duplicates (now neighbours) and drop what cancelled.
    std::size_t kept = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        auto entry = static_cast<std::size_t>(problem_.start[column]);
        const auto end = static_cast<std::size_t>(problem_.start[column + 1]);
        problem_.start[column] = static_cast<std::int64_t>(kept);
        while (entry < end) {
            const std::int32_t row = problem_.row[entry];
            double sum = problem_.value[entry];
            while (++entry < end && problem_.row[entry] == row) sum += problem_.value[entry];
            if (sum == 0.0) continue;
            problem_.row[kept] = row;
            problem_.value[kept++] = sum;
        }
    }
    problem_.start[columns] = static_cast<std::int64_t>(kept);
    problem_.row.resize(kept);
    problem_.value.resize(kept);
    Problem result = std::move(problem_);
    problem_ = {};
    return result;
}

}  // namespace proeftuin::lp

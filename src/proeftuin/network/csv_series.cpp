// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/calendar.hpp"
#include "proeftuin/network/csv_reading.hpp"

// <list>-<attribute>.csv: one row a snapshot, one column a component. The first column is the snapshot's label or, as
// PyPSA 1.x writes it, its number; with investment periods the first two columns may be period and timestep.

namespace proeftuin::network {

namespace {

constexpr std::size_t npos = std::string_view::npos;

class SeriesReader {
  public:
    SeriesReader(CsvFolder& folder, Table& table, const std::string& attribute, const io::CsvFile& file)
        : report_(folder.report),
          network_(folder.network),
          table_(table),
          attribute_(attribute),
          file_(file),
          rows_(file) {}

    void read() {
        Issues wrong = io::delimiter_issues(file_);
        if (!wrong.empty()) return report_.add(std::move(wrong.front()));
        if (!read_header() || !find_items()) return;
        Issues issues;
        numbers_ = io::read_csv_numbers(file_, rows_.offset(), num_labels_, header_.size() - num_labels_, issues);
        for (Issue& issue : issues) report_.add(std::move(issue));
        if (!issues.empty() || !check_snapshots()) return;
        check_attribute();
        fill();
    }

  private:
    Place place(const io::CsvCell& cell) const {
        Place where = file_.place(cell.offset);
        where.component = table_.type().name;
        where.field = attribute_;
        return where;
    }

    bool read_header() {
        if (!rows_.next(header_)) {
            report_.error(Code::file_format, {.file = file_.name()}, "the file is empty.",
                          "Give it a header row, or remove it.");
            return false;
        }
        const std::string_view first = trimmed(header_.front().text);
        if (first == "scenario" && !network_.scenarios.names.empty()) {
            scenario_header_ = header_;
            if (!rows_.next(header_) || header_.size() != scenario_header_.size()) {
                report_.error(Code::ragged_row, {.file = file_.name(), .line = 2},
                              "the header row with the names does not fit the one with the scenarios.",
                              "Give both as many cells.");
                return false;
            }
            skip_index_names();
        }
        const bool periods =
            header_.size() > 1 && trimmed(header_[0].text) == "period" && trimmed(header_[1].text) == "timestep";
        num_labels_ = periods ? 2 : 1;
        return true;
    }

    /// pandas writes a third header row with the name of the index and nothing else.
    void skip_index_names() {
        io::CsvRows ahead(file_, rows_.offset());
        std::vector<io::CsvCell> cells;
        if (!ahead.next(cells) || cells.size() < 2) return;
        const bool blank = std::all_of(cells.begin() + 1, cells.end(),
                                       [](const io::CsvCell& cell) { return trimmed(cell.text).empty(); });
        const std::string_view first = trimmed(cells.front().text);
        if (blank && (first == "snapshot" || first == "name")) rows_.next(cells);
    }

    /// The component and scenario of every column; columns of unknown components are left out and reported.
    bool find_items() {
        const std::size_t columns = header_.size() - num_labels_;
        scenarios_ = scenario_header_.empty() ? 1 : network_.scenarios.names.size();
        position_.assign(static_cast<std::size_t>(table_.size()), npos);
        std::set<std::pair<std::size_t, int>> seen;
        for (std::size_t column = 0; column < columns; ++column) {
            const io::CsvCell& cell = header_[column + num_labels_];
            const int item = table_.find(cell.text);
            std::size_t scenario = 0;
            if (!scenario_header_.empty() && !find_scenario(scenario_header_[column + num_labels_], scenario))
                return false;
            if (item < 0) {
                report_.warning(Code::unknown_reference, place(cell),
                                "a series for " + proeftuin::quoted(cell.text) + ", which is not in " +
                                    table_.type().list_name + ".csv; it was left out.",
                                "Rename or remove it." + did_you_mean(cell.text, table_.names()));
            } else if (!seen.emplace(scenario, item).second) {
                report_.error(Code::duplicate_name, place(cell),
                              "the column " + proeftuin::quoted(cell.text) + " is there twice.", "Keep one of them.");
            } else if (position_[static_cast<std::size_t>(item)] == npos) {
                position_[static_cast<std::size_t>(item)] = items_.size();
                items_.push_back(item);
            }
            columns_.emplace_back(scenario, item);
        }
        for (std::size_t s = 0; s < scenarios_; ++s) {
            for (const std::int32_t item : items_) {
                if (seen.count({s, item}) != 0) continue;
                report_.error(
                    Code::shape_mismatch,
                    {.file = file_.name(),
                     .component = table_.type().name,
                     .name = table_.name(item),
                     .field = attribute_},
                    "it has no series in the scenario " + proeftuin::quoted(network_.scenarios.names[s]) + '.',
                    "Give one in every scenario.");
                return false;
            }
        }
        return !items_.empty();
    }

    bool find_scenario(const io::CsvCell& cell, std::size_t& scenario) {
        const auto& names = network_.scenarios.names;
        const auto found = std::find(names.begin(), names.end(), cell.text);
        scenario = static_cast<std::size_t>(found - names.begin());
        if (found != names.end()) return true;
        report_.error(Code::unknown_reference, place(cell),
                      "there is no scenario " + proeftuin::quoted(cell.text) + '.', "Use a name out of scenarios.csv.");
        return false;
    }

    bool label_fits(std::size_t row) const {
        const Snapshots& snapshots = network_.snapshots;
        const std::string& label = numbers_.labels[row * num_labels_];
        if (num_labels_ == 2 && !snapshots.periods.empty()) {
            const bool period = trimmed(label) == std::to_string(snapshots.periods[row]);
            return period && same_label(numbers_.labels[row * 2 + 1], row);
        }
        return same_label(label, row) || trimmed(label) == std::to_string(row);
    }

    bool same_label(std::string_view label, std::size_t row) const {
        const Snapshots& snapshots = network_.snapshots;
        if (label == snapshots.labels[row] || trimmed(label) == trimmed(snapshots.labels[row])) return true;
        if (snapshots.label_numbers.empty()) return false;
        const double number = snapshots.label_numbers[row];
        if (snapshots.label_kind == 'd') {
            const auto date = io::parse_date_time(label);
            return date && std::fabs(*date - number) < 1e-6;
        }
        const auto value = parse_number(label);
        return value && *value == number;
    }

    bool check_snapshots() {
        const auto expected = static_cast<std::size_t>(network_.num_snapshots());
        const std::size_t rows = numbers_.num_rows();
        std::size_t row = 0;
        while (row < std::min(rows, expected) && label_fits(row)) ++row;
        if (row < std::min(rows, expected)) {
            const std::string label = numbers_.labels[row * num_labels_];
            Place where = file_.place(numbers_.row_offsets[row]);
            report_.error(Code::snapshot_mismatch, where,
                          "the row is labelled " + proeftuin::quoted(label) + ", snapshot " + std::to_string(row + 1) +
                              " is " + proeftuin::quoted(network_.snapshots.name(static_cast<int>(row))) + '.',
                          "Use the labels of snapshots.csv in their order, or 0, 1, 2, ...");
            return false;
        }
        if (rows == expected) return true;
        const std::string last =
            rows < expected
                ? "the first snapshot without a row is " +
                      proeftuin::quoted(network_.snapshots.name(static_cast<int>(rows)))
                : "the first row too many is labelled " + proeftuin::quoted(numbers_.labels[expected * num_labels_]);
        report_.error(
            Code::snapshot_mismatch, {.file = file_.name(), .component = table_.type().name, .field = attribute_},
            fmt::format("it has {} rows for {} snapshots; {}.", rows, expected, last),
            network_.snapshots.label_kind == 's' && expected == 1 ? "Add snapshots.csv, or one row for every snapshot."
                                                                  : "Give one row for every snapshot.");
        return false;
    }

    void check_attribute() {
        const Attribute* known = table_.type().find(attribute_);
        const Place where{.file = file_.name(), .component = table_.type().name, .field = attribute_};
        if (known == nullptr) {
            std::vector<std::string> names;
            for (const Attribute& attribute : table_.type().attributes) names.push_back(attribute.name);
            report_.warning(Code::unknown_attribute, where, "a series PyPSA does not know; it is kept, not used.",
                            did_you_mean(attribute_, names));
        } else if (!known->may_vary) {
            report_.warning(Code::unknown_attribute, where,
                            "this attribute does not vary in time for PyPSA; the series is kept, not used.",
                            "Give it in " + table_.type().list_name + ".csv.");
        } else if (needs_number(table_.type(), *known)) {
            report_missing();
        }
    }

    void report_missing() {
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const std::size_t offset = numbers_.missing[column];
            if (offset == npos || columns_[column].second < 0) continue;
            Place where = file_.place(offset);
            where.component = table_.type().name;
            where.name = table_.name(columns_[column].second);
            where.field = attribute_;
            report_.error(Code::not_a_number, where,
                          "a value is missing in a series that needs one for every snapshot.", "Give a number.");
        }
    }

    void fill() {
        Series& series = table_.make_series(attribute_);
        series.items = items_;
        series.num_scenarios = static_cast<int>(scenarios_);
        series.boolean = numbers_.boolean;
        series.integer = numbers_.integer;
        const std::size_t width = items_.size();
        std::vector<std::size_t> target(columns_.size(), npos);
        bool direct = columns_.size() == width * scenarios_;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const auto [scenario, item] = columns_[column];
            if (item >= 0) target[column] = scenario * width + position_[static_cast<std::size_t>(item)];
            direct = direct && target[column] == column;
        }
        if (direct) {
            series.values = std::move(numbers_.values);
        } else {
            series.values.resize(numbers_.num_rows() * width * scenarios_);
            for (std::size_t row = 0; row < numbers_.num_rows(); ++row) {
                for (std::size_t column = 0; column < columns_.size(); ++column) {
                    if (target[column] == npos) continue;
                    series.values[row * width * scenarios_ + target[column]] =
                        numbers_.values[row * columns_.size() + column];
                }
            }
        }
        merge_scenarios(series, network_.num_snapshots());
    }

    Report& report_;
    Network& network_;
    Table& table_;
    const std::string& attribute_;
    const io::CsvFile& file_;
    io::CsvRows rows_;
    std::vector<io::CsvCell> header_;
    std::vector<io::CsvCell> scenario_header_;
    std::size_t num_labels_ = 1;
    std::size_t scenarios_ = 1;
    std::vector<std::int32_t> items_;
    std::vector<std::size_t> position_;                 // component -> place in items_, npos = none
    std::vector<std::pair<std::size_t, int>> columns_;  // scenario and component of each column, -1 = left out
    io::CsvNumbers numbers_;
};

}  // namespace

void read_series_file(CsvFolder& folder, Table& table, const std::string& attribute) {
    const std::string name = table.type().list_name + '-' + attribute + ".csv";
    const auto content = folder.open(name);
    if (content) SeriesReader(folder, table, attribute, *content).read();
}

}  // namespace proeftuin::network

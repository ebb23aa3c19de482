// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/calendar.hpp"
#include "proeftuin/network/csv_reading.hpp"

// network.csv, snapshots.csv, investment_periods.csv, scenarios.csv.

namespace proeftuin::network {

namespace {

constexpr const char* give_years = "Use whole numbers such as 2030.";

int whole_cell(const CsvTable& table, const io::CsvCell& cell, Report& report) {
    const double value = number_cell(table, cell, report);
    if (std::fabs(value) < 1e9 && value == std::floor(value)) return static_cast<int>(value);
    if (!report.failed())
        report.error(Code::out_of_range, table.place(cell), "an investment period must be a whole number.", give_years);
    return 0;
}

std::vector<double> number_column(const CsvTable& table, const char* name, Report& report) {
    const int column = table.find(name);
    std::vector<double> values;
    if (column < 0) return values;
    for (const auto& row : table.body) {
        const io::CsvCell& cell = row[static_cast<std::size_t>(column)];
        values.push_back(number_cell(table, cell, report));
        if (!std::isnan(values.back())) continue;
        if (trimmed(cell.text).empty() || is_missing_word(trimmed(cell.text))) {
            report.error(Code::not_a_number, table.place(cell), std::string("the ") + name + " is missing.",
                         "Give a number.");
        }
    }
    return values;
}

/// Whole numbers stay numbers, ISO dates become date-times, everything else is text.
void set_labels(Snapshots& snapshots, const CsvTable& table, std::size_t column) {
    bool whole = true;
    bool real = true;
    bool dates = true;
    for (const auto& row : table.body) {
        const std::string_view text = trimmed(row[column].text);
        const bool as_text = row[column].quoted && !table.quotes_everything();
        const auto number = as_text ? std::nullopt : parse_number(text);
        real = real && number.has_value() && std::isfinite(*number);
        whole = whole && real && text.find_first_not_of("0123456789-") == std::string_view::npos;
        dates = dates && !as_text && io::parse_date_time(text).has_value();
    }
    snapshots.label_kind = whole ? 'i' : (real ? 'f' : (dates ? 'd' : 's'));
    for (const auto& row : table.body) {
        const std::string text(trimmed(row[column].text));
        if (snapshots.label_kind == 's') {
            snapshots.labels.emplace_back(row[column].text);
        } else {
            const double value =
                dates && !real ? io::parse_date_time(text).value_or(0.0) : parse_number(text).value_or(0.0);
            snapshots.label_numbers.push_back(value);
            snapshots.labels.push_back(snapshots.label_kind == 'd' ? io::format_date_time(value)
                                                                   : number_text(value, whole));
        }
    }
}

void warn_unused(const CsvTable& table, std::initializer_list<std::string_view> known, std::size_t begin,
                 Report& report) {
    for (std::size_t column = begin; column < table.header.size(); ++column) {
        const std::string_view name = trimmed(table.header[column].text);
        if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
        report.warning(Code::unknown_attribute, table.place(table.header[column]),
                       "the column " + proeftuin::quoted(name) + " is not one that PyPSA reads here; it was left out.");
    }
}

}  // namespace

void read_network_file(CsvFolder& folder) {
    if (!folder.has("network.csv")) return;
    const auto content = folder.open("network.csv");
    if (!content) return;
    CsvTable table(*content);
    if (!read_table(table, folder.report) || table.body.empty()) return;
    for (std::size_t column = 0; column < table.header.size(); ++column) {
        const std::string name(trimmed(table.header[column].text));
        const std::string value(table.body.front()[column].text);
        if (name == "name" || (name.empty() && column == 0)) {
            folder.network.name = value;
        } else if (name == "pypsa_version") {
            folder.network.pypsa_version = value;
        } else if (!name.empty() && !value.empty()) {
            folder.network.attributes[name] = value;
        }
    }
}

void read_snapshots_file(CsvFolder& folder) {
    Snapshots& snapshots = folder.network.snapshots;
    if (!folder.has("snapshots.csv")) {
        snapshots.labels = {"now"};
        return;
    }
    const auto content = folder.open("snapshots.csv");
    if (!content) return;
    CsvTable table(*content);
    if (!read_table(table, folder.report)) return;
    if (table.body.empty()) {
        folder.report.error(Code::file_format, {.file = "snapshots.csv"}, "there is no snapshot.",
                            "Give at least one, or remove the file.");
        return;
    }
    const int period = table.find("period");
    int labels = table.find(period < 0 ? "snapshot" : "timestep");
    if (labels < 0) labels = table.find("timestep");
    set_labels(snapshots, table, static_cast<std::size_t>(std::max(labels, 0)));
    if (period >= 0) {
        for (const auto& row : table.body) {
            snapshots.periods.push_back(whole_cell(table, row[static_cast<std::size_t>(period)], folder.report));
        }
    }
    snapshots.objective = number_column(table, "objective", folder.report);
    snapshots.stores = number_column(table, "stores", folder.report);
    snapshots.generators = number_column(table, "generators", folder.report);
    const std::vector<double> old = number_column(table, "weightings", folder.report);
    if (!old.empty() && snapshots.objective.empty())
        snapshots.objective = snapshots.stores = snapshots.generators = old;
    warn_unused(table, {"snapshot", "period", "timestep", "objective", "stores", "generators", "weightings"}, 1,
                folder.report);
}

void read_investment_file(CsvFolder& folder) {
    if (!folder.has("investment_periods.csv")) return;
    const auto content = folder.open("investment_periods.csv");
    if (!content) return;
    CsvTable table(*content);
    if (!read_table(table, folder.report)) return;
    for (const auto& row : table.body)
        folder.network.investment.periods.push_back(whole_cell(table, row.front(), folder.report));
    folder.network.investment.objective = number_column(table, "objective", folder.report);
    folder.network.investment.years = number_column(table, "years", folder.report);
    folder.network.investment.objective.resize(table.body.size(), 1.0);
    folder.network.investment.years.resize(table.body.size(), 1.0);
    warn_unused(table, {"objective", "years"}, 1, folder.report);
}

void read_scenarios_file(CsvFolder& folder) {
    if (!folder.has("scenarios.csv")) return;
    const auto content = folder.open("scenarios.csv");
    if (!content) return;
    CsvTable table(*content);
    if (!read_table(table, folder.report)) return;
    Scenarios& scenarios = folder.network.scenarios;
    for (const auto& row : table.body) {
        const std::string name(row.front().text);
        if (std::find(scenarios.names.begin(), scenarios.names.end(), name) != scenarios.names.end()) {
            folder.report.error(Code::duplicate_name, table.place(row.front()),
                                "the scenario " + proeftuin::quoted(name) + " is there twice.",
                                "Give every scenario its own name.");
        }
        scenarios.names.push_back(name);
    }
    scenarios.weights = number_column(table, "weight", folder.report);
    scenarios.weights.resize(table.body.size(),
                             table.body.empty() ? 1.0 : 1.0 / static_cast<double>(table.body.size()));
}

}  // namespace proeftuin::network

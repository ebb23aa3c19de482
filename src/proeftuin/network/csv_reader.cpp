// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

#include "proeftuin/base/text.hpp"
#include "proeftuin/network/csv_reading.hpp"

// PyPSA's CSV folder: network.csv, snapshots.csv, investment_periods.csv, <list>.csv with one row a component,
// <list>-<attribute>.csv with one row a snapshot, meta.json, crs.json. Where PyPSA has no form (it does not write
// scenarios to CSV), ours is: scenarios.csv (scenario, weight), a first column "scenario" in <list>.csv and a first
// header row "scenario" in <list>-<attribute>.csv.

namespace proeftuin::network {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_json_bytes = std::size_t{256} << 20U;

std::string read_text_file(CsvFolder& folder, const std::string& name) {
    std::error_code error;
    const fs::path path = folder.path / name;
    if (!fs::is_regular_file(path, error)) return {};
    const std::uintmax_t size = fs::file_size(path, error);
    if (error || size > most_json_bytes) {
        folder.report.warning(Code::file_unreadable, {.file = name}, "it is too large to be read and was left out.");
        return {};
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    folder.read.push_back(name);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

/// The component type a file such as "generators.csv" or "generators-p_max_pu.csv" belongs to, and the attribute.
std::pair<const ComponentType*, std::string> type_of_file(const std::string& file) {
    const std::string stem = file.substr(0, file.size() - 4);
    const std::size_t dash = stem.find('-');
    const ComponentType* type = find_type_by_list(stem.substr(0, dash));
    return {type, dash == std::string::npos ? std::string() : stem.substr(dash + 1)};
}

bool is_general(const std::string& file) {
    return file == "network.csv" || file == "snapshots.csv" || file == "investment_periods.csv" ||
           file == "scenarios.csv";
}

void list_files(CsvFolder& folder, std::vector<std::string>& others) {
    std::error_code error;
    for (fs::directory_iterator entry(folder.path, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        const std::string extension = entry->path().extension().string();
        if (extension == ".csv" && name.size() > 4) {
            folder.files.push_back(name);
        } else if (lower(extension) == ".csv") {
            folder.report.warning(Code::unknown_component, {.file = name},
                                  "it was left out: its name does not end in .csv.",
                                  "Rename it to lower case letters.");
        }
        if (lower(extension) == ".nc") others.push_back(name);
    }
    if (error) folder.report.error(Code::file_unreadable, {.file = folder.path.string()}, error.message() + '.');
    std::sort(folder.files.begin(), folder.files.end());
    std::sort(others.begin(), others.end());
}

void keep_unknown(CsvFolder& folder, const std::string& file) {
    std::vector<std::string> known{"network", "snapshots", "investment_periods", "scenarios"};
    for (const ComponentType& type : component_types()) known.push_back(type.list_name);
    const std::string list = file.substr(0, std::min(file.find('-'), file.size() - 4));
    folder.report.warning(
        Code::unknown_component, {.file = file},
        "no component type of PyPSA is called " + proeftuin::quoted(list) + "; the file is kept, not used.",
        "Rename it when it should be used." + did_you_mean(list, known));
    if (const auto content = folder.open(file)) {
        folder.network.unknown.push_back(
            Unknown{.list_name = file.substr(0, file.size() - 4), .text = std::string(content->text())});
    }
}

/// Refuses what cannot be a network at all.
bool has_network(CsvFolder& folder, const std::vector<std::string>& others) {
    const bool any = std::any_of(folder.files.begin(), folder.files.end(), [](const std::string& file) {
        return is_general(file) || type_of_file(file).first != nullptr;
    });
    if (!any) {
        std::string remedy = "Give a folder with buses.csv, generators.csv and so on, or a .nc file.";
        if (!others.empty())
            remedy += " Did you mean " + proeftuin::quoted((folder.path / others.front()).string()) + '?';
        folder.report.error(Code::folder_empty, {.file = folder.path.string()},
                            "the folder holds no file of a PyPSA network.", remedy);
    } else if (!folder.has("buses.csv")) {
        folder.report.error(Code::file_missing, {.file = "buses.csv"}, "the network has no buses.csv.",
                            "Add the buses that the components are connected to.");
    }
    return !folder.report.failed();
}

void read_all_series(CsvFolder& folder) {
    for (const std::string& file : folder.files) {
        const auto [type, attribute] = type_of_file(file);
        if (is_general(file)) continue;
        if (type == nullptr) {
            keep_unknown(folder, file);
        } else if (!attribute.empty()) {
            Table& table = folder.network.table(type->name);
            if (!folder.has(type->list_name + ".csv")) {
                folder.report.error(Code::file_missing, {.file = file},
                                    "series for components that are not there: no " + type->list_name + ".csv.",
                                    "Add " + type->list_name + ".csv or remove the series.");
                continue;
            }
            read_series_file(folder, table, attribute);
        } else if (file != type->list_name + ".csv") {
            keep_unknown(folder, file);
        }
    }
}

}  // namespace

bool CsvFolder::has(const std::string& file) const { return std::binary_search(files.begin(), files.end(), file); }

std::optional<io::CsvFile> CsvFolder::open(const std::string& file) {
    Expected<io::CsvFile> content = io::CsvFile::open(path / file, file);
    if (!content) {
        for (Issue& issue : content.error()) report.add(std::move(issue));
        return std::nullopt;
    }
    read.push_back(file);
    return std::move(*content);
}

int CsvTable::find(std::string_view name) const {
    for (std::size_t column = 0; column < header.size(); ++column) {
        if (trimmed(header[column].text) == name) return static_cast<int>(column);
    }
    return -1;
}

bool CsvTable::quotes_everything() const {
    return std::all_of(header.begin(), header.end(), [](const io::CsvCell& cell) { return cell.quoted; });
}

bool read_table(CsvTable& table, Report& report) {
    constexpr std::size_t most_ragged = 100;
    Issues wrong = io::delimiter_issues(table.file);
    if (!wrong.empty()) {
        report.add(std::move(wrong.front()));
        return false;
    }
    if (!table.rows.next(table.header)) {
        report.error(Code::file_format, {.file = table.file.name()}, "the file is empty.",
                     "Give it a header row, or remove it.");
        return false;
    }
    std::vector<io::CsvCell> cells;
    std::size_t ragged = 0;
    while (ragged < most_ragged && table.rows.next(cells)) {
        const bool blank = std::all_of(cells.begin(), cells.end(), [](const io::CsvCell& cell) {
            return trimmed(cell.text).empty() && !cell.quoted;
        });
        if (blank && table.header.size() > 1) continue;
        if (cells.size() == table.header.size()) {
            table.body.push_back(cells);
            continue;
        }
        ++ragged;
        Place where = table.place(cells.front());
        where.column = 0;
        report.error(Code::ragged_row, where,
                     fmt::format("this row has {} cells, the header {}.", cells.size(), table.header.size()),
                     "Give every row as many cells as the header; put texts with commas in quotation marks.");
    }
    for (const Issue& issue : table.rows.issues()) report.add(issue);
    return true;
}

double number_cell(const CsvTable& table, const io::CsvCell& cell, Report& report) {
    const std::string_view text = trimmed(cell.text);
    if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (const auto value = parse_number(text)) return *value;
    report.error(Code::text_for_number, table.place(cell), proeftuin::quoted(cell.text) + " is not a number.",
                 "Give a number.");
    return std::numeric_limits<double>::quiet_NaN();
}

Expected<Loaded> read_csv_network(const fs::path& path) {
    CsvFolder folder;
    folder.path = path;
    std::vector<std::string> others;
    list_files(folder, others);
    if (has_network(folder, others)) {
        folder.network.meta_json = read_text_file(folder, "meta.json");
        folder.network.crs_json = read_text_file(folder, "crs.json");
        read_risk_preference(folder.network, "meta.json", folder.report);
        read_network_file(folder);
        read_snapshots_file(folder);
        read_investment_file(folder);
        read_scenarios_file(folder);
        complete_time(folder.network, "snapshots.csv", folder.report);
        for (Table& table : folder.network.tables) {
            if (folder.has(table.type().list_name + ".csv")) read_static_file(folder, table);
        }
        read_all_series(folder);
    }
    return finished(std::move(folder.network), folder.report, std::move(folder.read));
}

}  // namespace proeftuin::network

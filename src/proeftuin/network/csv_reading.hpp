// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "proeftuin/io/csv.hpp"
#include "proeftuin/network/reading.hpp"

// The parts of the CSV folder reader; csv_reader.cpp calls them in this order. Inside the module only.

namespace proeftuin::network {

struct CsvFolder {
    std::filesystem::path path;
    std::vector<std::string> files;  // names of the folder's CSV files, sorted
    std::vector<std::string> read;   // those that were read
    Network network;
    Report report;

    [[nodiscard]] bool has(const std::string& file) const;
    /// The file when it is there and well formed; reports what is wrong otherwise.
    std::optional<io::CsvFile> open(const std::string& file);
};

/// A file read row by row into cells. Rows of another length than the header are reported and left out.
struct CsvTable {
    explicit CsvTable(const io::CsvFile& content) : file(content), rows(file) {}
    io::CsvFile file;
    io::CsvRows rows;  // owns what quoted cells point to
    std::vector<io::CsvCell> header;
    std::vector<std::vector<io::CsvCell>> body;

    [[nodiscard]] Place place(const io::CsvCell& cell) const { return file.place(cell.offset); }
    /// Column of this header, -1 when there is none.
    [[nodiscard]] int find(std::string_view name) const;
    /// Some programs put every cell in quotation marks; then these do not tell texts from numbers.
    [[nodiscard]] bool quotes_everything() const;
};

/// False when the header is missing or wrong; the rows that are right are in the table all the same.
bool read_table(CsvTable& table, Report& report);

/// A number out of a cell; reports what is none. NaN for empty cells.
double number_cell(const CsvTable& table, const io::CsvCell& cell, Report& report);

void read_network_file(CsvFolder& folder);
void read_snapshots_file(CsvFolder& folder);
void read_investment_file(CsvFolder& folder);
void read_scenarios_file(CsvFolder& folder);
void read_static_file(CsvFolder& folder, Table& table);
void read_series_file(CsvFolder& folder, Table& table, const std::string& attribute);

}  // namespace proeftuin::network

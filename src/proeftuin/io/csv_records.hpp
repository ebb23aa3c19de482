// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::io {

class CsvFile;

/// Which columns a table of records has. Others are an issue, unless `others` lets them be.
struct RecordColumns {
    std::vector<std::string> required;
    std::vector<std::string> optional;
    bool others = false;  // further columns are kept as texts
};

/// A small CSV table by names of columns: one record a row, every cell a trimmed text with its place.
class CsvRecords {
  public:
    /// Every problem of the table's shape at once: no file, no header, columns missing, unknown or twice, ragged rows.
    /// `name` is what places call the file.
    [[nodiscard]] static Expected<CsvRecords> read(const std::filesystem::path& path, const std::string& name,
                                                   const RecordColumns& columns);
    [[nodiscard]] static Expected<CsvRecords> from_text(std::string_view text, const std::string& name,
                                                        const RecordColumns& columns);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    [[nodiscard]] bool has(std::string_view column) const { return find(column) < columns_.size(); }
    /// The cell; empty where the column is not there.
    [[nodiscard]] const std::string& text(std::size_t row, std::string_view column) const;
    /// The cell's place; the row's where the column is not there.
    [[nodiscard]] Place place(std::size_t row, std::string_view column) const;
    /// A finite number; nothing for an empty cell; anything else becomes an issue.
    [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column, Issues& issues) const;

  private:
    struct Cell {
        std::string text;
        Place place;
    };
    [[nodiscard]] static Expected<CsvRecords> from_file(const CsvFile& file, const RecordColumns& columns);
    [[nodiscard]] std::size_t find(std::string_view column) const;
    std::vector<std::string> columns_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace proeftuin::io

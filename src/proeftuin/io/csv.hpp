// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::io {

/// A CSV file in memory (mapped), known to be UTF-8 without NUL bytes. Cheap to copy.
class CsvFile {
  public:
    /// `name` is what places call the file; the path's last part where it is empty.
    [[nodiscard]] static Expected<CsvFile> open(const std::filesystem::path& path, std::string name = {});
    [[nodiscard]] static Expected<CsvFile> from_text(std::string text, std::string name);

    /// The content without a byte order mark.
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Line and column (in characters) of an offset into text(); counts from the start, so for messages only.
    [[nodiscard]] Place place(std::size_t offset) const;

  private:
    struct Storage;
    [[nodiscard]] static Expected<CsvFile> checked(std::shared_ptr<Storage> storage, std::string_view text,
                                                   std::string name);
    std::shared_ptr<Storage> storage_;
    std::string_view text_;
    std::string name_;
};

struct CsvCell {
    std::string_view text;   // without quotes; lives as long as the file and the rows
    std::size_t offset = 0;  // of the cell in the file's text, for CsvFile::place
    bool quoted = false;
};

/// Walks over the rows of a file (RFC 4180; LF, CRLF or CR; blank lines are skipped).
class CsvRows {
  public:
    explicit CsvRows(const CsvFile& file, std::size_t begin = 0) : file_(file), at_(begin) {}
    /// False at the end. A quote that is never closed makes the rest one cell and an issue.
    bool next(std::vector<CsvCell>& cells);
    /// Offset of the next row.
    [[nodiscard]] std::size_t offset() const { return at_; }
    [[nodiscard]] const Issues& issues() const { return issues_; }

  private:
    CsvCell cell();
    CsvCell quoted_cell();
    const CsvFile& file_;
    std::size_t at_ = 0;
    std::deque<std::string> unquoted_;
    Issues issues_;
};

/// The issue when a header line looks separated by something else than commas.
[[nodiscard]] Issues delimiter_issues(const CsvFile& file);

/// A table of numbers with labels before them, as a series over time is.
struct CsvNumbers {
    std::vector<std::string> labels;       // [num_rows x num_labels]
    std::vector<double> values;            // [num_rows x num_columns]; empty cells and words for missing are NaN
    std::vector<std::size_t> row_offsets;  // [num_rows]
    std::vector<std::size_t> missing;      // [num_columns] offset of the column's first missing cell, or npos
    bool integer = false;                  // every number was written without a point
    bool boolean = false;                  // every cell was True or False
    [[nodiscard]] std::size_t num_rows() const { return row_offsets.size(); }
};

/// Reads rows of `num_labels` texts and `num_columns` numbers from an offset on. Cells that are no numbers and rows of
/// another length are issues (at most `most_issues` of them).
[[nodiscard]] CsvNumbers read_csv_numbers(const CsvFile& file, std::size_t begin, std::size_t num_labels,
                                          std::size_t num_columns, Issues& issues, std::size_t most_issues = 100);

/// Builds CSV text: quotes where needed, shortest doubles that read back the same ("1.0", "inf", "" for NaN).
class CsvText {
  public:
    /// `quotes` puts it in quotation marks in any case, which tells readers that it is text.
    void cell(std::string_view text, bool quotes = false);
    void number(double value, bool integer = false);
    void boolean(bool value) { cell(value ? "True" : "False"); }
    void end_row();
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    void separate();
    std::string text_;
    bool first_ = true;
};

}  // namespace proeftuin::io

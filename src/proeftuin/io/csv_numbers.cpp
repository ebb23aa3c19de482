// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <fast_float/fast_float.h>
#include <fmt/format.h>
#include <limits>
#include <optional>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv.hpp"

namespace proeftuin::io {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_missing(std::string_view text) {
    constexpr std::array<std::string_view, 11> words{"",    "nan",  "NaN",  "NAN",  "NA",  "N/A",
                                                     "n/a", "null", "NULL", "None", "<NA>"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// What a cell that fast_float did not take to its end means.
std::optional<double> slow_number(std::string_view cell) {
    std::string_view text = trimmed(cell);
    if (is_missing(text)) return std::numeric_limits<double>::quiet_NaN();
    if (text == "True" || text == "true" || text == "TRUE") return 1.0;
    if (text == "False" || text == "false" || text == "FALSE") return 0.0;
    if (text.front() == '+') text.remove_prefix(1);
    double value = 0.0;
    const auto [end, status] = fast_float::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end != text.data() + text.size()) return std::nullopt;
    if (status != std::errc() && status != std::errc::result_out_of_range) return std::nullopt;
    return value;
}

class NumberReader {
  public:
    NumberReader(const CsvFile& file, std::size_t begin, std::size_t num_labels, std::size_t num_columns,
                 Issues& issues, std::size_t most_issues)
        : file_(file),
          text_(file.text()),
          at_(begin),
          num_labels_(num_labels),
          num_columns_(num_columns),
          issues_(issues),
          most_issues_(most_issues) {
        result_.missing.assign(num_columns, npos);
        // A guess that is right for a table without blank lines; wrong guesses only cost a copy.
        const std::size_t line = std::min(text_.find('\n', begin), text_.size()) + 1;
        const std::size_t rows = begin < line ? (text_.size() - std::min(begin, text_.size())) / (line - begin) + 2 : 0;
        result_.values.reserve(std::min(rows * num_columns, text_.size()));
        result_.row_offsets.reserve(std::min(rows, text_.size()));
    }

    CsvNumbers read() {
        // Stops after many bad rows: short rows under a wide header would cost memory no bytes stand behind.
        while (reported_ <= most_issues_ && skip_blank_lines()) read_row();
        finish_kind();
        return std::move(result_);
    }

  private:
    bool skip_blank_lines() {
        while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
        return at_ < text_.size();
    }

    void read_row() {
        const std::size_t begin = at_;
        const std::size_t labels_before = result_.labels.size();
        const std::size_t values_before = result_.values.size();
        result_.labels.resize(labels_before + num_labels_);
        result_.values.resize(values_before + num_columns_);
        std::size_t cells = 0;
        for (bool more = true; more; ++cells) {
            if (cells < num_labels_) {
                result_.labels[labels_before + cells] = std::string(take_cell());
            } else if (cells - num_labels_ < num_columns_) {
                result_.values[values_before + cells - num_labels_] = take_number(cells - num_labels_);
            } else {
                take_cell();
            }
            more = at_ < text_.size() && text_[at_] == ',';
            if (more) ++at_;
        }
        if (cells != num_labels_ + num_columns_) {
            if (cells <= num_labels_ && trimmed(text_.substr(begin, at_ - begin)).empty()) {
                // A line of spaces is as good as blank.
                result_.labels.resize(labels_before);
                result_.values.resize(values_before);
                return;
            }
            report(Code::ragged_row, begin,
                   fmt::format("this row has {} cells, the header {}.", cells, num_labels_ + num_columns_),
                   "Give every row as many cells as the header.");
        }
        result_.row_offsets.push_back(begin);
    }

    double take_number(std::size_t column) {
        double value = 0.0;
        const char* begin = text_.data() + at_;
        const char* end = text_.data() + text_.size();
        const auto [stop, status] = fast_float::from_chars(begin, end, value);
        const bool whole = stop != begin && (stop == end || *stop == ',' || *stop == '\n' || *stop == '\r');
        if (whole && status == std::errc() && value == value) {
            at_ += static_cast<std::size_t>(stop - begin);
            ++numbers_;
            return value;
        }
        return take_other(column);
    }

    double take_other(std::size_t column) {
        const std::size_t begin = at_;
        const std::string cell(take_cell());
        const std::optional<double> value = slow_number(cell);
        if (!value) {
            report(Code::text_for_number, begin, proeftuin::quoted(cell) + " is not a number.", "Give a number.");
            return std::numeric_limits<double>::quiet_NaN();
        }
        if (std::isnan(*value)) {
            if (result_.missing[column] == npos) result_.missing[column] = begin;
            ++missing_;
        } else if (is_word(cell)) {
            ++words_;
        } else {
            ++numbers_;
        }
        return *value;
    }

    static bool is_word(std::string_view cell) {
        const char c = trimmed(cell).front();
        return c == 'T' || c == 't' || c == 'F' || c == 'f';
    }

    std::string_view take_cell() {
        if (at_ < text_.size() && text_[at_] == '"') return take_quoted();
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
        return text_.substr(begin, at_ - begin);
    }

    std::string_view take_quoted() {
        const std::size_t begin = at_++;
        unquoted_.clear();
        while (at_ < text_.size()) {
            if (text_[at_] == '"') {
                if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
                ++at_;
            }
            unquoted_ += text_[at_++];
        }
        if (at_ >= text_.size()) {
            report(Code::file_format, begin, "a quotation mark opens here and is never closed.",
                   "Close it, or check that the file was copied whole.");
            return unquoted_;
        }
        ++at_;
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r')
            unquoted_ += text_[at_++];
        return unquoted_;
    }

    void report(Code code, std::size_t offset, std::string message, std::string remedy) {
        if (++reported_ > most_issues_) return;
        issues_.push_back(Issue{
            .code = code, .where = file_.place(offset), .message = std::move(message), .remedy = std::move(remedy)});
    }

    void finish_kind() {
        result_.boolean = words_ > 0 && numbers_ == 0 && missing_ == 0;
        if (words_ > 0 || missing_ > 0 || numbers_ == 0) return;
        // Whole numbers that were written with points are real all the same; the first row tells.
        const std::size_t first = result_.row_offsets.front();
        const std::string_view line = text_.substr(first, std::min(text_.find('\n', first), text_.size()) - first);
        std::size_t skip = 0;
        for (std::size_t label = 0; label < num_labels_ && skip != npos; ++label)
            skip = line.find(',', skip == 0 ? 0 : skip + 1);
        if (skip == npos || line.substr(skip).find_first_of(".eEn") != npos) return;
        result_.integer =
            std::all_of(result_.values.begin(), result_.values.end(), [](double v) { return v == std::floor(v); });
    }

    const CsvFile& file_;
    std::string_view text_;
    std::size_t at_;
    std::size_t num_labels_;
    std::size_t num_columns_;
    Issues& issues_;
    std::size_t most_issues_;
    std::size_t reported_ = 0;
    std::size_t numbers_ = 0;
    std::size_t words_ = 0;
    std::size_t missing_ = 0;
    std::string unquoted_;
    CsvNumbers result_;
};

}  // namespace

CsvNumbers read_csv_numbers(const CsvFile& file, std::size_t begin, std::size_t num_labels, std::size_t num_columns,
                            Issues& issues, std::size_t most_issues) {
    return NumberReader(file, begin, num_labels, num_columns, issues, most_issues).read();
}

}  // namespace proeftuin::io

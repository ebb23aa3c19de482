// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace proeftuin {

/// Where something was found. A place in a file has `line` (1-based; 0 = the whole file) and `column` (1-based character
/// column of the line; 0 = the whole line). A place in a network has `component` ("Generator"), `name` and `field`.
/// Unknown parts stay empty.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    std::string component;
    std::string name;
    std::string field;

    /// "generators.csv:7:12", "generators.csv:7:12 (Generator \"wind\", p_nom)" or "Generator \"wind\", p_nom".
    [[nodiscard]] std::string text() const;
};

/// What an issue is about; the `code` of DESIGN's JSON contract. The table of names is in issue.cpp.
enum class Code {
    // files
    file_missing,
    file_unreadable,
    file_format,
    folder_empty,
    file_write,
    // tables
    text_for_number,
    wrong_delimiter,
    ragged_row,
    missing_column,
    unknown_component,
    unknown_attribute,
    duplicate_name,
    empty_name,
    snapshot_mismatch,
    shape_mismatch,
    // network
    unknown_reference,
    not_a_number,
    bounds_crossed,
    out_of_range,
    cyclic_reference,
    unsupported_feature,
    // command line and options
    bad_option,
    // solving
    solver_failed,
};

/// "unknown_reference" and so on.
[[nodiscard]] std::string_view name(Code code);

enum class Severity { error, warning };

/// One problem with an input: what was found, what was expected, how to mend it.
struct Issue {
    Code code = Code::file_format;
    Place where;
    std::string message;  // one sentence: what was found and what was expected
    std::string remedy;   // one sentence: how to mend it
    Severity severity = Severity::error;

    /// "error: generators.csv:7:12: ... (remedy)".
    [[nodiscard]] std::string text() const;
};

using Issues = std::vector<Issue>;

[[nodiscard]] bool has_errors(const Issues& issues);

/// Bad input, with every problem that was found (never empty).
class InputError : public std::runtime_error {
  public:
    explicit InputError(Issues issues);
    [[nodiscard]] const Issues& issues() const { return issues_; }

  private:
    Issues issues_;
};

}  // namespace proeftuin

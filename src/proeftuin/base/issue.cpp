// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/issue.hpp"

#include <algorithm>
#include <utility>

#include "proeftuin/base/text.hpp"

namespace proeftuin {

std::string Place::text() const {
    std::string result = file;
    if (!file.empty() && line > 0) {
        result += ':' + std::to_string(line);
        if (column > 0) result += ':' + std::to_string(column);
    }
    std::string item = component;
    if (!name.empty()) item += (item.empty() ? "" : " ") + quoted(name);
    if (!field.empty()) item += (item.empty() ? "" : ", ") + field;
    if (item.empty()) return result;
    return result.empty() ? item : result + " (" + item + ')';
}

std::string_view name(Code code) {
    switch (code) {
        case Code::file_missing: return "file_missing";
        case Code::file_unreadable: return "file_unreadable";
        case Code::file_format: return "file_format";
        case Code::folder_empty: return "folder_empty";
        case Code::file_write: return "file_write";
        case Code::text_for_number: return "text_for_number";
        case Code::wrong_delimiter: return "wrong_delimiter";
        case Code::ragged_row: return "ragged_row";
        case Code::missing_column: return "missing_column";
        case Code::unknown_component: return "unknown_component";
        case Code::unknown_attribute: return "unknown_attribute";
        case Code::duplicate_name: return "duplicate_name";
        case Code::empty_name: return "empty_name";
        case Code::snapshot_mismatch: return "snapshot_mismatch";
        case Code::shape_mismatch: return "shape_mismatch";
        case Code::unknown_reference: return "unknown_reference";
        case Code::not_a_number: return "not_a_number";
        case Code::bounds_crossed: return "bounds_crossed";
        case Code::out_of_range: return "out_of_range";
        case Code::cyclic_reference: return "cyclic_reference";
        case Code::unsupported_feature: return "unsupported_feature";
        case Code::bad_option: return "bad_option";
        case Code::solver_failed: return "solver_failed";
    }
    return "unknown";  // not an enumerator: a cast gone wrong
}

std::string Issue::text() const {
    std::string result = severity == Severity::error ? "error: " : "warning: ";
    const std::string place = where.text();
    if (!place.empty()) result += place + ": ";
    result += message;
    if (!remedy.empty()) result += " (" + remedy + ')';
    return result;
}

bool has_errors(const Issues& issues) {
    return std::ranges::any_of(issues, [](const Issue& issue) { return issue.severity == Severity::error; });
}

namespace {

std::string summary(const Issues& issues) {
    std::string result;
    for (const Issue& issue : issues) {
        if (!result.empty()) result += '\n';
        result += issue.text();
    }
    return result;
}

}  // namespace

InputError::InputError(Issues issues) : std::runtime_error(summary(issues)), issues_(std::move(issues)) {}

}  // namespace proeftuin

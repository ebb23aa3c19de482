// SPDX-License-Identifier: Apache-2.0
//
// Free-format MPS. What readers disagree about is written out: an integer column always has both its bounds (some readers
// take 1 for a missing upper one), a negative upper bound never stands without its lower one, and a free row is a row of
// type N after the objective, which readers may drop.
#include "proeftuin/lp/mps.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <system_error>
#include <unordered_set>
#include <vector>

#include "proeftuin/base/issue.hpp"

namespace proeftuin::lp {

namespace {

constexpr std::size_t longest_name = 120;  // CoinUtils reads up to 159 characters a field
constexpr const char* objective_name = "COST";

std::string clean(const std::string& name) {
    std::string result;
    for (const char letter : name) {
        const auto code = static_cast<unsigned char>(letter);
        result += code <= 0x20U || code == 0x7FU ? '_' : letter;
    }
    if (result.size() > longest_name) result.resize(longest_name);
    while (!result.empty() && (static_cast<unsigned char>(result.back()) & 0xC0U) == 0x80U &&
           name.size() > result.size())
        result.pop_back();  // not in the middle of a UTF-8 character
    if (result.empty() || result[0] == '*' || result[0] == '$' || result[0] == '\'') result.insert(0, 1, '_');
    return result;
}

std::vector<std::string> unique_names(int count, const std::function<std::string(int)>& name_of,
                                      std::unordered_set<std::string> taken) {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(count));
    for (int index = 0; index < count; ++index) {
        const std::string name = clean(name_of(index));
        std::string candidate = name;
        for (int number = index; !taken.insert(candidate).second; ++number)
            candidate = name + '#' + std::to_string(number);
        names.push_back(std::move(candidate));
    }
    return names;
}

std::string number(double value) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value);
    return {std::begin(text), end.ptr};
}

/// How a row is written: its type, right-hand side, and range (0 = none).
struct RowForm {
    char type = 'N';
    double right = 0.0;
    double range = 0.0;
};

RowForm form_of(double lower, double upper) {
    if (std::isinf(lower) && std::isinf(upper)) return {};
    if (lower == upper) return {.type = 'E', .right = lower};
    if (std::isinf(upper)) return {.type = 'G', .right = lower};
    if (std::isinf(lower)) return {.type = 'L', .right = upper};
    const double range = upper - lower;
    if (lower + range != upper && upper - range == lower) return {.type = 'L', .right = upper, .range = range};
    return {.type = 'G', .right = lower, .range = range};
}

void write_columns(const Problem& problem, const std::vector<std::string>& rows,
                   const std::vector<std::string>& columns, std::string& out) {
    bool in_integers = false;
    int marker = 0;
    const auto switch_to = [&](bool integers) {
        if (integers == in_integers) return;
        in_integers = integers;
        out += "    MARKER" + std::to_string(marker++) + " 'MARKER' " + (integers ? "'INTORG'\n" : "'INTEND'\n");
    };
    for (std::size_t c = 0; c < columns.size(); ++c) {
        switch_to(problem.integer[c] != 0);
        // A column without entries has to be named somewhere: with its cost, be it zero.
        if (problem.cost[c] != 0.0 || problem.start[c] == problem.start[c + 1])
            out += "    " + columns[c] + ' ' + objective_name + ' ' + number(problem.cost[c]) + '\n';
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            out += "    " + columns[c] + ' ' + rows[static_cast<std::size_t>(problem.row[e])] + ' ' +
                   number(problem.value[e]) + '\n';
        }
    }
    switch_to(false);
}

void write_bounds(const Problem& problem, const std::vector<std::string>& columns, std::string& out) {
    out += "BOUNDS\n";
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const double lower = problem.column_lower[c];
        const double upper = problem.column_upper[c];
        const auto line = [&](const char* type, const std::string& value) {
            out += std::string(" ") + type + " BND " + columns[c] + (value.empty() ? "" : " ") + value + '\n';
        };
        const bool integer = problem.integer[c] != 0;
        if (integer && lower == 0.0 && upper == 1.0) {
            line("BV", "");
        } else if (lower == upper) {
            line("FX", number(lower));
        } else if (std::isinf(lower) && std::isinf(upper)) {
            line("FR", "");
        } else {
            if (std::isinf(lower)) line("MI", "");
            else if (lower != 0.0 || upper < 0.0 || integer) line(integer ? "LI" : "LO", number(lower));
            if (!std::isinf(upper)) line(integer ? "UI" : "UP", number(upper));
            else if (integer) line("PL", "");
        }
    }
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
    Issue issue;
    issue.code = Code::file_write;
    issue.where.file = path.string();
    issue.message = "the file cannot be written: " + why;
    issue.remedy = "Choose a folder that exists and can be written to.";
    throw InputError({issue});
}

}  // namespace

std::string to_mps(const Problem& problem, const Layout& layout) {
    const std::vector<std::string> rows =
        unique_names(problem.num_rows(), [&](int row) { return layout.row_name(row); }, {objective_name});
    const std::vector<std::string> columns =
        unique_names(problem.num_columns(), [&](int column) { return layout.column_name(column); }, {});
    std::string out = "NAME proeftuin\nOBJSENSE\n    MIN\nROWS\n N " + std::string(objective_name) + '\n';
    std::vector<RowForm> forms;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        forms.push_back(form_of(problem.row_lower[r], problem.row_upper[r]));
        out += std::string(" ") + forms.back().type + ' ' + rows[r] + '\n';
    }
    out += "COLUMNS\n";
    write_columns(problem, rows, columns, out);
    out += "RHS\n";
    if (problem.objective_offset != 0.0)
        out += std::string("    RHS ") + objective_name + ' ' + number(-problem.objective_offset) + '\n';
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (forms[r].right != 0.0) out += "    RHS " + rows[r] + ' ' + number(forms[r].right) + '\n';
    out += "RANGES\n";
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (forms[r].range != 0.0) out += "    RNG " + rows[r] + ' ' + number(forms[r].range) + '\n';
    write_bounds(problem, columns, out);
    out += "ENDATA\n";
    return out;
}

void write_mps(const Problem& problem, const Layout& layout, const std::filesystem::path& path) {
    const std::string text = to_mps(problem, layout);
    std::filesystem::path temporary = path;
    temporary += ".part";
    {
        std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
        if (!file) refuse(path, "it could not be opened");
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
        file.close();
        if (!file) {
            std::error_code ignored;
            std::filesystem::remove(temporary, ignored);
            refuse(path, "writing stopped, the disk may be full");
        }
    }
    std::error_code failure;
    std::filesystem::rename(temporary, path, failure);
    if (failure) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        refuse(path, failure.message());
    }
}

}  // namespace proeftuin::lp

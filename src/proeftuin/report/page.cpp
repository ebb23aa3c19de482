// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/page.hpp"

#include "proeftuin/report/embedded.hpp"

namespace proeftuin::report {

namespace {

constexpr std::string_view mark = "\"__PROEFTUIN_RESULTS__\"";

/// JSON that may stand in a script element of HTML: "</script>" and "<!--" only occur inside JSON's strings, where a
/// backslash before the character after '<' (or its code) changes nothing.
void append_safely(std::string& text, std::string_view json) {
    for (std::size_t i = 0; i < json.size(); ++i) {
        text.push_back(json[i]);
        if (json[i] != '<' || i + 1 == json.size()) continue;
        if (json[i + 1] == '/') text.push_back('\\');
        if (json[i + 1] == '!') text.append("\\u0021"), ++i;
    }
}

}  // namespace

std::string fill_page(std::string_view page, std::string_view results) {
    const std::size_t at = page.find(mark);
    if (at == std::string_view::npos) return {};
    std::string text;
    text.reserve(page.size() + results.size() + results.size() / 64);
    text.append(page.substr(0, at));
    append_safely(text, results);
    text.append(page.substr(at + mark.size()));
    return text;
}

bool has_page() { return !page_template().empty(); }

std::string page(std::string_view results) { return fill_page(page_template(), results); }

}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/io/toml.hpp"
#include "proeftuin/study/barriers.hpp"

// Any bytes as a case.toml, as a table of records and as the selector of a barrier: what is wrong has a place and a message.

namespace {

using namespace proeftuin;

void check(const Issues& issues) {
    for (const Issue& issue : issues)
        if (issue.message.empty() || issue.text().empty()) __builtin_trap();
}

void read_toml(const std::string& text) {
    auto file = io::TomlFile::parse(text, "case.toml");
    if (!file) {
        if (file.error().empty()) __builtin_trap();
        return check(file.error());
    }
    Issues issues;
    (void)file->text("title", "", issues);
    (void)file->number("question.window_h", 0.0, issues);
    (void)file->texts("question.rules", {}, issues);
    (void)file->word("question.players", "parties", {"parties", "barriers"}, issues);
    check(issues);
    check(file->unread({"title", "question.window_h"}));
}

void read_table(const std::string& text) {
    const auto table = io::CsvRecords::from_text(text, "barriers.csv", {{"id"}, {"amount"}, true});
    if (!table) {
        if (table.error().empty()) __builtin_trap();
        return check(table.error());
    }
    Issues issues;
    for (std::size_t row = 0; row < table->size(); ++row)
        for (const std::string& column : table->columns()) {
            const Place place = table->place(row, column);
            (void)table->number(row, column, issues);
            if (place.line < 2) __builtin_trap();
            (void)study::parse_selector(table->text(row, column), table->text(row, "id"), place, issues);
        }
    check(issues);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    read_toml(text);
    read_table(text);
    return 0;
}

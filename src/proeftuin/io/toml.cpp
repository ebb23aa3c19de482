// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/toml.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <toml++/toml.h>

#include "proeftuin/base/text.hpp"

namespace proeftuin::io {

namespace {

/// A key as it can be shown anywhere.
std::string shown(const std::string& key) {
    const bool plain =
        std::ranges::none_of(key, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return plain ? key : quoted(key);
}

}  // namespace

/// Walks over toml++'s tree.
class TomlFlattener {
  public:
    TomlFlattener(TomlFile& file, Issues& issues) : file_(file), issues_(issues) {}

    void table(const toml::table& table, const std::string& prefix) {
        for (const auto& [name, node] : table) {
            const std::string key = prefix + std::string(name.str());
            if (const toml::table* inner = node.as_table()) this->table(*inner, key + '.');
            else leaf(key, node);
        }
    }

  private:
    [[nodiscard]] Place place(const std::string& key, const toml::node& node) const {
        return {.file = file_.name_,
                .line = static_cast<int>(node.source().begin.line),
                .column = static_cast<int>(node.source().begin.column),
                .component = "",
                .name = "",
                .field = shown(key)};
    }

    void leaf(const std::string& key, const toml::node& node) {
        TomlFile::Entry entry{key, {{}, place(key, node)}};
        if (const auto* text = node.as_string()) entry.value.value = text->get();
        else if (const auto* flag = node.as_boolean()) entry.value.value = flag->get();
        else if (const auto number = node.value<double>(); number && std::isfinite(*number))
            entry.value.value = *number;
        else if (const toml::array* list = node.as_array()) entry.value.value = texts(key, *list);
        else
            issues_.push_back({Code::file_format, place(key, node), "this kind of value has no meaning here",
                               "Give a text, a finite number, true or false, or a list of texts"});
        file_.entries_.push_back(std::move(entry));
    }

    std::vector<std::string> texts(const std::string& key, const toml::array& list) {
        std::vector<std::string> result;
        for (const toml::node& node : list) {
            if (const auto* text = node.as_string()) result.push_back(text->get());
            else
                issues_.push_back({Code::file_format, place(key, node), "a list holds something that is no text",
                                   "Put every entry in quotation marks"});
        }
        return result;
    }

    TomlFile& file_;
    Issues& issues_;
};

namespace {

/// The parser and its tables recurse once for each point in a.b.c: more than the stack holds must not come to them.
Issues too_deep(std::string_view text, const std::string& name) {
    constexpr std::ptrdiff_t most_points = 4000;
    std::ptrdiff_t points = 0;
    int line = 1;
    for (const char c : text) {
        line += c == '\n' ? 1 : 0;
        points += c == '.' ? 1 : 0;
        if (points > most_points)
            return {
                {Code::file_format,
                 {.file = name, .line = line},
                 "the file has more than " + std::to_string(most_points) + " points (.), with which keys nest too deep",
                 "Keep what is long in tables (CSV)"}};
    }
    return {};
}

}  // namespace

Expected<TomlFile> TomlFile::read(const std::filesystem::path& path, const std::string& name) {
    std::error_code error;
    std::ifstream stream;
    if (std::filesystem::is_regular_file(path, error)) stream.open(path, std::ios::binary);  // a pipe may never end
    if (!stream.is_open())
        return tl::unexpected(Issues{{Code::file_unreadable,
                                      {.file = name},
                                      "not a file that can be read",
                                      "See whether it is there and may be read"}});
    std::stringstream bytes;
    bytes << stream.rdbuf();
    return parse(bytes.str(), name);
}

Expected<TomlFile> TomlFile::parse(std::string_view text, const std::string& name) {
    TomlFile file;
    file.name_ = name;
    Issues issues = too_deep(text, name);
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    try {
        TomlFlattener(file, issues).table(toml::parse(text), "");
    } catch (const toml::parse_error& error) {
        issues.push_back({Code::file_format,
                          {.file = name,
                           .line = static_cast<int>(error.source().begin.line),
                           .column = static_cast<int>(error.source().begin.column)},
                          "this is no TOML: " + std::string(error.description()),
                          "See https://toml.io for how it is written"});
    }
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    std::ranges::stable_sort(file.entries_, {}, [](const Entry& entry) {
        return std::pair(entry.value.place.line, entry.value.place.column);
    });
    return file;
}

const TomlValue* TomlFile::find(std::string_view key) {
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    if (found == entries_.end()) return nullptr;
    found->read = true;
    return &found->value;
}

bool TomlFile::has(std::string_view key) const {
    return std::ranges::find(entries_, key, &Entry::key) != entries_.end();
}

Place TomlFile::place(std::string_view key) const {
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    return found == entries_.end() ? Place{.file = name_} : found->value.place;
}

std::string TomlFile::text(std::string_view key, std::string otherwise, Issues& issues) {
    const TomlValue* value = find(key);
    if (value == nullptr) return otherwise;
    if (const auto* text = std::get_if<std::string>(&value->value)) return *text;
    issues.push_back({Code::file_format, value->place, "this must be a text", "Put it in quotation marks"});
    return otherwise;
}

double TomlFile::number(std::string_view key, double otherwise, Issues& issues) {
    const TomlValue* value = find(key);
    if (value == nullptr) return otherwise;
    if (const auto* number = std::get_if<double>(&value->value)) return *number;
    issues.push_back(
        {Code::text_for_number, value->place, "this must be a number", "Write it without quotation marks"});
    return otherwise;
}

std::vector<std::string> TomlFile::texts(std::string_view key, std::vector<std::string> otherwise, Issues& issues) {
    const TomlValue* value = find(key);
    if (value == nullptr) return otherwise;
    if (const auto* list = std::get_if<std::vector<std::string>>(&value->value)) return *list;
    issues.push_back({Code::file_format, value->place, "this must be a list", "Write [\"one\", \"another\"]"});
    return otherwise;
}

std::string TomlFile::word(std::string_view key, const std::string& otherwise, const std::vector<std::string>& words,
                           Issues& issues) {
    std::string found = text(key, otherwise, issues);
    if (std::ranges::find(words, found) != words.end()) return found;
    issues.push_back({Code::bad_option, place(key),
                      quoted(found) + " is none of " + join(words, ", ") + '.' + did_you_mean(found, words),
                      "Use one of them"});
    return otherwise;
}

Issues TomlFile::unread(const std::vector<std::string>& known) const {
    Issues issues;
    for (const Entry& entry : entries_)
        if (!entry.read)
            issues.push_back({Code::unknown_attribute, entry.value.place,
                              "there is no key " + quoted(entry.key) + '.' + did_you_mean(entry.key, known),
                              "Keys are " + join(known, ", ")});
    return issues;
}

}  // namespace proeftuin::io

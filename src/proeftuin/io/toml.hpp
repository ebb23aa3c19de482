// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::io {

/// A value of a TOML file. Integers are doubles here (those beyond 2^53 are an issue of the file).
struct TomlValue {
    std::variant<std::string, double, bool, std::vector<std::string>> value;
    Place place;
};

/// A small TOML file, flat: "question.players" is `players` under [question], in the order of the file. Each key that was
/// read is ticked off, so that what nobody asked for can be reported.
class TomlFile {
  public:
    /// Issues: no file, no TOML (with line and column), arrays of other things than texts, dates, nested arrays.
    /// `name` is what places call the file.
    [[nodiscard]] static Expected<TomlFile> read(const std::filesystem::path& path, const std::string& name);
    [[nodiscard]] static Expected<TomlFile> parse(std::string_view text, const std::string& name);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] Place place(std::string_view key) const;  // the file where the key is not there
    // The value of a key, `otherwise` where it is not there; one of another type is an issue.
    [[nodiscard]] std::string text(std::string_view key, std::string otherwise, Issues& issues);
    [[nodiscard]] double number(std::string_view key, double otherwise, Issues& issues);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::vector<std::string> otherwise,
                                                 Issues& issues);
    /// One of these words.
    [[nodiscard]] std::string word(std::string_view key, const std::string& otherwise,
                                   const std::vector<std::string>& words, Issues& issues);
    /// An issue for every key that was never read; `known` are for "did you mean".
    [[nodiscard]] Issues unread(const std::vector<std::string>& known) const;

  private:
    struct Entry {
        std::string key;
        TomlValue value;
        bool read = false;
    };
    [[nodiscard]] const TomlValue* find(std::string_view key);
    std::string name_;
    std::vector<Entry> entries_;
    friend class TomlFlattener;
};

}  // namespace proeftuin::io

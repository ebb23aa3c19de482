// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "proeftuin/base/issue.hpp"

#include "results_json.hpp"

namespace proeftuin::cli {

/// A place in a JSON document: what is there is asked for by type, what is not as it must be becomes an issue that names the
/// place ("commitments[3].number"). Absent and null are the same. The document must outlive it.
class JsonReader {
  public:
    JsonReader(const Json& json, std::string file, Issues& issues)
        : json_(&json), file_(std::move(file)), issues_(&issues) {}

    [[nodiscard]] bool present() const { return !json_->is_null(); }
    /// A member; of anything but an object an issue and nothing.
    [[nodiscard]] JsonReader operator[](const std::string& key) const;
    [[nodiscard]] std::vector<JsonReader> items() const;                            // of a list
    [[nodiscard]] std::vector<std::pair<std::string, JsonReader>> members() const;  // of an object
    [[nodiscard]] std::string text() const;                                         // "" where absent
    [[nodiscard]] std::string needed_text() const;                                  // an issue where absent
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::size_t count() const;  // a whole number from 0 on; 0 where absent
    [[nodiscard]] std::optional<bool> flag() const;
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] std::vector<std::optional<double>> numbers() const;
    void complain(const std::string& message, const std::string& remedy = "") const;

  private:
    JsonReader(const Json& json, const JsonReader& above, std::string field)
        : json_(&json), file_(above.file_), field_(std::move(field)), issues_(above.issues_) {}
    void wrong(const char* wanted) const;
    const Json* json_;
    std::string file_, field_;
    Issues* issues_;
};

/// The document of a file. Throws InputError: no file, no JSON (with line and column).
[[nodiscard]] Json read_json(const std::filesystem::path& file);

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "proeftuin/base/issue.hpp"

namespace proeftuin::io {

/// A temporary path beside a file or folder that is being written: renamed at the end, removed when that end is never
/// reached. So a file is there whole or not at all.
class PartialPath {
  public:
    explicit PartialPath(std::filesystem::path target);
    PartialPath(const PartialPath&) = delete;
    PartialPath& operator=(const PartialPath&) = delete;
    ~PartialPath();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Renames to the target. Throws InputError (file_write).
    void finish() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
};

/// Writes bytes whole or not at all. Throws InputError (file_write).
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// The issue thrown when something cannot be written.
[[nodiscard]] InputError write_error(const std::filesystem::path& path, std::string_view reason);

}  // namespace proeftuin::io

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "arguments.hpp"
#include "interrupt.hpp"

namespace proeftuin::cli {

/// The folder of results, whole or not at all: filled beside its place and renamed there.
class ResultsFolder {
  public:
    /// Throws InputError when the target is something that is not ours to replace (a file, a folder without a results.json
    /// of ours that is not empty, one that holds the input), or cannot be written: before any time goes into a solve.
    ResultsFolder(const std::filesystem::path& target, const std::filesystem::path& input);

    /// Where to write.
    [[nodiscard]] const std::filesystem::path& path() const { return partial_->path(); }
    /// Where it will be, as it was given.
    [[nodiscard]] const std::string& name() const { return name_; }
    /// A file that stands beside the folder and ends in `ending`.
    [[nodiscard]] std::filesystem::path beside(const std::string& ending) const { return target_.string() + ending; }
    void write(const std::string& file, std::string_view content) const;
    /// Puts it in its place. Throws InputError.
    void keep();

  private:
    std::string name_;
    std::filesystem::path target_;
    std::unique_ptr<Temporary> partial_;
};

/// Where the results of a command on `input` go: the folder of --out, else `usual`. Null with --json and no --out: then they
/// are on standard output alone.
[[nodiscard]] std::unique_ptr<ResultsFolder> results_folder(const Common& common, const std::string& out,
                                                            const std::string& usual, const std::string& input);

/// Writes a file whole or not at all. Throws InputError (file_write).
void write_file(const std::filesystem::path& file, std::string_view content);

}  // namespace proeftuin::cli

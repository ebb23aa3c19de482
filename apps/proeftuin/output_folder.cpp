// SPDX-License-Identifier: Apache-2.0
#include "output_folder.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/base/text.hpp"

namespace proeftuin::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& place, std::string message, std::string remedy) {
    throw InputError({{.code = Code::file_write,
                       .where = {.file = place},
                       .message = std::move(message),
                       .remedy = std::move(remedy)}});
}

std::string reason(const std::error_code& error) { return error.message(); }

/// A folder of results begins its results.json with the schema version.
bool is_ours(const fs::path& folder) {
    std::ifstream file(folder / "results.json", std::ios::binary);
    std::string head(64, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    return head.find("\"schema_version\"") != std::string::npos;
}

bool holds(const fs::path& folder, const fs::path& input) {
    std::error_code ignored;
    const fs::path canonical = fs::weakly_canonical(input, ignored);
    for (fs::path at = canonical; !at.empty() && at != at.parent_path(); at = at.parent_path()) {
        if (fs::equivalent(at, folder, ignored)) return true;
    }
    return false;
}

/// Removes what runs that were killed left beside the target: their partial folders and those they were
/// about to replace, when the process is gone.
void clear_leftovers(const fs::path& target) {
    std::error_code error;
    const std::string partial = target.filename().string() + ".partial-";
    const std::string replaced = target.filename().string() + ".old.partial-";
    const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(partial) && !name.starts_with(replaced)) continue;
        const std::string& prefix = name.starts_with(partial) ? partial : replaced;
        int process = 0;
        const char* last = name.data() + name.size();
        const auto [rest, bad] = std::from_chars(name.data() + prefix.size(), last, process);
        if (bad != std::errc() || rest != last || process <= 0) continue;
        std::error_code ignored;
        if (kill(process, 0) != 0 && errno == ESRCH) fs::remove_all(entry->path(), ignored);
    }
}

}  // namespace

ResultsFolder::ResultsFolder(const fs::path& target, const fs::path& input) : name_(target.string()), target_(target) {
    if (!target_.has_filename()) target_ = target_.parent_path();  // "results/"
    std::error_code error;
    if (fs::exists(target_, error)) {
        target_ = fs::canonical(target_, error);
        const std::string remedy = "Choose another folder with --out, or remove it yourself";
        if (!fs::is_directory(target_, error))
            refuse(name_, "this is a file where a folder for the results is wanted", remedy);
        if (holds(target_, input)) refuse(name_, "this folder holds the input; results would replace it", remedy);
        if (!fs::is_empty(target_, error) && !is_ours(target_)) {
            refuse(name_, "this folder is not empty and holds no results of ours; it is left alone", remedy);
        }
    }
    if (target_.has_parent_path()) {
        fs::create_directories(target_.parent_path(), error);
        if (error)
            refuse(name_, "the folder above it cannot be made: " + reason(error), "Choose another folder with --out");
    }
    clear_leftovers(target_);
    partial_ = std::make_unique<Temporary>(target_);
    fs::create_directory(partial_->path(), error);
    if (error) refuse(name_, "nothing can be written there: " + reason(error), "Choose another folder with --out");
}

void ResultsFolder::write(const std::string& file, std::string_view content) const {
    write_file(partial_->path() / file, content);
}

void ResultsFolder::keep() {
    try {
        if (!fs::exists(target_)) {
            partial_->keep_as(target_);
            return;
        }
        const Temporary old(target_.string() + ".old");
        fs::rename(target_, old.path());
        try {
            partial_->keep_as(target_);
        } catch (const fs::filesystem_error&) {
            fs::rename(old.path(), target_);
            throw;
        }
    } catch (const fs::filesystem_error& error) {
        refuse(name_, "the results cannot be put in place: " + reason(error.code()),
               "Choose another folder with --out");
    }
}

std::unique_ptr<ResultsFolder> results_folder(const Common& common, const std::string& out, const std::string& usual,
                                              const std::string& input) {
    if (common.json && out.empty()) return nullptr;
    return std::make_unique<ResultsFolder>(out.empty() ? usual : out, input);
}

void write_file(const fs::path& file, std::string_view content) {
    const Temporary partial(file);
    std::FILE* stream = std::fopen(partial.path().c_str(), "wb");
    const auto failed = [&] {
        refuse(file.string(), "it cannot be written: " + std::generic_category().message(errno), "");
    };
    if (stream == nullptr) failed();
    const bool written = std::fwrite(content.data(), 1, content.size(), stream) == content.size();
    const bool closed = std::fclose(stream) == 0;
    if (!written || !closed) failed();
    std::error_code error;
    fs::rename(partial.path(), file, error);
    if (error) refuse(file.string(), "it cannot be written: " + reason(error), "");
}

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/csv.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "proeftuin/base/text.hpp"

namespace proeftuin::io {

struct CsvFile::Storage {
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    ~Storage() {
        if (mapped != nullptr) ::munmap(mapped, size);
    }
    void* mapped = nullptr;
    std::size_t size = 0;
    std::string text;
};

namespace {

Issue file_issue(const std::string& name, Code code, std::string message, std::string remedy = {}) {
    return Issue{.code = code, .where = {.file = name}, .message = std::move(message), .remedy = std::move(remedy)};
}

/// Length of the valid UTF-8 sequence at `at` (no overlong forms, no surrogates), 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80U) return 1;
    if (first >= 0xC2U && first <= 0xDFU) return continues(1) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        const unsigned second = byte(1);
        if ((first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU)) return 0;
        return continues(1) && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        const unsigned second = byte(1);
        if ((first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU)) return 0;
        return continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

/// Offset of the first byte that is not UTF-8 text, or npos. Plain ASCII goes eight bytes at a time.
std::size_t first_bad_byte(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t at = 0;
    while (at < text.size()) {
        if (at + sizeof(std::uint64_t) <= text.size()) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + at, sizeof(word));
            if ((word & high_bits) == 0) {
                at += sizeof(word);
                continue;
            }
        }
        const std::size_t length = sequence_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

bool at_line_end(std::string_view text, std::size_t at) {
    return at >= text.size() || text[at] == '\n' || text[at] == '\r';
}

/// Behind the line end at `at`: CRLF counts as one.
std::size_t behind_line_end(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '\r') ++at;
    if (at < text.size() && text[at] == '\n') ++at;
    return at;
}

}  // namespace

Expected<CsvFile> CsvFile::open(const std::filesystem::path& path, std::string name) {
    if (name.empty()) name = path.filename().string();
    // Not blocking, so that a pipe in the place of a file is refused instead of waited for.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        const Code code = errno == ENOENT ? Code::file_missing : Code::file_unreadable;
        return tl::make_unexpected(Issues{file_issue(name, code, std::string(std::strerror(errno)) + '.')});
    }
    struct stat info{};
    const bool regular = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    auto storage = std::make_shared<Storage>();
    if (regular && info.st_size > 0) {
        storage->size = static_cast<std::size_t>(info.st_size);
        storage->mapped = ::mmap(nullptr, storage->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
        if (storage->mapped == MAP_FAILED) storage->mapped = nullptr;
    }
    ::close(descriptor);
    if (!regular || (info.st_size > 0 && storage->mapped == nullptr)) {
        return tl::make_unexpected(Issues{file_issue(name, Code::file_unreadable, "not a file that can be read.")});
    }
    const std::string_view text(static_cast<const char*>(storage->mapped), storage->size);
    return checked(std::move(storage), text, std::move(name));
}

Expected<CsvFile> CsvFile::from_text(std::string text, std::string name) {
    auto storage = std::make_shared<Storage>();
    storage->text = std::move(text);
    const std::string_view view = storage->text;
    return checked(std::move(storage), view, std::move(name));
}

Expected<CsvFile> CsvFile::checked(std::shared_ptr<Storage> storage, std::string_view text, std::string name) {
    CsvFile file;
    file.storage_ = std::move(storage);
    file.name_ = std::move(name);
    const std::string remedy = "Save it as CSV in UTF-8.";
    if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
        return tl::make_unexpected(
            Issues{file_issue(file.name_, Code::file_format, "it is in UTF-16, not in UTF-8.", remedy)});
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    file.text_ = text;
    Issues issues;
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        issues.push_back(Issue{.code = Code::file_format,
                               .where = file.place(nul),
                               .message = "a byte 0: this is not a text file.",
                               .remedy = remedy});
    } else if (const std::size_t bad = first_bad_byte(text); bad != std::string_view::npos) {
        issues.push_back(
            Issue{.code = Code::file_format,
                  .where = file.place(bad),
                  .message = fmt::format("the byte 0x{:02x} is not UTF-8.", static_cast<unsigned char>(text[bad])),
                  .remedy = remedy});
    }
    if (!issues.empty()) return tl::make_unexpected(std::move(issues));
    return file;
}

Place CsvFile::place(std::size_t offset) const {
    const std::string_view before = text_.substr(0, std::min(offset, text_.size()));
    Place place{.file = name_, .line = 1, .column = 1};
    // Lines end in LF or CRLF; a file without any LF is of the old kind with CR alone.
    const char end = before.find('\n') == std::string_view::npos ? '\r' : '\n';
    place.line += static_cast<int>(std::count(before.begin(), before.end(), end));
    const std::size_t last = before.rfind(end);
    const std::size_t line_begin = last == std::string_view::npos ? 0 : last + 1;
    for (std::size_t at = line_begin; at < before.size(); ++at) {
        if ((static_cast<unsigned char>(before[at]) & 0xC0U) != 0x80U) ++place.column;
    }
    return place;
}

bool CsvRows::next(std::vector<CsvCell>& cells) {
    cells.clear();
    const std::string_view text = file_.text();
    while (at_ < text.size() && at_line_end(text, at_)) at_ = behind_line_end(text, at_);
    if (at_ >= text.size()) return false;
    for (;;) {
        cells.push_back(cell());
        if (at_ >= text.size() || text[at_] != ',') break;
        ++at_;
    }
    at_ = behind_line_end(text, at_);
    return true;
}

CsvCell CsvRows::cell() {
    const std::string_view text = file_.text();
    if (at_ < text.size() && text[at_] == '"') return quoted_cell();
    const std::size_t begin = at_;
    while (at_ < text.size() && text[at_] != ',' && text[at_] != '\n' && text[at_] != '\r') ++at_;
    return CsvCell{.text = text.substr(begin, at_ - begin), .offset = begin};
}

CsvCell CsvRows::quoted_cell() {
    const std::string_view text = file_.text();
    const std::size_t begin = at_++;
    std::string content;
    for (;;) {
        const std::size_t quote = text.find('"', at_);
        if (quote == std::string_view::npos) {
            issues_.push_back(Issue{.code = Code::file_format,
                                    .where = file_.place(begin),
                                    .message = "a quotation mark opens here and is never closed.",
                                    .remedy = "Close it, or check that the file was copied whole."});
            content += text.substr(at_);
            at_ = text.size();
            break;
        }
        content += text.substr(at_, quote - at_);
        at_ = quote + 1;
        if (at_ >= text.size() || text[at_] != '"') break;
        content += '"';
        ++at_;
    }
    // What stands between the closing quote and the separator belongs to the cell, as pandas reads it.
    while (at_ < text.size() && text[at_] != ',' && text[at_] != '\n' && text[at_] != '\r') content += text[at_++];
    unquoted_.push_back(std::move(content));
    return CsvCell{.text = unquoted_.back(), .offset = begin, .quoted = true};
}

Issues delimiter_issues(const CsvFile& file) {
    const std::string_view text = file.text();
    const std::string_view line = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
    if (line.find(',') != std::string_view::npos) return {};
    for (const auto& [separator, word] :
         {std::pair<char, const char*>{';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}}) {
        const std::size_t at = line.find(separator);
        if (at == std::string_view::npos) continue;
        return Issues{Issue{.code = Code::wrong_delimiter,
                            .where = file.place(at),
                            .message = fmt::format("the columns are separated by {}, not by commas.", word),
                            .remedy = "Save it with commas between the columns and points in the numbers."}};
    }
    return {};
}

void CsvText::separate() {
    if (!first_) text_ += ',';
    first_ = false;
}

void CsvText::cell(std::string_view text, bool quotes) {
    separate();
    if (!quotes && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        text_ += text;
        return;
    }
    text_ += '"';
    for (const char c : text) {
        if (c == '"') text_ += '"';
        text_ += c;
    }
    text_ += '"';
}

void CsvText::number(double value, bool integer) {
    if (std::isnan(value)) return cell({});
    separate();
    if (std::isinf(value)) {
        text_ += value < 0.0 ? "-inf" : "inf";
        return;
    }
    std::array<char, 40> buffer{};
    const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    const std::string_view written(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const bool plain = written.find_first_of(".e") == std::string_view::npos;
    if (integer && !plain && std::fabs(value) < 9.2e18 && value == std::floor(value)) {
        fmt::format_to(std::back_inserter(text_), "{:.0f}", value);
        return;
    }
    text_ += written;
    if (!integer && plain) text_ += ".0";
}

void CsvText::end_row() {
    text_ += '\n';
    first_ = true;
}

}  // namespace proeftuin::io

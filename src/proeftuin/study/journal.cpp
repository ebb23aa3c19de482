// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/journal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/base/issue.hpp"

namespace proeftuin::study {

namespace {

constexpr std::array<char, 8> magic{'p', 'r', 'o', 'e', 'f', 'j', '0', '3'};

struct Header {
    std::array<char, 8> magic;
    std::uint64_t digest;
};

struct RecordHead {
    std::uint64_t task;
    std::uint64_t size;
    std::uint64_t checksum;
};

std::uint64_t checksum(std::uint64_t task, std::span<const std::byte> bytes) {
    Digest digest;
    digest.add(task);
    digest.add(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    return digest.value();
}

/// Is this what we wrote, of whatever version, or a file that is empty? A header that was cut off begins as ours do.
bool is_ours(std::span<const std::byte> bytes) {
    constexpr std::size_t word = 6;  // "proefj"
    return std::memcmp(bytes.data(), magic.data(), std::min(word, bytes.size())) == 0;
}

/// Is the open file still the one that the path leads to? A run that ended since may have removed it.
bool is_at(int file, const std::filesystem::path& path) {
    struct stat opened{};
    struct stat there{};
    return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &there) == 0 && opened.st_dev == there.st_dev &&
           opened.st_ino == there.st_ino;
}

/// The whole file from the beginning.
std::vector<std::byte> read_all(int file) {
    std::vector<std::byte> bytes;
    std::array<std::byte, 1 << 16> part;
    ::lseek(file, 0, SEEK_SET);
    for (ssize_t got = 0; (got = ::read(file, part.data(), part.size())) > 0;)
        bytes.insert(bytes.end(), part.begin(), part.begin() + got);
    return bytes;
}

/// All of the bytes, in one go where the system lets us.
bool write_all(int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(file, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

}  // namespace

Journal::Journal(const std::filesystem::path& file, std::uint64_t digest) : path_(file) {
    open();
    try {
        read(digest);
    } catch (...) {
        ::close(file_);
        throw;
    }
}

void Journal::open() {
    const auto refuse = [&](std::string message, std::string remedy) {
        if (file_ >= 0) ::close(file_);
        throw InputError({{Code::file_write, {.file = path_.string()}, std::move(message), std::move(remedy)}});
    };
    do {
        if (file_ >= 0) ::close(file_);
        file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644);
        if (file_ < 0) fail("cannot be written");
        struct stat status{};
        if (::fstat(file_, &status) != 0 || !S_ISREG(status.st_mode))
            refuse("the journal of the run would be here, but this is no plain file",
                   "Remove it, or give another --out");
        if (::flock(file_, LOCK_EX | LOCK_NB) != 0)
            refuse("another run is writing this journal", "Wait for it, or give another --out");
    } while (!is_at(file_, path_));
}

Journal::~Journal() {
    if (file_ >= 0) ::close(file_);
}

void Journal::fail(const char* what) const {
    throw InputError({{Code::file_write,
                       {.file = path_.string()},
                       "the journal " + std::string(what) + ": " + std::strerror(errno),
                       "Free the disk or give another --out"}});
}

void Journal::read(std::uint64_t digest) {
    const std::vector<std::byte> bytes = read_all(file_);
    if (!bytes.empty() && !is_ours(bytes))
        throw InputError({{Code::file_write,
                           {.file = path_.string()},
                           "the journal of the run would be here, but this file is no journal; it is left alone",
                           "Move it, or give another --out"}});
    ByteReader reader(bytes);
    Header header{};
    if (!reader.get(header) || header.magic != magic || header.digest != digest) return begin(digest);
    std::size_t at = sizeof(Header);
    RecordHead head{};
    while (at + sizeof(RecordHead) <= bytes.size()) {
        std::memcpy(&head, bytes.data() + at, sizeof(RecordHead));
        const std::size_t first = at + sizeof(RecordHead);
        if (head.size > bytes.size() - first) break;
        const std::span<const std::byte> content(bytes.data() + first, head.size);
        if (checksum(head.task, content) != head.checksum) break;
        records_[head.task].assign(content.begin(), content.end());
        at = first + head.size;
    }
    found_ = records_.size();
    if (::ftruncate(file_, static_cast<off_t>(at)) != 0) fail("cannot be shortened");
    ::lseek(file_, 0, SEEK_END);
}

void Journal::begin(std::uint64_t digest) {
    if (::ftruncate(file_, 0) != 0) fail("cannot be shortened");
    ::lseek(file_, 0, SEEK_SET);
    ByteWriter writer;
    writer.put(Header{magic, digest});
    if (!write_all(file_, writer.bytes())) fail("cannot be written");
}

const std::vector<std::byte>* Journal::find(std::uint64_t task) const {
    const std::scoped_lock lock(mutex_);
    const auto found = records_.find(task);
    return found == records_.end() ? nullptr : &found->second;
}

void Journal::add(std::uint64_t task, std::span<const std::byte> bytes) {
    ByteWriter writer;
    writer.put(RecordHead{task, bytes.size(), checksum(task, bytes)});
    std::vector<std::byte> record = writer.bytes();
    record.insert(record.end(), bytes.begin(), bytes.end());
    const std::scoped_lock lock(mutex_);
    if (!write_all(file_, record)) fail("cannot be written");
}

void Journal::remove() {
    const std::scoped_lock lock(mutex_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

}  // namespace proeftuin::study

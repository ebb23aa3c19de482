// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace proeftuin::study {

/// What a long run has found so far, in a file, so that a run that was killed goes on where it was. The file begins with what
/// tells questions apart; then one record a task: its number, its bytes, a checksum. A record that was cut off by the end of
/// the process is not there; so every task is found once or not at all. One process at a time (a lock on the file).
///
/// Threads: all members may be called by any thread. Errors: InputError where the file cannot be written or is in use.
class Journal {
  public:
    /// Opens or makes the file. A journal with another digest or of another version is begun anew; what is no journal is refused.
    Journal(const std::filesystem::path& file, std::uint64_t digest);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// The bytes of a task; null where it is not there.
    [[nodiscard]] const std::vector<std::byte>* find(std::uint64_t task) const;
    /// Tasks that were there when it was opened.
    [[nodiscard]] std::size_t found() const { return found_; }
    void add(std::uint64_t task, std::span<const std::byte> bytes);
    /// Removes the file: the run is done.
    void remove();

  private:
    void open();
    void read(std::uint64_t digest);
    void begin(std::uint64_t digest);
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path path_;
    int file_ = -1;
    std::size_t found_ = 0;
    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, std::vector<std::byte>> records_;
};

/// Plain values <-> bytes, in this machine's order; a journal is read by the machine that wrote it.
class ByteWriter {
  public:
    template <typename T>
    void put(const T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        const auto bytes = std::as_bytes(std::span<const T, 1>(&value, 1));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    /// Their number, then each.
    template <typename T>
    void put_all(const std::vector<T>& values) {
        put(static_cast<std::uint32_t>(values.size()));
        for (const T& value : values) put(value);
    }
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

  private:
    std::vector<std::byte> bytes_;
};

class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    /// False where the bytes end before the value does.
    template <typename T>
    [[nodiscard]] bool get(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (bytes_.size() < sizeof(T)) return false;
        std::copy_n(bytes_.begin(), sizeof(T), std::as_writable_bytes(std::span<T, 1>(&value, 1)).begin());
        bytes_ = bytes_.subspan(sizeof(T));
        return true;
    }
    /// What put_all wrote.
    template <typename T>
    [[nodiscard]] bool get_all(std::vector<T>& values) {
        std::uint32_t size = 0;
        if (!get(size) || size * sizeof(T) > bytes_.size()) return false;
        values.resize(size);
        return std::ranges::all_of(values, [&](T& value) { return get(value); });
    }
    [[nodiscard]] std::size_t left() const { return bytes_.size(); }

  private:
    std::span<const std::byte> bytes_;
};

}  // namespace proeftuin::study

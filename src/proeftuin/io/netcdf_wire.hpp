// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace proeftuin::io::wire {

// How the child process of read_netcdf sends what it read: plain values in the machine's own byte order (both ends are
// the same program), texts and lists with their length before them. The reader trusts nothing: lengths are checked
// against limits and a stream that ends early is an error.

/// Buffered writes to a file descriptor; throws nothing, remembers failure.
class Sender {
  public:
    explicit Sender(int descriptor) : descriptor_(descriptor) { buffer_.reserve(buffer_size); }
    template <typename T>
    void value(const T& item) {
        static_assert(std::is_trivially_copyable_v<T>);
        bytes(&item, sizeof(T));
    }
    void text(const char* data, std::size_t size);
    void text(const std::string& data) { text(data.data(), data.size()); }
    void bytes(const void* data, std::size_t size);
    void flush();
    [[nodiscard]] bool failed() const { return failed_; }

  private:
    static constexpr std::size_t buffer_size = std::size_t{1} << 18U;
    void write_all(const char* data, std::size_t size);
    int descriptor_;
    bool failed_ = false;
    std::vector<char> buffer_;
};

/// Buffered reads; after a failure everything reads as zero or empty and failed() is true.
class Receiver {
  public:
    /// `seconds` is the longest wait for the next bytes.
    Receiver(int descriptor, int seconds) : descriptor_(descriptor), seconds_(seconds) {}
    template <typename T>
    T value() {
        static_assert(std::is_trivially_copyable_v<T>);
        T item{};
        bytes(&item, sizeof(T));
        return item;
    }
    std::string text();
    void bytes(void* data, std::size_t size);
    /// A length that must not be above the limit.
    std::size_t length(std::size_t limit);
    void fail() { failed_ = true; }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] bool timed_out() const { return timed_out_; }

  private:
    bool refill();
    std::size_t read_some(char* data, std::size_t size);
    int descriptor_;
    int seconds_;
    bool failed_ = false;
    bool timed_out_ = false;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
};

}  // namespace proeftuin::io::wire

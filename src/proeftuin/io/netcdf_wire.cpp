// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/netcdf_wire.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace proeftuin::io::wire {

void Sender::text(const char* data, std::size_t size) {
    value(static_cast<std::uint64_t>(size));
    bytes(data, size);
}

void Sender::bytes(const void* data, std::size_t size) {
    const char* from = static_cast<const char*>(data);
    if (buffer_.size() + size > buffer_size) flush();
    if (size >= buffer_size) {
        write_all(from, size);
    } else {
        buffer_.insert(buffer_.end(), from, from + size);
    }
}

void Sender::flush() {
    write_all(buffer_.data(), buffer_.size());
    buffer_.clear();
}

void Sender::write_all(const char* data, std::size_t size) {
    while (size > 0 && !failed_) {
        const ssize_t written = ::write(descriptor_, data, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            failed_ = true;
            return;
        }
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

std::size_t Receiver::read_some(char* data, std::size_t size) {
    for (;;) {
        pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&waiting, 1, seconds_ * 1000);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            timed_out_ = ready == 0;
            return 0;
        }
        const ssize_t got = ::read(descriptor_, data, size);
        if (got < 0 && errno == EINTR) continue;
        return got <= 0 ? 0 : static_cast<std::size_t>(got);
    }
}

bool Receiver::refill() {
    buffer_.resize(std::size_t{1} << 16U);
    const std::size_t got = read_some(buffer_.data(), buffer_.size());
    buffer_.resize(got);
    at_ = 0;
    return got > 0;
}

void Receiver::bytes(void* data, std::size_t size) {
    char* to = static_cast<char*>(data);
    while (size > 0 && !failed_) {
        const std::size_t here = std::min(size, buffer_.size() - at_);
        if (here > 0) {
            std::memcpy(to, buffer_.data() + at_, here);
            at_ += here;
        } else if (size >= (std::size_t{1} << 16U)) {
            const std::size_t got = read_some(to, size);  // large arrays go straight to where they belong
            failed_ = got == 0;
            to += got;
            size -= got;
            continue;
        } else if (!refill()) {
            failed_ = true;
        }
        to += here;
        size -= here;
    }
    if (failed_ && size > 0) std::memset(to, 0, size);
}

std::size_t Receiver::length(std::size_t limit) {
    const auto size = static_cast<std::size_t>(value<std::uint64_t>());
    if (size <= limit) return size;
    failed_ = true;
    return 0;
}

std::string Receiver::text() {
    constexpr std::size_t longest = std::size_t{1} << 30U;
    const std::size_t size = length(longest);
    std::string result;
    // Grown as bytes arrive, so that a wrong length cannot ask for memory that no bytes stand behind.
    while (result.size() < size && !failed_) {
        const std::size_t part = std::min(size - result.size(), std::size_t{1} << 20U);
        const std::size_t before = result.size();
        result.resize(before + part);
        bytes(result.data() + before, part);
    }
    return failed_ ? std::string() : result;
}

}  // namespace proeftuin::io::wire

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "proeftuin/io/netcdf_wire.hpp"

namespace proeftuin::io::wire {

/// What to read: a file, or bytes where the path is empty.
struct Source {
    std::string path;
    std::span<const std::byte> bytes;
    std::size_t size = 0;  // of the file or the bytes
};

enum class ValueTag : std::uint8_t { integer, real, text, skipped };

constexpr std::uint32_t end_mark = 0x50524f45;  // after the last value: nothing was lost on the way
constexpr std::int32_t too_large = -90001;      // status: more values than a file of this size can hold

/// The most bytes of values a variable may claim: deflate shrinks at best to 1/1032, and a small file may hold a large
/// variable that was never written.
[[nodiscard]] std::size_t byte_budget(std::size_t file_size);

/// Reads everything with the netCDF C library and sends it; called in the child process.
void send_file(const Source& source, Sender& sender);

}  // namespace proeftuin::io::wire

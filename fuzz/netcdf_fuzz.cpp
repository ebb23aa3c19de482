// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "proeftuin/io/netcdf.hpp"
#include "proeftuin/network/reading.hpp"

// Any bytes as a netCDF file. The C libraries run in the child process of read_netcdf, so what they do with damaged
// bytes is no finding, even where libFuzzer's handlers leave a crash-, oom- or timeout- file in the child: only the
// exit code of the fuzzer counts. That nothing reaches us, and what we make of the values that arrive, is what is
// tested here.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const auto read = proeftuin::io::read_netcdf(std::as_bytes(bytes), "fuzz.nc");
    if (!read) return read.error().empty() ? (__builtin_trap(), 0) : 0;
    const auto loaded = proeftuin::network::read_netcdf_network(*read, "fuzz.nc");
    if (!loaded) return proeftuin::has_errors(loaded.error()) ? 0 : (__builtin_trap(), 0);
    (void)proeftuin::network::check(loaded->network);
    return 0;
}

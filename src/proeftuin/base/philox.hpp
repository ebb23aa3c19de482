// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace proeftuin {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox4x32-10: random numbers by number and not by order, so that any draw can be made alone. Ten rounds of two 32 x 32 bit
/// products, the key raised by the Weyl constants after each (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as
/// 1, 2, 3, SC11, https://doi.org/10.1145/2063384.2063405, section 4.3).
[[nodiscard]] constexpr PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xd2511f53U} * counter[0];
        const std::uint64_t b = std::uint64_t{0xcd9e8d57U} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9e3779b9U;
        key[1] += 0xbb67ae85U;
    }
    return counter;
}

}  // namespace proeftuin

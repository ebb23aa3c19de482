// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

namespace proeftuin {

/// A 64-bit digest of what is added, in order: FNV-1a over 64-bit words, with a final mix (Fowler, Noll, Vo,
/// http://www.isthe.com/chongo/tech/comp/fnv/). The same on every machine of the same byte order; to tell inputs apart, not
/// to protect them.
class Digest {
  public:
    void add(std::uint64_t word) {
        state_ ^= word;
        state_ *= 0x100000001b3U;
        state_ ^= state_ >> 29;
    }
    void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    }
    template <typename T>
    void add_all(std::span<const T> values) {
        add(static_cast<std::uint64_t>(values.size()));
        for (const T& value : values) add_one(value);
    }
    [[nodiscard]] std::uint64_t value() const { return state_ ^ (state_ >> 32); }

  private:
    void add_one(double value) { add(value); }
    void add_one(std::int32_t value) { add(static_cast<std::uint64_t>(static_cast<std::uint32_t>(value))); }
    void add_one(std::string_view value) { add(value); }
    std::uint64_t state_ = 0xcbf29ce484222325U;
};

}  // namespace proeftuin

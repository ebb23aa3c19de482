// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <vector>

namespace proeftuin {

/// A set of players, player i = bit i. At most 63 players, so that 2^n is a number too. Iterating gives the members in
/// ascending order: `for (const int player : coalition)`.
class Coalition {
  public:
    static constexpr int max_players = 63;

    constexpr Coalition() = default;
    constexpr Coalition(std::initializer_list<int> members) {
        for (const int member : members) bits_ |= bit(member);
    }
    [[nodiscard]] static constexpr Coalition from_bits(std::uint64_t bits) {
        Coalition result;
        result.bits_ = bits;
        return result;
    }
    [[nodiscard]] static constexpr Coalition single(int player) { return from_bits(bit(player)); }
    /// Players 0, ..., num_players - 1.
    [[nodiscard]] static constexpr Coalition all(int num_players) { return from_bits(bit(num_players) - 1); }

    [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
    /// Position in an array of all coalitions.
    [[nodiscard]] constexpr std::size_t index() const { return static_cast<std::size_t>(bits_); }
    [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr bool contains(int player) const { return (bits_ >> player & 1U) != 0; }
    [[nodiscard]] constexpr bool contains(Coalition other) const { return (other.bits_ & ~bits_) == 0; }
    [[nodiscard]] constexpr bool meets(Coalition other) const { return (other.bits_ & bits_) != 0; }
    [[nodiscard]] constexpr Coalition with(int player) const { return from_bits(bits_ | bit(player)); }
    [[nodiscard]] constexpr Coalition without(int player) const { return from_bits(bits_ & ~bit(player)); }
    /// The member with the lowest number; the coalition must not be empty.
    [[nodiscard]] constexpr int first() const { return std::countr_zero(bits_); }
    /// The one with the highest.
    [[nodiscard]] constexpr int last() const { return 63 - std::countl_zero(bits_); }

    friend constexpr Coalition operator|(Coalition a, Coalition b) { return from_bits(a.bits_ | b.bits_); }
    friend constexpr Coalition operator&(Coalition a, Coalition b) { return from_bits(a.bits_ & b.bits_); }
    friend constexpr Coalition operator^(Coalition a, Coalition b) { return from_bits(a.bits_ ^ b.bits_); }
    friend constexpr Coalition operator-(Coalition a, Coalition b) { return from_bits(a.bits_ & ~b.bits_); }
    constexpr Coalition& operator|=(Coalition other) { return *this = *this | other; }
    constexpr auto operator<=>(const Coalition&) const = default;

    class Iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        using pointer = const int*;
        using reference = int;
        constexpr Iterator() = default;
        constexpr explicit Iterator(std::uint64_t rest) : rest_(rest) {}
        constexpr int operator*() const { return std::countr_zero(rest_); }
        constexpr Iterator& operator++() {
            rest_ &= rest_ - 1;
            return *this;
        }
        constexpr Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        constexpr bool operator==(const Iterator&) const = default;

      private:
        std::uint64_t rest_ = 0;
    };
    [[nodiscard]] constexpr Iterator begin() const { return Iterator(bits_); }
    [[nodiscard]] constexpr Iterator end() const { return Iterator(); }

  private:
    [[nodiscard]] static constexpr std::uint64_t bit(int player) { return std::uint64_t{1} << player; }
    std::uint64_t bits_ = 0;
};

/// Names of the members joined by '+' ("NL+BE"); "-" for the empty coalition.
[[nodiscard]] std::string coalition_text(Coalition coalition, const std::vector<std::string>& names);

/// 2^num_players.
[[nodiscard]] constexpr std::size_t num_coalitions(int num_players) { return std::size_t{1} << num_players; }

/// Coalition number k in Gray-code order: numbers k and k + 1 differ in one member.
[[nodiscard]] constexpr Coalition gray_code(std::uint64_t number) {
    return Coalition::from_bits(number ^ (number >> 1));
}

}  // namespace proeftuin

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <stdexcept>
#include <string>

namespace proeftuin::game {

__extension__ using Int128 = __int128;

/// A number became too large for exact arithmetic here: |numerator| or denominator above 2^127.
class TooLarge : public std::overflow_error {
  public:
    TooLarge() : std::overflow_error("a number is too large for exact arithmetic") {}
};

/// A fraction in lowest terms with a positive denominator; every operation is exact or throws TooLarge.
class Rational {
  public:
    constexpr Rational() = default;
    constexpr Rational(long long whole) : top_(whole) {}  // NOLINT(google-explicit-constructor): 1 is a fraction
    static Rational of(Int128 top, Int128 bottom);
    /// The decimal number a double was written as: the shortest one that reads back the same. Nothing when it has more than
    /// 15 digits behind the point or is too large.
    static std::optional<Rational> decimal(double value);
    /// The double itself, a whole number times a power of two. Nothing when that does not fit.
    static std::optional<Rational> binary(double value);

    [[nodiscard]] Int128 top() const { return top_; }
    [[nodiscard]] Int128 bottom() const { return bottom_; }
    [[nodiscard]] int sign() const { return top_ > 0 ? 1 : top_ < 0 ? -1 : 0; }
    [[nodiscard]] double value() const;
    /// "407/20".
    [[nodiscard]] std::string text() const;

    friend Rational operator+(const Rational& a, const Rational& b);
    friend Rational operator-(const Rational& a, const Rational& b);
    friend Rational operator*(const Rational& a, const Rational& b);
    friend Rational operator/(const Rational& a, const Rational& b);
    friend bool operator==(const Rational& a, const Rational& b) = default;
    friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

  private:
    Int128 top_ = 0;
    Int128 bottom_ = 1;
};

}  // namespace proeftuin::game

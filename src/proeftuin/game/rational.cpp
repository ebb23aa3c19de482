// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/game/rational.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace proeftuin::game {
namespace {

Int128 magnitude(Int128 a) { return a < 0 ? -a : a; }

Int128 common_divisor(Int128 a, Int128 b) {
    a = magnitude(a);
    b = magnitude(b);
    while (b != 0) {
        const Int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Int128 times(Int128 a, Int128 b) {
    Int128 result = 0;
    if (__builtin_mul_overflow(a, b, &result)) throw TooLarge();
    return result;
}

Int128 plus(Int128 a, Int128 b) {
    Int128 result = 0;
    if (__builtin_add_overflow(a, b, &result)) throw TooLarge();
    return result;
}

std::string digits(Int128 number) {
    if (number == 0) return "0";
    std::string text;
    for (Int128 rest = magnitude(number); rest > 0; rest /= 10)
        text += static_cast<char>('0' + static_cast<int>(rest % 10));
    if (number < 0) text += '-';
    std::reverse(text.begin(), text.end());
    return text;
}

}  // namespace

Rational Rational::of(Int128 top, Int128 bottom) {
    if (bottom == 0) throw TooLarge();
    const Int128 divisor = common_divisor(top, bottom);
    Rational result;
    result.top_ = top / divisor;
    result.bottom_ = bottom / divisor;
    if (result.bottom_ < 0) {
        result.top_ = -result.top_;
        result.bottom_ = -result.bottom_;
    }
    return result;
}

std::optional<Rational> Rational::decimal(double value) {
    if (!std::isfinite(value) || std::abs(value) >= 1e18) return std::nullopt;
    std::array<char, 64> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    if (error != std::errc()) return std::nullopt;
    Int128 top = 0;
    Int128 bottom = 1;
    bool behind_point = false;
    int decimals = 0;
    for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data()))) {
        if (c == '-') continue;
        if (c == '.') {
            behind_point = true;
            continue;
        }
        if (behind_point && ++decimals > 15) return std::nullopt;
        top = top * 10 + (c - '0');
        if (behind_point) bottom *= 10;
    }
    return of(value < 0.0 ? -top : top, bottom);
}

std::optional<Rational> Rational::binary(double value) {
    constexpr int mantissa_bits = 53;
    if (!std::isfinite(value)) return std::nullopt;
    int exponent = 0;
    const double mantissa = std::frexp(value, &exponent);  // in [0.5, 1)
    exponent -= mantissa_bits;
    if (value != 0.0 && (exponent > 70 || exponent < -120)) return std::nullopt;
    const auto whole = static_cast<Int128>(std::ldexp(mantissa, mantissa_bits));
    if (exponent >= 0) return of(whole * (Int128{1} << exponent), 1);
    return of(whole, Int128{1} << std::min(-exponent, 126));
}

double Rational::value() const {
    return static_cast<double>(static_cast<long double>(top_) / static_cast<long double>(bottom_));
}

std::string Rational::text() const { return bottom_ == 1 ? digits(top_) : digits(top_) + "/" + digits(bottom_); }

Rational operator+(const Rational& a, const Rational& b) {
    const Int128 divisor = common_divisor(a.bottom_, b.bottom_);
    const Int128 step = b.bottom_ / divisor;
    return Rational::of(plus(times(a.top_, step), times(b.top_, a.bottom_ / divisor)), times(a.bottom_, step));
}

Rational operator-(const Rational& a, const Rational& b) { return a + Rational(-1) * b; }

Rational operator*(const Rational& a, const Rational& b) {
    const Int128 first = common_divisor(a.top_, b.bottom_);
    const Int128 second = common_divisor(b.top_, a.bottom_);
    if (first == 0 || second == 0) return {};
    return Rational::of(times(a.top_ / first, b.top_ / second), times(a.bottom_ / second, b.bottom_ / first));
}

Rational operator/(const Rational& a, const Rational& b) { return a * Rational::of(b.bottom_, b.top_); }

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    const int sign = (a - b).sign();
    return sign < 0   ? std::strong_ordering::less
           : sign > 0 ? std::strong_ordering::greater
                      : std::strong_ordering::equal;
}

}  // namespace proeftuin::game

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proeftuin {

/// In double quotes, with quotes, backslashes and control characters escaped as in JSON: "a \"b\"\n".
[[nodiscard]] std::string quoted(std::string_view text);
// For a std::string argument std::quoted is a candidate too, wherever <iomanip> or <filesystem> is included; these win.
[[nodiscard]] inline std::string quoted(const char* text) { return quoted(std::string_view(text)); }
[[nodiscard]] inline std::string quoted(const std::string& text) { return quoted(std::string_view(text)); }
[[nodiscard]] inline std::string quoted(std::string& text) { return quoted(std::string_view(text)); }

/// join({"a", "b"}, ", ") is "a, b".
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

/// Without spaces, tabs and line ends on either side; a view of the argument.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Lower case of ASCII letters; other bytes stay, so the result does not depend on the locale.
[[nodiscard]] std::string lower(std::string_view text);

/// Is it the text of the pattern? '*' at the end of one stands for any ending.
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

/// The parts between separators, empty ones included: split("a,,b", ',') has three.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// "1 generator", "2 generators".
[[nodiscard]] std::string counted(std::size_t count, std::string_view singular);

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; bytes, case counts.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The candidate a mistyped word most likely means, if one is near enough (a third of its length, case ignored; the
/// first of equally near ones). For "did you mean".
[[nodiscard]] std::optional<std::string> closest_name(std::string_view word, std::span<const std::string> candidates);

/// ` Did you mean "BE"?` or nothing, to be put behind a message or remedy.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace proeftuin

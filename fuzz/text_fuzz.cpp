// SPDX-License-Identifier: Apache-2.0
//
// Text helpers on arbitrary bytes: a word and candidates, separated by line ends.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4096) return -1;
    const std::string text(data, data + size);
    const std::vector<std::string_view> lines = proeftuin::split(text, '\n');
    const std::vector<std::string> candidates(lines.begin() + 1, lines.end());
    const std::string word(lines.front());

    PROEFTUIN_ASSERT(proeftuin::join(std::vector<std::string>(lines.begin(), lines.end()), "\n") == text);
    PROEFTUIN_ASSERT(proeftuin::quoted(word).size() >= word.size() + 2);
    PROEFTUIN_ASSERT(proeftuin::trimmed(text).size() <= text.size());
    for (const std::string& candidate : candidates) {
        PROEFTUIN_ASSERT((proeftuin::edit_distance(word, candidate) == 0) == (word == candidate));
    }
    static_cast<void>(proeftuin::did_you_mean(word, candidates));
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace proeftuin {

/// A bug of our own: something the code relies on does not hold. Bad input is an InputError instead.
class InternalError : public std::logic_error {
  public:
    InternalError(const char* condition, const char* file, int line)
        : std::logic_error(std::string(file) + ':' + std::to_string(line) + ": " + condition + " does not hold") {}
};

}  // namespace proeftuin

/// Throws InternalError when the condition does not hold, in every build: only where it costs next to nothing.
#define PROEFTUIN_ASSERT(condition) \
    (static_cast<bool>(condition) ? void() : throw ::proeftuin::InternalError(#condition, __FILE__, __LINE__))

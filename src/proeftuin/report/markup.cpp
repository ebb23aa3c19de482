// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/markup.hpp"

namespace proeftuin::report {

std::string escaped(std::string_view text, std::string_view control) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) result += c;
                else result += control;
        }
    }
    return result;
}

}  // namespace proeftuin::report

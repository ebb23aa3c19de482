// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/base/version.hpp"

int main() {
    const proeftuin::Issue issue{.code = proeftuin::Code::bad_option, .message = "nothing is wrong"};
    std::printf("proeftuin %s: %s\n", std::string(proeftuin::version()).c_str(), issue.text().c_str());
    return 0;
}

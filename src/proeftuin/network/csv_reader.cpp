// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/reading.hpp"

namespace proeftuin::network {

Expected<Loaded> read_csv_network(const std::filesystem::path& folder) {
    return tl::make_unexpected(Issues{Issue{.code = Code::unsupported_feature, .where = {.file = folder.string()}}});
}

}  // namespace proeftuin::network

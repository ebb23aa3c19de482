// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace proeftuin::network {

/// The standard types every PyPSA network knows without listing them (data/standard_types, compiled in). Cells are text
/// as in the file; numbers are in the units of data/schema/line_types.csv and transformer_types.csv.
struct StandardTypes {
    std::vector<std::string> columns;                                    // without the name
    std::vector<std::pair<std::string, std::vector<std::string>>> rows;  // name, [columns.size()] cells
};

[[nodiscard]] const StandardTypes& standard_line_types();
[[nodiscard]] const StandardTypes& standard_transformer_types();

/// Cell of the type's column as a number; NaN when there is no such type or column.
[[nodiscard]] double standard_number(const StandardTypes& types, const std::string& name, const std::string& column);
[[nodiscard]] bool has_standard_type(const StandardTypes& types, const std::string& name);

}  // namespace proeftuin::network

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/schema.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "proeftuin/network/standard_types_data.hpp"

namespace proeftuin::network {

namespace {

/// "efficiency3" -> "efficiency{n}"; empty when the name does not end in a port number of two or more.
std::string numbered_form(std::string_view attribute) {
    const std::size_t last = attribute.find_last_not_of("0123456789");
    const std::size_t begin = last == std::string_view::npos ? 0 : last + 1;
    const std::string_view digits = attribute.substr(begin);
    if (begin == 0 || digits.empty() || digits.size() > 3 || digits.front() == '0' || digits == "1") return {};
    return std::string(attribute.substr(0, begin)) + "{n}";
}

const Attribute* find_exact(const std::vector<Attribute>& attributes, std::string_view name) {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [name](const Attribute& attribute) { return attribute.name == name; });
    return found == attributes.end() ? nullptr : &*found;
}

}  // namespace

const Attribute* ComponentType::find(std::string_view attribute) const {
    if (const Attribute* exact = find_exact(attributes, attribute)) return exact;
    const std::string numbered = numbered_form(attribute);
    return numbered.empty() ? nullptr : find_exact(attributes, numbered);
}

const ComponentType* find_type(std::string_view name) {
    for (const ComponentType& type : component_types()) {
        if (type.name == name) return &type;
    }
    return nullptr;
}

const ComponentType* find_type_by_list(std::string_view list) {
    for (const ComponentType& type : component_types()) {
        if (type.list_name == list) return &type;
    }
    return nullptr;
}

bool has_standard_type(const StandardTypes& types, const std::string& name) {
    return std::any_of(types.rows.begin(), types.rows.end(), [&](const auto& row) { return row.first == name; });
}

double standard_number(const StandardTypes& types, const std::string& name, const std::string& column) {
    const auto row = std::find_if(types.rows.begin(), types.rows.end(), [&](const auto& r) { return r.first == name; });
    const auto found = std::find(types.columns.begin(), types.columns.end(), column);
    double value = std::numeric_limits<double>::quiet_NaN();
    if (row == types.rows.end() || found == types.columns.end()) return value;
    const std::string& cell = row->second[static_cast<std::size_t>(found - types.columns.begin())];
    std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return value;
}

}  // namespace proeftuin::network

// SPDX-License-Identifier: Apache-2.0
#include "page.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "proeftuin/report/page.hpp"

namespace proeftuin::cli {
namespace {

/// A case's document without what the page does not show.
Json shown_of(const Json& document) {
    Json shown = document;
    if (shown.contains("coalitions"))
        for (Json& coalition : shown["coalitions"]) {
            coalition.erase("iterations");
            if (!coalition.contains("parties")) continue;
            Json totals = Json::array();
            for (const Json& party : coalition["parties"]) totals.push_back({{"total_eur", party["total_eur"]}});
            coalition["parties"] = std::move(totals);
        }
    if (shown.contains("uncertainty") && shown["uncertainty"].is_object()) shown["uncertainty"].erase("samples");
    return shown;
}

std::string page_with(const Json& programme, const Json& cases) {
    if (!report::has_page()) return {};
    const Json results{{"schema_version", 1}, {"programme", programme}, {"cases", cases}};
    return report::page(results.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::string case_page(const std::string& name, const Json& document) {
    return page_with(nullptr, {{name, shown_of(document)}});
}

std::string programme_page(const Json& document, const std::map<std::string, Json>& cases) {
    Json shown = Json::object();
    for (const auto& [name, result] : cases) shown[name] = shown_of(result);
    return page_with(document, shown);
}

}  // namespace proeftuin::cli

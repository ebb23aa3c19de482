// SPDX-License-Identifier: Apache-2.0
#include "page.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "proeftuin/report/page.hpp"

#include "output_folder.hpp"
#include "report_reading.hpp"

namespace proeftuin::cli {
namespace {

/// A text of an object; empty where it is something else.
std::string text_of(const Json& json, const char* key) {
    const Json text = member(json, key);
    return text.is_string() ? text.get<std::string>() : "";
}

/// A case's document without what the page does not show. The file may have been changed by hand: nothing is taken for granted.
Json shown_of(const Json& document) {
    Json shown = document;
    if (!shown.is_object()) return shown;
    if (shown.contains("coalitions") && shown["coalitions"].is_array())
        for (Json& coalition : shown["coalitions"]) {
            if (!coalition.is_object()) continue;
            coalition.erase("iterations");
            if (!coalition.contains("parties")) continue;
            Json totals = Json::array();
            for (const Json& party : coalition["parties"])
                totals.push_back({{"total_eur", member(party, "total_eur")}});
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

std::filesystem::path rewrite_page(const std::filesystem::path& given) {
    const std::filesystem::path folder = given.has_filename() ? given : given.parent_path();
    if (!report::has_page())
        throw InputError({{.code = Code::unsupported_feature,
                           .message = "this build has no page",
                           .remedy = "Install Node.js 18 or newer with npm and build again"}});
    std::string page;
    const Json document = read_document(folder);
    if (text_of(document, "kind") == "cooperate") {
        page = case_page(text_of(document, "network"), document);
    } else {
        static_cast<void>(read_programme_results(folder));  // says what is wrong with it
        std::map<std::string, Json> cases;
        for (const Json& commitment : document["commitments"]) {
            const std::string name = text_of(commitment, "case");
            if (!name.empty() && !member(commitment, "result").is_null())
                cases[name] = read_document(folder.string() + "-cases/" + name);
        }
        page = programme_page(document, cases);
    }
    write_file(folder / "report.html", page);
    return folder / "report.html";
}

}  // namespace proeftuin::cli

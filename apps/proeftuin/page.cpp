// SPDX-License-Identifier: Apache-2.0
#include "page.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "proeftuin/report/page.hpp"

#include "output_folder.hpp"
#include "report_reading.hpp"

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

/// results.json of a folder; discarded where there is none or it is no JSON.
Json read_document(const std::filesystem::path& folder) {
    std::ifstream file(folder / "results.json", std::ios::binary);
    return Json::parse(file, nullptr, false);
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
    if (document.is_object() && document.value("kind", "") == "cooperate") {
        page = case_page(document.value("network", ""), document);
    } else {
        static_cast<void>(read_programme_results(folder));  // says what is wrong with it
        std::map<std::string, Json> cases;
        for (const Json& commitment : document["commitments"]) {
            const std::string name = commitment.value("case", "");
            if (!name.empty() && commitment.contains("result"))
                cases[name] = read_document(folder.string() + "-cases/" + name);
        }
        page = programme_page(document, cases);
    }
    write_file(folder / "report.html", page);
    return folder / "report.html";
}

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "proeftuin/base/digest.hpp"

#include "cooperate_report.hpp"

namespace proeftuin::cli {

void add_sources(const CooperateReport& report, Json& document) {
    document["sources"] = Json::array();
    for (const study::Source& source : report.sources)
        document["sources"].push_back({{"id", source.id},
                                       {"title", source.title},
                                       {"address", source.address},
                                       {"year", source.year},
                                       {"grade", study::name(source.grade)},
                                       {"note", source.note}});
    std::array<std::size_t, study::num_grades> counts{};
    document["figures"] = Json::array();
    for (const study::FigureTable& table : report.figures) {
        document["figures"].push_back(
            {{"table", table.name}, {"columns", table.columns}, {"rows", table.rows}, {"lines", table.lines}});
        for (std::size_t grade = 0; grade < counts.size(); ++grade) counts[grade] += table.counts[grade];
    }
    document["grades"] = Json::object();
    for (std::size_t grade = 0; grade < counts.size(); ++grade)
        document["grades"][study::name(static_cast<study::Source::Grade>(grade))] = counts[grade];
}

std::string tables_digest(const CooperateReport& report) {
    Digest digest;
    digest.add(std::string_view(report.title));
    for (const study::Source& source : report.sources)
        for (const std::string* text : {&source.id, &source.title, &source.address, &source.year, &source.note})
            digest.add(std::string_view(*text));
    for (const study::Source& source : report.sources) digest.add(static_cast<std::uint64_t>(source.grade));
    for (const study::FigureTable& table : report.figures) {
        digest.add(std::string_view(table.name));
        for (const std::string& column : table.columns) digest.add(std::string_view(column));
        for (const std::vector<std::string>& row : table.rows)
            for (const std::string& cell : row) digest.add(std::string_view(cell));
    }
    return fmt::format("{:016x}", digest.value());
}

}  // namespace proeftuin::cli

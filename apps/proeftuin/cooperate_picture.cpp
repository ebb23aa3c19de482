// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <string>
#include <vector>

#include "proeftuin/report/bars.hpp"

#include "cooperate_report.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

report::Bars of_parties(const CooperateReport& report) {
    report::Bars bars;
    bars.groups = report.subject.parties.names;
    if (!report.own.empty()) bars.series.push_back({"without transfers", report.own});
    for (const CooperateRule& rule : report.rules)
        if (rule.result.shares.answered() && bars.series.size() < 8)
            bars.series.push_back({std::string(rule.result.rule), rule.result.shares.share});
    bars.subtitle =
        fmt::format("What each party gains when all cooperate, {} EUR together", grouped(report.result.value.back()));
    return bars;
}

report::Bars of_barriers(const CooperateReport& report) {
    report::Bars bars;
    bars.groups = report.subject.players;
    bars.series = {{"lifted first", {}}, {"lifted last", {}}, {"mean over orders", {}}};
    for (const study::BarrierCost& cost : report.barriers) {
        if (cost.party >= 0) continue;
        bars.series[0].values.push_back(cost.first);
        bars.series[1].values.push_back(cost.last);
        bars.series[2].values.push_back(cost.shapley);
    }
    if (bars.series[0].values.size() != bars.groups.size()) bars.series.clear();
    bars.subtitle = fmt::format("What all parties together gain when a barrier is lifted, {} EUR for all of them",
                                grouped(report.result.value.back()));
    return bars;
}

}  // namespace

std::string cooperate_picture(const CooperateReport& report) {
    if (report.result.value.back() != report.result.value.back()) return {};
    report::Bars bars = report.players_are_parties() ? of_parties(report) : of_barriers(report);
    bars.title = report.title.empty() ? report.name : report.title;
    return report::bars_picture(bars);
}

}  // namespace proeftuin::cli

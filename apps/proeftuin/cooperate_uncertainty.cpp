// SPDX-License-Identifier: Apache-2.0
//
// What the ranges of figures make of values, own gains and shares: intervals of draws, and figures moved one at a time.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/text.hpp"
#include "proeftuin/base/threads.hpp"

#include "console.hpp"
#include "cooperate_report.hpp"
#include "interrupt.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

/// One number of every draw.
template <typename Of>
std::vector<double> sample(const std::vector<study::Draw>& draws, const Of& of) {
    std::vector<double> numbers;
    for (const study::Draw& draw : draws) numbers.push_back(of(draw));
    return numbers;
}

double entry(const std::vector<double>& numbers, std::size_t at) {
    return at < numbers.size() ? numbers[at] : std::nan("");
}

double value_of_all(const study::Draw& draw) { return draw.value.back(); }

/// What each rule of the report gives each player in one draw.
std::vector<std::vector<double>> shares_of(const CooperateReport& report, const study::Draw& draw) {
    std::vector<std::vector<double>> shares(report.rules.size());
    if (std::isnan(draw.value.front())) return shares;
    const Expected<game::Game> made =
        game::Game::make_with_missing(report.subject.players, draw.value, draw.value, draw.value);
    if (!made) throw InputError(made.error());
    game::Parameters parameters;
    if (report.players_are_parties()) parameters.own = draw.own;
    for (std::size_t r = 0; r < report.rules.size(); ++r)
        if (report.rules[r].result.shares.answered())
            shares[r] = game::apply_rule(report.rules[r].result.rule, *made, parameters).shares.share;
    return shares;
}

Json interval_json(const std::vector<double>& sample) {
    const study::Interval interval = study::interval_of(sample);
    return {
        {"mean_eur", number(interval.mean)}, {"low_eur", number(interval.low)}, {"high_eur", number(interval.high)}};
}

double mean_sampling_error(const std::vector<study::Draw>& draws) {
    return study::interval_of(sample(draws, [](const study::Draw& draw) { return draw.sampling_error; })).mean;
}

void add_values(const std::vector<study::Draw>& draws, Json& result) {
    const std::vector<double> all = sample(draws, value_of_all);
    Json value = interval_json(all);
    value["standard_error_eur"] = number(study::standard_error(all));
    value["sampling_error_eur"] = number(mean_sampling_error(draws));
    result["value"] = std::move(value);
    result["values_low"] = result["values_high"] = Json::array();
    for (std::size_t i = 0; i < draws.front().value.size(); ++i) {
        const study::Interval interval =
            study::interval_of(sample(draws, [&](const study::Draw& draw) { return draw.value[i]; }));
        result["values_low"].push_back(number(interval.low));
        result["values_high"].push_back(number(interval.high));
    }
}

void add_gains(const CooperateReport& report, Json& result) {
    const std::vector<study::Draw>& draws = report.uncertainty->result.draws;
    result["own"] = Json::object();
    for (std::size_t p = 0; p < report.own.size(); ++p)
        result["own"][report.subject.parties.names[p]] =
            interval_json(sample(draws, [&](const study::Draw& draw) { return entry(draw.own, p); }));
    result["shares"] = Json::object();
    for (std::size_t r = 0; r < report.rules.size(); ++r) {
        if (!report.rules[r].result.shares.answered()) continue;
        Json& rule = result["shares"][std::string(report.rules[r].result.rule)] = Json::object();
        for (std::size_t p = 0; p < report.subject.players.size(); ++p) {
            std::vector<double> shares;
            for (const std::vector<double>& of_draw : report.uncertainty->shares[r])
                shares.push_back(entry(of_draw, p));
            rule[report.subject.players[p]] = interval_json(shares);
        }
    }
}

Json tornado_json(const CooperateReport& report) {
    Json list = Json::array();
    for (const study::Swing& swing : report.uncertainty->result.tornado) {
        const study::RangedFigure& figure = report.uncertainty->figures[swing.figure];
        list.push_back({{"id", figure.id},
                        {"name", figure.name},
                        {"unit", figure.unit},
                        {"value", figure.value},
                        {"low", figure.low},
                        {"high", figure.high},
                        {"source", figure.source},
                        {"grade", study::name(figure.grade)},
                        {"at_low_eur", number(swing.at_low)},
                        {"at_high_eur", number(swing.at_high)},
                        {"own_at_low", by_name(report.subject.parties.names, swing.own_at_low)},
                        {"own_at_high", by_name(report.subject.parties.names, swing.own_at_high)}});
    }
    return list;
}

Json samples_json(const CooperateReport& report) {
    Json list = Json::array();
    const UncertaintyReport& uncertain = *report.uncertainty;
    for (std::size_t d = 0; d < uncertain.result.draws.size(); ++d) {
        const study::Draw& draw = uncertain.result.draws[d];
        Json shares = Json::object();
        for (std::size_t r = 0; r < report.rules.size(); ++r)
            if (!uncertain.shares[r][d].empty())
                shares[std::string(report.rules[r].result.rule)] =
                    by_name(report.subject.players, uncertain.shares[r][d]);
        list.push_back({{"value_eur", number(draw.value.back())},
                        {"own", by_name(report.subject.parties.names, draw.own)},
                        {"shares", std::move(shares)}});
    }
    return list;
}

std::string swing_text(double amount) { return (amount > 0.0 ? "+" : "") + grouped(amount); }

/// "Border BE-NL, 1200 to 4400 MW: -3 000 to +5 000"
std::string sentence(const study::RangedFigure& figure, const study::Swing& swing) {
    return fmt::format("{}, {:g} to {:g} {}: {} to {} EUR", figure.name, figure.low, figure.high, figure.unit,
                       swing_text(swing.at_low), swing_text(swing.at_high));
}

}  // namespace

void plan_draws(CooperateReport& report, CaseInput& input) {
    study::DrawPlan plan = input.data.uncertainty;
    if (report.arguments.draws) plan.draws = static_cast<std::size_t>(*report.arguments.draws);
    if (report.arguments.common.seed) plan.seed = *report.arguments.common.seed;
    if (plan.draws == 0) return;
    const auto refuse = [](std::string message, std::string remedy) {
        throw InputError({{.code = Code::bad_option,
                           .where = {.field = "--draws"},
                           .message = std::move(message),
                           .remedy = std::move(remedy)}});
    };
    if (report.arguments.lazy || report.arguments.sample) {
        if (report.arguments.draws)
            refuse("figures are drawn where every coalition is solved, not with --lazy or --sample",
                   "Leave --draws or the other option out");
        report.warnings.push_back({Code::bad_option,
                                   {.field = "uncertainty.draws"},
                                   "figures are not drawn: that needs every coalition solved",
                                   "Leave --lazy or --sample out",
                                   Severity::warning});
        return;
    }
    Expected<std::vector<study::RangedFigure>> figures =
        study::find_ranges(input.network.network, report.question.barriers, input.data.ranges, report.sources);
    if (!figures) throw InputError(std::move(figures.error()));
    if (figures->empty())
        refuse("no figure has a range, so there is nothing to draw",
               "Give ranges in barriers.csv, ranges.csv or columns _low and _high of the network, or 0 draws");
    report.uncertainty.emplace();
    report.uncertainty->plan = plan;
    report.uncertainty->not_drawn = num_not_drawn(input);
    report.uncertainty->figures = std::move(*figures);
    report.uncertainty->network = std::move(input.network.network);
}

void draw_figures(CooperateReport& report, study::Journal* journal) {
    UncertaintyReport& uncertain = *report.uncertainty;
    ProgressBar bar(report.arguments.common);
    study::UncertaintyOptions options;
    options.plan = uncertain.plan;
    options.walk = walk_options(report.arguments, {});
    options.progress = bar.callback();
    options.journal = journal;
    uncertain.result = study::evaluate_uncertainty({uncertain.network, report.question, uncertain.figures},
                                                   report.subject, report.result.walk, options);
    if (interrupted()) wait_for_the_end();
    const std::vector<study::Draw>& draws = uncertain.result.draws;
    uncertain.shares.assign(report.rules.size(), std::vector<std::vector<double>>(draws.size()));
    const auto task = [&](std::size_t d) {
        std::vector<std::vector<double>> shares = shares_of(report, draws[d]);
        for (std::size_t r = 0; r < shares.size(); ++r) uncertain.shares[r][d] = std::move(shares[r]);
    };
    rethrow_first(run_tasks(draws.size(), task, {report.arguments.common.threads, {}, ""}));
}

std::size_t failed_draws(const CooperateReport& report) {
    if (!report.uncertainty) return 0;
    return static_cast<std::size_t>(std::ranges::count_if(report.uncertainty->result.draws,
                                                          [](const study::Draw& draw) { return draw.failed > 0; }));
}

Json draws_provenance(const CooperateReport& report) {
    if (!report.uncertainty) return nullptr;
    const study::DrawPlan& plan = report.uncertainty->plan;
    return {{"draws", plan.draws},
            {"windows", plan.windows},
            {"seed", plan.seed},
            {"digest", fmt::format("{:016x}", study::digest(report.uncertainty->figures, plan))}};
}

Json uncertainty_json(const CooperateReport& report) {
    if (!report.uncertainty || report.uncertainty->result.draws.empty()) return nullptr;
    const UncertaintyReport& uncertain = *report.uncertainty;
    Json result{{"draws", uncertain.plan.draws},
                {"failed_draws", failed_draws(report)},
                {"seed", uncertain.plan.seed},
                {"method", "latin hypercube"},
                {"distribution", "triangular"},
                {"windows", report.subject.windows.size()},
                {"windows_per_draw", uncertain.result.windows_per_draw},
                {"tornado_windows", uncertain.result.tornado_windows},
                {"low_quantile", study::low_quantile},
                {"high_quantile", study::high_quantile},
                {"ranges", uncertain.figures.size()},
                {"not_drawn", uncertain.not_drawn}};
    add_values(uncertain.result.draws, result);
    add_gains(report, result);
    result["tornado"] = tornado_json(report);
    result["samples"] = samples_json(report);
    return result;
}

std::string uncertainty_summary(const CooperateReport& report) {
    if (!report.uncertainty || report.uncertainty->result.draws.empty()) return "";
    const UncertaintyReport& uncertain = *report.uncertainty;
    const study::Interval all = study::interval_of(sample(uncertain.result.draws, value_of_all));
    std::string text = fmt::format("  {} drawn {} times within {}: between {} and {} EUR in 8 of 10 draws, mean {}\n",
                                   counted(uncertain.figures.size(), "figure"), uncertain.plan.draws,
                                   uncertain.figures.size() == 1 ? "its range" : "their ranges", grouped(all.low),
                                   grouped(all.high), grouped(all.mean));
    if (const double error = mean_sampling_error(uncertain.result.draws); error > 0.0)
        text += fmt::format(
            "    coalitions of some are off by about {} EUR in each draw, since they are solved in {} of {} windows\n",
            grouped(error), uncertain.result.windows_per_draw, report.subject.windows.size());
    if (const std::size_t failed = failed_draws(report); failed > 0)
        text += fmt::format("    {} have coalitions without an optimum; they count where they say something\n",
                            counted(failed, "draw"));
    const std::size_t shown = std::min<std::size_t>(3, uncertain.result.tornado.size());
    if (shown > 0) text += "    what moves it most, from one end to the other:\n";
    for (std::size_t k = 0; k < shown; ++k)
        text += "      " +
                sentence(uncertain.figures[uncertain.result.tornado[k].figure], uncertain.result.tornado[k]) + '\n';
    return text + '\n';
}

}  // namespace proeftuin::cli

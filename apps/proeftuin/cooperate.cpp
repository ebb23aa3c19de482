// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/cooperate.hpp"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/base/memory.hpp"
#include "proeftuin/base/text.hpp"
#include "proeftuin/base/version.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/study/journal.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "cooperate_report.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "output_folder.hpp"
#include "page.hpp"
#include "sharing.hpp"

namespace proeftuin::cli {
namespace {

/// The rules that a case or the command line names.
std::vector<std::string> chosen_rules(const CooperateArguments& arguments, const std::vector<std::string>& of_case) {
    std::string text = "shapley,nucleolus";
    if (!of_case.empty()) text = join(of_case, ",");
    if (arguments.rules) text = *arguments.rules;
    Issues unknown;
    std::vector<std::string> names = rules_named(text, unknown);
    if (!unknown.empty()) throw InputError(std::move(unknown));
    return names;
}

void apply_rules(CooperateReport& report, const std::vector<std::string>& names) {
    const study::CooperateResult& result = report.result;
    if (std::isnan(result.value.front())) return;  // nothing to measure against
    Expected<game::Game> made =
        game::Game::make_with_missing(report.subject.players, result.value, result.lower, result.upper);
    if (!made) throw InputError(std::move(made.error()));
    game::Parameters parameters;
    if (report.players_are_parties()) parameters.own = report.own;
    parameters.threads = report.arguments.common.threads;
    const double negligible = game::tolerance(*made);
    for (const std::string& name : names) {
        CooperateRule rule{game::apply_rule(name, *made, parameters), {}, {}, false};
        const std::vector<double>& share = rule.result.shares.share;
        double sum = 0.0;
        for (const double amount : share) sum += amount;
        if (!share.empty() && std::abs(sum - made->total()) <= negligible) {
            if (!parameters.own.empty()) rule.payments = game::payments(parameters.own, share, negligible);
            const game::CoreCheck core = game::check_core(*made, share, parameters.threads);
            rule.in_core = core.inside;
            if (!made->num_missing()) rule.objection = core.objection;
        }
        report.rules.push_back(std::move(rule));
    }
}

/// What is asked: of a case what it says, and what the command line says instead.
study::Question question_of(const CooperateArguments& arguments, study::Question question,
                            const network::Network& network) {
    if (arguments.party_of_bus) question.party_of_bus = *arguments.party_of_bus;
    if (arguments.outside)
        question.outside = *arguments.outside == "today" ? study::Outside::today : study::Outside::autarky;
    if (arguments.window) question.window = *arguments.window;
    question.formulation.multi_investment = !network.snapshots.periods.empty();
    return question;
}

/// What every border costs; the walk over coalitions is done.
std::vector<study::Border> run_borders(const CooperateReport& report, study::Journal* journal) {
    ProgressBar bar(report.arguments.common);
    Progress progress;
    if (const Progress shown = bar.callback())
        progress = [shown](double fraction, std::string_view) { shown(fraction, "borders"); };
    study::WalkOptions options = walk_options(report.arguments, progress);
    options.journal = journal;
    std::vector<study::Border> borders =
        study::border_costs(report.subject, report.result.walk.evaluations.back().indicators, options);
    if (interrupted()) wait_for_the_end();
    return borders;
}

study::CooperateResult run(const CooperateReport& report, study::Journal* journal) {
    const CooperateArguments& arguments = report.arguments;
    ProgressBar bar(arguments.common);
    study::WalkOptions options = walk_options(arguments, bar.callback());
    options.journal = journal;
    options.keep_windows = report.uncertainty.has_value();
    options.indicators = study::bytes_needed(report.subject, true) <= machine_memory_bytes();
    Expected<study::CooperateResult> result = study::try_cooperate(report.subject, options);
    if (interrupted()) wait_for_the_end();
    if (!result) throw InputError(std::move(result.error()));
    return std::move(*result);
}

/// Of the question and who solves it: what another version or solver found is not taken for what this one finds.
Digest digest_of(const CooperateReport& report) {
    Digest digest;
    digest.add(report.subject.digest());
    digest.add(static_cast<std::uint64_t>(report.arguments.solver));
    digest.add(std::string_view(version()));
    return digest;
}

/// Where an interrupted run of the same question keeps what it found; null where nothing is written at all.
std::unique_ptr<study::Journal> walk_journal(const ResultsFolder* folder, const CooperateReport& report) {
    if (folder == nullptr) return nullptr;
    auto journal = std::make_unique<study::Journal>(folder->beside(".journal"), digest_of(report).value());
    if (journal->found() > 0 && !report.arguments.common.quiet && !report.arguments.common.json)
        print_error(fmt::format("continues a run that was interrupted: {} of its parts are there\n", journal->found()));
    return journal;
}

/// The same for its draws; null where there are none.
std::unique_ptr<study::Journal> draws_journal(const ResultsFolder* folder, const CooperateReport& report) {
    if (folder == nullptr || !report.uncertainty) return nullptr;
    Digest digest = digest_of(report);
    digest.add(study::digest(report.uncertainty->figures, report.uncertainty->plan));
    return std::make_unique<study::Journal>(folder->beside(".draws.journal"), digest.value());
}

void write_results(const CooperateReport& report, const Json& document, ResultsFolder& folder) {
    folder.write("values.csv", values_csv(report));
    folder.write("outcomes.csv", outcomes_csv(report));
    folder.write("shares.csv", shares_csv(report));
    if (report.players_are_parties()) folder.write("transfers.csv", transfers_csv(report));
    if (!report.borders.empty()) folder.write("borders.csv", borders_csv(report));
    if (!report.players_are_parties()) folder.write("barriers.csv", barriers_csv(report));
    if (const std::string picture = cooperate_picture(report); !picture.empty()) folder.write("gains.svg", picture);
    if (const std::string page = case_page(report.name, document); !page.empty()) folder.write("report.html", page);
    folder.write("results.json", document_text(document));
    folder.keep();
}

/// Reads what is asked; nothing is solved.
std::vector<std::string> prepare(CooperateReport& report) {
    const CooperateArguments& arguments = report.arguments;
    report.name = network_name(arguments.path);
    CaseInput input = load_case_or_network(arguments.path);
    report.title = input.data.title;
    report.sources = std::move(input.data.sources);
    report.figures = std::move(input.data.figures);
    report.warnings = std::move(input.network.warnings);
    const std::vector<std::string> rules = chosen_rules(arguments, input.data.rules);
    report.question = question_of(arguments, std::move(input.data.question), input.network.network);
    Expected<study::Subject> subject = study::make_subject(input.network.network, report.question);
    if (!subject) throw InputError(std::move(subject.error()));
    report.subject = std::move(*subject);
    plan_draws(report, input);
    return rules;
}

/// Solves, shares and writes.
void answer(CooperateReport& report, const std::vector<std::string>& rules, ResultsFolder* folder) {
    const bool lazy = report.arguments.lazy;
    const std::unique_ptr<study::Journal> journal = lazy ? nullptr : walk_journal(folder, report);
    const std::unique_ptr<study::Journal> drawn = lazy ? nullptr : draws_journal(folder, report);
    if (lazy) {
        cooperate_lazily(report, rules);
    } else {
        report.result = run(report, journal.get());
        report.own = study::own_gains(report.result);
        report.own_range = study::own_ranges(report.result);
        apply_rules(report, rules);
        if (report.players_are_parties()) report.borders = run_borders(report, journal.get());
        else report.barriers = study::barrier_costs(report.subject, report.result);
        if (report.uncertainty) draw_figures(report, drawn.get());
    }
    for (const Issues& more : {report.subject.warnings, report.result.walk.warnings})
        report.warnings.insert(report.warnings.end(), more.begin(), more.end());
    if (folder == nullptr) return;
    write_results(report, cooperate_document(report), *folder);
    for (study::Journal* done : {journal.get(), drawn.get()})
        if (done != nullptr) done->remove();
}

/// A document of this very question that an earlier run left; nothing otherwise.
std::optional<Json> earlier_document(const std::string& folder, const Json& provenance) {
    Json found = read_document(folder);
    if (!found.is_object() || member(found, "provenance") != provenance) return std::nullopt;
    return found;
}

}  // namespace

study::WalkOptions walk_options(const CooperateArguments& arguments, const Progress& progress) {
    study::WalkOptions options;
    options.threads = arguments.common.threads;
    options.progress = progress;
    options.session.backend = arguments.solver;
    options.session.interrupt = [](double, double, double) { return interrupted(); };
    options.cancelled = [] { return interrupted(); };
    return options;
}

Json cooperate_once(const CooperateArguments& arguments) {
    CooperateReport report;
    report.arguments = arguments;
    const std::vector<std::string> rules = prepare(report);
    if (std::optional<Json> earlier = earlier_document(arguments.out, cooperate_provenance(report)))
        return std::move(*earlier);
    const std::unique_ptr<ResultsFolder> folder =
        results_folder(arguments.common, arguments.out, report.name + "-cooperation", arguments.path);
    answer(report, rules, folder.get());
    return cooperate_document(report);
}

int cooperate(const CooperateArguments& arguments) {
    if (arguments.sample && arguments.lazy)
        throw InputError({{.code = Code::bad_option,
                           .where = {.field = "--lazy"},
                           .message = "--lazy and --sample are two ways to solve less",
                           .remedy = "Leave one of them out"}});
    CooperateReport report;
    report.arguments = arguments;
    const std::vector<std::string> rules = prepare(report);
    const std::unique_ptr<ResultsFolder> folder =
        results_folder(arguments.common, arguments.out, report.name + "-cooperation", arguments.path);
    if (arguments.sample) return cooperate_by_sample(report, folder.get());
    answer(report, rules, folder.get());
    print_warnings(report.warnings, arguments.common);
    if (arguments.common.json) print(document_text(cooperate_document(report)));
    else if (!arguments.common.quiet) print(cooperate_summary(report, folder == nullptr ? "" : folder->name()));
    return report.result.failed > 0 || failed_draws(report) > 0 ? Exit::some_solves_failed : Exit::fine;
}

}  // namespace proeftuin::cli

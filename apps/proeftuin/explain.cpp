// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/study/borders.hpp"
#include "proeftuin/study/case.hpp"
#include "proeftuin/study/cooperate.hpp"
#include "proeftuin/study/uncertainty.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "results_json.hpp"
#include "summary.hpp"
#include "table.hpp"

namespace proeftuin::cli {

namespace {

study::WalkOptions walk_options(const ExplainArguments& arguments) {
    study::WalkOptions options;
    options.session.backend = arguments.formulation.solver;
    return options;
}

/// What a case says is to be drawn, and what that would cost.
struct DrawnPlan {
    study::DrawPlan draws;
    std::size_t figures = 0;
    std::size_t not_drawn = 0;
    study::UncertaintyPlan plan;
};

DrawnPlan plan_of_draws(const CaseInput& input, const study::Subject& subject, const study::WalkPlan& plan) {
    const auto figures =
        study::find_ranges(input.network.network, input.data.question.barriers, input.data.ranges, input.data.sources);
    if (!figures) throw InputError(figures.error());
    DrawnPlan drawn{input.data.uncertainty, figures->size(), num_not_drawn(input), {}};
    if (figures->empty()) drawn.draws.draws = 0;
    if (drawn.draws.draws > 0)
        drawn.plan = study::plan_uncertainty(drawn.draws, plan, figures->size(), subject.parties.names.size());
    return drawn;
}

Json draws_json(const DrawnPlan& drawn) {
    return {{"ranges", drawn.figures},
            {"not_drawn", drawn.not_drawn},
            {"draws", drawn.draws.draws},
            {"windows_per_draw", drawn.plan.windows_per_draw},
            {"tornado_windows", drawn.plan.tornado_windows},
            {"problems", drawn.plan.problems}};
}

std::string draws_text(const DrawnPlan& drawn) {
    if (drawn.figures == 0) return "";
    std::string text = "  ranges      " + counted(drawn.figures, "figure");
    if (drawn.not_drawn > 0) text += ", and " + std::to_string(drawn.not_drawn) + " whose effect is not told";
    if (drawn.draws.draws == 0) return text + "; --draws would draw them\n";
    return text + ", drawn " + std::to_string(drawn.draws.draws) + " times in " +
           counted(drawn.plan.windows_per_draw, "window") + " each and moved one at a time in " +
           std::to_string(drawn.plan.tornado_windows) + ": at most " +
           grouped(static_cast<long long>(drawn.plan.problems)) + " problems more\n";
}

Json case_document(const CaseInput& input, const study::Subject& subject, const study::WalkPlan& plan,
                   const DrawnPlan& drawn, const Issues& warnings) {
    Json barriers = Json::array();
    for (std::size_t b = 0; b < input.data.question.barriers.size(); ++b)
        barriers.push_back({{"id", input.data.question.barriers[b].id}, {"components", subject.touched[b]}});
    return {{"schema_version", 1},
            {"kind", "explain"},
            {"title", input.data.title},
            {"players", subject.players},
            {"parties", subject.parties.names},
            {"crossings", subject.crossings},
            {"barriers", std::move(barriers)},
            {"coalitions", plan.coalitions},
            {"windows", plan.windows},
            {"problems", plan.problems * plan.windows},
            {"uncertainty", draws_json(drawn)},
            {"size", {{"columns", plan.columns}, {"rows", plan.rows}}},
            {"solver", lp::name(plan.backend)},
            {"estimated_memory_mb", study::bytes_needed(subject) / 1e6},
            {"warnings", issues_array(warnings)}};
}

std::string case_text(const CaseInput& input, const study::Subject& subject, const study::WalkPlan& plan,
                      const DrawnPlan& drawn) {
    const auto count = [](std::size_t number) { return grouped(static_cast<long long>(number)); };
    std::string text = input.data.title + ": what cooperate would do\n\n";
    text += "  parties     " + join(subject.parties.names, ", ") + '\n';
    text += "  crossings   " + count(subject.crossings) + '\n';
    for (std::size_t b = 0; b < input.data.question.barriers.size(); ++b)
        text += "  barrier     " + input.data.question.barriers[b].id + " acts on " +
                counted(subject.touched[b], input.data.question.barriers[b].selector.component) + '\n';
    text += "  players     " + std::to_string(subject.num_players()) +
            (input.data.question.players == study::Players::barriers ? " barriers" : " parties") + '\n';
    text += "  coalitions  " + count(plan.coalitions) + ", which fall into " + count(plan.problems) + " problems\n";
    if (plan.windows > 1)
        text += "  windows     " + count(plan.windows) + " of " + std::to_string(input.data.question.window) +
                " snapshots, so " + count(plan.problems * plan.windows) + " problems in all\n";
    if (input.data.question.players == study::Players::parties) {
        const std::size_t borders = study::find_borders(*subject.network, subject.parties).size();
        text += "  borders     " + count(borders) + ", each closed alone and opened alone\n";
    }
    text += draws_text(drawn);
    text += "  size        " + count(static_cast<std::size_t>(plan.columns)) + " columns, " +
            count(static_cast<std::size_t>(plan.rows)) + " rows, all together" +
            (plan.windows > 1 ? " in a window" : "") + '\n';
    text += "  solver      " + std::string(lp::name(plan.backend)) + '\n';
    return text;
}

int explain_case(const ExplainArguments& arguments) {
    CaseInput input = load_case_or_network(arguments.path);
    if (arguments.formulation.window > 0) input.data.question.window = arguments.formulation.window;
    input.data.question.formulation.multi_investment = !input.network.network.snapshots.periods.empty();
    const Expected<study::Subject> subject = study::make_subject(input.network.network, input.data.question);
    if (!subject) throw InputError(subject.error());
    if (Issues issues = study::size_issues(*subject); !issues.empty()) throw InputError(std::move(issues));
    const study::WalkPlan plan = study::plan_walk(*subject, walk_options(arguments));
    const DrawnPlan drawn = plan_of_draws(input, *subject, plan);
    Issues warnings = input.network.warnings;
    warnings.insert(warnings.end(), subject->warnings.begin(), subject->warnings.end());
    print_warnings(warnings, arguments.common);
    print(arguments.common.json ? document_text(case_document(input, *subject, plan, drawn, warnings))
                                : case_text(input, *subject, plan, drawn));
    return Exit::fine;
}

}  // namespace

int explain(const ExplainArguments& arguments) {
    if (study::is_case(arguments.path)) return explain_case(arguments);
    Input input = load_input(arguments.path);
    const dispatch::SolveOptions options = solve_options(arguments.formulation, input.network);
    Expected<dispatch::Explanation> explanation = dispatch::try_explain(input.network, options);
    if (!explanation) throw InputError(std::move(explanation.error()));

    Issues warnings = std::move(input.warnings);
    for (Issue& issue : remarks(arguments.formulation, input.network)) warnings.push_back(std::move(issue));
    for (Issue& issue : explanation->warnings) warnings.push_back(std::move(issue));
    print_warnings(warnings, arguments.common);
    if (arguments.common.json) {
        print(document_text(explain_document(arguments, *explanation, warnings)));
    } else {
        print(explain_summary(*explanation, network_name(arguments.path)));
    }
    return Exit::fine;
}

}  // namespace proeftuin::cli

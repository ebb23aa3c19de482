// SPDX-License-Identifier: Apache-2.0
//
// The only file that includes CLI11: the command line in, plain structs out.
#include "arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/base/text.hpp"
#include "proeftuin/base/version.hpp"
#include "proeftuin/game/rules.hpp"

namespace proeftuin::cli {
namespace {

[[noreturn]] void refuse(std::string option, std::string message, std::string remedy) {
    throw InputError({{.code = Code::bad_option,
                       .where = {.field = std::move(option)},
                       .message = std::move(message),
                       .remedy = std::move(remedy)}});
}

/// "0.5,0.9" as numbers; refuses anything else.
std::vector<double> numbers(const std::string& option, std::string_view text, const char* wanted) {
    std::vector<double> result;
    for (const std::string_view part : split(text, ',')) {
        double value = 0.0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (error != std::errc() || end != part.data() + part.size()) {
            refuse(option, quoted(part) + " is not a number", std::string("Write ") + wanted);
        }
        result.push_back(value);
    }
    return result;
}

constexpr const char* losses_wanted = "none, tangents:N or secants[:ATOL,RTOL[,MAX]]";

/// A count of segments; 0 where the number is none.
int segments(double value) {
    return value >= 1.0 && value <= 1e6 && value == std::floor(value) ? static_cast<int>(value) : 0;
}

dispatch::Losses parse_losses(const std::string& text) {
    const std::string option = "--transmission-losses";
    dispatch::Losses losses;
    const std::size_t colon = text.find(':');
    const std::string mode = text.substr(0, colon);
    const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (mode == "none" && colon == std::string::npos) return losses;
    if (mode == "tangents" && !rest.empty()) {
        const std::vector<double> values = numbers(option, rest, losses_wanted);
        losses.mode = dispatch::Losses::Mode::tangents;
        losses.segments = segments(values[0]);
        if (values.size() == 1 && losses.segments > 0) return losses;
    } else if (mode == "secants") {
        losses.mode = dispatch::Losses::Mode::secants;
        if (colon == std::string::npos) return losses;
        const std::vector<double> values = numbers(option, rest, losses_wanted);
        if (values.size() >= 2) {
            losses.atol = values[0];
            losses.rtol = values[1];
        }
        if (values.size() == 3) losses.max_segments = segments(values[2]);
        const bool positive =
            std::isfinite(losses.atol) && losses.atol > 0.0 && std::isfinite(losses.rtol) && losses.rtol > 0.0;
        if ((values.size() == 2 || values.size() == 3) && positive && losses.max_segments > 0) return losses;
    }
    refuse(option, quoted(text) + " is not a way to approximate losses", std::string("Write ") + losses_wanted);
}

Risk parse_risk(const std::string& text) {
    const std::vector<double> values = numbers("--risk", text, "two numbers, such as 0.5,0.9");
    if (values.size() != 2) {
        refuse("--risk", counted(values.size(), "number") + " where two are wanted",
               "Write OMEGA,ALPHA, such as 0.5,0.9");
    }
    const Risk risk{.omega = values[0], .alpha = values[1]};
    if (!(risk.omega >= 0.0 && risk.omega <= 1.0) || !(risk.alpha > 0.0 && risk.alpha < 1.0)) {
        refuse("--risk", "OMEGA must lie in [0, 1] and ALPHA in (0, 1), found " + text, "Write for example 0.5,0.9");
    }
    return risk;
}

/// What the parser fills beside the structs: options that need a second look.
struct Raw {
    std::string losses = "none";
    std::string risk;
    std::string solver = "auto";
    std::string format;
    bool no_price_flags = false;
};

/// A number within bounds; says what was found instead.
CLI::Validator number_from(double lowest, bool whole) {
    const auto message = [=](std::string& text) -> std::string {
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool is_number = error == std::errc() && end == text.data() + text.size();
        if (is_number && value >= lowest && value <= 1e9 && (!whole || value == std::floor(value))) return "";
        return quoted(text) + " is not a " + (whole ? "whole number" : "number") + " of at least " +
               std::to_string(static_cast<int>(lowest));
    };
    return CLI::Validator(message, "");
}

/// A part of a whole: above 0, at most 1.
CLI::Validator a_part() {
    const auto message = [](std::string& text) -> std::string {
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool is_number = error == std::errc() && end == text.data() + text.size();
        if (is_number && value >= 1e-6 && value <= 1.0) return "";
        return quoted(text) + " is not a number from 0.000001 to 1";
    };
    return CLI::Validator(message, "");
}

CLI::Validator one_of(std::vector<std::string> words) {
    const auto message = [=](std::string& text) -> std::string {
        if (std::find(words.begin(), words.end(), text) != words.end()) return "";
        return quoted(text) + " is none of " + join(words, ", ") + '.' + did_you_mean(text, words);
    };
    return CLI::Validator(message, "");
}

void add_network(CLI::App& command, const char* name, std::string& path) {
    command.add_option(name, path, "PyPSA network: a folder of CSV files or a .nc file")->required()->type_name(" ");
}

void add_case_or_network(CLI::App& command, const char* name, std::string& path) {
    command
        .add_option(name, path,
                    "A case (a folder with a case.toml) or a PyPSA network: a folder of CSV files or a .nc file")
        ->required()
        ->type_name(" ");
}

void add_common(CLI::App& command, Common& common) {
    command.add_flag("--json", common.json, "Results on standard output as JSON, nothing else");
    command.add_flag("--quiet", common.quiet, "No summary and no progress, only what went wrong");
    command.add_option("--threads", common.threads, "Threads to use, 0 = all of the machine")
        ->type_name("N")
        ->check(number_from(0, true));
    command.add_option("--seed", common.seed, "Seed of random draws")->type_name("N")->check(number_from(0, true));
}

void add_solver(CLI::App& command, Raw& raw) {
    command.add_option("--solver", raw.solver, "auto, clp or highs")
        ->type_name("NAME")
        ->check(one_of({"auto", "clp", "highs"}));
}

void add_draws(CLI::App& command, std::optional<int>& draws) {
    command
        .add_option(
            "--draws", draws,
            "Draw the figures that have a range so many times: intervals of values and shares, and which figures "
            "matter most; 0 = none [as the case says]")
        ->type_name("N")
        ->check(number_from(0, true));
}

void add_cooperate(CLI::App& command, CooperateArguments& cooperate, Raw& raw) {
    add_case_or_network(command, "CASE|NETWORK", cooperate.path);
    command.add_option("--party-of-bus", cooperate.party_of_bus, "Column of the buses that names the party [country]")
        ->type_name("COLUMN");
    command
        .add_option(
            "--outside", cooperate.outside,
            "Between parties that are not both in a coalition: autarky, nothing crosses, or today, the barriers "
            "of the case stand [autarky]")
        ->type_name("NAME")
        ->check(one_of({"autarky", "today"}));
    command
        .add_option("--window", cooperate.window,
                    "Solve windows of so many snapshots by themselves; storage comes back to its level in each")
        ->type_name("H")
        ->check(number_from(1, true));
    command.add_flag(
        "--lazy", cooperate.lazy,
        "Solve only the coalitions that the rules need; bounds carry over to the others. Shapley within 0.1 % of "
        "the gain");
    command
        .add_option("--sample", cooperate.sample,
                    "Estimate the Shapley value from random orders until no standard error is above this part of the "
                    "gain, such as 0.01; for more players than all coalitions can be solved of")
        ->type_name("PART")
        ->check(a_part());
    add_draws(command, cooperate.draws);
    command.add_option("--rules", cooperate.rules, "Ways of sharing, parted by commas [shapley,nucleolus]")
        ->type_name("NAME,...");
    command.add_option("--out", cooperate.out, "Folder for the results [<name of the network>-cooperation]")
        ->type_name("DIR");
    add_solver(command, raw);
    add_common(command, cooperate.common);
}

void add_formulation(CLI::App& command, Formulation& formulation, Raw& raw) {
    command.add_option("--window", formulation.window, "Solve windows of so many snapshots one after the other")
        ->type_name("H")
        ->check(number_from(1, true));
    command.add_option("--overlap", formulation.overlap, "Snapshots that two neighbouring windows share")
        ->type_name("H")
        ->check(number_from(0, true));
    command
        .add_option("--snapshots", formulation.snapshots,
                    "Only these snapshots: positions, 0:24 is the first 24, or labels, both ends included")
        ->type_name("FIRST:LAST");
    command.add_flag("--multi-investment", formulation.multi_investment,
                     "Investment periods: build years, lifetimes and period weightings count");
    command.add_flag("--linearized-unit-commitment", formulation.linearized_commitment,
                     "Status of committable units between 0 and 1 instead of 0 or 1");
    command
        .add_option("--transmission-losses", raw.losses,
                    "Losses of lines and transformers: none, tangents:N or secants[:ATOL,RTOL[,MAX]]")
        ->type_name("MODE");
    command
        .add_option("--risk", raw.risk, "Weight and tail of the conditional value at risk, for networks with scenarios")
        ->type_name("OMEGA,ALPHA");
    command
        .add_option("--committable-big-m", formulation.committable_big_m,
                    "Cap of committable extendable units that have none; 0 = ten times the peak load")
        ->type_name("MW")
        ->check(number_from(0, false));
    add_solver(command, raw);
}

void add_solve(CLI::App& command, SolveArguments& solve, Raw& raw) {
    command.add_option("--out", solve.out, "Folder for the results [<name of the network>-results]")->type_name("DIR");
    command.add_option("--format", raw.format, "Format of the network with results: csv or netcdf [that of the input]")
        ->type_name("NAME")
        ->check(one_of({"csv", "netcdf"}));
    command.add_option("--write-mps", solve.write_mps, "Also write the problem as an MPS file")->type_name("FILE");
    command.add_option("--mip-gap", solve.mip_gap, "Relative gap at which a problem with integers counts as solved")
        ->type_name("GAP")
        ->check(number_from(0, false));
    command.add_option("--time-limit", solve.time_limit_s, "How long the solver may take; 0 = no limit")
        ->type_name("SECONDS")
        ->check(number_from(0, false));
    command.add_flag("--no-price-flags", raw.no_price_flags, "Do not find out which prices are not unique");
}

void add_run(CLI::App& command, RunArguments& run) {
    command.add_option("PROGRAMME", run.path, "A folder with programme.toml, commitments.csv and cases")
        ->required()
        ->type_name(" ");
    command.add_option("--only", run.only, "Only these commitments, by id, joined by commas")->type_name("ID,...");
    add_draws(command, run.draws);
    command.add_option("--out", run.out, "Folder for the results [<name of the programme>-results]")->type_name("DIR");
    add_common(command, run.common);
}

void add_report(CLI::App& command, ReportArguments& report) {
    command
        .add_option("RESULTS", report.path, "A folder of results that run (or, for the page, cooperate) has written")
        ->required()
        ->type_name(" ");
    command
        .add_option("--letter", report.letter,
                    "Write the letter to parliament in this language of the programme, such as nl")
        ->type_name("LANG");
    command.add_option("--date", report.date, "Date that the letter bears, 2026-06-30 or today [none]")
        ->type_name("DATE");
    command.add_option("--out", report.out, "File of the letter [letter-LANG.md among the results]")->type_name("FILE");
    command.add_flag("--pdf", report.pdf, "Also as a PDF beside it, where weasyprint or chromium is there");
    command.add_flag("--quiet", report.common.quiet, "Say nothing but what went wrong");
}

/// What `share --help` says of each rule.
std::string rules_text() {
    std::string text = "Rules:\n";
    for (const game::RuleInfo& rule : game::rules()) {
        text += "  " + std::string(rule.name) + ": " + std::string(rule.sentence) +
                "\n      keeps: " + std::string(rule.axioms) + "\n      " + std::string(rule.reference) + '\n';
    }
    return text;
}

void add_share(CLI::App& command, ShareArguments& share) {
    command
        .add_option(
            "GAME", share.path,
            "CSV table: coalition,value; for votes member and weights; for production resource, products and players")
        ->required()
        ->type_name(" ");
    command.add_option("--rules", share.rules, "Rules to apply, joined by commas [all; for votes the power indices]")
        ->type_name("NAME,...");
    command.add_flag("--costs", share.costs, "The values are costs: what is saved together is shared");
    command.add_option("--unions", share.unions, "Unions of players, for owen; for votes: blocs. A+B,C or a CSV file")
        ->type_name("LIST");
    command.add_option("--graph", share.graph, "Neighbours, for myerson. A-B,B-C or a CSV file")->type_name("LIST");
    command.add_option("--weights", share.weights, "Weights, for weighted-shapley [1]. A=2,B=1 or a CSV file")
        ->type_name("LIST");
    command.add_option("--own", share.own, "What each has (with --costs: pays) without transfers: says who pays whom")
        ->type_name("LIST");
    command.add_option("--out", share.out, "Folder for results.json and shares.csv [nothing is written]")
        ->type_name("DIR");
    add_common(command, share.common);
    command.footer(rules_text());
}

/// The option an unknown one was probably meant to be: of the command if one was named, else of any.
std::string suggestion(const CLI::App& app, const std::string& word) {
    std::vector<std::string> known;
    const auto collect = [&](const CLI::App& command) {
        for (const CLI::Option* option : command.get_options()) {
            for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
        }
    };
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    for (const CLI::App* command : chosen) collect(*command);
    if (chosen.empty()) {
        for (const CLI::App* command : app.get_subcommands(nullptr)) known.push_back(command->get_name());
    }
    return did_you_mean(split(word, '=').front(), known);
}

[[noreturn]] void refuse_command_line(const CLI::App& app, const CLI::ParseError& error, int argc,
                                      const char* const* argv) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    const std::string help =
        "proeftuin " + (chosen.empty() ? "" : chosen.front()->get_name() + " ") + "--help lists what there is";
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
        refuse("", "there is no command " + quoted(std::string_view(argv[1])) + "." + suggestion(app, argv[1]), help);
    }
    if (const auto* extras = dynamic_cast<const CLI::ExtrasError*>(&error); extras != nullptr) {
        const std::vector<std::string> words = (chosen.empty() ? &app : chosen.front())->remaining(true);
        const std::string word = words.empty() ? "" : words.front();
        const bool option = !word.empty() && word.front() == '-';
        refuse("",
               std::string(option ? "there is no option " : "one word too many: ") + quoted(word) +
                   (option ? "." + suggestion(app, word) : ""),
               help);
    }
    if (argc <= 1) refuse("", "a command is missing", "proeftuin --help lists them");
    // "--option: what is wrong with it"
    const std::string what = error.what();
    const std::size_t colon = what.find(": ");
    if (what.starts_with("--") && colon != std::string::npos)
        refuse(what.substr(0, colon), what.substr(colon + 2), help);
    refuse("", what, help);
}

lp::Backend backend_of(const Raw& raw) {
    if (raw.solver == "clp") return lp::Backend::clp;
    return raw.solver == "highs" ? lp::Backend::highs : lp::Backend::automatic;
}

void finish(Formulation& formulation, const Raw& raw) {
    formulation.losses = parse_losses(raw.losses);
    formulation.solver = backend_of(raw);
    if (!raw.risk.empty()) formulation.risk = parse_risk(raw.risk);
    if (formulation.overlap > 0 && formulation.window == 0) {
        refuse("--overlap", "an overlap without windows", "Give --window too, larger than the overlap");
    }
    if (formulation.window > 0 && formulation.overlap >= formulation.window) {
        refuse("--overlap",
               "an overlap of " + std::to_string(formulation.overlap) + " is not less than the window of " +
                   std::to_string(formulation.window),
               "Make the overlap smaller, or the window longer");
    }
}

/// Every command's arguments, of which one is what the command line says.
struct Commands {
    CheckArguments check;
    ExplainArguments explain;
    SolveArguments solve;
    CooperateArguments cooperate;
    RunArguments run;
    ReportArguments report;
    ShareArguments share;
    Raw explain_raw, solve_raw, cooperate_raw;
};

void add_commands(CLI::App& app, Commands& all) {
    CLI::App* check =
        app.add_subcommand("check", "Every problem of a network, case or programme at once, each with its place");
    add_case_or_network(*check, "PATH", all.check.path);
    add_common(*check, all.check.common);
    CLI::App* explain =
        app.add_subcommand("explain", "What a solve, or cooperate with a case, would do, and its size; solves nothing");
    add_case_or_network(*explain, "PATH", all.explain.path);
    add_formulation(*explain, all.explain.formulation, all.explain_raw);
    add_common(*explain, all.explain.common);
    CLI::App* solve = app.add_subcommand("solve", "Least-cost schedule, prices and capacities of a network");
    add_network(*solve, "NETWORK", all.solve.path);
    add_solve(*solve, all.solve, all.solve_raw);
    add_formulation(*solve, all.solve.formulation, all.solve_raw);
    add_common(*solve, all.solve.common);
    CLI::App* cooperate =
        app.add_subcommand("cooperate", "What every coalition of parties, or every barrier, is worth, and fair shares");
    add_cooperate(*cooperate, all.cooperate, all.cooperate_raw);
    add_run(*app.add_subcommand("run", "Every case of a programme, and what stands of each commitment"), all.run);
    add_report(*app.add_subcommand("report", "From results, the page again, or a letter to parliament"), all.report);
    add_share(*app.add_subcommand("share", "Fair shares of any game, and power in any vote"), all.share);
}

Arguments chosen(const CLI::App& app, Commands& all) {
    const std::string command = app.get_subcommands().front()->get_name();
    if (command == "check") return all.check;
    if (command == "share") return all.share;
    if (command == "run") return all.run;
    if (command == "report") return all.report;
    if (command == "explain") {
        finish(all.explain.formulation, all.explain_raw);
        return all.explain;
    }
    if (command == "cooperate") {
        all.cooperate.solver = backend_of(all.cooperate_raw);
        return all.cooperate;
    }
    finish(all.solve.formulation, all.solve_raw);
    all.solve.price_flags = !all.solve_raw.no_price_flags;
    if (!all.solve_raw.format.empty()) all.solve.format = all.solve_raw.format == "csv" ? Format::csv : Format::netcdf;
    return all.solve;
}

}  // namespace

Arguments parse_arguments(int argc, const char* const* argv, bool& wants_json) {
    for (int i = 1; i < argc; ++i) wants_json = wants_json || std::string_view(argv[i]) == "--json";
    CLI::App app("What working together across borders is worth, and fair shares; solves PyPSA networks, certified.",
                 "proeftuin");
    app.set_version_flag("--version", "proeftuin " + std::string(version()));
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    Commands all;
    add_commands(app, all);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Text{app.help()};
    } catch (const CLI::CallForVersion& version_call) {
        return Text{std::string(version_call.what()) + '\n'};
    } catch (const CLI::ParseError& error) {
        refuse_command_line(app, error, argc, argv);
    }
    return chosen(app, all);
}

}  // namespace proeftuin::cli

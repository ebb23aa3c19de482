// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/study/borders.hpp"
#include "proeftuin/study/cooperate.hpp"
#include "proeftuin/study/figures.hpp"
#include "proeftuin/study/uncertainty.hpp"

#include "arguments.hpp"
#include "input.hpp"
#include "output_folder.hpp"
#include "results_json.hpp"

namespace proeftuin::cli {

/// A rule's answer and who then pays whom.
struct CooperateRule {
    game::RuleResult result;
    std::vector<game::Payment> payments;  // empty where `own` is not known or the shares do not add up to the gain
    /// The coalition that could do best by itself, and by how much; nothing where the shares do not add up to the gain.
    std::optional<game::Objection> objection;
    bool in_core = false;
};

/// What intervals are to be found of, and what was.
struct UncertaintyReport {
    study::DrawPlan plan;
    network::Network network;  // as it was read
    std::vector<study::RangedFigure> figures;
    std::size_t not_drawn = 0;  // figures with a range in the case's tables whose effect is not told
    study::Uncertainty result;
    std::vector<std::vector<std::vector<double>>> shares;  // [num_rules][num_draws][num_players]; empty where refused
};

/// Everything one cooperate has to say: results.json, the tables and the summary are ways to write it.
struct CooperateReport {
    CooperateArguments arguments;
    std::string name;   // of the network or case
    std::string title;  // of the case; empty for a network
    std::vector<study::Source> sources;
    std::vector<study::FigureTable> figures;  // tables of the case
    study::Question question;                 // as it was asked, options of the command line included
    study::Subject subject;
    study::CooperateResult result;
    std::vector<double> own;  // [num_parties] gain without transfers when everybody acts, EUR; empty where unknown
    std::vector<study::PriceRange> own_range;  // [num_parties] of it, at other optimal prices; empty where unknown
    std::vector<CooperateRule> rules;
    std::vector<study::BarrierCost> barriers;
    std::optional<UncertaintyReport> uncertainty;
    std::vector<study::Border> borders;  // the dearest to close first; only with parties as players
    std::size_t solved_lazily = 0;       // coalitions solved, where bounds stand for the others; 0 = all were solved
    Issues warnings;

    [[nodiscard]] bool players_are_parties() const { return question.players == study::Players::parties; }
    /// How the solve of a coalition ended, or "bounded" where bounds stand for it.
    [[nodiscard]] std::string_view status(std::size_t bits) const;
    [[nodiscard]] std::string coalition(std::size_t bits) const {
        return coalition_text(Coalition::from_bits(bits), subject.players);
    }
};

/// results.json; the fields are explained in docs/guide/cooperate.md. The same bytes for any number of threads and whether or
/// not a run was interrupted: how long it took is not in it.
[[nodiscard]] Json cooperate_document(const CooperateReport& report);

/// What a document says of where it comes from: equal for the same question of the same program only.
[[nodiscard]] Json cooperate_provenance(const CooperateReport& report);

/// The document of a case: the one in `arguments.out` where it answers this very question, else made and written there.
[[nodiscard]] Json cooperate_once(const CooperateArguments& arguments);

/// Where the case's figures were read: sources, every table that names them, figures by grade.
void add_sources(const CooperateReport& report, Json& document);
/// Of the same, to tell whether an earlier document says the same of its sources.
[[nodiscard]] std::string tables_digest(const CooperateReport& report);

/// Finds what is to be drawn, from what the case and the command line say. Throws InputError.
void plan_draws(CooperateReport& report, CaseInput& input);
/// Draws, and shares what each draw gives by the report's rules. `journal` may be null.
void draw_figures(CooperateReport& report, study::Journal* journal);
/// Draws in which some coalition has no optimum.
[[nodiscard]] std::size_t failed_draws(const CooperateReport& report);
/// `uncertainty` of results.json: null where nothing was drawn.
[[nodiscard]] Json uncertainty_json(const CooperateReport& report);
/// What the terminal says of it, in a few lines; empty where nothing was drawn.
[[nodiscard]] std::string uncertainty_summary(const CooperateReport& report);
/// Of provenance: null where nothing is drawn.
[[nodiscard]] Json draws_provenance(const CooperateReport& report);
/// What the optimum of one coalition says besides welfare, added to its entry; nothing where it was not read.
void add_indicators(const CooperateReport& report, const study::Evaluation& evaluation, Json& coalition);
/// Where the parties lie and what lies between them.
[[nodiscard]] Json map_of(const CooperateReport& report);
[[nodiscard]] Json borders_of(const CooperateReport& report);

// Tables.
[[nodiscard]] std::string borders_csv(const CooperateReport& report);
[[nodiscard]] std::string values_csv(const CooperateReport& report);
[[nodiscard]] std::string outcomes_csv(const CooperateReport& report);
[[nodiscard]] std::string shares_csv(const CooperateReport& report);
[[nodiscard]] std::string transfers_csv(const CooperateReport& report);
[[nodiscard]] std::string barriers_csv(const CooperateReport& report);

/// What each party gains (or each barrier costs) as bars, an SVG; empty where there is nothing to show.
[[nodiscard]] std::string cooperate_picture(const CooperateReport& report);

/// How the command line has coalitions solved: threads, solver, interrupts.
[[nodiscard]] study::WalkOptions walk_options(const CooperateArguments& arguments, const Progress& progress);

/// Fills the result, own gains and rules from as few coalitions as the rules' proofs take. Throws InputError.
void cooperate_lazily(CooperateReport& report, const std::vector<std::string>& rules);

/// Estimates the Shapley value of the report's subject, says and writes it; the exit code.
int cooperate_by_sample(CooperateReport& report, ResultsFolder* folder);

/// What to say on the terminal; `results` is the folder they are in, empty = none.
[[nodiscard]] std::string cooperate_summary(const CooperateReport& report, const std::string& results);

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proeftuin/game/certificate.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/properties.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/game/voting.hpp"

#include "arguments.hpp"
#include "results_json.hpp"

namespace proeftuin::cli {

/// What one rule says, and what its shares keep.
struct RuleReport {
    game::RuleResult result;
    game::Audit audit;
    game::CoreCheck core;
    std::optional<game::ExactNucleolus> exact;  // of the rules that lower excesses
    std::vector<game::Payment> payments;        // where it is known what each has without transfers
};

/// Everything one sharing has to say: results.json and the summary are two ways to write it.
struct ShareReport {
    ShareArguments arguments;
    std::string name;
    const game::Game* game = nullptr;  // what is shared: savings where the table has costs; null for large votes
    std::vector<double> costs_alone;   // [num_players] with --costs
    double total_cost = 0.0;           // with --costs
    game::Parameters parameters;
    game::Verdict superadditive;
    game::Verdict monotone;
    game::Verdict convex;
    std::vector<RuleReport> rules;
    const game::VotingGame* voting = nullptr;
    std::optional<game::VotingPower> power;
    std::optional<game::VotingGame> bloc_game;
    std::optional<game::VotingPower> bloc_power;
    Issues warnings;
};

[[nodiscard]] Json share_document(const ShareReport& report);
/// shares.csv: rule,party,share_eur,own_eur,transfer_eur,lower_eur,upper_eur.
[[nodiscard]] std::string share_table(const ShareReport& report);
/// What a person wants to know, as tables and sentences. `results` names the folder, "" where nothing was written.
[[nodiscard]] std::string share_summary(const ShareReport& report, const std::string& results);

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include "sharing.hpp"

#include <algorithm>
#include <limits>

#include "proeftuin/base/text.hpp"

namespace proeftuin::cli {

std::vector<std::string> rules_named(const std::string& text, Issues& issues) {
    std::vector<std::string> known;
    for (const game::RuleInfo& rule : game::rules()) known.emplace_back(rule.name);
    std::vector<std::string> result;
    for (const std::string_view part : split(text, ',')) {
        const std::string name(trimmed(part));
        if (game::find_rule(name) == nullptr) {
            issues.push_back({.code = Code::bad_option,
                              .where = {.field = "--rules"},
                              .message = "there is no rule " + quoted(name) + "." + did_you_mean(name, known),
                              .remedy = "proeftuin share --help lists them"});
        } else if (std::ranges::find(result, name) == result.end()) {
            result.push_back(name);
        }
    }
    return result;
}

SharesCsv::SharesCsv() {
    for (const char* title : {"rule", "party", "share_eur", "own_eur", "transfer_eur", "lower_eur", "upper_eur"})
        text_.cell(title);
    text_.end_row();
}

void SharesCsv::add(const game::RuleResult& rule, const std::vector<std::string>& players,
                    const std::vector<double>& own) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const game::Shares& shares = rule.shares;
    const bool bounded = !shares.lower.empty();
    for (std::size_t i = 0; i < shares.share.size(); ++i)
        add(rule.rule, players[i], shares.share[i], own.empty() ? unknown : own[i], bounded ? shares.lower[i] : unknown,
            bounded ? shares.upper[i] : unknown);
}

void SharesCsv::add(std::string_view rule, const std::string& party, double share, double own, double lower,
                    double upper) {
    text_.cell(rule);
    text_.cell(party);
    for (const double value : {share, own, share - own, lower, upper}) text_.number(value);
    text_.end_row();
}

}  // namespace proeftuin::cli

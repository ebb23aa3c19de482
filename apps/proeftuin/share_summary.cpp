// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "proeftuin/base/text.hpp"

#include "share_report.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

constexpr std::size_t most_across = 8;  // columns of figures that fit beside each other

using Align = TextTable::Align;

/// Six figures or so, whatever the size of the values.
int decimals(double scale) { return std::clamp(5 - static_cast<int>(std::floor(std::log10(scale))), 0, 6); }

class Summary {
  public:
    explicit Summary(const ShareReport& report) : report_(report) {}

    std::string text(const std::string& results) {
        if (report_.voting != nullptr) votes();
        if (report_.game != nullptr) {
            places_ = decimals(std::max(report_.game->scale(), report_.total_cost));
            wide_ = any_wide();
            head();
            shares();
            axioms();
            notes();
            transfers();
        }
        if (!results.empty()) text_ += "\n  results are in " + results + ": results.json, shares.csv\n";
        return text_;
    }

  private:
    [[nodiscard]] std::string amount(double value) const {
        return std::isnan(value) ? "not known" : grouped(value, places_);
    }
    /// Does a value have bounds that differ in the figures shown?
    [[nodiscard]] bool any_wide() const {
        const game::Game& game = *report_.game;
        const double shown = std::pow(10.0, -places_);
        for (std::size_t s = 0; s < game.values().size() && game.has_intervals(); ++s) {
            if (game.upper()[s] - game.lower()[s] > 0.1 * shown) return true;
        }
        return false;
    }
    [[nodiscard]] const std::string& player(int number) const {
        return report_.game->players()[static_cast<std::size_t>(number)];
    }

    void head() {
        const game::Game& game = *report_.game;
        if (report_.voting == nullptr) {
            text_ += fmt::format("{}: {}, {} coalitions\n\n", report_.name, counted(game.players().size(), "player"),
                                 grouped(static_cast<long long>(game.values().size())));
        }
        TextTable table({{""}, {""}});
        if (!report_.costs_alone.empty()) {
            double alone = 0.0;
            for (const double cost : report_.costs_alone) alone += cost;
            table.add({"costs alone", amount(alone)});
            table.add({"costs together", amount(report_.total_cost)});
            table.add({"saved together", amount(game.total())});
        } else {
            table.add({"total to share", amount(game.total())});
        }
        property(table, "superadditive", report_.superadditive);
        property(table, "monotone", report_.monotone);
        property(table, "convex", report_.convex);
        text_ += table.text();
    }

    void property(TextTable& table, const char* what, const game::Verdict& verdict) const {
        std::string answer = "yes";
        if (verdict.holds == game::Holds::not_checked) answer = "not checked for so many players";
        if (verdict.holds == game::Holds::unknown) answer = "not known: values are missing";
        if (verdict.holds == game::Holds::no) {
            answer = fmt::format("no: {} and {}, by {}", report_.game->text(verdict.first),
                                 report_.game->text(verdict.second), amount(verdict.amount));
        }
        table.add({what, answer});
    }

    /// The figures of answered rules: rules down and players across, or the other way round for many players.
    void figures(const char* title, const std::vector<double>* alone) {
        const std::vector<std::string>& players = report_.game->players();
        const auto figure = [&](const RuleReport& rule, std::size_t i) {
            return amount(alone == nullptr ? rule.result.shares.share[i] : (*alone)[i] - rule.result.shares.share[i]);
        };
        std::vector<const RuleReport*> rules;
        for (const RuleReport& rule : report_.rules) {
            if (rule.result.shares.answered()) rules.push_back(&rule);
        }
        if (rules.empty()) return;
        text_ += '\n';
        if (players.size() <= most_across) {
            std::vector<TextTable::Column> columns{{title}};
            for (const std::string& name : players) columns.push_back({name, Align::right});
            TextTable table(columns);
            for (const RuleReport* rule : rules) {
                std::vector<std::string> cells{std::string(rule->result.rule)};
                for (std::size_t i = 0; i < players.size(); ++i) cells.push_back(figure(*rule, i));
                table.add(std::move(cells));
            }
            text_ += table.text();
            return;
        }
        constexpr std::size_t across = 4;
        for (std::size_t first = 0; first < rules.size(); first += across) {
            const std::size_t last = std::min(first + across, rules.size());
            std::vector<TextTable::Column> columns{{title}};
            for (std::size_t r = first; r < last; ++r)
                columns.push_back({std::string(rules[r]->result.rule), Align::right});
            TextTable table(columns);
            for (std::size_t i = 0; i < players.size(); ++i) {
                std::vector<std::string> cells{players[i]};
                for (std::size_t r = first; r < last; ++r) cells.push_back(figure(*rules[r], i));
                table.add(std::move(cells));
            }
            text_ += (first > 0 ? "\n" : "") + table.text();
        }
    }

    void shares() {
        figures(report_.costs_alone.empty() ? "share" : "saving", nullptr);
        if (!report_.costs_alone.empty()) figures("cost", &report_.costs_alone);
    }

    static std::string mark(const game::Verdict& verdict) {
        return verdict.holds == game::Holds::yes ? "yes" : verdict.holds == game::Holds::no ? "no" : "?";
    }

    void axioms() {
        TextTable table({{"keeps here"}, {"adds up"}, {"nobody below alone"}, {"core"}, {"dummies"}, {"equals"}});
        for (const RuleReport& rule : report_.rules) {
            if (!rule.result.shares.answered()) continue;
            table.add({std::string(rule.result.rule), mark(rule.audit.efficient),
                       mark(rule.audit.individually_rational), mark(rule.audit.in_core), mark(rule.audit.dummy),
                       mark(rule.audit.symmetric)});
        }
        if (!table.empty()) text_ += '\n' + table.text();
    }

    [[nodiscard]] std::string ranges(const std::vector<double>& lower, const std::vector<double>& upper) const {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < lower.size(); ++i) {
            parts.push_back(
                fmt::format("{} has {} to {}", report_.game->players()[i], amount(lower[i]), amount(upper[i])));
        }
        return join(parts, ", ");
    }

    void objections(const RuleReport& rule) {
        const game::Audit& audit = rule.audit;
        const auto say = [&](const std::string& sentence) {
            text_ += fmt::format("  {}: {}\n", rule.result.rule, sentence);
        };
        const game::Game& game = *report_.game;
        if (audit.efficient.holds == game::Holds::no)
            say("the shares add up to " + amount(game.total() + audit.efficient.amount) + ", not to " +
                amount(game.total()));
        if (audit.individually_rational.holds == game::Holds::no)
            say(game.text(audit.individually_rational.first) + " would have " +
                amount(audit.individually_rational.amount) + " more alone");
        // one player alone is said above
        if (rule.core.objection.excess > game::tolerance(game) && rule.core.objection.coalition.size() > 1) {
            say(game.text(rule.core.objection.coalition) + " object: together they would have " +
                amount(rule.core.objection.excess) + " more on their own");
        }
        if (wide_) bounds(rule);
        if (!game.complete()) {
            if (rule.core.objection.excess <= game::tolerance(game) && rule.core.most_excess > game::tolerance(game))
                say("no coalition whose value is known objects; those without one might");
        } else if (!rule.core.certain && wide_)
            say(rule.core.inside ? "with other values within their bounds it may lie outside the core"
                                 : "with other values within their bounds it may lie in the core");
        if (audit.dummy.holds == game::Holds::no)
            say(game.text(audit.dummy.first) + " adds nothing to others, yet its share is off by " +
                amount(audit.dummy.amount));
        if (audit.symmetric.holds == game::Holds::no)
            say(game.text(audit.symmetric.first) + " and " + game.text(audit.symmetric.second) +
                " are interchangeable, yet " + amount(audit.symmetric.amount) + " apart");
        const game::Shares& shares = rule.result.shares;
        if (!shares.unique)
            say("other shares satisfy its definition too" +
                (shares.others_lower.empty() ? "" : ": " + ranges(shares.others_lower, shares.others_upper)));
        if (rule.exact)
            say(rule.exact->proved
                    ? std::string("proved in exact fractions") +
                          (rule.exact->binary ? " of the values as they are stored, in binary" : "") +
                          (rule.exact->within > 0.0
                               ? fmt::format(", for values that differ by at most {:.1e}", rule.exact->within)
                               : "")
                    : "not proved in exact fractions: " + rule.exact->reason);
    }

    /// What follows from the bounds of values.
    void bounds(const RuleReport& rule) {
        const game::Shares& shares = rule.result.shares;
        const auto say = [&](const std::string& sentence) {
            text_ += fmt::format("  {}: {}\n", rule.result.rule, sentence);
        };
        if (!shares.lower.empty())
            say("whatever the values within their bounds, " + ranges(shares.lower, shares.upper));
        if (!shares.bounds_refused.empty()) say("no bounds of its shares: " + shares.bounds_refused);
        if (shares.level_upper)
            say("whatever the values within their bounds, the smallest largest complaint is " +
                amount(*shares.level_lower) + " to " + amount(*shares.level_upper));
    }

    void notes() {
        text_ += '\n';
        for (const RuleReport& rule : report_.rules) {
            if (rule.result.shares.answered()) objections(rule);
            else text_ += fmt::format("  {}: no answer, {}\n", rule.result.rule, rule.result.shares.refused);
        }
    }

    void transfers() {
        if (report_.parameters.own.empty()) return;
        text_ += '\n';
        for (const RuleReport& rule : report_.rules) {
            if (!rule.result.shares.answered() || rule.audit.efficient.holds != game::Holds::yes) continue;
            std::vector<std::string> sentences;
            for (const game::Payment& payment : rule.payments)
                sentences.push_back(
                    fmt::format("{} pays {} to {}", player(payment.from), amount(payment.amount), player(payment.to)));
            text_ +=
                fmt::format("  {}: {}\n", rule.result.rule, sentences.empty() ? "nobody pays" : join(sentences, ", "));
        }
    }

    void power_table(const game::VotingGame& voting, const game::VotingPower& power) {
        TextTable table(
            {{"member"}, {"swings", Align::right}, {"Banzhaf", Align::right}, {"Shapley-Shubik", Align::right}});
        for (std::size_t i = 0; i < voting.members.size(); ++i) {
            table.add({voting.members[i], grouped(static_cast<long long>(power.swings[i])),
                       power.banzhaf.empty() ? "none" : fmt::format("{:.8f}", power.banzhaf[i].value()),
                       fmt::format("{:.8f}", power.shapley_shubik[i].value())});
        }
        text_ += table.text();
    }

    void votes() {
        const game::VotingGame& voting = *report_.voting;
        text_ += fmt::format("{}: {}, {} of {} sets of members pass\n\n", report_.name,
                             counted(voting.members.size(), "member"),
                             grouped(static_cast<long long>(report_.power->winning)),
                             grouped(static_cast<long long>(num_coalitions(voting.num_members()))));
        power_table(voting, *report_.power);
        if (report_.bloc_power) {
            text_ += "\n  when blocs vote as one\n";
            power_table(*report_.bloc_game, *report_.bloc_power);
        }
        if (report_.game != nullptr) text_ += '\n';
    }

    const ShareReport& report_;
    int places_ = 2;
    bool wide_ = false;  // values have bounds that show
    std::string text_;
};

}  // namespace

std::string share_summary(const ShareReport& report, const std::string& results) {
    return Summary(report).text(results);
}

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <string>
#include <vector>

#include "proeftuin/base/memory.hpp"
#include "proeftuin/base/text.hpp"

#include "console.hpp"
#include "cooperate_report.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

using Align = TextTable::Align;

class Summary {
  public:
    explicit Summary(const CooperateReport& report) : report_(report), result_(report.result) {}

    std::string text(const std::string& results) {
        head();
        worth();
        effort();
        if (report_.players_are_parties()) {
            gains();
            borders();
        } else {
            barriers();
        }
        text_ += uncertainty_summary(report_);
        notes();
        if (!results.empty()) {
            std::vector<std::string> files{"gains.svg", "values.csv", "outcomes.csv", "shares.csv"};
            files.emplace_back(report_.players_are_parties() ? "transfers.csv" : "barriers.csv");
            if (!report_.borders.empty()) files.emplace_back("borders.csv");
            text_ += fmt::format("\n  results are in {}: results.json, {}\n", results, join(files, ", "));
        }
        return std::move(text_);
    }

  private:
    void head() {
        const study::Subject& subject = report_.subject;
        text_ += report_.title.empty() ? report_.name : report_.title;
        text_ += fmt::format(": {}, {} between them, ", number_of(subject.parties.names.size(), "party", "parties"),
                             number_of(subject.crossings, "branch", "branches"));
        if (!report_.players_are_parties()) text_ += counted(subject.players.size(), "barrier") + ", ";
        text_ += counted(result_.value.size(), "coalition");
        if (subject.windows.size() > 1)
            text_ += fmt::format(" in {} windows of {} snapshots", subject.windows.size(), report_.question.window);
        text_ += "\n\n";
    }

    static std::string number_of(std::size_t count, const char* one, const char* many) {
        return fmt::format("{} {}", count, count == 1 ? one : many);
    }

    void worth() {
        const study::CooperateResult& r = result_;
        const bool parties = report_.players_are_parties();
        if (r.value.back() == r.value.back()) {
            const double alone = r.walk.evaluations.front().cost;
            text_ += fmt::format("  {} {} EUR of {} EUR", parties ? "all together save" : "all barriers lifted save",
                                 grouped(r.value.back(), 2), grouped(alone, 2));
            if (alone > 0.0) text_ += fmt::format(" ({:.3g} %)", 100.0 * r.value.back() / alone);
            text_ += fmt::format("\n  certified         between {} and {} EUR\n", grouped(r.lower.back(), 2),
                                 grouped(r.upper.back(), 2));
        }
        if (r.failed == 0) return;
        const std::size_t smallest = smallest_failed();
        text_ += fmt::format("  {} of {} have no optimum, the smallest {} ({})\n", r.failed,
                             counted(r.value.size(), "coalition"), report_.coalition(smallest),
                             lp::name(r.walk.evaluations[smallest].termination));
        if (parties)
            text_ += "  A party that cannot meet its demand alone needs a generator that stands for load shedding.\n";
    }

    /// The failed coalition with the fewest members.
    [[nodiscard]] std::size_t smallest_failed() const {
        std::size_t smallest = result_.value.size() - 1;
        for (std::size_t i = result_.value.size(); i-- > 0;)
            if (result_.walk.evaluations[i].termination != lp::Termination::optimal &&
                Coalition::from_bits(i).size() <= Coalition::from_bits(smallest).size())
                smallest = i;
        return smallest;
    }

    void effort() {
        if (report_.solved_lazily > 0)
            text_ += fmt::format("  solved            {} of {}; bounds stand for the others\n", report_.solved_lazily,
                                 counted(result_.value.size(), "coalition"));
        text_ += fmt::format("  effort            {} iterations of {}, {:.2f} s, peak memory {:.0f} MB\n\n",
                             grouped(static_cast<long long>(result_.iterations)), lp::name(result_.walk.backend),
                             result_.seconds, peak_memory_mb());
    }

    void gains() {
        std::vector<TextTable::Column> columns{{"party", Align::left}};
        if (!report_.own.empty()) columns.push_back({"without transfers", Align::right});
        for (const CooperateRule& rule : report_.rules)
            if (rule.result.shares.answered()) columns.push_back({std::string(rule.result.rule), Align::right});
        if (columns.size() == 1) return;
        TextTable table(columns);
        for (std::size_t p = 0; p < report_.subject.players.size(); ++p) {
            std::vector<std::string> cells{report_.subject.players[p]};
            if (!report_.own.empty()) cells.push_back(grouped(report_.own[p]));
            for (const CooperateRule& rule : report_.rules)
                if (rule.result.shares.answered()) cells.push_back(grouped(rule.result.shares.share[p]));
            table.add(std::move(cells));
        }
        text_ += "  gain in EUR\n" + table.text();
        ranges();
        const std::size_t before = text_.size();
        for (const CooperateRule& rule : report_.rules) transfers(rule);
        if (text_.size() > before) text_ += '\n';
        text_ += '\n';
    }

    /// Where prices are not unique, how far the split could move.
    void ranges() {
        std::vector<std::string> sentences;
        for (std::size_t p = 0; p < report_.own_range.size(); ++p) {
            const study::PriceRange& range = report_.own_range[p];
            if (range.most - range.least <= 1e-6 * std::abs(result_.value.back())) continue;
            sentences.push_back(
                fmt::format("{} {} to {}", report_.subject.parties.names[p], limit(range.least), limit(range.most)));
        }
        if (!sentences.empty())
            text_ += "\n  prices are not unique; without transfers it could also be: " + join(sentences, ", ") + "\n";
    }

    /// Which border matters most: to close, to open, to widen.
    void borders() {
        const std::vector<study::Border>& all = report_.borders;
        if (all.size() < 2) return;
        std::vector<std::string> needed;  // nothing meets the demand without them
        for (const study::Border& border : all)
            if (std::isnan(border.last)) needed.push_back(between(border));
        std::vector<std::string> said;
        if (!needed.empty()) said.push_back("without " + join(needed, " or ") + " alone there is no optimum");
        if (!std::isnan(all.front().last))
            said.push_back(
                fmt::format("closing {} alone costs all {} EUR", between(all.front()), grouped(all.front().last)));
        const auto opens = std::ranges::max_element(all, {}, [](const study::Border& b) { return or_least(b.first); });
        if (!std::isnan(opens->first))
            said.push_back(
                fmt::format("opening {} alone is worth {} EUR to all", between(*opens), grouped(opens->first)));
        const auto widens = std::ranges::max_element(
            all, {}, [](const study::Border& b) { return or_least(b.shadow_eur_per_mw.value_or(NAN)); });
        if (widens->shadow_eur_per_mw)
            said.push_back(fmt::format("one more MW each way is worth most at {}, {} EUR", between(*widens),
                                       grouped(*widens->shadow_eur_per_mw)));
        if (!said.empty()) text_ += "  which border matters most: " + join(said, ",\n    ") + "\n\n";
    }

    static double or_least(double amount) {
        return std::isnan(amount) ? -std::numeric_limits<double>::infinity() : amount;
    }

    [[nodiscard]] std::string between(const study::Border& border) const {
        const std::vector<std::string>& names = report_.subject.parties.names;
        return names[static_cast<std::size_t>(border.party0)] + "-" + names[static_cast<std::size_t>(border.party1)];
    }

    static std::string limit(double amount) { return std::isfinite(amount) ? grouped(amount) : "no limit"; }

    void transfers(const CooperateRule& rule) {
        if (report_.own.empty() || !rule.result.shares.answered()) return;
        std::vector<std::string> sentences;
        const std::vector<std::string>& players = report_.subject.players;
        for (const game::Payment& payment : rule.payments)
            sentences.push_back(fmt::format("{} pays {} to {}", players[static_cast<std::size_t>(payment.from)],
                                            grouped(payment.amount), players[static_cast<std::size_t>(payment.to)]));
        text_ += fmt::format("\n  {}: {}", rule.result.rule, sentences.empty() ? "nobody pays" : join(sentences, ", "));
    }

    void barriers() {
        if (report_.barriers.empty()) return;
        TextTable table({{"barrier", Align::left},
                         {"lifted first", Align::right},
                         {"lifted last", Align::right},
                         {"mean over orders", Align::right},
                         {"gains most", Align::left},
                         {"loses most", Align::left}});
        std::vector<const study::BarrierCost*> ranked;
        for (const study::BarrierCost& cost : report_.barriers)
            if (cost.party < 0) ranked.push_back(&cost);
        std::ranges::stable_sort(ranked, std::ranges::greater{}, [](const auto* cost) { return cost->shapley; });
        for (const study::BarrierCost* cost : ranked)
            table.add({report_.subject.players[cost->barrier], grouped(cost->first), grouped(cost->last),
                       grouped(cost->shapley), extreme(cost->barrier, 1.0), extreme(cost->barrier, -1.0)});
        text_ += "  what each barrier costs all parties together, EUR\n" + table.text();
    }

    /// The party whose gain from lifting a barrier is the largest (or, with sign -1, whose loss is).
    [[nodiscard]] std::string extreme(std::size_t barrier, double sign) const {
        const study::BarrierCost* most = nullptr;
        for (const study::BarrierCost& cost : report_.barriers)
            if (cost.barrier == barrier && cost.party >= 0 && sign * cost.shapley > 0.0 &&
                (most == nullptr || sign * cost.shapley > sign * most->shapley))
                most = &cost;
        if (most == nullptr) return "nobody";
        return fmt::format("{} ({})", report_.subject.parties.names[static_cast<std::size_t>(most->party)],
                           grouped(most->shapley));
    }

    void core() {
        if (!report_.players_are_parties()) return;  // barriers do not walk out
        for (const CooperateRule& rule : report_.rules) {
            if (!rule.objection) continue;
            const std::string who = coalition_text(rule.objection->coalition, report_.subject.players);
            if (rule.in_core)
                text_ += fmt::format("  {}: in the core, nobody could do better apart\n", rule.result.rule);
            else
                text_ += fmt::format("  {}: not in the core, {} would have {} EUR more by themselves\n",
                                     rule.result.rule, who, grouped(rule.objection->excess));
        }
    }

    void notes() {
        core();
        for (const CooperateRule& rule : report_.rules)
            if (!rule.result.shares.answered())
                text_ += fmt::format("  {}: {}\n", rule.result.rule, rule.result.shares.refused);
    }

    const CooperateReport& report_;
    const study::CooperateResult& result_;
    std::string text_;
};

}  // namespace

std::string cooperate_summary(const CooperateReport& report, const std::string& results) {
    return Summary(report).text(results);
}

}  // namespace proeftuin::cli

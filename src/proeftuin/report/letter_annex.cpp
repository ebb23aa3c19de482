// SPDX-License-Identifier: Apache-2.0
//
// Annexes of a letter: who gets what under which rule, which assumptions and borders matter most, where figures come from.
#include <algorithm>
#include <cmath>

#include "proeftuin/base/text.hpp"
#include "proeftuin/report/letter_composer.hpp"

namespace proeftuin::report {

namespace {

constexpr std::size_t most_rows = 12;  // of assumptions and borders: a page

class AnnexWriter {
  public:
    explicit AnnexWriter(LetterComposer& composer) : c_(composer), texts_(composer.texts) {}

    void write() {
        part("A", "annex_shares", [&](const CaseResults& one) { shares(one); });
        part("B", "annex_assumptions", [&](const CaseResults& one) { assumptions(one); });
        part("C", "annex_borders", [&](const CaseResults& one) { borders(one); });
        part("D", "annex_sources", [&](const CaseResults& one) { sources(one); });
    }

  private:
    template <typename Write>
    void part(const char* letter, const char* name, const Write& write) {
        if (c_.programme.cases.empty()) return;
        add(Heading{2, texts_.text("annex", {{"letter", letter}, {"title", texts_.text(name)}}), *letter == 'A'});
        for (const CaseResults& one : c_.programme.cases) {
            add(Heading{3, title(one)});
            write(one);
        }
    }

    /// What the first commitment of the case is called, in the letter's language; the case's own title may be in another.
    [[nodiscard]] std::string title(const CaseResults& one) const {
        for (const CommitmentResults& c : c_.programme.commitments)
            if (c.case_name == one.name) return std::to_string(c.number) + ". " + c_.in(c.titles);
        return one.title;
    }

    void add(Block block) { c_.writing.annexes.push_back(std::move(block)); }
    void say(Line line) { add(Paragraph{std::move(line), ""}); }

    /// One column of amounts a rule, and one without transfers where players are parties.
    void shares(const CaseResults& one) {
        std::vector<double> amounts;
        for (const RuleShares& rule : one.rules)
            for (const MaybeNumber& share : rule.share)
                if (share) amounts.push_back(*share);
        const bool own = one.players_are_parties && !one.own.empty();
        const LetterNumbers::Column column = c_.numbers.column(amounts);
        if (one.uncertainty) say(texts_.text("amounts_in", {{"unit", column.name}, {"part", c_.middle_part(one)}}));
        else say(texts_.text("amounts_in_plain", {{"unit", column.name}}));
        Table table{{{texts_.text(one.players_are_parties ? "party" : "player")}}, {}, true};
        if (own) table.columns.push_back({texts_.text("without_transfers"), true});
        for (const RuleShares& rule : one.rules) table.columns.push_back({c_.rule(rule.rule), true});
        const std::vector<std::string> alone = cannot_be_alone(one);
        for (std::size_t p = 0; p < one.players.size(); ++p)
            table.rows.push_back(
                share_row(one, p, column, own, std::ranges::find(alone, one.players[p]) != alone.end()));
        table.rows.push_back(total_row(one, column, own));
        add(std::move(table));
        if (!alone.empty() && one.players_are_parties) say(texts_.text("alone_mark"));
        if (!one.players_are_parties) barrier_costs(one);
        for (const RuleShares& rule : one.rules) about_rule(one, rule);
        for (const auto& [rule, reason] : one.refused)
            say(texts_.text("refused", {{"rule", c_.rule(rule)}, {"reason", reason}}));
    }

    [[nodiscard]] std::string amount(const LetterNumbers::Column& column, const MaybeNumber& value,
                                     const std::optional<Spread>& spread) const {
        if (!value) return texts_.text("not_computed");
        std::string text = c_.numbers.in(column, *value);
        if (spread)
            text +=
                " (" + c_.numbers.in(column, spread->low) + "\u00a0–\u00a0" + c_.numbers.in(column, spread->high) + ')';
        return text;
    }

    [[nodiscard]] std::vector<Line> share_row(const CaseResults& one, std::size_t p,
                                              const LetterNumbers::Column& column, bool own, bool mark) const {
        std::vector<Line> row{c_.player(one, one.players[p]) + (mark ? "*" : "")};
        if (own) {
            const bool spread = one.uncertainty && p < one.uncertainty->own.size();
            row.emplace_back(
                amount(column, at(one.own, p), spread ? one.uncertainty->own[p] : std::optional<Spread>()));
        }
        for (const RuleShares& rule : one.rules)
            row.emplace_back(
                amount(column, at(rule.share, p), p < rule.spread.size() ? rule.spread[p] : std::optional<Spread>()));
        return row;
    }

    [[nodiscard]] std::vector<Line> total_row(const CaseResults& one, const LetterNumbers::Column& column,
                                              bool own) const {
        const auto sum = [](const std::vector<MaybeNumber>& values) {
            double total = 0.0;
            for (const MaybeNumber& value : values) total += value.value_or(0.0);
            return total;
        };
        std::vector<Line> row{texts_.text("total")};
        if (own) row.emplace_back(c_.numbers.in(column, sum(one.own)));
        for (const RuleShares& rule : one.rules) row.emplace_back(c_.numbers.in(column, sum(rule.share)));
        return row;
    }

    void about_rule(const CaseResults& one, const RuleShares& rule) {
        Line line;
        if (texts_.has("about." + rule.rule)) line.plain(texts_.text("about." + rule.rule) + ' ');
        if (rule.in_core) {
            const std::vector<std::string_view> parts = split(rule.objects, '+');
            const std::vector<std::string> ids(parts.begin(), parts.end());
            line.plain(*rule.in_core ? texts_.text("in_core", {{"rule", c_.rule(rule.rule)}})
                                     : texts_.text("not_in_core", {{"rule", c_.rule(rule.rule)},
                                                                   {"list", c_.parties(one, ids)},
                                                                   {"amount", c_.euro(rule.excess)}}));
        }
        if (!line.pieces().empty()) say(std::move(line));
        if (!rule.transfers) return;
        if (rule.transfers->empty()) {
            say(texts_.text("transfers_none", {{"rule", c_.rule(rule.rule)}}));
            return;
        }
        say(Line().bold(texts_.text("transfers", {{"rule", c_.rule(rule.rule)}})));
        Table table{{{texts_.text("from")}, {texts_.text("to")}, {texts_.text("amount"), true}}, {}};
        for (const Transfer& transfer : *rule.transfers)
            table.rows.push_back(
                {c_.party(one, transfer.from), c_.party(one, transfer.to), c_.numbers.euro(transfer.amount)});
        add(std::move(table));
    }

    void barrier_costs(const CaseResults& one) {
        say(Line().bold(texts_.text("barriers_title")));
        Table table{{{texts_.text("player")},
                     {texts_.text("barrier_first"), true},
                     {texts_.text("barrier_last"), true},
                     {c_.rule("shapley"), true},
                     {texts_.text("source")}},
                    {}};
        for (const BarrierCosts& barrier : one.barriers)
            table.rows.push_back({c_.player(one, barrier.id), c_.euro(barrier.first), c_.euro(barrier.last),
                                  c_.euro(barrier.shapley), barrier.source});
        add(std::move(table));
    }

    [[nodiscard]] std::string with_range(const Swing& swing) const {
        std::string text = swing.value ? c_.numbers.figure(*swing.value) : "?";
        if (swing.low && swing.high)
            text += " (" + c_.numbers.figure(*swing.low) + "\u00a0–\u00a0" + c_.numbers.figure(*swing.high) + ')';
        return swing.unit.empty() ? text : text + ' ' + swing.unit;
    }

    void assumptions(const CaseResults& one) {
        if (!one.uncertainty || one.uncertainty->tornado.empty()) {
            say(texts_.text("no_tornado"));
            return;
        }
        const Uncertainty& u = *one.uncertainty;
        const std::size_t shown = std::min(u.tornado.size(), most_rows);
        Line intro(
            texts_.text("tornado_intro", {{"shown", c_.count(shown)}, {"all", c_.count(std::max(u.ranges, shown))}}));
        if (u.not_drawn > 0) intro.plain(' ' + texts_.text("not_drawn", {{"count", c_.count(u.not_drawn)}}));
        say(std::move(intro));
        Table table{{{texts_.text("assumption")},
                     {texts_.text("range"), true},
                     {texts_.text("at_low"), true},
                     {texts_.text("at_high"), true},
                     {texts_.text("source")}},
                    {}};
        for (std::size_t i = 0; i < shown; ++i) {
            const Swing& swing = u.tornado[i];
            const auto change = [&](const MaybeNumber& value) {
                return value ? c_.numbers.change(*value) : texts_.text("not_computed");
            };
            table.rows.push_back(
                {swing.name, with_range(swing), change(swing.at_low), change(swing.at_high), swing.source});
        }
        add(std::move(table));
    }

    void borders(const CaseResults& one) {
        if (one.borders.empty()) {
            say(texts_.text("no_borders"));
            return;
        }
        double widest = 0.0;
        const std::size_t shown = std::min(one.borders.size(), most_rows);
        Table table{{{texts_.text("border")},
                     {texts_.text("capacity"), true},
                     {texts_.text("last"), true},
                     {texts_.text("first"), true},
                     {texts_.text("shadow"), true}},
                    {}};
        for (std::size_t i = 0; i < shown; ++i) {
            const Border& border = one.borders[i];
            std::string name;
            for (const std::string& id : border.between) name += (name.empty() ? "" : " – ") + c_.party(one, id);
            if (border.last_lower && border.last_upper)
                widest = std::max(widest, *border.last_upper - *border.last_lower);
            table.rows.push_back({name, border.capacity_mw ? c_.numbers.plain(*border.capacity_mw) + "\u00a0MW" : "–",
                                  c_.euro(border.last), c_.euro(border.first),
                                  border.shadow_eur_per_mw ? c_.numbers.euro(*border.shadow_eur_per_mw) : "–"});
        }
        Line intro(texts_.text("borders_intro"));
        intro.plain(' ' + texts_.text("borders_last", {{"width", widest <= 0.01 ? texts_.text("within_a_cent")
                                                                                : c_.numbers.euro(widest)}}));
        say(std::move(intro));
        add(std::move(table));
    }

    void sources(const CaseResults& one) {
        if (one.sources.empty()) {
            say(texts_.text("no_sources"));
            return;
        }
        Table table{{{texts_.text("source")}, {texts_.text("title")}, {texts_.text("grade")}}, {}};
        for (const ResultSource& source : one.sources) {
            const std::string key = "grade." + source.grade;
            Line title(source.title);
            if (!source.year.empty()) title.plain(", " + source.year);
            if (!source.address.empty()) title.plain(". ").address(source.address);
            table.rows.push_back({source.id, std::move(title), texts_.has(key) ? texts_.text(key) : source.grade});
        }
        add(std::move(table));
    }

    LetterComposer& c_;
    const LetterTexts& texts_;
};

}  // namespace

void write_annexes(LetterComposer& composer) { AnnexWriter(composer).write(); }

}  // namespace proeftuin::report

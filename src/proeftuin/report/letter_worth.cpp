// SPDX-License-Identifier: Apache-2.0
//
// What a letter says of one case's value, with what is certified, what is sampled and what rests on assumptions kept apart.
#include <algorithm>
#include <cmath>

#include "proeftuin/report/letter_composer.hpp"

namespace proeftuin::report {

namespace {

std::size_t everybody(const CaseResults& one) { return (std::size_t{1} << one.players.size()) - 1; }

/// Notes of where a case's figures come from.
void add_notes(LetterComposer& composer, const CaseResults& one, Line& line) {
    const LetterTexts& texts = composer.texts;
    line.note(composer.writing.note(
        texts.text("note_case", {{"name", one.name},
                                 {"title", one.title},
                                 {"folder", one.folder},
                                 {"coalitions", composer.count(std::size_t{1} << one.players.size())},
                                 {"windows", composer.count(std::max<std::size_t>(one.windows, 1))},
                                 {"solver", one.solver}})));
    if (one.grades.empty()) return;
    const auto graded = [&](const char* grade) {
        std::size_t number = 0;
        for (const auto& [name, figures] : one.grades)
            if (name == grade) number = figures;
        return composer.count(number);
    };
    line.plain("\u00a0").note(composer.writing.note(texts.text("note_grades", {{"measured", graded("measured")},
                                                                               {"official", graded("official")},
                                                                               {"study", graded("study")},
                                                                               {"assumption", graded("assumption")},
                                                                               {"annex", "D"}})));
}

void write_three_kinds(LetterComposer& composer, const CaseResults& one) {
    const LetterTexts& texts = composer.texts;
    composer.paragraph(texts.text("three_kinds"));
    const std::size_t all = everybody(one);
    Table table{{{texts.text("kind")}, {texts.text("says")}, {texts.text("outcome"), true}}, {}};
    table.rows.push_back({Line().bold(texts.text("certified")), texts.text("certified_says"),
                          composer.certified(at(one.lower, all), at(one.upper, all))});
    if (one.uncertainty) {
        const Uncertainty& u = *one.uncertainty;
        table.rows.push_back({Line().bold(texts.text("sampled")),
                              texts.text("sampled_says", {{"draws", composer.count(u.draws)},
                                                          {"part", composer.count(u.windows_per_draw)},
                                                          {"windows", composer.count(u.windows)}}),
                              composer.sampled(one)});
        table.rows.push_back({Line().bold(texts.text("assumed")),
                              texts.text("assumed_says", {{"part", composer.middle_part(one)}}),
                              composer.assumed(u.value)});
    }
    composer.writing.blocks.emplace_back(std::move(table));
    if (!one.uncertainty) composer.paragraph(texts.text("no_uncertainty"));
}

/// What must be said where some cannot stand alone.
void write_alone(LetterComposer& composer, const CaseResults& one, const std::vector<std::string>& alone) {
    std::vector<std::string> list;
    for (std::size_t p = 0; p < one.parties.size(); ++p)
        if (std::ranges::find(alone, one.parties[p]) != alone.end())
            list.push_back(composer.party(one, one.parties[p]) + ' ' +
                           composer.numbers.energy_mwh(*one.unserved_alone_mwh[p]));
    Line line;
    line.marked(composer.texts.text("alone", {{"list", LetterNumbers::list(list, composer.texts.text("and"))}}));
    if (one.players_are_parties) {
        const std::size_t others = everybody(one) & ~coalition_of(one, alone);
        if (const MaybeNumber value = at(one.value, others); value && std::popcount(others) >= 2)
            line.plain(' ' + composer.texts.text("without", {{"value", composer.numbers.euro(*value)}}));
    }
    composer.paragraph(std::move(line), "remark");
}

struct NamedCoalition {
    std::string name;
    std::size_t bits = 0;
};

std::vector<std::string> players_in(const CaseResults& one, std::size_t bits) {
    std::vector<std::string> ids;
    for (std::size_t p = 0; p < one.players.size(); ++p)
        if ((bits >> p & 1) != 0) ids.push_back(one.players[p]);
    return ids;
}

/// Coalitions that a reader asks for first, each once.
std::vector<NamedCoalition> coalitions_to_show(const LetterComposer& composer, const CaseResults& one,
                                               const CommitmentResults& commitment,
                                               const std::vector<std::string>& alone) {
    const LetterTexts& texts = composer.texts;
    const std::size_t all = everybody(one);
    std::vector<NamedCoalition> list;
    const auto add = [&](std::size_t bits, const std::string& name) {
        const bool known = std::ranges::find(list, bits, &NamedCoalition::bits) != list.end();
        if (std::popcount(bits) >= 2 && !known) list.push_back({name, bits});
    };
    add(all, texts.text("all_row", {{"count", composer.count(one.players.size())}}));
    for (const auto& [key, ids] :
         {std::pair("members_row", &composer.programme.members), std::pair("named_row", &commitment.parties)}) {
        const std::size_t bits = coalition_of(one, *ids);
        add(bits, texts.text(key, {{"list", composer.parties(one, players_in(one, bits))}}));
    }
    const std::size_t others = all & ~coalition_of(one, alone);
    add(others, texts.text("all_without_row", {{"list", composer.parties(one, alone)}}));
    return list;
}

void write_coalitions(LetterComposer& composer, const CaseResults& one, const CommitmentResults& commitment,
                      const std::vector<std::string>& alone) {
    const LetterTexts& texts = composer.texts;
    Table table{{{texts.text("coalition")}, {texts.text("outcome"), true}, {texts.text("certified"), true}}, {}};
    if (one.uncertainty) table.columns.push_back({texts.text("assumed"), true});
    for (const NamedCoalition& coalition : coalitions_to_show(composer, one, commitment, alone)) {
        std::vector<Line> row{coalition.name, composer.euro(at(one.value, coalition.bits)),
                              composer.certified(at(one.lower, coalition.bits), at(one.upper, coalition.bits))};
        if (one.uncertainty)
            row.emplace_back(composer.assumed(at(one.uncertainty->values_low, coalition.bits),
                                              at(one.uncertainty->values_high, coalition.bits)));
        table.rows.push_back(std::move(row));
    }
    if (table.rows.size() < 2) return;
    composer.heading(3, texts.text("coalitions"));
    composer.writing.blocks.emplace_back(std::move(table));
}

Line headline(LetterComposer& composer, const CommitmentResults& commitment, const CaseResults& one) {
    const MaybeNumber value = at(one.value, everybody(one));
    Line line;
    line.bold(composer.in(commitment.titles) + ".").plain(" ");
    const std::string number = std::to_string(commitment.number);
    if (!value) {
        line.plain(composer.texts.text("no_value", {{"number", number}}));
    } else {
        const char* key = !one.players_are_parties ? "value_barriers"
                          : one.outside == "today" ? "value_today"
                                                   : "value_parties";
        line.plain(composer.texts.text(key, {{"number", number},
                                             {"count", composer.count(one.players.size())},
                                             {"value", composer.numbers.euro(*value)}}));
    }
    add_notes(composer, one, line);
    if (one.failed > 0)
        line.plain(' ' + composer.texts.text("failed_coalitions",
                                             {{"failed", composer.count(one.failed)},
                                              {"all", composer.count(std::size_t{1} << one.players.size())}}));
    return line;
}

/// What each party has without transfers, as a table; and which of it another set of optimal prices would move.
void write_own(LetterComposer& composer, const CaseResults& one) {
    const LetterTexts& texts = composer.texts;
    const Uncertainty* u = one.uncertainty ? &*one.uncertainty : nullptr;
    const std::vector<std::string> alone = cannot_be_alone(one);
    Table table{{{texts.text("party")}, {texts.text("without_transfers"), true}}, {}};
    if (u != nullptr) table.columns.push_back({texts.text("assumed"), true});
    std::string open;
    bool marked = false;
    for (std::size_t p = 0; p < one.parties.size(); ++p) {
        const bool mark = std::ranges::find(alone, one.parties[p]) != alone.end();
        marked |= mark;
        const std::string name = composer.party(one, one.parties[p]);
        std::vector<Line> row{name + (mark ? "*" : ""), composer.euro(at(one.own, p))};
        if (u != nullptr) row.emplace_back(composer.assumed(p < u->own.size() ? u->own[p] : std::nullopt));
        table.rows.push_back(std::move(row));
        const MaybeNumber low = at(one.own_lower, p), high = at(one.own_upper, p);
        if (low && high && *high - *low > 0.001 * std::max(1.0, std::abs(at(one.own, p).value_or(0.0))))
            open += (open.empty() ? "" : "; ") + name + ' ' + composer.assumed(low, high);
    }
    composer.paragraph(texts.text("own"));
    composer.writing.blocks.emplace_back(std::move(table));
    if (marked) composer.paragraph(texts.text("alone_mark"), "small");
    if (!open.empty()) composer.paragraph(texts.text("own_not_unique", {{"list", open}}));
}

}  // namespace

void write_worth(LetterComposer& composer) {
    std::vector<std::string> seen;
    for (const CommitmentResults& commitment : composer.programme.commitments) {
        const CaseResults* one = composer.programme.find_case(commitment.case_name);
        if (one == nullptr || std::ranges::find(seen, one->name) != seen.end()) continue;
        seen.push_back(one->name);
        composer.paragraph(headline(composer, commitment, *one));
        const std::vector<std::string> alone = cannot_be_alone(*one);
        if (!alone.empty()) write_alone(composer, *one, alone);
        else if (one->players_are_parties && one->outside != "today" && one->unserved_alone_mwh.empty())
            composer.paragraph(composer.texts.text("alone_unknown"), "remark");
        write_three_kinds(composer, *one);
        if (one->players_are_parties) write_coalitions(composer, *one, commitment, alone);
    }
    if (seen.empty()) composer.paragraph(composer.texts.text("nothing_modelled"));
}

void write_figures(LetterComposer& composer, const CaseResults& one) {
    const LetterTexts& texts = composer.texts;
    const std::size_t all = everybody(one);
    Line line;
    line.plain(
        texts.text("figure", {{"value", composer.euro(at(one.value, all))},
                              {"certified", composer.certified(at(one.lower, all), at(one.upper, all))},
                              {"sampled", composer.sampled(one)},
                              {"assumed", composer.assumed(one.uncertainty ? one.uncertainty->value : std::nullopt)}}));
    add_notes(composer, one, line);
    composer.paragraph(std::move(line));
    if (!one.own.empty()) write_own(composer, one);
}

}  // namespace proeftuin::report

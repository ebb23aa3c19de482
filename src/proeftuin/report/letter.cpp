// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter.hpp"

#include <algorithm>
#include <cctype>

#include "proeftuin/report/letter_composer.hpp"

namespace proeftuin::report {

namespace {

/// One of a commitment's texts; in English where the language has none.
struct CommitmentText {
    std::string text;
    bool translated = true;
};

CommitmentText text_of(const LetterComposer& composer, const CommitmentResults& c,
                       std::string CommitmentTextsIn::* field) {
    const std::string& language = composer.texts.language();
    const std::string& english = c.text.*field;
    if (language == "en" || english.empty()) return {english, true};
    for (const auto& [in, texts] : c.translations)
        if (in == language && !(texts.*field).empty()) return {texts.*field, true};
    return {english, false};
}

void add(Line& line, const CommitmentText& text) {
    if (text.translated) line.plain(text.text);
    else line.italic(text.text);
}

std::string sentence(std::string text) {
    if (!text.empty() && std::string_view(".!?").find(text.back()) == std::string_view::npos) text += '.';
    return text;
}

bool has_result(const LetterComposer& composer, const CommitmentResults& c) {
    return c.issues.empty() && composer.programme.find_case(c.case_name) != nullptr;
}

void write_head(LetterComposer& composer, const LetterOptions& options) {
    const ProgrammeResults& programme = composer.programme;
    const LetterTexts& texts = composer.texts;
    composer.paragraph(texts.text("draft"), "draft");
    composer.paragraph(texts.variant("addressee", programme.chair), "address");
    if (!options.date.empty()) composer.paragraph(Line().bold(texts.text("date")).plain("  " + options.date), "meta");
    composer.paragraph(Line().bold(texts.text("subject")).plain("  " + composer.writing.title), "meta");
    composer.paragraph(texts.text("salutation"), "salutation");
}

bool anything_untranslated(const LetterComposer& composer) {
    return std::ranges::any_of(composer.programme.commitments, [&](const CommitmentResults& c) {
        return !text_of(composer, c, &CommitmentTextsIn::meaning).translated ||
               !text_of(composer, c, &CommitmentTextsIn::track).translated ||
               !text_of(composer, c, &CommitmentTextsIn::next_step).translated;
    });
}

void write_opening(LetterComposer& composer) {
    std::size_t modelled = 0, failed = 0, tracked = 0, open = 0;
    for (const CommitmentResults& c : composer.programme.commitments) {
        if (c.state == "tracked") ++tracked;
        else if (c.state != "modelled") ++open;
        else ++(has_result(composer, c) ? modelled : failed);
    }
    const LetterTexts& texts = composer.texts;
    composer.paragraph(texts.text("opening"));
    Line counts;
    counts.plain(texts.text("counts", {{"all", composer.count(composer.programme.commitments.size())},
                                       {"modelled", composer.count(modelled)},
                                       {"tracked", composer.count(tracked)},
                                       {"open", composer.count(open)}}));
    if (failed > 0) counts.plain(' ' + texts.text("counts_failed", {{"failed", composer.count(failed)}}));
    counts.note(composer.writing.note(texts.text("note_programme", {{"version", composer.programme.version}})));
    composer.paragraph(std::move(counts));
    composer.paragraph(texts.text("not_a_promise"));
    if (anything_untranslated(composer)) composer.paragraph(texts.text("untranslated"));
}

Line title_and_status(const LetterComposer& composer, const CommitmentResults& c) {
    const std::string key = "status." + c.status;
    const std::string status = composer.texts.has(key) ? composer.texts.text(key) : c.status;
    Line line;
    line.bold(std::to_string(c.number) + ". " + sentence(composer.in(c.titles)));
    line.plain(' ' + composer.texts.text("status", {{"status", status}}) + ' ');
    return line;
}

void add_next_step(const LetterComposer& composer, const CommitmentResults& c, Line& line) {
    CommitmentText next = text_of(composer, c, &CommitmentTextsIn::next_step);
    if (next.text.empty()) {
        line.plain(composer.texts.text("no_next_step"));
        return;
    }
    next.text = sentence(next.text);
    const std::string before = composer.texts.text("next_step", {{"text", ""}});
    line.plain(before);
    add(line, next);
}

void write_commitment(LetterComposer& composer, const CommitmentResults& c) {
    Line line = title_and_status(composer, c);
    if (c.state == "tracked") {
        line.plain(composer.texts.text("no_figure") + ' ');
        CommitmentText reason = text_of(composer, c, &CommitmentTextsIn::track);
        reason.text = sentence(reason.text);
        add(line, reason);
        line.plain(" ");
        add_next_step(composer, c, line);
        composer.paragraph(std::move(line));
        return;
    }
    add(line, text_of(composer, c, &CommitmentTextsIn::meaning));
    if (!has_result(composer, c)) {
        std::string why;
        for (const std::string& issue : c.issues) why += ' ' + sentence(issue);
        line.plain(' ' + composer.texts.text("case_failed")).italic(why.empty() ? " ?" : why).plain(" ");
        add_next_step(composer, c, line);
        composer.paragraph(std::move(line));
        return;
    }
    composer.paragraph(std::move(line));
    write_figures(composer, *composer.programme.find_case(c.case_name));
    Line next;
    add_next_step(composer, c, next);
    composer.paragraph(std::move(next));
}

/// Sections in the programme's order; commitments of a section that is not listed stand in one of their own.
std::vector<SectionResults> sections(const ProgrammeResults& programme) {
    std::vector<SectionResults> all = programme.sections;
    for (const CommitmentResults& c : programme.commitments)
        if (std::ranges::find(all, c.section, &SectionResults::id) == all.end()) all.push_back({c.section, {}});
    return all;
}

std::string section_title(const LetterComposer& composer, const SectionResults& section) {
    const std::size_t slash = section.id.find('/');
    const std::string own = slash == std::string::npos ? section.id : section.id.substr(slash + 1);
    std::string title = section.titles.empty() ? own : composer.in(section.titles);
    if (!own.empty() && std::isdigit(static_cast<unsigned char>(own.front())) != 0 && title != own)
        title = own + ". " + title;
    if (slash == std::string::npos) return title;
    for (const auto& [name, titles] : composer.programme.included)
        if (name == section.id.substr(0, slash)) return composer.in(titles) + ": " + title;
    return title;
}

void write_section(LetterComposer& composer, const SectionResults& section) {
    std::vector<const CommitmentResults*> open;
    bool any = false;
    for (const CommitmentResults& c : composer.programme.commitments) {
        if (c.section != section.id) continue;
        if (!any) composer.heading(2, section_title(composer, section));
        any = true;
        if (c.state == "modelled" || c.state == "tracked") write_commitment(composer, c);
        else open.push_back(&c);
    }
    if (open.empty()) return;
    composer.heading(3, composer.texts.text("open"));
    Bullets bullets;
    for (const CommitmentResults* c : open) {
        Line line = title_and_status(composer, *c);
        add_next_step(composer, *c, line);
        bullets.items.push_back(std::move(line));
    }
    composer.writing.blocks.emplace_back(std::move(bullets));
}

}  // namespace

Writing write_letter(const ProgrammeResults& programme, const LetterOptions& options) {
    LetterComposer composer(programme, options.language);
    const LetterTexts& texts = composer.texts;
    composer.writing.language = options.language;
    composer.writing.title = texts.text("subject_of", {{"title", composer.in(programme.titles)}});
    composer.writing.page_word = texts.text("page");
    composer.writing.of_word = texts.text("of");
    composer.writing.notes_title = texts.text("notes");
    write_head(composer, options);
    write_opening(composer);
    composer.heading(2, texts.text("worth"));
    write_worth(composer);
    for (const SectionResults& section : sections(programme)) write_section(composer, section);
    composer.paragraph(texts.text("closing"));
    composer.paragraph(texts.variant("signature", programme.chair), "sign");
    write_annexes(composer);
    return std::move(composer.writing);
}

}  // namespace proeftuin::report

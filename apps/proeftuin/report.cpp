// SPDX-License-Identifier: Apache-2.0
//
// proeftuin report: from results, the page; or the letter that the chair owes its parliament.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/report/letter.hpp"
#include "proeftuin/report/letter_texts.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "output_folder.hpp"
#include "page.hpp"
#include "pdf.hpp"
#include "report_reading.hpp"

namespace proeftuin::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& option, std::string message, std::string remedy) {
    throw InputError({{.code = Code::bad_option,
                       .where = {.field = option},
                       .message = std::move(message),
                       .remedy = std::move(remedy)}});
}

/// Languages that both the programme and the table of texts have.
std::vector<std::string> languages_of(const report::ProgrammeResults& programme) {
    const std::vector<std::string> known = report::letter_languages();
    std::vector<std::string> languages;
    for (const std::string& language : programme.languages)
        if (std::ranges::find(known, language) != known.end()) languages.push_back(language);
    return languages;
}

void check_language(const report::ProgrammeResults& programme, const std::string& language) {
    const std::vector<std::string> languages = languages_of(programme);
    if (std::ranges::find(languages, language) != languages.end()) return;
    refuse("--letter",
           quoted(language) + " is no language of this programme that letters are written in." +
               did_you_mean(language, languages),
           languages.empty() ? "It has none of " + join(report::letter_languages(), ", ")
                             : "Languages are " + join(languages, ", "));
}

/// "2026-06-30", or "today", as a date; refuses anything else.
std::chrono::year_month_day date_of(const std::string& text) {
    if (text == "today") return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::array<int, 3> parts{};
    const std::vector<std::string_view> words = split(text, '-');
    bool good = words.size() == 3 && text.size() == 10;
    for (std::size_t i = 0; good && i < words.size(); ++i) {
        const char* end = words[i].data() + words[i].size();
        const auto [rest, error] = std::from_chars(words[i].data(), end, parts[i]);
        good = error == std::errc() && rest == end && parts[i] > 0;
    }
    const std::chrono::year_month_day date{std::chrono::year(parts[0]),
                                           std::chrono::month(static_cast<unsigned>(parts[1])),
                                           std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!good || !date.ok()) refuse("--date", quoted(text) + " is no date", "Write it as 2026-06-30, or today");
    return date;
}

/// "30 June 2026" in the letter's language.
std::string date_text(const std::string& text, const std::string& language) {
    const std::chrono::year_month_day date = date_of(text);
    const std::string months = report::LetterTexts(language).text("months");
    const unsigned day = static_cast<unsigned>(date.day());
    std::string day_text = std::to_string(day);
    if (language == "de") day_text += '.';
    if (language == "fr" && day == 1) day_text += "er";
    return day_text + ' ' + std::string(split(months, ';')[static_cast<unsigned>(date.month()) - 1]) + ' ' +
           std::to_string(static_cast<int>(date.year()));
}

/// The letter as Markdown in `file`, and as a PDF beside it where that is asked.
int write_letter_files(const ReportArguments& arguments, const report::Writing& letter, const fs::path& file) {
    std::string wrote = file.string();
    write_file(file, report::to_markdown(letter));
    if (arguments.pdf) {
        fs::path pdf = file, html = file;
        pdf.replace_extension(".pdf");
        html.replace_extension(".html");
        write_file(html, report::to_html(letter));
        const std::string problem = print_pdf(html, pdf);
        std::error_code error;
        if (problem.empty()) {
            fs::remove(html, error);
            wrote += ", " + pdf.string();
        } else {
            wrote += ", " + html.string();
            print_warnings({{.code = Code::file_write,
                             .where = {.file = pdf.string()},
                             .message = "there is no PDF: " + problem,
                             .remedy = "The page beside it can be printed from any browser",
                             .severity = Severity::warning}},
                           arguments.common);
        }
    }
    if (!arguments.common.quiet) print("wrote " + wrote + '\n');
    return Exit::fine;
}

/// What only a letter has.
void check_no_letter(const ReportArguments& arguments) {
    for (const auto& [option, given] :
         {std::pair{"--out", !arguments.out.empty()}, {"--date", !arguments.date.empty()}, {"--pdf", arguments.pdf}})
        if (given) refuse(option, "this is an option of a letter", "Say its language too, such as --letter nl");
}

}  // namespace

int report_results(const ReportArguments& arguments) {
    if (arguments.letter.empty()) {
        check_no_letter(arguments);
        const fs::path page = rewrite_page(arguments.path);
        if (!arguments.common.quiet) print("wrote " + page.string() + '\n');
        return Exit::fine;
    }
    const report::ProgrammeResults programme = read_programme_results(arguments.path);
    check_language(programme, arguments.letter);
    report::LetterOptions options{.language = arguments.letter};
    if (!arguments.date.empty()) options.date = date_text(arguments.date, arguments.letter);
    const fs::path file = arguments.out.empty() ? fs::path(arguments.path) / ("letter-" + arguments.letter + ".md")
                                                : fs::path(arguments.out);
    if (file.extension() != ".md")
        refuse("--out", quoted(arguments.out) + " does not end in .md", "Write for example --out letter.md");
    return write_letter_files(arguments, report::write_letter(programme, options), file);
}

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/programme_tables.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv_records.hpp"

namespace proeftuin::study {

namespace {

namespace fs = std::filesystem;
using Named = std::vector<std::pair<std::string, Place>>;

const std::vector<std::string> party_kinds{"country", "region", "group", "institution"};

struct TextColumn {
    const char* column;
    std::string CommitmentTexts::* text;
};
constexpr std::array<TextColumn, 6> text_columns{{{"barriers", &CommitmentTexts::barriers},
                                                  {"who_gains", &CommitmentTexts::who_gains},
                                                  {"track", &CommitmentTexts::track},
                                                  {"method", &CommitmentTexts::method},
                                                  {"meaning", &CommitmentTexts::meaning},
                                                  {"next_step", &CommitmentTexts::next_step}}};

bool there(const fs::path& file) {
    std::error_code error;
    return fs::exists(file, error);
}

/// `prefix`LANGUAGE of a row; an empty one is an issue.
Texts texts_of(const io::CsvRecords& table, std::size_t row, const std::string& prefix,
               const std::vector<std::string>& languages, Issues& issues) {
    Texts texts;
    for (const std::string& language : languages) {
        const std::string column = prefix + language;
        const std::string& text = table.text(row, column);
        if (text.empty())
            issues.push_back({Code::empty_name, table.place(row, column),
                              quoted(table.text(row, "id")) + " has no text in " + quoted(language), "Give it one"});
        texts.emplace_back(language, text);
    }
    return texts;
}

Texts same_in_all(const std::string& text, const std::vector<std::string>& languages) {
    Texts texts;
    for (const std::string& language : languages) texts.emplace_back(language, text);
    return texts;
}

/// The rows of a table with unique ids. Nothing where it has problems.
std::optional<io::CsvRecords> table_of(const Programme& programme, const char* file, io::RecordColumns columns,
                                       const char* prefix, Issues& issues) {
    for (const std::string& language : programme.languages) columns.required.push_back(prefix + language);
    Expected<io::CsvRecords> table = io::CsvRecords::read(programme.folder / file, file, columns);
    if (!table) {
        issues.insert(issues.end(), table.error().begin(), table.error().end());
        return std::nullopt;
    }
    std::set<std::string> ids;
    for (std::size_t row = 0; row < table->size(); ++row)
        if (table->text(row, "id").empty() || !ids.insert(table->text(row, "id")).second)
            issues.push_back({Code::duplicate_name, table->place(row, "id"),
                              quoted(table->text(row, "id")) + " is empty or there twice", "Give it another id"});
    return std::move(*table);
}

void check_named(const Named& named, const std::vector<std::string>& known, const std::string& what,
                 const std::string& file, Issues& issues) {
    for (const auto& [id, place] : named)
        if (std::ranges::find(known, id) == known.end())
            issues.push_back({Code::unknown_reference, place,
                              "there is no " + what + ' ' + quoted(id) + " in " + file + '.' + did_you_mean(id, known),
                              "Add it there"});
}

Issue no_table(const std::string& file, const std::string& instead) {
    return {Code::file_missing, {.file = file}, "there is no such table; " + instead, "Add it", Severity::warning};
}

std::vector<std::string> distinct(const Named& named) {
    std::vector<std::string> ids;
    for (const auto& [id, place] : named)
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    return ids;
}

}  // namespace

void read_programme_parties(Programme& programme, const Named& named, Issues& issues) {
    constexpr const char* file = "parties.csv";
    if (!there(programme.folder / file)) {
        issues.push_back(no_table(file, "parties are called by their ids"));
        for (const std::string& id : distinct(named))
            programme.parties.push_back({id, "", same_in_all(id, programme.languages)});
        return;
    }
    const auto table = table_of(programme, file, {{"id", "kind"}, {}}, "name_", issues);
    if (!table) return;
    std::vector<std::string> ids;
    for (std::size_t row = 0; row < table->size(); ++row) {
        const std::string& kind = table->text(row, "kind");
        if (std::ranges::find(party_kinds, kind) == party_kinds.end())
            issues.push_back({Code::bad_option, table->place(row, "kind"),
                              quoted(kind) + " is no kind of party." + did_you_mean(kind, party_kinds),
                              "Use one of " + join(party_kinds, ", ")});
        ids.push_back(table->text(row, "id"));
        programme.parties.push_back({ids.back(), kind, texts_of(*table, row, "name_", programme.languages, issues)});
    }
    check_named(named, ids, "party", file, issues);
}

void read_sections(Programme& programme, const Named& named, Issues& issues) {
    constexpr const char* file = "sections.csv";
    if (!there(programme.folder / file)) {
        issues.push_back(no_table(file, "sections are called by their ids"));
        for (const std::string& id : distinct(named))
            programme.sections.push_back({id, same_in_all(id, programme.languages)});
        return;
    }
    const auto table = table_of(programme, file, {{"id"}, {}}, "title_", issues);
    if (!table) return;
    std::vector<std::string> ids;
    for (std::size_t row = 0; row < table->size(); ++row) {
        ids.push_back(table->text(row, "id"));
        programme.sections.push_back({ids.back(), texts_of(*table, row, "title_", programme.languages, issues)});
    }
    check_named(named, ids, "section", file, issues);
}

namespace {

/// One row of a translation beside what it translates.
CommitmentTexts translated(const io::CsvRecords& table, std::size_t row, const Commitment& original, Issues& issues) {
    CommitmentTexts texts;
    for (const TextColumn& column : text_columns) {
        texts.*column.text = table.text(row, column.column);
        const bool has = !(texts.*column.text).empty();
        const bool wanted = !(original.text.*column.text).empty();
        if (!has && wanted)
            issues.push_back({Code::empty_name, table.place(row, column.column),
                              quoted(original.id) + " has a text here in commitments.csv, and no translation",
                              "Translate it"});
        if (has && !wanted)
            issues.push_back({Code::unknown_reference, table.place(row, column.column),
                              quoted(original.id) + " has no text here in commitments.csv to translate",
                              "Leave it empty, or add the original", Severity::warning});
    }
    return texts;
}

void read_translation(Programme& programme, const std::string& language, const std::string& file, Issues& issues) {
    io::RecordColumns columns{{"id"}, {}};
    for (const TextColumn& column : text_columns) columns.required.emplace_back(column.column);
    const Expected<io::CsvRecords> table = io::CsvRecords::read(programme.folder / file, file, columns);
    if (!table) {
        issues.insert(issues.end(), table.error().begin(), table.error().end());
        return;
    }
    std::vector<std::string> ids;
    for (const Commitment& commitment : programme.commitments) ids.push_back(commitment.id);
    std::set<std::string> seen;
    for (std::size_t row = 0; row < table->size(); ++row) {
        const std::string& id = table->text(row, "id");
        const auto found = std::ranges::find(ids, id);
        if (!seen.insert(id).second)
            issues.push_back(
                {Code::duplicate_name, table->place(row, "id"), quoted(id) + " is there twice", "Keep one of them"});
        else if (found == ids.end())
            issues.push_back({Code::unknown_reference, table->place(row, "id"),
                              "there is no commitment " + quoted(id) + " in commitments.csv." + did_you_mean(id, ids),
                              "Remove the row, or mend its id"});
        else {
            Commitment& original = programme.commitments[static_cast<std::size_t>(found - ids.begin())];
            original.translations.emplace_back(language, translated(*table, row, original, issues));
        }
    }
    for (const std::string& id : ids)
        if (!seen.contains(id))
            issues.push_back({Code::missing_column,
                              {.file = file},
                              "commitment " + quoted(id) + " is not there",
                              "Add a row for it"});
}

/// "nl" of commitments.nl.csv.
std::vector<std::string> languages_there(const fs::path& folder) {
    std::vector<std::string> languages;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        constexpr std::size_t before = 12, behind = 4;  // of "commitments." and ".csv"
        if (name.size() > before + behind && name.starts_with("commitments.") && name.ends_with(".csv"))
            languages.push_back(name.substr(before, name.size() - before - behind));
    }
    std::ranges::sort(languages);
    return languages;
}

}  // namespace

void read_translations(Programme& programme, Issues& issues) {
    const std::vector<std::string> found = languages_there(programme.folder);
    for (const std::string& language : programme.languages) {
        const std::string file = "commitments." + language + ".csv";
        if (language == "en") continue;
        if (std::ranges::find(found, language) == found.end())
            issues.push_back(no_table(file, "texts of commitments stay as commitments.csv has them"));
        else read_translation(programme, language, file, issues);
    }
    for (const std::string& language : found)
        if (language == "en" || std::ranges::find(programme.languages, language) == programme.languages.end())
            issues.push_back({Code::unknown_reference,
                              {.file = "commitments." + language + ".csv"},
                              language == "en" ? "English texts are those of commitments.csv"
                                               : quoted(language) + " is no language of the programme",
                              "Remove it, or add its language in programme.toml",
                              Severity::warning});
}

}  // namespace proeftuin::study

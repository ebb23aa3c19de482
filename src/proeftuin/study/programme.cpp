// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/programme.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/io/toml.hpp"
#include "proeftuin/study/case.hpp"
#include "proeftuin/study/programme_tables.hpp"

namespace proeftuin::study {

namespace {

namespace fs = std::filesystem;

/// One programme folder by itself, with what it includes named but not read.
class FolderReader {
  public:
    explicit FolderReader(const fs::path& folder) { programme_.folder = folder; }

    void run() {
        if (!read_toml()) return;
        read_commitments();
        read_programme_parties(programme_, parties_, issues_);
        read_sections(programme_, sections_, issues_);
        read_translations(programme_, issues_);
    }

    Programme programme_;
    std::vector<std::string> includes_;
    Place includes_place_;
    Issues issues_;

  private:
    void complain(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    bool read_toml() {
        Expected<io::TomlFile> file = io::TomlFile::read(programme_.folder / "programme.toml", "programme.toml");
        if (!file) {
            issues_ = std::move(file.error());
            return false;
        }
        programme_.title = file->text("title", "", issues_);
        programme_.chair = file->text("chair", "", issues_);
        programme_.members = file->texts("members", {}, issues_);
        programme_.year = static_cast<int>(std::clamp(file->number("year", 0.0, issues_), -1e6, 1e6));
        programme_.languages = file->texts("languages", {"en"}, issues_);
        includes_ = file->texts("include", {}, issues_);
        includes_place_ = file->place("include");
        if (programme_.title.empty())
            complain(Code::missing_column, file->place("title"), "the programme has no title", "Add title = \"...\"");
        if (programme_.languages.empty())
            complain(Code::missing_column, file->place("languages"), "the programme has no language",
                     "Add languages = [\"en\"]");
        if (!programme_.chair.empty()) parties_.emplace_back(programme_.chair, file->place("chair"));
        for (const std::string& member : programme_.members) parties_.emplace_back(member, file->place("members"));
        const std::vector<std::string> known = read_titles(*file);
        for (Issue& issue : file->unread(known)) issues_.push_back(std::move(issue));
        return true;
    }

    /// `title` in the first language (English where it is one of them) and `title_LANGUAGE` in the others; the keys there may be.
    std::vector<std::string> read_titles(io::TomlFile& file) {
        std::vector<std::string> known{"title", "chair", "year", "languages", "members", "include"};
        const std::vector<std::string>& languages = programme_.languages;
        const bool english = std::ranges::find(languages, "en") != languages.end();
        std::set<std::string> seen;
        for (const std::string& language : languages) {
            if (!seen.insert(language).second || language.empty())
                complain(Code::duplicate_name, file.place("languages"), quoted(language) + " is empty or there twice",
                         "Name each language once");
            const bool first = english ? language == "en" : language == languages.front();
            const std::string key = first ? "title" : "title_" + language;
            if (!first) known.push_back(key);
            std::string title = file.text(key, "", issues_);
            if (title.empty() && !first)
                issues_.push_back({Code::missing_column, file.place("title"),
                                   "the programme has no title in " + quoted(language) + "; " +
                                       quoted(programme_.title) + " stands there",
                                   "Add " + key + " = \"...\"", Severity::warning});
            programme_.titles.emplace_back(language, title.empty() ? programme_.title : std::move(title));
        }
        return known;
    }

    void read_commitments() {
        io::RecordColumns columns{{"id", "number", "section", "parties", "case", "track", "status"},
                                  {"barriers", "who_gains", "method", "meaning", "next_step", "page"}};
        for (const std::string& language : programme_.languages) columns.required.push_back("title_" + language);
        const Expected<io::CsvRecords> table =
            io::CsvRecords::read(programme_.folder / "commitments.csv", "commitments.csv", columns);
        if (!table) {
            issues_.insert(issues_.end(), table.error().begin(), table.error().end());
            return;
        }
        std::set<std::string> ids;
        for (std::size_t row = 0; row < table->size(); ++row) {
            Commitment commitment = read(*table, row);
            if (commitment.id.empty() || !ids.insert(commitment.id).second)
                complain(Code::duplicate_name, table->place(row, "id"),
                         quoted(commitment.id) + " is empty or there twice", "Give it another id");
            programme_.commitments.push_back(std::move(commitment));
        }
        if (table->size() == 0)
            complain(Code::file_format, {.file = "commitments.csv"}, "there is no commitment", "Add a row for each");
    }

    Commitment read(const io::CsvRecords& table, std::size_t row) {
        Commitment c;
        c.id = table.text(row, "id");
        c.number = static_cast<int>(std::clamp(table.number(row, "number", issues_).value_or(-1.0), -1.0, 1e6));
        c.section = table.text(row, "section");
        sections_.emplace_back(c.section, table.place(row, "section"));
        for (const std::string& language : programme_.languages) {
            const std::string& title = table.text(row, "title_" + language);
            if (title.empty())
                complain(Code::empty_name, table.place(row, "title_" + language),
                         "commitment " + quoted(c.id) + " has no title in " + quoted(language), "Give it one");
            c.titles.emplace_back(language, title);
        }
        for (const std::string_view party : split(table.text(row, "parties"), '+'))
            if (!trimmed(party).empty()) {
                c.parties.emplace_back(trimmed(party));
                parties_.emplace_back(c.parties.back(), table.place(row, "parties"));
            }
        c.text = {table.text(row, "barriers"), table.text(row, "who_gains"), table.text(row, "track"),
                  table.text(row, "method"),   table.text(row, "meaning"),   table.text(row, "next_step")};
        c.status = table.text(row, "status");
        if (std::ranges::find(statuses(), c.status) == statuses().end())
            complain(Code::bad_option, table.place(row, "status"),
                     quoted(c.status) + " is no status." + did_you_mean(c.status, statuses()),
                     "Use one of " + join(statuses(), ", "));
        c.case_name = table.text(row, "case");
        c.case_folder = programme_.folder / "cases" / c.case_name;
        c.case_place = table.place(row, "case");
        if (c.number != static_cast<int>(row) + 1)
            complain(Code::out_of_range, table.place(row, "number"), "commitments are numbered 1, 2, 3, ... in order",
                     "Write " + std::to_string(row + 1));
        check_case(table, row, c);
        return c;
    }

    void check_case(const io::CsvRecords& table, std::size_t row, const Commitment& c) {
        if (c.case_name.empty()) return;
        if (!c.text.track.empty())
            complain(Code::bad_option, table.place(row, "track"),
                     "commitment " + quoted(c.id) + " has a case and a reason to have none", "Keep one of them");
        if (c.case_name.find('/') != std::string::npos || c.case_name.starts_with('.'))
            complain(Code::bad_option, c.case_place, quoted(c.case_name) + " is no folder below cases/",
                     "Write its name alone");
    }

    std::vector<std::pair<std::string, Place>> parties_, sections_;  // that something names, and where
};

/// A programme with those it includes, depth first; each folder once.
class ProgrammeReader {
  public:
    explicit ProgrammeReader(const fs::path& folder) : root_(folder) {}

    ProgrammeReading run() {
        FolderReader reader(root_);
        reader.run();
        result_.programme = std::move(reader.programme_);
        take_issues(reader.issues_, "");
        for (const Commitment& c : result_.programme.commitments) {
            ids_.emplace(c.id, "");
            if (!c.case_name.empty()) case_folders_.emplace(c.case_name, c.case_folder);
        }
        path_.push_back({canonical(root_), root_.lexically_normal().string()});
        done_.insert(path_.back().folder);
        follow(reader.includes_, reader.includes_place_, root_, "");
        return std::move(result_);
    }

  private:
    struct Step {
        fs::path folder;    // canonical
        std::string shown;  // as a reader knows it
    };

    static fs::path canonical(const fs::path& folder) {
        std::error_code error;
        fs::path full = fs::weakly_canonical(folder, error);
        return full.has_filename() ? full : full.parent_path();
    }

    /// Issues of a folder; `prefix` is the way to it from the root.
    void take_issues(Issues& issues, const std::string& prefix) {
        for (Issue& issue : issues) {
            if (!prefix.empty()) issue.where.file = (fs::path(prefix) / issue.where.file).lexically_normal().string();
            (issue.severity == Severity::error ? result_.issues : result_.programme.warnings)
                .push_back(std::move(issue));
        }
    }

    void complain(Code code, Place place, std::string message, std::string remedy) {
        result_.issues.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    void follow(const std::vector<std::string>& includes, Place place, const fs::path& folder,
                const std::string& prefix) {
        if (!prefix.empty()) place.file = (fs::path(prefix) / place.file).lexically_normal().string();
        for (const std::string& include : includes) {
            const fs::path target = folder / include;
            const fs::path full = canonical(target);
            const std::string shown = (fs::path(prefix) / include).lexically_normal().string();
            const auto open = std::ranges::find(path_, full, &Step::folder);
            if (open != path_.end()) {
                std::string circle;
                for (auto step = open; step != path_.end(); ++step) circle += name_of(*step) + " -> ";
                complain(Code::cyclic_reference, place,
                         "programmes include each other in a circle: " + circle + name_of(*open),
                         "Take one include out");
            } else if (!is_programme(target)) {
                complain(Code::file_missing, place, "there is no programme.toml in " + quoted(shown),
                         "The path is one from the programme's folder on");
            } else if (done_.insert(full).second) {
                read_included(target, full, shown, place);
            }
        }
    }

    static std::string name_of(const Step& step) { return step.folder.filename().string(); }

    void read_included(const fs::path& target, const fs::path& full, const std::string& shown, const Place& place) {
        FolderReader reader(target);
        reader.run();
        take_issues(reader.issues_, shown);
        join(reader.programme_, full.filename().string(), shown, place);
        path_.push_back({full, shown});
        follow(reader.includes_, reader.includes_place_, target, shown);
        path_.pop_back();
    }

    void join(Programme& other, const std::string& name, const std::string& shown, const Place& place) {
        Programme& all = result_.programme;
        for (const std::string& language : all.languages)
            if (!other.languages.empty() && std::ranges::find(other.languages, language) == other.languages.end())
                complain(Code::unknown_reference, place,
                         "the programme in " + quoted(shown) + " has no titles in " + quoted(language),
                         "Add the language there, or take it out here");
        for (const auto& [taken, titles] : all.included)
            if (taken == name)
                complain(Code::duplicate_name, place, "two included programmes are called " + quoted(name),
                         "Rename the folder of one");
        for (ProgrammeParty& party : other.parties) join_party(party, shown);
        for (Section& section : other.sections) {
            section.id = name + '/' + section.id;
            all.sections.push_back(std::move(section));
        }
        for (Commitment& c : other.commitments) {
            c.programme = name;
            c.section = name + '/' + c.section;
            if (!c.case_place.file.empty())
                c.case_place.file = (fs::path(shown) / c.case_place.file).lexically_normal().string();
            Place where = c.case_place;
            where.column = 1;
            if (const auto [at, fresh] = ids_.emplace(c.id, shown); !fresh)
                complain(Code::duplicate_name, where,
                         quoted(c.id) + " is also a commitment of " +
                             (at->second.empty() ? "the programme that includes it" : quoted(at->second)),
                         "Give one of them another id");
            if (!c.case_name.empty() &&
                case_folders_.emplace(c.case_name, c.case_folder).first->second != c.case_folder)
                complain(Code::duplicate_name, c.case_place,
                         "another programme has a case " + quoted(c.case_name) + " too; results are kept by that name",
                         "Rename the folder of one");
            all.commitments.push_back(std::move(c));
        }
        all.included.emplace_back(name, std::move(other.titles));
    }

    void join_party(ProgrammeParty& party, const std::string& shown) {
        const auto known = std::ranges::find(result_.programme.parties, party.id, &ProgrammeParty::id);
        if (known == result_.programme.parties.end()) {
            result_.programme.parties.push_back(std::move(party));
            return;
        }
        for (const auto& [language, text] : party.names)
            for (const auto& [other, name] : known->names)
                if (language == other && text != name && !party.kind.empty() && !known->kind.empty())
                    complain(Code::duplicate_name,
                             {.file = (fs::path(shown) / "parties.csv").lexically_normal().string()},
                             "party " + quoted(party.id) + " is called " + quoted(text) + " here and " + quoted(name) +
                                 " in the programme that includes it",
                             "Use one name, or another id");
    }

    fs::path root_;
    ProgrammeReading result_;
    std::vector<Step> path_;                  // from the root to what is being read
    std::set<fs::path> done_;                 // canonical folders
    std::map<std::string, std::string> ids_;  // commitment and the include it is from
    std::map<std::string, fs::path> case_folders_;
};

}  // namespace

std::string_view name(Commitment::State state) {
    switch (state) {
        case Commitment::State::modelled: return "modelled";
        case Commitment::State::tracked: return "tracked";
        case Commitment::State::not_yet_modelled: return "not yet modelled";
    }
    return "";
}

const std::vector<std::string>& statuses() {
    static const std::vector<std::string> words{"planned", "under way", "continued", "done", "delayed", "dropped"};
    return words;
}

bool is_programme(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "programme.toml", error);
}

ProgrammeReading read_programme(const fs::path& folder) { return ProgrammeReader(folder).run(); }

Expected<Programme> try_load_programme(const fs::path& folder) {
    ProgrammeReading reading = read_programme(folder);
    if (!reading.issues.empty()) return tl::unexpected(std::move(reading.issues));
    return std::move(reading.programme);
}

Issues missing_case(const Commitment& commitment) {
    if (commitment.case_name.empty() || is_case(commitment.case_folder)) return {};
    return {{Code::file_missing, commitment.case_place,
             "there is no case.toml in " + quoted("cases/" + commitment.case_name),
             "Leave it empty until there is one"}};
}

}  // namespace proeftuin::study

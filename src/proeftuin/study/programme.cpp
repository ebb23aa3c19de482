// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/programme.hpp"

#include <algorithm>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/io/toml.hpp"
#include "proeftuin/study/case.hpp"

namespace proeftuin::study {

namespace {

namespace fs = std::filesystem;

class ProgrammeReader {
  public:
    explicit ProgrammeReader(const fs::path& folder) { programme_.folder = folder; }

    Expected<Programme> run() {
        read_toml();
        read_commitments();
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return std::move(programme_);
    }

  private:
    void complain(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    void read_toml() {
        Expected<io::TomlFile> file = io::TomlFile::read(programme_.folder / "programme.toml", "programme.toml");
        if (!file) {
            issues_ = std::move(file.error());
            return;
        }
        programme_.title = file->text("title", "", issues_);
        programme_.chair = file->text("chair", "", issues_);
        programme_.year = static_cast<int>(std::clamp(file->number("year", 0.0, issues_), -1e6, 1e6));
        programme_.languages = file->texts("languages", {"en"}, issues_);
        if (programme_.title.empty())
            complain(Code::missing_column, file->place("title"), "the programme has no title", "Add title = \"...\"");
        if (programme_.languages.empty())
            complain(Code::missing_column, file->place("languages"), "the programme has no language",
                     "Add languages = [\"en\"]");
        for (Issue& issue : file->unread({"title", "chair", "year", "languages"})) issues_.push_back(std::move(issue));
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
        for (const std::string& language : programme_.languages) {
            const std::string& title = table.text(row, "title_" + language);
            if (title.empty())
                complain(Code::empty_name, table.place(row, "title_" + language),
                         "commitment " + quoted(c.id) + " has no title in " + quoted(language), "Give it one");
            c.titles.emplace_back(language, title);
        }
        for (const std::string_view party : split(table.text(row, "parties"), '+'))
            if (!trimmed(party).empty()) c.parties.emplace_back(trimmed(party));
        c.barriers = table.text(row, "barriers");
        c.who_gains = table.text(row, "who_gains");
        c.method = table.text(row, "method");
        c.meaning = table.text(row, "meaning");
        c.status = table.text(row, "status");
        c.next_step = table.text(row, "next_step");
        c.case_name = table.text(row, "case");
        c.track = table.text(row, "track");
        if (c.number != static_cast<int>(row) + 1)
            complain(Code::out_of_range, table.place(row, "number"), "commitments are numbered 1, 2, 3, ... in order",
                     "Write " + std::to_string(row + 1));
        check_case(table, row, c);
        return c;
    }

    void check_case(const io::CsvRecords& table, std::size_t row, const Commitment& c) {
        if (c.case_name.empty()) return;
        if (!c.track.empty())
            complain(Code::bad_option, table.place(row, "track"),
                     "commitment " + quoted(c.id) + " has a case and a reason to have none", "Keep one of them");
        if (c.case_name.find('/') != std::string::npos || c.case_name.starts_with('.'))
            complain(Code::bad_option, table.place(row, "case"), quoted(c.case_name) + " is no folder below cases/",
                     "Write its name alone");
        else if (!is_case(programme_.case_folder(c)))
            complain(Code::file_missing, table.place(row, "case"),
                     "there is no case.toml in " + quoted("cases/" + c.case_name), "Leave it empty until there is one");
    }

    Programme programme_;
    Issues issues_;
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

bool is_programme(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "programme.toml", error);
}

Expected<Programme> try_load_programme(const fs::path& folder) { return ProgrammeReader(folder).run(); }

}  // namespace proeftuin::study

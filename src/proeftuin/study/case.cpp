// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/case.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <tuple>

#include "proeftuin/base/text.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/io/toml.hpp"
#include "proeftuin/study/sources.hpp"

namespace proeftuin::study {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> known_keys{"title",
                                          "evaluator",
                                          "network",
                                          "question.players",
                                          "question.party_of_bus",
                                          "question.outside",
                                          "question.rules",
                                          "question.window_h",
                                          "surplus.congestion_rent",
                                          "indicators.unserved",
                                          "uncertainty.draws",
                                          "uncertainty.windows",
                                          "uncertainty.seed"};

/// Says what figures of other tables do to the network: no table of figures of its own.
constexpr std::string_view ranges_file = "ranges.csv";

const io::RecordColumns barrier_columns{
    {"id", "name", "kind", "effect"},
    {"between", "components", "amount", "amount_low", "amount_high", "unit", "source", "note"}};

/// What an effect's amount is counted in.
struct Unit {
    const char* effect;
    const char* unit;  // "" = it has no amount
    Barrier::Effect means;
    double most;
};

constexpr double most_amount = 1e12;
const std::vector<Unit> units{{"forbid", "", Barrier::Effect::forbid, 0.0},
                              {"limit", "MW", Barrier::Effect::limit, most_amount},
                              {"limit", "factor", Barrier::Effect::limit_factor, 1.0},
                              {"charge", "EUR/MWh", Barrier::Effect::charge, most_amount},
                              {"delay", "h", Barrier::Effect::delay, 8784.0}};
const std::vector<std::string> barrier_kinds{"legal", "fiscal", "administrative", "technical", "physical"};

class CaseReader {
  public:
    explicit CaseReader(const fs::path& folder) { case_.folder = folder; }

    Expected<LoadedCase> run() {
        read_toml();
        case_.sources = read_sources(case_.folder, issues_);
        case_.ranges = read_ranges(case_.folder, case_.sources, issues_);
        read_parties();
        read_barriers();
        check_tables();
        if (has_errors(issues_)) return tl::unexpected(std::move(issues_));
        return LoadedCase{std::move(case_), std::move(issues_)};
    }

  private:
    void complain(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    void read_toml() {
        Expected<io::TomlFile> file = io::TomlFile::read(case_.folder / "case.toml", "case.toml");
        if (!file) {
            issues_.insert(issues_.end(), file.error().begin(), file.error().end());
            return;
        }
        case_.title = file->text("title", "", issues_);
        if (case_.title.empty())
            complain(Code::missing_column, file->place("title"), "the case has no title", "Add title = \"...\"");
        static_cast<void>(file->word("evaluator", "dispatch", {"dispatch"}, issues_));
        read_network(*file);
        Question& question = case_.question;
        const std::string players = file->word("question.players", "parties", {"parties", "barriers"}, issues_);
        question.players = players == "barriers" ? Players::barriers : Players::parties;
        question.party_of_bus = file->text("question.party_of_bus", "country", issues_);
        const std::string outside = file->word("question.outside", "autarky", {"autarky", "today"}, issues_);
        question.outside = outside == "today" ? Outside::today : Outside::autarky;
        if (players == "barriers" && file->has("question.outside"))
            complain(Code::bad_option, file->place("question.outside"),
                     "with barriers as players no party is outside: each barrier stands or is lifted", "Leave it out");
        read_rules(*file);
        const double window = file->number("question.window_h", 0.0, issues_);
        if (window < 0.0 || window > 1e6 || window != static_cast<double>(static_cast<int>(window)))
            complain(Code::out_of_range, file->place("question.window_h"), "this is no number of snapshots",
                     "Give a whole number, such as 168, or leave it out");
        else question.window = static_cast<int>(window);
        const std::string rent = file->text("surplus.congestion_rent", "half", issues_);
        if (rent != "half") question.rent_owner = rent;
        read_draws(*file);
        question.unserved = file->texts("indicators.unserved", {}, issues_);
        question.unserved_place = file->place("indicators.unserved");
        for (Issue& issue : file->unread(known_keys)) issues_.push_back(std::move(issue));
    }

    void read_draws(io::TomlFile& file) {
        const auto whole = [&](const char* key, double otherwise, double most) {
            const double value = file.number(key, otherwise, issues_);
            if (value >= 0.0 && value <= most && value == std::floor(value)) return value;
            complain(Code::out_of_range, file.place(key), "this is no whole number of 0 or more",
                     "Give one of at most " + std::to_string(static_cast<long long>(most)));
            return otherwise;
        };
        case_.uncertainty.draws = static_cast<std::size_t>(whole("uncertainty.draws", 0.0, 1e6));
        case_.uncertainty.windows = static_cast<std::size_t>(whole("uncertainty.windows", 0.0, 1e6));
        case_.uncertainty.seed = static_cast<std::uint64_t>(whole("uncertainty.seed", 1.0, 1e9));
    }

    void read_rules(io::TomlFile& file) {
        case_.rules = file.texts("question.rules", {}, issues_);
        std::vector<std::string> known;
        for (const game::RuleInfo& rule : game::rules()) known.emplace_back(rule.name);
        for (const std::string& rule : case_.rules)
            if (game::find_rule(rule) == nullptr)
                complain(Code::bad_option, file.place("question.rules"),
                         "there is no rule " + quoted(rule) + '.' + did_you_mean(rule, known),
                         "proeftuin share --help lists them");
    }

    void read_network(io::TomlFile& file) {
        const std::string network = file.text("network", "", issues_);
        if (network.empty()) {
            complain(Code::missing_column, file.place("network"), "the case names no network",
                     "Add network = \"...\", a folder of CSV files or a .nc file beside case.toml");
            return;
        }
        case_.network = case_.folder / network;
        std::error_code error;
        if (!fs::exists(case_.network, error))
            complain(Code::file_missing, file.place("network"), "there is no " + quoted(case_.network.string()),
                     "The path is one from the case's folder on");
    }

    /// A table of the folder; nothing where it is not there.
    std::optional<io::CsvRecords> table(const char* file, const io::RecordColumns& columns) {
        std::error_code error;
        if (!fs::exists(case_.folder / file, error)) return std::nullopt;
        Expected<io::CsvRecords> read = io::CsvRecords::read(case_.folder / file, file, columns);
        if (read) return std::move(*read);
        issues_.insert(issues_.end(), read.error().begin(), read.error().end());
        return std::nullopt;
    }

    /// A player's id: not empty, not there before, without what coalitions are written with.
    void check_id(const io::CsvRecords& table, std::size_t row, std::set<std::string>& ids) {
        const std::string& id = table.text(row, "id");
        if (id.empty() || id == "-" || id.find('+') != std::string::npos)
            complain(Code::empty_name, table.place(row, "id"), quoted(id) + " cannot be an id",
                     "Give one that is not empty, not - and has no +");
        else if (!ids.insert(id).second)
            complain(Code::duplicate_name, table.place(row, "id"), quoted(id) + " is there twice",
                     "Give it another id");
    }

    /// x and y of a row: both or neither.
    std::pair<double, double> position(const io::CsvRecords& table, std::size_t row) {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const auto given = [&](const char* column) {
            return table.has(column) && !table.text(row, column).empty() ? table.number(row, column, issues_)
                                                                         : std::nullopt;
        };
        const std::optional<double> x = given("x"), y = given("y");
        for (const auto& [one, other, column] : {std::tuple(x, y, "y"), std::tuple(y, x, "x")})
            if (one && !other && (!table.has(column) || table.text(row, column).empty()))
                complain(Code::missing_column, table.place(row, table.has(column) ? column : "id"),
                         std::string("the party has a place without ") + column, "Give both x and y, or neither");
        return x && y ? std::pair(*x, *y) : std::pair(nan, nan);
    }

    void read_parties() {
        const auto parties = table("parties.csv", {{"id", "name"}, {"x", "y", "note"}});
        if (!parties) return;
        std::set<std::string> ids;
        case_.question.parties_place = {.file = "parties.csv"};
        if (parties->size() == 0)
            complain(Code::missing_column, case_.question.parties_place, "the table names no party",
                     "Add a row for each, or remove the file: then they are those of the buses");
        for (std::size_t row = 0; row < parties->size(); ++row) {
            check_id(*parties, row, ids);
            case_.question.parties.emplace_back(parties->text(row, "id"), parties->text(row, "name"));
            case_.question.parties_at.push_back(position(*parties, row));
        }
    }

    void read_barriers() {
        const auto barriers = table("barriers.csv", barrier_columns);
        if (!barriers) return;
        std::set<std::string> ids;
        for (std::size_t row = 0; row < barriers->size(); ++row) {
            check_id(*barriers, row, ids);
            case_.question.barriers.push_back(read_barrier(*barriers, row));
        }
    }

    Barrier read_barrier(const io::CsvRecords& table, std::size_t row) {
        Barrier barrier;
        barrier.id = table.text(row, "id");
        barrier.name = table.text(row, "name");
        barrier.kind = table.text(row, "kind");
        barrier.source = table.text(row, "source");
        barrier.unit = table.text(row, "unit");
        barrier.place = table.place(row, "id");
        if (std::ranges::find(barrier_kinds, barrier.kind) == barrier_kinds.end())
            complain(Code::bad_option, table.place(row, "kind"),
                     quoted(barrier.kind) + " is no kind of barrier." + did_you_mean(barrier.kind, barrier_kinds),
                     "Use one of " + join(barrier_kinds, ", "));
        barrier.selector = parse_selector(table.text(row, "components"), table.text(row, "between"),
                                          table.place(row, "components"), issues_);
        read_effect(table, row, barrier);
        return barrier;
    }

    void read_effect(const io::CsvRecords& table, std::size_t row, Barrier& barrier) {
        const std::string& effect = table.text(row, "effect");
        const std::string& unit = table.text(row, "unit");
        std::vector<std::string> known, fitting;
        const Unit* found = nullptr;
        for (const Unit& one : units) {
            known.emplace_back(one.effect);
            if (effect != one.effect) continue;
            fitting.emplace_back(one.unit);
            if (unit == one.unit) found = &one;
        }
        if (fitting.empty()) {
            complain(Code::bad_option, table.place(row, "effect"),
                     quoted(effect) + " is no effect." + did_you_mean(effect, known),
                     "Use forbid, limit, charge or delay");
            return;
        }
        const std::optional<double> amount = table.number(row, "amount", issues_);
        if (found == nullptr) {
            complain(Code::bad_option, table.place(row, "unit"), quoted(unit) + " is no unit of a " + effect,
                     fitting.front().empty() ? "Leave unit and amount empty" : "Use " + join(fitting, " or "));
            return;
        }
        barrier.effect = found->means;
        if (*found->unit == '\0') {
            if (amount)
                complain(Code::out_of_range, table.place(row, "amount"), "to forbid takes no amount", "Leave it empty");
            return;
        }
        const auto fits = [&](double one) {
            return one >= 0.0 && one <= found->most && !(barrier.effect == Barrier::Effect::delay && one == 0.0);
        };
        const auto wants = "a " + effect + " in " + found->unit + " needs an amount of 0 to " + text_of(found->most);
        if (!amount || !fits(*amount))
            complain(Code::out_of_range, table.place(row, "amount"), wants, "Give it in " + std::string(found->unit));
        else barrier.amount = *amount;
        Issues said_before;  // by check_sources
        for (const auto& [column, end] :
             {std::pair{"amount_low", &barrier.amount_low}, {"amount_high", &barrier.amount_high}}) {
            const std::optional<double> one = table.number(row, column, table.has("source") ? said_before : issues_);
            if (one && !fits(*one))
                complain(Code::out_of_range, table.place(row, column), wants,
                         "Give the end of its range in " + std::string(found->unit));
            else if (one) *end = *one;
        }
    }

    static std::string text_of(double most) {
        if (most == 1.0) return "1";
        return most == most_amount ? "1e12" : std::to_string(static_cast<int>(most));
    }

    /// Every table of the folder that says where its figures come from.
    void check_tables() {
        std::vector<fs::path> files;
        std::error_code error;
        for (fs::directory_iterator entry(case_.folder, error), end; !error && entry != end; entry.increment(error))
            if (entry->path().extension() == ".csv" && entry->path().filename() != "sources.csv")
                files.push_back(entry->path());
        std::ranges::sort(files);
        std::set<std::string> used;
        for (const fs::path& file : files) {
            const std::string name = file.filename().string();
            const bool read_before = name == "parties.csv" || name == "barriers.csv" || name == ranges_file;
            Expected<io::CsvRecords> table = io::CsvRecords::read(file, name, {{}, {}, true});
            if (table && table->has("source")) {
                check_sources(*table, case_.sources, used, issues_);
                if (name != ranges_file && name != "barriers.csv") case_.num_ranges += num_ranges(*table);
                if (name != ranges_file) case_.figures.push_back(figures_of(*table, name, case_.sources));
            } else if (table && !case_.sources.empty() && num_figures(*table) > 0) {
                complain(Code::missing_column, {.file = name}, "the table has figures and no column 'source'",
                         "Add it, and name in each row the source of sources.csv where its figures were read");
            }
            if (!table && !read_before) issues_.insert(issues_.end(), table.error().begin(), table.error().end());
        }
        for (const Source& source : case_.sources)
            if (!used.contains(source.id))
                issues_.push_back({Code::unknown_reference,
                                   {.file = "sources.csv"},
                                   "no figure refers to source " + quoted(source.id),
                                   "Remove it, or name it where it is used",
                                   Severity::warning});
    }

    Case case_;
    Issues issues_;
};

}  // namespace

bool is_case(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "case.toml", error);
}

Expected<LoadedCase> try_load_case(const fs::path& folder) { return CaseReader(folder).run(); }

}  // namespace proeftuin::study

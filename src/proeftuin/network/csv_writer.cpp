// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/calendar.hpp"
#include "proeftuin/io/csv.hpp"
#include "proeftuin/io/file.hpp"
#include "proeftuin/network/reading.hpp"

// PyPSA's CSV folder (see csv_reader.cpp) as PyPSA 1.x writes it. Texts that would be taken for numbers, True or False
// or an empty cell are put in quotation marks, which PyPSA does not mind and our reader takes as a sign of text.

namespace proeftuin::network {

namespace {

namespace fs = std::filesystem;
using io::CsvText;

bool looks_like_text(const std::string& text) {
    return !trimmed(text).empty() && !parse_number(text) && !parse_boolean(text) && !io::parse_date_time(text);
}

class FolderWriter {
  public:
    FolderWriter(const Network& network, fs::path folder) : network_(network), folder_(std::move(folder)) {}

    void write() {
        write_network();
        write_snapshots();
        write_investment();
        write_scenarios();
        for (const Table& table : network_.tables) {
            if (table.size() == 0) continue;
            write_static(table);
            for (const auto& [attribute, series] : table.all_series()) write_series(table, attribute, series);
        }
        put("meta.json", meta_with_risk_preference(network_));
        put("crs.json", network_.crs_json);
        for (const Unknown& unknown : network_.unknown) {
            if (!unknown.text.empty()) put(unknown.list_name + ".csv", unknown.text);
        }
    }

    [[nodiscard]] const std::set<std::string>& files() const { return files_; }

  private:
    void put(const std::string& name, const std::string& text) {
        if (text.empty()) return;
        if (name.find('/') != std::string::npos || name.find('\0') != std::string::npos) {
            throw io::write_error(folder_, proeftuin::quoted(name) + " is no file name");
        }
        io::write_file(folder_ / name, text);
        files_.insert(name);
    }

    void write_network() {
        CsvText csv;
        csv.cell("name");
        for (const auto& [name, value] : network_.attributes) csv.cell(name);
        if (!network_.pypsa_version.empty()) csv.cell("pypsa_version");
        csv.end_row();
        csv.cell(network_.name, network_.name.empty());
        for (const auto& [name, value] : network_.attributes) csv.cell(value);
        if (!network_.pypsa_version.empty()) csv.cell(network_.pypsa_version);
        csv.end_row();
        put("network.csv", csv.text());
    }

    void write_snapshots() {
        const Snapshots& snapshots = network_.snapshots;
        CsvText csv;
        csv.cell("");
        if (!snapshots.periods.empty()) csv.cell("period");
        csv.cell(snapshots.periods.empty() ? "snapshot" : "timestep");
        for (const char* name : {"objective", "stores", "generators"}) csv.cell(name);
        csv.end_row();
        for (std::size_t row = 0; row < snapshots.labels.size(); ++row) {
            csv.number(static_cast<double>(row), true);
            if (!snapshots.periods.empty()) csv.number(snapshots.periods[row], true);
            csv.cell(snapshots.labels[row], snapshots.label_kind == 's' && !looks_like_text(snapshots.labels[row]));
            for (const std::vector<double>* weights :
                 {&snapshots.objective, &snapshots.stores, &snapshots.generators}) {
                csv.number((*weights)[row]);
            }
            csv.end_row();
        }
        put("snapshots.csv", csv.text());
    }

    void write_investment() {
        const Investment& investment = network_.investment;
        if (investment.empty()) return;
        CsvText csv;
        for (const char* name : {"period", "objective", "years"}) csv.cell(name);
        csv.end_row();
        for (std::size_t row = 0; row < investment.periods.size(); ++row) {
            csv.number(investment.periods[row], true);
            csv.number(investment.objective[row]);
            csv.number(investment.years[row]);
            csv.end_row();
        }
        put("investment_periods.csv", csv.text());
    }

    void write_scenarios() {
        const Scenarios& scenarios = network_.scenarios;
        if (scenarios.names.empty()) return;
        CsvText csv;
        csv.cell("scenario");
        csv.cell("weight");
        csv.end_row();
        for (std::size_t row = 0; row < scenarios.names.size(); ++row) {
            csv.cell(scenarios.names[row]);
            csv.number(scenarios.weights[row]);
            csv.end_row();
        }
        put("scenarios.csv", csv.text());
    }

    void write_static(const Table& table) {
        const auto width = static_cast<std::size_t>(table.size());
        const bool by_scenario = !network_.scenarios.names.empty();
        CsvText csv;
        if (by_scenario) csv.cell("scenario");
        csv.cell("name");
        for (const auto& [attribute, column] : table.columns()) csv.cell(attribute);
        csv.end_row();
        for (std::size_t s = 0; s < static_cast<std::size_t>(network_.scenarios.count()); ++s) {
            for (std::size_t item = 0; item < width; ++item) {
                if (by_scenario) csv.cell(network_.scenarios.names[s]);
                csv.cell(table.names()[item], table.names()[item].empty());
                for (const auto& [attribute, column] : table.columns()) {
                    const std::size_t count = column.kind == Kind::text ? column.texts.size() : column.numbers.size();
                    write_cell(csv, column, (count == width ? 0 : s * width) + item, table.type().find(attribute));
                }
                csv.end_row();
            }
        }
        put(table.type().list_name + ".csv", csv.text());
    }

    static void write_cell(CsvText& csv, const Column& column, std::size_t at, const Attribute* known) {
        if (column.kind == Kind::text) {
            csv.cell(column.texts[at], known == nullptr && !looks_like_text(column.texts[at]));
        } else if (column.kind == Kind::boolean) {
            csv.boolean(column.numbers[at] != 0.0);
        } else if (std::isnan(column.numbers[at]) && known != nullptr && !std::isnan(known->default_number)) {
            csv.cell("nan");  // an empty cell would mean the default
        } else {
            csv.number(column.numbers[at], column.integer);
        }
    }

    void write_series(const Table& table, const std::string& attribute, const Series& series) {
        if (series.items.empty()) return;
        const auto scenarios = static_cast<std::size_t>(network_.scenarios.count());
        const std::size_t width = series.items.size();
        CsvText csv;
        if (!network_.scenarios.names.empty()) {
            csv.cell("scenario");
            for (const std::string& name : network_.scenarios.names) {
                for (std::size_t i = 0; i < width; ++i) csv.cell(name);
            }
            csv.end_row();
        }
        csv.cell("");
        for (std::size_t s = 0; s < scenarios; ++s) {
            for (const std::int32_t item : series.items) csv.cell(table.name(item));
        }
        csv.end_row();
        const auto held = static_cast<std::size_t>(series.num_scenarios);
        for (std::size_t t = 0; t < network_.snapshots.labels.size(); ++t) {
            csv.number(static_cast<double>(t), true);
            for (std::size_t s = 0; s < scenarios; ++s) {
                const double* row = series.values.data() + (t * held + (held == 1 ? 0 : s)) * width;
                for (std::size_t i = 0; i < width; ++i) {
                    if (series.boolean) {
                        csv.boolean(row[i] != 0.0);
                    } else {
                        csv.number(row[i], series.integer);
                    }
                }
            }
            csv.end_row();
        }
        put(table.type().list_name + '-' + attribute + ".csv", csv.text());
    }

    const Network& network_;
    fs::path folder_;
    std::set<std::string> files_;
};

/// Files of a network that was there before and has parts the new one has not.
bool is_stale(const std::string& name, const std::set<std::string>& written) {
    if (written.count(name) != 0) return false;
    if (name == "meta.json" || name == "crs.json") return true;
    if (name.size() < 5 || name.substr(name.size() - 4) != ".csv") return false;
    const std::string list = name.substr(0, std::min(name.find('-'), name.size() - 4));
    const bool general = list == "investment_periods" || list == "scenarios" || list == "snapshots";
    return general || find_type_by_list(list) != nullptr;
}

}  // namespace

void write_csv_folder(const Network& network, const fs::path& folder) {
    const io::PartialPath partial(folder);
    std::error_code error;
    fs::create_directories(partial.path(), error);
    if (error) throw io::write_error(folder, error.message());
    FolderWriter writer(network, partial.path());
    writer.write();
    if (!fs::exists(folder, error)) return partial.finish();
    // The folder is there already, perhaps with other things in it: file by file, each of them whole.
    for (const std::string& name : writer.files()) {
        fs::rename(partial.path() / name, folder / name, error);
        if (error) throw io::write_error(folder / name, error.message());
    }
    std::vector<fs::path> stale;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (is_stale(entry->path().filename().string(), writer.files())) stale.push_back(entry->path());
    }
    for (const fs::path& path : stale) fs::remove(path, error);
}

}  // namespace proeftuin::network

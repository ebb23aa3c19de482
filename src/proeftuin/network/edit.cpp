// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/edit.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "proeftuin/base/digest.hpp"

namespace proeftuin::network {

namespace {

/// [scenarios x old] -> [scenarios x (old + copies)]
template <typename T>
std::vector<T> widened(const std::vector<T>& values, std::size_t width, const std::vector<int>& items) {
    std::vector<T> result;
    for (std::size_t first = 0; width > 0 && first < values.size(); first += width) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        result.insert(result.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
        for (const int item : items) result.push_back(values[first + static_cast<std::size_t>(item)]);
    }
    return result;
}

/// [rows x width] -> [rows x items]
template <typename T>
std::vector<T> chosen(const std::vector<T>& values, std::size_t width, const std::vector<int>& items) {
    std::vector<T> result;
    for (std::size_t first = 0; width > 0 && first < values.size(); first += width)
        for (const int item : items) result.push_back(values[first + static_cast<std::size_t>(item)]);
    return result;
}

Series widened(const Series& series, const std::vector<int>& items, int first_copy) {
    std::vector<std::size_t> sources;  // positions in the series
    Series result = series;
    for (std::size_t k = 0; k < items.size(); ++k) {
        const auto found = std::ranges::find(series.items, items[k]);
        if (found == series.items.end()) continue;
        sources.push_back(static_cast<std::size_t>(found - series.items.begin()));
        result.items.push_back(first_copy + static_cast<int>(k));
    }
    result.values.clear();
    const std::size_t width = series.items.size();
    for (std::size_t first = 0; width > 0 && first < series.values.size(); first += width) {
        const auto begin = series.values.begin() + static_cast<std::ptrdiff_t>(first);
        result.values.insert(result.values.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
        for (const std::size_t source : sources) result.values.push_back(series.values[first + source]);
    }
    return result;
}

}  // namespace

int append_copies(Table& table, const std::vector<int>& items, const std::vector<std::string>& names) {
    const int first = table.size();
    const auto width = static_cast<std::size_t>(first);
    std::vector<std::string> all = table.names();
    all.insert(all.end(), names.begin(), names.end());
    const auto columns = table.columns();
    const auto all_series = table.all_series();
    table.set_names(std::move(all));
    for (const auto& [attribute, column] : columns) {
        Column& made = table.make_column(attribute, column.kind);
        made = column;
        made.numbers = widened(column.numbers, width, items);
        made.texts = widened(column.texts, width, items);
    }
    for (const auto& [attribute, series] : all_series) table.make_series(attribute) = widened(series, items, first);
    return first;
}

Table subset(const Table& table, const std::vector<int>& items) {
    Table part(table.type());
    std::vector<std::string> names;
    for (const int item : items) names.push_back(table.name(item));
    part.set_names(std::move(names));
    const auto width = static_cast<std::size_t>(table.size());
    for (const auto& [attribute, column] : table.columns()) {
        Column& made = part.make_column(attribute, column.kind);
        made = column;
        made.numbers = chosen(column.numbers, width, items);
        made.texts = chosen(column.texts, width, items);
    }
    for (const auto& [attribute, series] : table.all_series()) {
        std::vector<int> sources;  // positions in the series
        Series made = series;
        made.items.clear();
        for (std::size_t k = 0; k < items.size(); ++k) {
            const auto found = std::ranges::find(series.items, items[k]);
            if (found == series.items.end()) continue;
            sources.push_back(static_cast<int>(found - series.items.begin()));
            made.items.push_back(static_cast<std::int32_t>(k));
        }
        if (sources.empty()) continue;
        made.values = chosen(series.values, series.items.size(), sources);
        part.make_series(attribute) = std::move(made);
    }
    return part;
}

void set_number(Table& table, std::string_view attribute, int item, double value) {
    Column& column = table.edit_column(attribute);
    const auto width = static_cast<std::size_t>(table.size());
    for (std::size_t at = static_cast<std::size_t>(item); at < column.numbers.size(); at += width)
        column.numbers[at] = value;
    Series* series = table.series(attribute) == nullptr ? nullptr : &table.edit_series(attribute);
    if (series == nullptr) return;
    const auto found = std::ranges::find(series->items, item);
    if (found == series->items.end()) return;
    const auto at = static_cast<std::size_t>(found - series->items.begin());
    for (std::size_t i = at; i < series->values.size(); i += series->items.size()) series->values[i] = value;
}

std::uint64_t digest(const Network& network) {
    Digest digest;
    const auto texts = [&](const std::vector<std::string>& list) {
        digest.add(static_cast<std::uint64_t>(list.size()));
        for (const std::string& text : list) digest.add(std::string_view(text));
    };
    const auto numbers = [&](const std::vector<double>& list) { digest.add_all(std::span<const double>(list)); };
    texts(network.snapshots.labels);
    digest.add_all(std::span<const int>(network.snapshots.periods));
    for (const auto* weights : {&network.snapshots.objective, &network.snapshots.stores, &network.snapshots.generators})
        numbers(*weights);
    digest.add_all(std::span<const int>(network.investment.periods));
    numbers(network.investment.objective);
    numbers(network.investment.years);
    texts(network.scenarios.names);
    numbers(network.scenarios.weights);
    numbers({network.risk_omega, network.risk_alpha, network.has_risk ? 1.0 : 0.0});
    for (const Table& table : network.tables) {
        texts(table.names());
        for (const auto& [attribute, column] : table.columns()) {
            digest.add(std::string_view(attribute));
            numbers(column.numbers);
            texts(column.texts);
        }
        for (const auto& [attribute, series] : table.all_series()) {
            digest.add(std::string_view(attribute));
            digest.add_all(std::span<const std::int32_t>(series.items));
            numbers(series.values);
        }
    }
    return digest.value();
}

}  // namespace proeftuin::network

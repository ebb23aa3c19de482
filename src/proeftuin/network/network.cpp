// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/network.hpp"

#include <algorithm>
#include <limits>

#include "proeftuin/base/assert.hpp"

namespace proeftuin::network {

namespace {

const std::string no_text;

double default_number(const Attribute* attribute) {
    if (attribute == nullptr) return std::numeric_limits<double>::quiet_NaN();
    if (attribute->kind == Kind::boolean) return attribute->default_flag ? 1.0 : 0.0;
    return attribute->default_number;
}

std::size_t cell(const std::size_t values, int size, int scenario, int item) {
    const auto width = static_cast<std::size_t>(size);
    const std::size_t s = values == width ? 0 : static_cast<std::size_t>(scenario);
    return s * width + static_cast<std::size_t>(item);
}

template <typename Pairs>
auto* find_in(Pairs& pairs, std::string_view name) {
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [name](const auto& pair) { return pair.first == name; });
    return found == pairs.end() ? nullptr : &found->second;
}

}  // namespace

int Table::find(std::string_view name) const {
    const auto found = positions_.find(name);
    return found == positions_.end() ? -1 : found->second;
}

void Table::set_names(std::vector<std::string> names) {
    names_ = std::move(names);
    positions_.clear();
    positions_.reserve(names_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) positions_.emplace(names_[i], static_cast<int>(i));
    columns_.clear();
    series_.clear();
}

const Column* Table::column(std::string_view attribute) const { return find_in(columns_, attribute); }

const Series* Table::series(std::string_view attribute) const { return find_in(series_, attribute); }

Column& Table::make_column(std::string_view attribute, Kind kind, int num_scenarios) {
    Column* made = find_in(columns_, attribute);
    if (made == nullptr) made = &columns_.emplace_back(std::string(attribute), Column{}).second;
    *made = Column{};
    made->kind = kind;
    const std::size_t count = names_.size() * static_cast<std::size_t>(num_scenarios);
    const Attribute* known = type_ == nullptr ? nullptr : type_->find(attribute);
    made->integer = known != nullptr && known->integer;
    if (kind == Kind::text) {
        made->texts.assign(count, known == nullptr ? std::string() : known->default_text);
    } else {
        made->numbers.assign(count, kind == Kind::boolean && known == nullptr ? 0.0 : default_number(known));
    }
    return *made;
}

Column& Table::edit_column(std::string_view attribute, int num_scenarios) {
    Column* given = find_in(columns_, attribute);
    if (given != nullptr) return *given;
    const Attribute* known = type_ == nullptr ? nullptr : type_->find(attribute);
    return make_column(attribute, known == nullptr ? Kind::number : known->kind, num_scenarios);
}

Series& Table::make_series(std::string_view attribute) {
    Series* made = find_in(series_, attribute);
    if (made == nullptr) made = &series_.emplace_back(std::string(attribute), Series{}).second;
    *made = Series{};
    return *made;
}

Series& Table::edit_series(std::string_view attribute) {
    Series* given = find_in(series_, attribute);
    return given != nullptr ? *given : make_series(attribute);
}

void Table::drop_column(std::string_view attribute) {
    std::erase_if(columns_, [attribute](const auto& pair) { return pair.first == attribute; });
}

void Table::drop_series(std::string_view attribute) {
    std::erase_if(series_, [attribute](const auto& pair) { return pair.first == attribute; });
}

double Table::number(std::string_view attribute, int item, int scenario) const {
    const Column* given = column(attribute);
    if (given == nullptr || given->kind == Kind::text)
        return default_number(type_ == nullptr ? nullptr : type_->find(attribute));
    return given->numbers[cell(given->numbers.size(), size(), scenario, item)];
}

bool Table::flag(std::string_view attribute, int item, int scenario) const {
    const double value = number(attribute, item, scenario);
    return value != 0.0 && value == value;
}

const std::string& Table::text(std::string_view attribute, int item, int scenario) const {
    const Column* given = column(attribute);
    if (given != nullptr && given->kind == Kind::text) {
        return given->texts[cell(given->texts.size(), size(), scenario, item)];
    }
    const Attribute* known = type_ == nullptr ? nullptr : type_->find(attribute);
    return known == nullptr ? no_text : known->default_text;
}

Values::Values(const Table& table, std::string_view attribute) : size_(table.size()) {
    default_ = default_number(table.type().find(attribute));
    const Column* column = table.column(attribute);
    if (column != nullptr && column->kind != Kind::text && size_ > 0) {
        static_ = column->numbers.data();
        static_scenarios_ = static_cast<int>(column->numbers.size() / static_cast<std::size_t>(size_));
    }
    const Series* series = table.series(attribute);
    if (series == nullptr || series->items.empty()) return;
    series_ = series->values.data();
    series_scenarios_ = series->num_scenarios;
    series_items_ = series->items.size();
    position_.assign(static_cast<std::size_t>(size_), -1);
    for (std::size_t i = 0; i < series->items.size(); ++i) {
        position_[static_cast<std::size_t>(series->items[i])] = static_cast<std::int32_t>(i);
    }
}

std::string Snapshots::name(int snapshot) const {
    const auto at = static_cast<std::size_t>(snapshot);
    if (periods.empty()) return labels[at];
    return '(' + std::to_string(periods[at]) + ", " + labels[at] + ')';
}

Network::Network() {
    tables.reserve(component_types().size());
    for (const ComponentType& type : component_types()) tables.emplace_back(type);
}

const Table& Network::table(std::string_view type) const {
    const auto types = component_types();
    std::size_t at = 0;
    while (at < types.size() && types[at].name != type) ++at;
    PROEFTUIN_ASSERT(at < tables.size());
    return tables[at];
}

Table& Network::table(std::string_view type) {
    return const_cast<Table&>(static_cast<const Network&>(*this).table(type));
}

}  // namespace proeftuin::network

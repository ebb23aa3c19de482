// SPDX-License-Identifier: Apache-2.0
//
// From figures with ranges to the components of a network. Three ways lead there: the amount of a barrier; a static attribute with
// columns `_low` and `_high` beside it in the component's own table, one figure a component; the rows of ranges.csv.
#include <algorithm>
#include <cmath>

#include "proeftuin/base/text.hpp"
#include "proeftuin/study/ranges.hpp"

namespace proeftuin::study {

namespace {

using network::Attribute;
using network::ComponentType;
using network::Table;

/// May a figure move it: a number that a solve reads?
bool can_move(const Attribute& attribute) {
    return !attribute.output && attribute.kind == network::Kind::number && !attribute.integer;
}

class Finder {
  public:
    Finder(const network::Network& network, const std::vector<Source>& sources)
        : network_(network), sources_(sources) {}

    void add_barriers(const std::vector<Barrier>& barriers) {
        for (std::size_t b = 0; b < barriers.size(); ++b) {
            const Barrier& barrier = barriers[b];
            if (!(barrier.amount_low < barrier.amount_high)) continue;
            RangedFigure figure{.id = "barriers/" + barrier.id + "/amount",
                                .name = barrier.name.empty() ? barrier.id : barrier.name,
                                .unit = barrier.unit,
                                .value = barrier.amount,
                                .low = barrier.amount_low,
                                .high = barrier.amount_high,
                                .source = barrier.source,
                                .grade = weakest_grade(barrier.source, sources_),
                                .effects = {},
                                .place = barrier.place};
            RangeEffect& effect = figure.effects.emplace_back();
            effect.kind = RangeEffect::Kind::barrier_amount;
            effect.barrier = b;
            effect.place = barrier.place;
            found_.push_back(std::move(figure));
        }
    }

    void add_columns() {
        for (const Table& table : network_.tables)
            for (const auto& [name, column] : table.columns()) {
                if (!name.ends_with("_low") || column.kind != network::Kind::number) continue;
                const std::string attribute = name.substr(0, name.size() - 4);
                const Attribute* known = table.type().find(attribute);
                if (known == nullptr || !can_move(*known) || !known->is_static) continue;
                if (table.column(attribute + "_high") == nullptr)
                    complain(Code::missing_column, {.component = table.type().name, .field = name},
                             "there is a column " + name + " but no " + attribute + "_high",
                             "Give both ends of the range");
                else add_column(table, attribute, known->unit);
            }
    }

    void add_listed(const std::vector<RangedFigure>& listed) {
        for (RangedFigure figure : listed) {
            for (RangeEffect& effect : figure.effects) find(effect);
            if (std::ranges::find(found_, figure.id, &RangedFigure::id) != found_.end())
                complain(Code::duplicate_name, figure.place,
                         "figure " + quoted(figure.id) + " is also a range of the network or of a barrier",
                         "Tell its range once, or give it another id");
            found_.push_back(std::move(figure));
        }
    }

    Expected<std::vector<RangedFigure>> take() {
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return std::move(found_);
    }

  private:
    void complain(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    void add_column(const Table& table, const std::string& attribute, const std::string& unit) {
        const network::Column* sources = table.column("source");
        const bool sourced = sources != nullptr && sources->kind == network::Kind::text;
        for (int item = 0; item < table.size(); ++item) {
            const double low = table.number(attribute + "_low", item);
            const double high = table.number(attribute + "_high", item);
            const double value = table.number(attribute, item);
            if (std::isnan(low) && std::isnan(high)) continue;
            const Place place{.component = table.type().name, .name = table.name(item), .field = attribute};
            if (!std::isfinite(low) || !std::isfinite(high) || !(low <= value && value <= high)) {
                complain(Code::bounds_crossed, place, "the range is not low <= figure <= high, all finite",
                         "Mend " + attribute + "_low and " + attribute + "_high, or leave both empty");
                continue;
            }
            const network::Series* series = table.series(attribute);
            if (series != nullptr && std::ranges::find(series->items, item) != series->items.end()) {
                complain(Code::unsupported_feature, place,
                         attribute + " varies in time here, so its range says nothing",
                         "Tell in a case's ranges.csv what the figure does");
                continue;
            }
            if (low == high) continue;
            RangedFigure figure;
            figure.id = table.type().list_name + '/' + table.name(item) + '/' + attribute;
            figure.name = table.name(item) + ' ' + attribute;
            figure.unit = unit;
            figure.value = value;
            figure.low = low;
            figure.high = high;
            figure.source = sourced ? table.text("source", item) : "";
            figure.grade = weakest_grade(figure.source, sources_);
            figure.place = place;
            RangeEffect& effect = figure.effects.emplace_back();
            effect.kind = RangeEffect::Kind::add;
            effect.component = table.type().name;
            effect.attribute = attribute;
            effect.items = {item};
            effect.place = place;
            found_.push_back(std::move(figure));
        }
    }

    /// Finds what one row of ranges.csv acts on.
    void find(RangeEffect& effect) {
        const ComponentType* type = network::find_type(effect.component);
        if (type == nullptr) {
            std::vector<std::string> known;
            for (const ComponentType& one : network::component_types()) known.push_back(one.name);
            return complain(
                Code::unknown_component, effect.place,
                "there is no component type " + quoted(effect.component) + '.' + did_you_mean(effect.component, known),
                "Use Generator, Link, Load, StorageUnit or another of PyPSA's");
        }
        const bool moves = is_moved(*type, effect);
        find_items(network_.table(type->name), effect);
        find_snapshots(effect);
        if (moves && !effect.snapshots.empty()) check_series(network_.table(type->name), effect);
    }

    bool is_moved(const ComponentType& type, const RangeEffect& effect) {
        const Attribute* attribute = type.find(effect.attribute);
        if (attribute != nullptr && can_move(*attribute)) return true;
        std::vector<std::string> known;
        for (const Attribute& one : type.attributes)
            if (can_move(one)) known.push_back(one.name);
        complain(Code::unknown_attribute, effect.place,
                 type.name + " has no number " + quoted(effect.attribute) + " that a figure could move." +
                     did_you_mean(effect.attribute, known),
                 "Name an attribute such as " + known.front());
        return false;
    }

    void find_items(const Table& table, RangeEffect& effect) {
        for (const std::string& pattern : effect.names) {
            bool any = false;
            for (int item = 0; item < table.size(); ++item) {
                if (!matches(table.name(item), pattern)) continue;
                any = true;
                effect.items.push_back(item);
            }
            if (!any)
                complain(Code::unknown_reference, effect.place,
                         "there is no " + table.type().name + ' ' + quoted(pattern) + '.' +
                             did_you_mean(pattern, table.names()),
                         "Use names of the network; * at the end of one stands for any ending");
        }
        std::ranges::sort(effect.items);
        effect.items.erase(std::ranges::unique(effect.items).begin(), effect.items.end());
    }

    void find_snapshots(RangeEffect& effect) {
        const std::vector<std::string>& labels = network_.snapshots.labels;
        for (const std::string& pattern : effect.snapshots)
            if (std::ranges::none_of(labels, [&](const std::string& label) { return matches(label, pattern); }))
                complain(Code::unknown_reference, effect.place, "no snapshot is " + quoted(pattern),
                         labels.empty() ? "The network has no snapshots"
                                        : "They are called " + quoted(labels.front()) + " to " + quoted(labels.back()));
        if (effect.snapshots.empty()) return;
        for (std::size_t t = 0; t < labels.size(); ++t)
            if (std::ranges::any_of(effect.snapshots,
                                    [&](const std::string& pattern) { return matches(labels[t], pattern); }))
                effect.snapshot_items.push_back(static_cast<int>(t));
    }

    /// Some snapshots only: then the attribute must vary in time.
    void check_series(const Table& table, const RangeEffect& effect) {
        const network::Values values(table, effect.attribute);
        for (const int item : effect.items) {
            if (values.varies(item)) continue;
            complain(Code::unsupported_feature, effect.place,
                     effect.attribute + " of " + quoted(table.name(item)) +
                         " does not vary in time, so it cannot move at some snapshots only",
                     "Leave snapshots empty, or give the network a series of it");
        }
    }

    const network::Network& network_;
    const std::vector<Source>& sources_;
    std::vector<RangedFigure> found_;
    Issues issues_;
};

}  // namespace

Expected<std::vector<RangedFigure>> find_ranges(const network::Network& network, const std::vector<Barrier>& barriers,
                                                const std::vector<RangedFigure>& of_case,
                                                const std::vector<Source>& sources) {
    Finder finder(network, sources);
    finder.add_barriers(barriers);
    finder.add_columns();
    finder.add_listed(of_case);
    Expected<std::vector<RangedFigure>> found = finder.take();
    if (!found) return found;
    if (Issues issues = check_ends(*found, network); !issues.empty()) return tl::unexpected(std::move(issues));
    return found;
}

}  // namespace proeftuin::study

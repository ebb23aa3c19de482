// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_composer.hpp"

#include <algorithm>
#include <numeric>

namespace proeftuin::report {

namespace {

const std::string* find(const TextIn& texts, const std::string& key) {
    const auto found = std::ranges::find_if(texts, [&](const auto& entry) { return entry.first == key; });
    return found == texts.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

std::string LetterComposer::in(const TextIn& texts_in) const {
    if (const std::string* text = find(texts_in, texts.language())) return *text;
    if (const std::string* text = find(texts_in, "en")) return *text;
    return texts_in.empty() ? "" : texts_in.front().second;
}

std::string LetterComposer::party(const CaseResults& one, const std::string& id) const {
    const auto found = std::ranges::find(programme.parties, id, &PartyResults::id);
    if (found != programme.parties.end()) return in(found->names);
    const std::string* name = find(one.party_names, id);
    return name != nullptr ? *name : id;
}

std::string LetterComposer::player(const CaseResults& one, const std::string& id) const {
    if (one.players_are_parties) return party(one, id);
    const auto found = std::ranges::find(one.barriers, id, &BarrierCosts::id);
    return found == one.barriers.end() || found->name.empty() ? id : found->name;
}

std::string LetterComposer::parties(const CaseResults& one, const std::vector<std::string>& ids) const {
    std::vector<std::string> names;
    for (const std::string& id : ids) names.push_back(player(one, id));
    return LetterNumbers::list(names, texts.text("and"));
}

std::string LetterComposer::rule(const std::string& name) const {
    return texts.has("rule." + name) ? texts.text("rule." + name) : name;
}

std::string LetterComposer::euro(const MaybeNumber& value) const {
    return value ? numbers.euro(*value) : texts.text("not_computed");
}

std::string LetterComposer::certified(const MaybeNumber& lower, const MaybeNumber& upper) const {
    if (!lower || !upper) return texts.text("not_computed");
    const double width = *upper - *lower;
    if (width <= 0.01) return texts.text("within_a_cent");
    if (numbers.euro(*lower) == numbers.euro(*upper)) return "±\u00a0" + numbers.euro(width / 2.0);
    return assumed(lower, upper);
}

std::string LetterComposer::sampled(const CaseResults& one) const {
    if (!one.uncertainty || !one.uncertainty->standard_error) return texts.text("not_computed");
    const Uncertainty& u = *one.uncertainty;
    return texts.text("sampled_is", {{"mean", "±\u00a0" + numbers.euro(*u.standard_error)},
                                     {"one", "±\u00a0" + euro(u.sampling_error)}});
}

std::string LetterComposer::assumed(const MaybeNumber& low, const MaybeNumber& high) const {
    if (!low || !high) return texts.text("not_computed");
    auto [from, to] = numbers.euro_range(*low, *high);
    return texts.text("between", {{"low", std::move(from)}, {"high", std::move(to)}});
}

std::string LetterComposer::assumed(const std::optional<Spread>& spread) const {
    return spread ? assumed(spread->low, spread->high) : texts.text("not_computed");
}

std::string LetterComposer::middle_part(const CaseResults& one) const {
    const Uncertainty& u = *one.uncertainty;
    return numbers.percent(u.high_quantile - u.low_quantile);
}

std::size_t coalition_of(const CaseResults& one, const std::vector<std::string>& ids) {
    std::size_t bits = 0;
    for (std::size_t p = 0; p < one.players.size(); ++p)
        if (std::ranges::find(ids, one.players[p]) != ids.end()) bits |= std::size_t{1} << p;
    return bits;
}

std::vector<std::string> cannot_be_alone(const CaseResults& one) {
    double all = 0.0;
    for (const MaybeNumber& energy : one.unserved_alone_mwh) all += energy.value_or(0.0);
    std::vector<std::string> ids;
    for (std::size_t p = 0; p < one.unserved_alone_mwh.size(); ++p) {
        const double energy = one.unserved_alone_mwh[p].value_or(0.0);
        if (energy >= 1.0 && energy >= 0.01 * all) ids.push_back(one.parties[p]);
    }
    return ids;
}

MaybeNumber at(const std::vector<MaybeNumber>& values, std::size_t index) {
    return index < values.size() ? values[index] : std::nullopt;
}

}  // namespace proeftuin::report

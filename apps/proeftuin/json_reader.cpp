// SPDX-License-Identifier: Apache-2.0
#include "json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace proeftuin::cli {

namespace {

const Json nothing = nullptr;
constexpr const char* run_again = "Make the results again with proeftuin run";
constexpr std::size_t most_issues = 50;  // of one corrupt file

}  // namespace

void JsonReader::complain(const std::string& message, const std::string& remedy) const {
    if (issues_->size() >= most_issues) return;
    issues_->push_back({.code = Code::file_format,
                        .where = {.file = file_, .field = field_},
                        .message = message,
                        .remedy = remedy.empty() ? run_again : remedy});
}

void JsonReader::wrong(const char* wanted) const {
    complain(std::string("this must be ") + wanted + ", found " +
             (json_->is_null() ? "nothing" : std::string("a value of type ") + json_->type_name()));
}

JsonReader JsonReader::operator[](const std::string& key) const {
    const std::string field = field_.empty() ? key : field_ + '.' + key;
    if (!json_->is_object()) {
        if (present()) wrong("an object");
        return {nothing, *this, field};
    }
    const auto found = json_->find(key);
    return {found == json_->end() ? nothing : *found, *this, field};
}

std::vector<JsonReader> JsonReader::items() const {
    std::vector<JsonReader> list;
    if (!present()) return list;
    if (!json_->is_array()) {
        wrong("a list");
        return list;
    }
    for (std::size_t i = 0; i < json_->size(); ++i)
        list.push_back(JsonReader((*json_)[i], *this, field_ + '[' + std::to_string(i) + ']'));
    return list;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members() const {
    std::vector<std::pair<std::string, JsonReader>> list;
    if (!present()) return list;
    if (!json_->is_object()) {
        wrong("an object");
        return list;
    }
    for (const auto& [key, value] : json_->items())
        list.emplace_back(key, JsonReader(value, *this, field_ + '.' + key));
    return list;
}

std::string JsonReader::text() const {
    if (json_->is_string()) return json_->get<std::string>();
    if (present()) wrong("a text");
    return "";
}

std::string JsonReader::needed_text() const {
    if (!present()) wrong("a text");
    return text();
}

std::optional<double> JsonReader::number() const {
    if (json_->is_number()) return json_->get<double>();
    if (present()) wrong("a number");
    return std::nullopt;
}

std::size_t JsonReader::count() const {
    const std::optional<double> value = number();
    if (!value) return 0;
    if (*value >= 0.0 && *value <= 1e15 && *value == std::floor(*value)) return static_cast<std::size_t>(*value);
    wrong("a whole number that is not negative");
    return 0;
}

std::optional<bool> JsonReader::flag() const {
    if (json_->is_boolean()) return json_->get<bool>();
    if (present()) wrong("true or false");
    return std::nullopt;
}

std::vector<std::string> JsonReader::texts() const {
    std::vector<std::string> list;
    for (const JsonReader& item : items()) list.push_back(item.text());
    return list;
}

std::vector<std::optional<double>> JsonReader::numbers() const {
    std::vector<std::optional<double>> list;
    for (const JsonReader& item : items()) list.push_back(item.number());
    return list;
}

Json read_json(const std::filesystem::path& file) {
    std::error_code error;
    std::ifstream stream;
    if (std::filesystem::is_regular_file(file, error)) stream.open(file, std::ios::binary);
    const auto refuse = [&](Code code, Place place, std::string message, std::string remedy) {
        throw InputError({{code, std::move(place), std::move(message), std::move(remedy)}});
    };
    if (!stream.is_open())
        refuse(Code::file_missing, {.file = file.string()}, "there is no such file, or it cannot be read", run_again);
    std::stringstream bytes;
    bytes << stream.rdbuf();
    const std::string text = bytes.str();
    try {
        return Json::parse(text);
    } catch (const Json::exception& problem) {
        const auto* parse = dynamic_cast<const Json::parse_error*>(&problem);
        const std::size_t end = std::min(parse == nullptr ? 0 : parse->byte, text.size());
        const std::size_t line =
            static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        const std::size_t begin = end == 0 ? 0 : text.rfind('\n', end - 1);
        const std::size_t column = begin == std::string::npos ? end : end - begin;
        refuse(Code::file_format,
               {.file = file.string(),
                .line = static_cast<int>(line) + 1,
                .column = static_cast<int>(std::max<std::size_t>(column, 1))},
               "the file is no JSON from here on; it was cut off or changed", run_again);
    }
    return {};
}

}  // namespace proeftuin::cli

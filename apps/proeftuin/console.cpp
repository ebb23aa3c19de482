// SPDX-License-Identifier: Apache-2.0
#include "console.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unistd.h>

#include "results_json.hpp"

namespace proeftuin::cli {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_error(std::string_view text) {
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stderr);
}

Issues sorted(Issues issues) {
    std::stable_sort(issues.begin(), issues.end(), [](const Issue& a, const Issue& b) {
        return std::tie(a.where.file, a.where.line, a.where.column) <
               std::tie(b.where.file, b.where.line, b.where.column);
    });
    return issues;
}

void print_refusal(const Issues& issues, bool json) {
    const Issues ordered = sorted(issues);
    if (json) {
        print(document_text(error_document(ordered)));
        return;
    }
    for (const Issue& issue : ordered) print_error(issue.text() + '\n');
}

void print_failure(const std::string& message) {
    Json document = error_document({});
    document["issues"].push_back({{"code", "internal_error"},
                                  {"where", ""},
                                  {"message", message},
                                  {"remedy", "Report it with the input that shows it"},
                                  {"severity", "error"}});
    print(document_text(document));
}

void print_warnings(const Issues& issues, const Common& common) {
    if (common.json || common.quiet) return;
    constexpr std::size_t most = 20;
    for (std::size_t i = 0; i < std::min(issues.size(), most); ++i) print_error(issues[i].text() + '\n');
    if (issues.size() > most) {
        print_error(fmt::format("... and {} more warnings (proeftuin check lists them all)\n", issues.size() - most));
    }
}

namespace {

std::string clock_text(double seconds) {
    const long whole = std::lround(std::max(seconds, 0.0));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

ProgressBar::ProgressBar(const Common& common) {
    if (common.quiet || isatty(STDERR_FILENO) != 1) return;
    drawing_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ProgressBar::~ProgressBar() = default;

void ProgressBar::show(double fraction, std::string_view what) {
    const std::scoped_lock lock(mutex_);
    fraction_ = fraction;
    what_ = what;
}

void ProgressBar::run(const std::stop_token& stop) {
    bool drawn = false;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, stop, std::chrono::milliseconds(250), [&] { return stop.stop_requested(); })) {
        if (watch_.seconds() < 2.0 || what_.empty()) continue;
        std::fputs(("\r\x1b[K" + line()).c_str(), stderr);
        std::fflush(stderr);
        drawn = true;
    }
    if (!drawn) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
}

std::string ProgressBar::line() const {
    const double now = watch_.seconds();
    if (!(fraction_ >= 0.0 && fraction_ <= 1.0)) return fmt::format("{}  {}", what_, clock_text(now));
    constexpr int width = 30;
    const int full = static_cast<int>(fraction_ * width);
    std::string text =
        fmt::format("{}  [{:#<{}}{:.<{}}] {:3.0f} %", what_, "", full, "", width - full, 100.0 * fraction_);
    if (fraction_ > 0.01) text += "  " + clock_text(now * (1.0 - fraction_) / fraction_) + " left";
    return text;
}

dispatch::Progress ProgressBar::callback() {
    if (!drawing_.joinable()) return {};
    return [this](double fraction, std::string_view what) { show(fraction, what); };
}

}  // namespace proeftuin::cli

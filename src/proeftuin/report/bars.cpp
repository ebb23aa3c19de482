// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/bars.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "proeftuin/report/axis.hpp"
#include "proeftuin/report/palette.hpp"
#include "proeftuin/report/svg.hpp"

namespace proeftuin::report {

namespace {

// Okabe and Ito 2008: told apart by people who see red and green alike, and from dark to light on a black-and-white printer
constexpr std::array<std::string_view, 8> colours{"#444444", "#0072B2", "#E69F00", "#56B4E9",
                                                  "#009E73", "#CC79A7", "#D55E00", "#F0E442"};
constexpr double bar_height = 13.0;
constexpr double gap = 12.0;
constexpr double plot_width = 560.0;
constexpr double figure_width = 74.0;  // for a figure beyond the end of its bar
constexpr double top = 84.0;

struct Unit {
    double size;
    const char* name;
};

Unit unit_for(double largest) {
    if (largest >= 1e9) return {1e9, "billion EUR"};
    if (largest >= 1e6) return {1e6, "million EUR"};
    if (largest >= 1e4) return {1e3, "thousand EUR"};
    return {1.0, "EUR"};
}

class Drawing {
  public:
    explicit Drawing(const Bars& bars) : bars_(bars) {
        double low = 0.0, high = 0.0;
        for (const Bars::Series& series : bars.series)
            for (const double value : series.values) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        unit_ = unit_for(std::max(high, -low));
        if (high == low) high = unit_.size;
        ticks_ = round_ticks(low / unit_.size, high / unit_.size, 6);
        for (const std::string& group : bars.groups) left_ = std::max(left_, text_width(group, 13.0) + 34.0);
        if (low < 0.0) left_ += figure_width;
    }

    std::string draw() {
        const double each = bar_height * static_cast<double>(bars_.series.size()) + gap;
        const double bottom = top + each * static_cast<double>(bars_.groups.size());
        Svg svg(left_ + plot_width + figure_width + 12.0, bottom + 44.0, bars_.title, description());
        svg.text({20, 28}, bars_.title, {.size = 17, .fill = ink, .bold = true});
        svg.text({20, 48}, bars_.subtitle, {.size = 12.5, .fill = faint});
        legend(svg);
        axis(svg, bottom);
        for (std::size_t g = 0; g < bars_.groups.size(); ++g) group(svg, g, top + each * static_cast<double>(g));
        svg.line({x(0.0), top - 4}, {x(0.0), bottom}, {.stroke = ink});
        return svg.finish();
    }

  private:
    [[nodiscard]] double x(double value) const {
        return left_ + plot_width * (value - ticks_.front()) / (ticks_.back() - ticks_.front());
    }

    [[nodiscard]] std::string figure(double value) const {
        const double scaled = value / unit_.size;
        return plain_number(scaled, std::abs(scaled) >= 99.95 ? 0 : std::abs(scaled) >= 9.995 ? 1 : 2);
    }

    /// The picture in words.
    [[nodiscard]] std::string description() const {
        std::string text = bars_.subtitle + '.';
        for (std::size_t g = 0; g < bars_.groups.size(); ++g) {
            text += ' ' + bars_.groups[g] + ':';
            for (const Bars::Series& series : bars_.series)
                text += ' ' + series.name + ' ' + figure(series.values[g]) + ',';
            text.back() = '.';
        }
        return text + " In " + unit_.name + '.';
    }

    void legend(Svg& svg) const {
        double at = 20.0;
        for (std::size_t s = 0; s < bars_.series.size(); ++s) {
            svg.rectangle({at, 60}, 12, 10, {.fill = colours[s % colours.size()]});
            svg.text({at + 17, 69.5}, bars_.series[s].name, {.size = 12, .fill = ink});
            at += 17 + text_width(bars_.series[s].name, 12.0) + 22;
        }
    }

    void axis(Svg& svg, double bottom) const {
        const int decimals = decimals_for(ticks_[1] - ticks_[0]);
        for (const double tick : ticks_) {
            svg.line({x(tick), top - 4}, {x(tick), bottom}, {.stroke = grid});
            svg.text({x(tick), bottom + 16}, plain_number(tick, decimals),
                     {.size = 11.5, .fill = faint, .anchor = Anchor::middle});
        }
        svg.text({x(0.5 * (ticks_.front() + ticks_.back())), bottom + 34}, unit_.name,
                 {.size = 12, .fill = ink, .anchor = Anchor::middle});
    }

    void group(Svg& svg, std::size_t g, double y) const {
        const double middle = y + 0.5 * bar_height * static_cast<double>(bars_.series.size());
        svg.text({left_ - 12 - (ticks_.front() < 0.0 ? figure_width : 0.0), middle + 4.5}, bars_.groups[g],
                 {.size = 13, .fill = ink, .anchor = Anchor::end, .bold = true});
        for (std::size_t s = 0; s < bars_.series.size(); ++s, y += bar_height) {
            const double value = bars_.series[s].values[g] / unit_.size;
            const double from = std::min(x(0.0), x(value));
            svg.rectangle({from, y}, std::abs(x(value) - x(0.0)), bar_height - 2,
                          {.fill = colours[s % colours.size()]});
            const bool negative = value < 0.0;
            svg.text({negative ? from - 5 : from + std::abs(x(value) - x(0.0)) + 5, y + bar_height - 3.5},
                     figure(bars_.series[s].values[g]),
                     {.size = 10.5, .fill = faint, .anchor = negative ? Anchor::end : Anchor::start});
        }
    }

    const Bars& bars_;
    Unit unit_{1.0, "EUR"};
    std::vector<double> ticks_;
    double left_ = 48.0;
};

}  // namespace

std::string bars_picture(const Bars& bars) {
    if (bars.groups.empty() || bars.series.empty()) return {};
    return Drawing(bars).draw();
}

}  // namespace proeftuin::report

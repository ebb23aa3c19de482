// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/svg.hpp"

#include <fmt/format.h>
#include <utility>

#include "proeftuin/report/markup.hpp"

namespace proeftuin::report {
namespace {

/// Two decimals at most, "-0" as "0".
std::string number(double value) {
    std::string text = fmt::format("{:.2f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string attributes(const Style& style) {
    std::string result = fmt::format(R"( fill="{}")", style.fill);
    if (style.stroke != "none") {
        result += fmt::format(R"( stroke="{}" stroke-width="{}")", style.stroke, number(style.width));
        if (!style.dash.empty()) result += fmt::format(R"( stroke-dasharray="{}")", style.dash);
    }
    if (style.opacity < 1.0) result += fmt::format(R"( opacity="{}")", number(style.opacity));
    return result;
}

}  // namespace

Svg::Svg(double width, double height, std::string_view title, std::string_view description) {
    body_ = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" )"
        R"(font-family="'DejaVu Sans', Verdana, Arial, sans-serif">)"
        "\n<title>{2}</title>\n<desc>{3}</desc>\n",
        number(width), number(height), escaped(title), escaped(description));
}

void Svg::rectangle(Point corner, double width, double height, const Style& style) {
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n", number(corner.x), number(corner.y),
                         number(width), number(height), attributes(style));
}

void Svg::line(Point from, Point to, const Style& style) {
    body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n", number(from.x), number(from.y),
                         number(to.x), number(to.y), attributes(style));
}

void Svg::points(std::string_view element, std::span<const Point> corners, const Style& style) {
    body_ += fmt::format("<{} points=\"", element);
    for (std::size_t i = 0; i < corners.size(); ++i) {
        if (i > 0) body_ += ' ';
        body_ += number(corners[i].x) + ',' + number(corners[i].y);
    }
    body_ += '"' + attributes(style) + "/>\n";
}

void Svg::polyline(std::span<const Point> corners, const Style& style) { points("polyline", corners, style); }

void Svg::polygon(std::span<const Point> corners, const Style& style) { points("polygon", corners, style); }

void Svg::circle(Point centre, double radius, const Style& style) {
    body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", number(centre.x), number(centre.y),
                         number(radius), attributes(style));
}

void Svg::text(Point at, std::string_view words, const TextStyle& style) {
    const std::string_view anchor = style.anchor == Anchor::start    ? "start"
                                    : style.anchor == Anchor::middle ? "middle"
                                                                     : "end";
    std::string extra;
    if (style.bold) extra += " font-weight=\"bold\"";
    if (style.halo) extra += R"( stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke")";
    if (style.turned != 0.0) {
        extra += fmt::format(" transform=\"rotate({} {} {})\"", number(style.turned), number(at.x), number(at.y));
    }
    body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{}>{}</text>\n",
                         number(at.x), number(at.y), number(style.size), style.fill, anchor, extra, escaped(words));
}

std::string Svg::finish() {
    body_ += "</svg>\n";
    return std::move(body_);
}

double text_width(std::string_view words, double size) {
    std::size_t characters = 0;  // of UTF-8: bytes that begin one
    for (const char c : words) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    return 0.6 * size * static_cast<double>(characters);
}

}  // namespace proeftuin::report

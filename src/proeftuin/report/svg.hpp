// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace proeftuin::report {

struct Point {
    double x = 0.0;
    double y = 0.0;
};

/// How a shape is drawn; "none" leaves a part out.
struct Style {
    std::string_view fill = "none";
    std::string_view stroke = "none";
    double width = 1.0;
    double opacity = 1.0;
    std::string_view dash = {};  // "4 3"
};

enum class Anchor { start, middle, end };

struct TextStyle {
    double size = 12.0;
    std::string_view fill = "#222222";
    Anchor anchor = Anchor::start;
    bool bold = false;
    bool halo = false;    // a white rim, for text on lines
    double turned = 0.0;  // degrees, about its point
};

/// Writes one SVG picture, element by element, in user units of one pixel. Text is escaped; numbers have two decimals, so
/// that equal pictures are equal files.
class Svg {
  public:
    Svg(double width, double height, std::string_view title, std::string_view description);

    void rectangle(Point corner, double width, double height, const Style& style);
    void line(Point from, Point to, const Style& style);
    void polyline(std::span<const Point> points, const Style& style);
    void polygon(std::span<const Point> points, const Style& style);
    void circle(Point centre, double radius, const Style& style);
    void text(Point at, std::string_view words, const TextStyle& style = {});

    /// The file. Nothing may be added afterwards.
    [[nodiscard]] std::string finish();

  private:
    void points(std::string_view element, std::span<const Point> corners, const Style& style);
    std::string body_;
};

/// About how wide a text is in a sans-serif face, for laying out.
[[nodiscard]] double text_width(std::string_view words, double size);

}  // namespace proeftuin::report

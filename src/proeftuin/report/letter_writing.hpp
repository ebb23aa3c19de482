// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace proeftuin::report {

/// A line of running text: pieces in a style each.
class Line {
  public:
    enum class Style { plain, bold, italic, note, address };
    struct Piece {
        Style style = Style::plain;
        std::string text;
    };
    Line() = default;
    Line(std::string text) { plain(std::move(text)); }   // NOLINT(google-explicit-constructor): a text is a line
    Line(const char* text) : Line(std::string(text)) {}  // NOLINT(google-explicit-constructor)

    Line& plain(std::string text) { return add(Style::plain, std::move(text)); }
    Line& bold(std::string text) { return add(Style::bold, std::move(text)); }
    Line& italic(std::string text) { return add(Style::italic, std::move(text)); }
    Line& address(std::string text) { return add(Style::address, std::move(text)); }
    Line& note(std::size_t number) { return add(Style::note, std::to_string(number)); }
    /// *Emphasis* between asterisks.
    Line& marked(const std::string& text);

    [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

  private:
    Line& add(Style style, std::string text);
    std::vector<Piece> pieces_;
};

struct Heading {
    int level = 2;  // 1 = the title
    std::string text;
    bool new_page = false;
};
struct Paragraph {
    Line line;
    std::string look;  // class in HTML: "", "remark", "address", "meta"
};
struct Bullets {
    std::vector<Line> items;
};
struct Table {
    struct Column {
        std::string title;
        bool number = false;  // on the right
    };
    std::vector<Column> columns;
    std::vector<std::vector<Line>> rows;
    bool total = false;  // the last row is one
};
using Block = std::variant<Heading, Paragraph, Bullets, Table>;

/// A letter as blocks, from which Markdown and a page for print are written.
struct Writing {
    std::string language;
    std::string title;
    std::string page_word, of_word;  // of the page's foot
    std::string notes_title;
    std::vector<Block> blocks;
    std::vector<Block> annexes;  // behind the notes
    std::vector<Line> notes;     // numbered from 1

    /// The number of a note, which is added where it is not there yet.
    std::size_t note(const Line& line);
};

[[nodiscard]] std::string to_markdown(const Writing& writing);
/// One self-contained HTML page for A4 print.
[[nodiscard]] std::string to_html(const Writing& writing);

}  // namespace proeftuin::report

// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_writing.hpp"

#include <algorithm>
#include <string_view>

#include "proeftuin/report/markup.hpp"

namespace proeftuin::report {

Line& Line::add(Style style, std::string text) {
    if (!text.empty()) pieces_.push_back({style, std::move(text)});
    return *this;
}

Line& Line::marked(const std::string& text) {
    bool emphasis = false;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t star = std::min(text.find('*', at), text.size());
        add(emphasis ? Style::italic : Style::plain, text.substr(at, star - at));
        emphasis = !emphasis;
        at = star + 1;
    }
    return *this;
}

std::size_t Writing::note(const Line& line) {
    const auto same = [&](const Line& other) {
        return std::ranges::equal(line.pieces(), other.pieces(), [](const Line::Piece& a, const Line::Piece& b) {
            return a.style == b.style && a.text == b.text;
        });
    };
    const auto found = std::ranges::find_if(notes, same);
    if (found != notes.end()) return static_cast<std::size_t>(found - notes.begin()) + 1;
    notes.push_back(line);
    return notes.size();
}

namespace {

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

/// Text in which Markdown finds no sign of its own, on one line.
std::string markdown(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == '\t') result += ' ';
        else {
            if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) result += '\\';
            result += c;
        }
    }
    return result;
}

std::string markdown(const Line& line) {
    std::string text;
    for (const Line::Piece& piece : line.pieces()) {
        switch (piece.style) {
            case Line::Style::plain: text += markdown(piece.text); break;
            case Line::Style::bold: text += "**" + markdown(piece.text) + "**"; break;
            case Line::Style::italic: text += '*' + markdown(piece.text) + '*'; break;
            case Line::Style::note: text += "[^" + piece.text + ']'; break;
            case Line::Style::address: text += markdown(piece.text); break;
        }
    }
    return text;
}

std::string markdown(const Table& table) {
    std::string text = "|", rule = "|";
    for (const Table::Column& column : table.columns) {
        text += ' ' + markdown(column.title) + " |";
        rule += column.number ? "--:|" : "---|";
    }
    text += '\n' + rule + '\n';
    for (const std::vector<Line>& row : table.rows) {
        text += '|';
        for (const Line& cell : row) text += ' ' + markdown(cell) + " |";
        text += '\n';
    }
    return text + '\n';
}

std::string markdown(const Block& block) {
    return std::visit(Overloaded{[](const Heading& heading) {
                                     return std::string(static_cast<std::size_t>(heading.level), '#') + ' ' +
                                            markdown(heading.text) + "\n\n";
                                 },
                                 [](const Paragraph& paragraph) { return markdown(paragraph.line) + "\n\n"; },
                                 [](const Bullets& bullets) {
                                     std::string text;
                                     for (const Line& item : bullets.items) text += "- " + markdown(item) + '\n';
                                     return text + '\n';
                                 },
                                 [](const Table& table) { return markdown(table); }},
                      block);
}

std::string html(const std::string& text) { return escaped(text, " "); }

std::string html(const Line& line) {
    std::string text;
    for (const Line::Piece& piece : line.pieces()) {
        switch (piece.style) {
            case Line::Style::plain: text += html(piece.text); break;
            case Line::Style::bold: text += "<b>" + html(piece.text) + "</b>"; break;
            case Line::Style::italic: text += "<i>" + html(piece.text) + "</i>"; break;
            case Line::Style::address: text += "<span class=\"address\">" + html(piece.text) + "</span>"; break;
            case Line::Style::note:
                text += "<sup><a href=\"#note-" + piece.text + "\">" + piece.text + "</a></sup>";
                break;
        }
    }
    return text;
}

std::string html(const Table& table) {
    const auto mark = [&](std::size_t i) { return table.columns[i].number ? " class=\"number\"" : ""; };
    std::string text = "<table><thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        text += "<th" + std::string(mark(i)) + ">" + html(table.columns[i].title) + "</th>";
    text += "</tr></thead><tbody>\n";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        text += table.total && r + 1 == table.rows.size() ? "<tr class=\"total\">" : "<tr>";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i)
            text += "<td" + std::string(mark(i)) + ">" + html(table.rows[r][i]) + "</td>";
        text += "</tr>\n";
    }
    return text + "</tbody></table>\n";
}

std::string html(const Block& block) {
    return std::visit(Overloaded{[](const Heading& heading) {
                                     const std::string tag = "h" + std::to_string(heading.level);
                                     return '<' + tag + (heading.new_page ? " class=\"page\"" : "") + '>' +
                                            html(heading.text) + "</" + tag + ">\n";
                                 },
                                 [](const Paragraph& paragraph) {
                                     const std::string look =
                                         paragraph.look.empty() ? "" : " class=\"" + paragraph.look + '"';
                                     return "<p" + look + '>' + html(paragraph.line) + "</p>\n";
                                 },
                                 [](const Bullets& bullets) {
                                     std::string text = "<ul>\n";
                                     for (const Line& item : bullets.items) text += "<li>" + html(item) + "</li>\n";
                                     return text + "</ul>\n";
                                 },
                                 [](const Table& table) { return html(table); }},
                      block);
}

/// A text within quotes of a style sheet.
std::string css(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (c == '<') result += "\\3c ";
        else result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result;
}

/// A4, a running foot with page numbers where the printer knows margin boxes, tables that repeat their heads.
std::string style(const Writing& writing) {
    return "@page{size:A4;margin:24mm 22mm 22mm 26mm;@bottom-right{content:\"" + css(writing.page_word) +
           " \" counter(page) \" " + css(writing.of_word) +
           " \" counter(pages);font:8pt 'Liberation Sans',Arial,sans-serif;color:#555}"
           "@bottom-left{content:\"" +
           css(writing.title) +
           "\";font:8pt 'Liberation Sans',Arial,sans-serif;color:#555}}\n"
           "@page:first{@bottom-left{content:\"\"}}\n"
           "html{font:10pt/1.42 'Liberation Sans',Arial,sans-serif;color:#111}body{margin:0}\n"
           "h1{font-size:15pt;line-height:1.25;margin:7mm 0 5mm;color:#154273}"
           "h2{font-size:12pt;margin:7mm 0 2mm;color:#154273;break-after:avoid}"
           "h3{font-size:10pt;margin:4mm 0 1mm;break-after:avoid}h2.page{break-before:page;margin-top:0}\n"
           "p{margin:0 0 2.6mm;orphans:3;widows:3;hyphens:auto}p.address{font-size:11pt;margin:0 0 6mm}"
           "p.meta{margin:0 0 1.5mm;color:#333}p.salutation{margin:6mm 0 2.6mm}p.remark{border-left:2.5pt solid "
           "#d2691e;padding-left:3mm;margin:3mm 0}"
           "p.draft{font-size:8pt;color:#8a4a00;margin:0 0 10mm;text-transform:none}"
           "p.small{font-size:8.6pt}p.sign{margin:10mm 0 0;break-inside:avoid}\n"
           "ul{margin:0 0 3mm;padding-left:4.5mm}li{margin:0 0 1.2mm}\n"
           "table{border-collapse:collapse;width:100%;margin:2mm 0 4mm;font-size:8.6pt;line-height:1.3}"
           "th{text-align:left;border-bottom:1pt solid #154273;padding:1mm 1.5mm;vertical-align:bottom}"
           "td{border-bottom:.4pt solid #ccc;padding:1mm "
           "1.5mm;vertical-align:top}span.address{overflow-wrap:anywhere;color:#444}"
           "tr{break-inside:avoid}tr.total td{font-weight:bold;border-top:.8pt solid #154273}"
           ".number{text-align:right;font-variant-numeric:tabular-nums}\n"
           "sup{font-size:70%;line-height:0}sup a{color:inherit;text-decoration:none}"
           "ol{font-size:8.6pt;padding-left:6mm;margin:0}ol li{margin:0 0 1mm;overflow-wrap:anywhere}\n"
           "@media screen{body{max-width:172mm;margin:12mm auto;padding:0 6mm}}\n";
}

}  // namespace

std::string to_markdown(const Writing& writing) {
    std::string text;
    for (const Block& block : writing.blocks) text += markdown(block);
    for (const Block& block : writing.annexes) text += markdown(block);
    if (!writing.notes.empty()) text += "## " + markdown(writing.notes_title) + "\n\n";
    for (std::size_t i = 0; i < writing.notes.size(); ++i)
        text += "[^" + std::to_string(i + 1) + "]: " + markdown(writing.notes[i]) + '\n';
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

std::string to_html(const Writing& writing) {
    std::string text = "<!DOCTYPE html>\n<html lang=\"" + html(writing.language) +
                       "\">\n<head><meta charset=\"utf-8\"><title>" + html(writing.title) + "</title>\n<style>\n" +
                       style(writing) + "</style></head>\n<body>\n";
    for (const Block& block : writing.blocks) text += html(block);
    if (!writing.notes.empty()) text += "<h2>" + html(writing.notes_title) + "</h2>\n<ol>\n";
    for (std::size_t i = 0; i < writing.notes.size(); ++i)
        text += "<li id=\"note-" + std::to_string(i + 1) + "\">" + html(writing.notes[i]) + "</li>\n";
    if (!writing.notes.empty()) text += "</ol>\n";
    for (const Block& block : writing.annexes) text += html(block);
    return text + "</body>\n</html>\n";
}

}  // namespace proeftuin::report

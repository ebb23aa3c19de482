// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proeftuin::cli {

/// A table in plain text: columns as wide as their longest cell, two spaces apart.
class TextTable {
  public:
    enum class Align { left, right };
    struct Column {
        std::string title;
        Align align = Align::left;
    };
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    void add(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Each line begins with `indent` spaces; no spaces at line ends. Titles only where one is not empty.
    [[nodiscard]] std::string text(int indent = 2) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// "1 234 567.89": digits in groups of three.
[[nodiscard]] std::string grouped(double value, int decimals = 0);
[[nodiscard]] std::string grouped(long long value);

}  // namespace proeftuin::cli

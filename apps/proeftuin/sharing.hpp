// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/io/csv.hpp"

namespace proeftuin::cli {

/// Names of rules joined by commas, each once; every unknown one goes to `issues`.
[[nodiscard]] std::vector<std::string> rules_named(const std::string& text, Issues& issues);

/// shares.csv: rule,party,share_eur,own_eur,transfer_eur,lower_eur,upper_eur. What is not known is empty.
class SharesCsv {
  public:
    SharesCsv();
    /// A row for each party; none where the rule has no answer. `own` [num_players] or empty: what each has without transfers.
    void add(const game::RuleResult& rule, const std::vector<std::string>& players, const std::vector<double>& own);
    void add(std::string_view rule, const std::string& party, double share, double own, double lower, double upper);
    [[nodiscard]] const std::string& text() const { return text_.text(); }

  private:
    io::CsvText text_;
};

}  // namespace proeftuin::cli

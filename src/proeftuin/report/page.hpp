// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace proeftuin::report {

/// Was the page bundled into this build? It is not where Node.js or npm were missing.
[[nodiscard]] bool has_page();

/// report.html: the page with results in it, one file that needs nothing else. `results` is a JSON text:
/// {"schema_version": 1, "programme": document or null, "cases": {name: document}}. Empty where there is no page.
[[nodiscard]] std::string page(std::string_view results);

/// The same with another page than the build's. The page says "__PROEFTUIN_RESULTS__" (with the quotes) where results go;
/// what could end a script element or begin a comment in them is escaped, so texts of data stay data.
[[nodiscard]] std::string fill_page(std::string_view page, std::string_view results);

}  // namespace proeftuin::report

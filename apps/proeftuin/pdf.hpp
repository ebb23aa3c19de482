// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace proeftuin::cli {

/// Prints an HTML file as an A4 PDF with the first of weasyprint and chromium that is there. Returns what went wrong, empty
/// where the PDF is there: it is never a reason to fail.
[[nodiscard]] std::string print_pdf(const std::filesystem::path& html, const std::filesystem::path& pdf);

}  // namespace proeftuin::cli

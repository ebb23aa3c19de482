// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace proeftuin::cli {

/// Ctrl-C and a request to end, handled by a thread of their own: it tells the solver to stop, gives it a second, removes
/// the temporaries and ends the process with 128 + signal (130 for Ctrl-C).
///
/// Call once, before any other thread is made (they must not get the signals).
void watch_signals();

/// Has a signal come? For `lp::SessionOptions::interrupt`.
[[nodiscard]] bool interrupted();

/// For the main thread after an interrupted solve: waits until the watching thread has ended the process.
[[noreturn]] void wait_for_the_end();

/// A file or folder beside its final name, removed when it is not kept: by the destructor, or when a signal ends us.
class Temporary {
  public:
    /// `<target>.partial-<process id>`; nothing is made yet.
    explicit Temporary(const std::filesystem::path& target);
    ~Temporary();
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Renames it to `target`. Throws std::filesystem::filesystem_error.
    void keep_as(const std::filesystem::path& target);

  private:
    std::filesystem::path path_;
};

}  // namespace proeftuin::cli

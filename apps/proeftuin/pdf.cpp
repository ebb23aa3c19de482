// SPDX-License-Identifier: Apache-2.0
#include "pdf.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#include "proeftuin/base/text.hpp"

#include "interrupt.hpp"

namespace proeftuin::cli {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> program(const char* name) {
    const char* path = std::getenv("PATH");
    for (const std::string_view folder : split(path == nullptr ? "" : path, ':')) {
        fs::path file = fs::path(folder) / name;
        if (!folder.empty() && access(file.c_str(), X_OK) == 0 && fs::is_regular_file(file)) return file;
    }
    return std::nullopt;
}

constexpr std::chrono::seconds longest{120};

/// The exit code; -1 where it could not be started, took too long or was ended by a signal. It says nothing on our terminal.
int run_silently(std::vector<std::string> words) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_RDWR, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;  // ours are blocked for the thread that waits for them
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    const int failed = posix_spawn(&child, argv.front(), &files, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) return -1;
    const auto end = std::chrono::steady_clock::now() + longest;
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (interrupted() || std::chrono::steady_clock::now() > end) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return -1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> weasyprint(const fs::path& program, const fs::path& html, const fs::path& pdf) {
    return {program.string(), "--quiet", html.string(), pdf.string()};
}

std::vector<std::string> chromium(const fs::path& program, const fs::path& html, const fs::path& pdf) {
    std::vector<std::string> words{program.string(), "--headless", "--disable-gpu", "--no-pdf-header-footer"};
    if (geteuid() == 0) words.emplace_back("--no-sandbox");  // it refuses to run as root otherwise
    words.push_back("--print-to-pdf=" + pdf.string());
    words.push_back("file://" + fs::absolute(html).string());
    return words;
}

}  // namespace

std::string print_pdf(const fs::path& html, const fs::path& pdf) {
    std::string tried;
    for (const char* name : {"weasyprint", "chromium"}) {
        const std::optional<fs::path> found = program(name);
        if (!found) continue;
        const Temporary partial(pdf);
        const auto words = std::string_view(name) == "weasyprint" ? weasyprint(*found, html, partial.path())
                                                                  : chromium(*found, html, partial.path());
        const int code = run_silently(words);
        if (interrupted()) wait_for_the_end();
        std::error_code error;
        if (code == 0 && fs::file_size(partial.path(), error) > 0 && !error) {
            fs::rename(partial.path(), pdf, error);
            if (!error) return "";
            return "it cannot be put in place: " + error.message();
        }
        tried += std::string(tried.empty() ? "" : " and ") + name;
    }
    if (tried.empty()) return "neither weasyprint nor chromium is there; apt-get install weasyprint";
    return tried + " could not print it";
}

}  // namespace proeftuin::cli

// SPDX-License-Identifier: Apache-2.0
#include "interrupt.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <pthread.h>
#include <set>
#include <signal.h>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace proeftuin::cli {
namespace {

std::atomic<bool> signal_came{
    false};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): one process, one Ctrl-C

struct Temporaries {
    std::mutex mutex;
    std::set<std::filesystem::path> paths;
};

/// Never destroyed: the watching thread may still use it while the process ends.
Temporaries& temporaries() {
    static auto* const all = new Temporaries;
    return *all;
}

void remove_temporaries() {
    const std::scoped_lock lock(temporaries().mutex);
    for (const std::filesystem::path& path : temporaries().paths) {
        std::error_code ignored;
        // A writer may still be adding files: a second pass finds them.
        for (int pass = 0; pass < 3 && std::filesystem::exists(path, ignored); ++pass) {
            std::filesystem::remove_all(path, ignored);
        }
    }
}

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

[[noreturn]] void watch() {
    const sigset_t set = watched_signals();
    int number = 0;
    while (sigwait(&set, &number) != 0) {
    }
    signal_came = true;
    timespec one_second{.tv_sec = 1, .tv_nsec = 0};
    static_cast<void>(sigtimedwait(&set, nullptr, &one_second));  // a second Ctrl-C ends the wait
    remove_temporaries();
    if (isatty(STDERR_FILENO) == 1) static_cast<void>(!write(STDERR_FILENO, "\n", 1));  // leave a progress bar's line
    _exit(128 + number);
}

}  // namespace

void watch_signals() {
    const sigset_t set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::thread(watch).detach();
}

bool interrupted() { return signal_came; }

void wait_for_the_end() {
    for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}

Temporary::Temporary(const std::filesystem::path& target)
    : path_(target.string() + ".partial-" + std::to_string(getpid())) {
    const std::scoped_lock lock(temporaries().mutex);
    temporaries().paths.insert(path_);
}

Temporary::~Temporary() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
    const std::scoped_lock lock(temporaries().mutex);
    temporaries().paths.erase(path_);
}

void Temporary::keep_as(const std::filesystem::path& target) { std::filesystem::rename(path_, target); }

}  // namespace proeftuin::cli

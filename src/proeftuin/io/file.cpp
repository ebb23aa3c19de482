// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/file.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace proeftuin::io {

namespace fs = std::filesystem;

InputError write_error(const fs::path& path, std::string_view reason) {
    return InputError(Issues{Issue{.code = Code::file_write,
                                   .where = {.file = path.string()},
                                   .message = "it could not be written: " + std::string(reason) + '.',
                                   .remedy = "Check the space on the disk and the permissions of the folder."}});
}

PartialPath::PartialPath(fs::path target) : target_(std::move(target)) {
    static std::atomic<unsigned> counter{0};
    if (!target_.has_filename()) target_ = target_.parent_path();  // "folder/" means the folder
    path_ = target_;
    path_ += ".partial-" + std::to_string(::getpid()) + '-' + std::to_string(counter++);
}

PartialPath::~PartialPath() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void PartialPath::finish() const {
    std::error_code error;
    fs::rename(path_, target_, error);
    if (error) throw write_error(target_, error.message());
}

void write_file(const fs::path& path, std::string_view bytes) {
    const PartialPath partial(path);
    const int descriptor = ::open(partial.path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) throw write_error(path, std::strerror(errno));
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            const int reason = errno;
            ::close(descriptor);
            throw write_error(path, std::strerror(reason));
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::close(descriptor) != 0) throw write_error(path, std::strerror(errno));
    partial.finish();
}

}  // namespace proeftuin::io

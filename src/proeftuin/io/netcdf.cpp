// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/netcdf.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits>
#include <netcdf.h>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "proeftuin/io/netcdf_child.hpp"
#include "proeftuin/io/netcdf_wire.hpp"

// The reader of netCDF files in two processes. HDF5 and netCDF-C crash, loop or ask for absurd amounts of memory on
// some damaged files, and a library may not take its caller down with it. So a forked child opens the file, reads all
// values and sends them through a pipe; the parent checks what arrives. Costs: a fork (0.13 ms for a small process) and
// one copy (about 1 GB/s). docs/decisions/0006-corrupt-netcdf.md has the measurements and what was rejected.

namespace proeftuin::io {

namespace {

using wire::Receiver;
using wire::ValueTag;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

constexpr int patience_seconds =
    60;  // for the next bytes; the child's own limit on processor time usually ends it before

Issue format_issue(const std::string& file, std::string message, std::string field = {}) {
    return Issue{.code = Code::file_format,
                 .where = {.file = file, .field = std::move(field)},
                 .message = std::move(message),
                 .remedy = "Export the network again, or check that the file was copied whole."};
}

void limit(decltype(RLIMIT_CPU) resource, rlim_t value) {
    rlimit now{};
    if (getrlimit(resource, &now) != 0) return;
    now.rlim_cur = std::min(value, now.rlim_max);
    setrlimit(resource, &now);
}

/// Bytes of address space in use, 0 when unknown.
std::size_t address_space() {
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    if (file == nullptr) return 0;
    unsigned long pages = 0;
    const int got = std::fscanf(file, "%lu", &pages);
    std::fclose(file);
    return got == 1 ? pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) : 0;
}

/// In the child: no more time and memory than a file of this size can need, no messages, no core file.
void confine(std::size_t file_size) {
    constexpr std::size_t bytes_per_second = 10'000'000;
    limit(RLIMIT_CPU, 5 + file_size / bytes_per_second);
    limit(RLIMIT_CORE, 0);
    // Sanitizers reserve terabytes of address space and would not start.
    if (const std::size_t now = sanitized ? 0 : address_space(); now > 0) {
        limit(RLIMIT_AS, now + 2 * wire::byte_budget(file_size));
    }
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU, SIGPIPE}) std::signal(number, SIG_DFL);
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        ::dup2(null, STDOUT_FILENO);
        ::dup2(null, STDERR_FILENO);
    }
}

[[noreturn]] void run_child(const wire::Source& source, int descriptor) {
    confine(source.size);
    try {
        wire::Sender sender(descriptor);
        wire::send_file(source, sender);
    } catch (...) {
        // The stream ends early, which the parent reports.
        ::close(descriptor);
    }
    // Not exit(): handlers and buffers belong to the parent.
    for (;;) ::syscall(SYS_exit_group, 0);
}

std::vector<NetcdfAttribute> receive_attributes(Receiver& receiver) {
    std::vector<NetcdfAttribute> attributes(receiver.length(1'000'000));
    for (NetcdfAttribute& attribute : attributes) {
        attribute.name = receiver.text();
        const auto tag = receiver.value<ValueTag>();
        if (tag == ValueTag::integer) {
            attribute.value = receiver.value<std::int64_t>();
        } else if (tag == ValueTag::real) {
            attribute.value = receiver.value<double>();
        } else {
            attribute.value = receiver.text();
        }
        if (receiver.failed()) return {};
    }
    return attributes;
}

std::optional<double> number_of(const NetcdfAttribute* attribute) {
    if (attribute == nullptr) return std::nullopt;
    if (const auto* real = std::get_if<double>(&attribute->value)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&attribute->value)) return static_cast<double>(*whole);
    return std::nullopt;
}

/// Missing values, scale and offset as the CF conventions have them.
void decode(NetcdfVariable& variable) {
    for (const std::string_view name : {"_FillValue", "missing_value"}) {
        const std::optional<double> missing = number_of(variable.attribute(name));
        if (!missing || *missing != *missing) continue;
        std::replace(variable.numbers.begin(), variable.numbers.end(), *missing,
                     std::numeric_limits<double>::quiet_NaN());
    }
    const std::optional<double> scale = number_of(variable.attribute("scale_factor"));
    const std::optional<double> offset = number_of(variable.attribute("add_offset"));
    if (!scale && !offset) return;
    variable.kind = NetcdfKind::real;
    for (double& value : variable.numbers) value = value * scale.value_or(1.0) + offset.value_or(0.0);
}

class Assembly {
  public:
    Assembly(Receiver& receiver, const std::string& file, std::size_t file_size)
        : receiver_(receiver), file_(file), budget_(wire::byte_budget(file_size)) {}

    /// False when the stream broke off or an issue was found.
    bool read() {
        if (!read_dimensions()) return false;
        data.attributes = receive_attributes(receiver_);
        if (receiver_.value<std::uint8_t>() != 0) data.skipped.emplace_back("groups");
        const std::size_t count = receiver_.length(1'000'000);
        for (std::size_t i = 0; i < count; ++i) {
            if (receiver_.failed() || !read_variable()) return false;
        }
        return receiver_.value<std::uint32_t>() == wire::end_mark && !receiver_.failed();
    }

    NetcdfData data;
    Issues issues;

  private:
    bool read_dimensions() {
        if (const auto status = receiver_.value<std::int32_t>(); status != NC_NOERR) {
            issues.push_back(format_issue(file_, std::string("not readable as netCDF: ") + nc_strerror(status) + '.'));
            return false;
        }
        const std::size_t count = receiver_.length(1'000'000);
        for (std::size_t i = 0; i < count && !receiver_.failed(); ++i) {
            const auto id = receiver_.value<std::int32_t>();
            if (id < 0 || id > 2'000'000) return false;
            const auto at = static_cast<std::size_t>(id);
            if (at >= position_.size()) position_.resize(at + 1, -1);
            position_[at] = static_cast<int>(i);
            NetcdfDimension dimension{.name = receiver_.text(), .size = 0};
            dimension.size = static_cast<std::size_t>(receiver_.value<std::uint64_t>());
            data.dimensions.push_back(std::move(dimension));
        }
        return !receiver_.failed();
    }

    bool read_variable() {
        NetcdfVariable variable;
        variable.name = receiver_.text();
        const auto tag = receiver_.value<ValueTag>();
        if (tag == ValueTag::skipped) {
            data.skipped.push_back(variable.name);
            return true;
        }
        const std::size_t num_dimensions = receiver_.length(NC_MAX_VAR_DIMS);
        for (std::size_t d = 0; d < num_dimensions; ++d) {
            const auto id = static_cast<std::size_t>(receiver_.value<std::int32_t>());
            if (id >= position_.size() || position_[id] < 0) return false;
            variable.dimensions.push_back(position_[id]);
        }
        variable.attributes = receive_attributes(receiver_);
        const bool byte = receiver_.value<std::uint8_t>() != 0;
        if (const auto status = receiver_.value<std::int32_t>(); status != NC_NOERR) {
            const std::string reason = status == wire::too_large ? "it claims more values than the file can hold"
                                                                 : std::string(nc_strerror(status));
            issues.push_back(format_issue(file_, "its values cannot be read: " + reason + '.', variable.name));
            return false;
        }
        if (!read_values(variable, tag)) return false;
        const NetcdfAttribute* dtype = variable.attribute("dtype");
        const auto* name = dtype == nullptr ? nullptr : std::get_if<std::string>(&dtype->value);
        variable.boolean = byte && name != nullptr && *name == "bool";
        data.variables.push_back(std::move(variable));
        return true;
    }

    bool read_values(NetcdfVariable& variable, ValueTag tag) {
        if (tag == ValueTag::text) {
            variable.kind = NetcdfKind::text;
            const std::size_t count = receiver_.length(budget_);
            for (std::size_t i = 0; i < count && !receiver_.failed(); ++i) variable.texts.push_back(receiver_.text());
            return !receiver_.failed() && data.count(variable) == count;
        }
        variable.kind = tag == ValueTag::integer ? NetcdfKind::integer : NetcdfKind::real;
        const std::size_t count = receiver_.length(budget_ / sizeof(double));
        if (receiver_.failed() || data.count(variable) != count) return false;
        variable.numbers.resize(count);
        receiver_.bytes(variable.numbers.data(), count * sizeof(double));
        if (receiver_.failed()) return false;
        decode(variable);
        return true;
    }

    Receiver& receiver_;
    const std::string& file_;
    std::size_t budget_;
    std::vector<int> position_;  // netCDF's dimension id -> position in data.dimensions
};

std::string reason_of(int status, bool timed_out) {
    if (timed_out) return "reading it took too long";
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
        return "reading it took too much time or memory";
    }
    return "the netCDF library failed on it";
}

Expected<NetcdfData> read_source(const wire::Source& source, const std::string& name) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return tl::make_unexpected(Issues{Issue{.code = Code::file_unreadable,
                                                .where = {.file = name},
                                                .message = "no pipe could be made to read it.",
                                                .remedy = {}}});
    }
    ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        run_child(source, ends[1]);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return tl::make_unexpected(Issues{Issue{.code = Code::file_unreadable,
                                                .where = {.file = name},
                                                .message = "no process could be started to read it.",
                                                .remedy = {}}});
    }
    Receiver receiver(ends[0], patience_seconds);
    Assembly assembly(receiver, name, source.size);
    const bool complete = assembly.read();
    ::close(ends[0]);
    if (!complete) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (complete) return std::move(assembly.data);
    if (assembly.issues.empty()) {
        assembly.issues.push_back(
            format_issue(name, "a damaged file: " + reason_of(status, receiver.timed_out()) + '.'));
    }
    return tl::make_unexpected(std::move(assembly.issues));
}

Issue unreadable(const std::string& name, Code code, std::string message, std::string remedy) {
    return Issue{.code = code, .where = {.file = name}, .message = std::move(message), .remedy = std::move(remedy)};
}

}  // namespace

const NetcdfAttribute* NetcdfVariable::attribute(std::string_view wanted) const {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == wanted; });
    return found == attributes.end() ? nullptr : &*found;
}

const NetcdfVariable* NetcdfData::variable(std::string_view wanted) const {
    const auto found =
        std::find_if(variables.begin(), variables.end(), [&](const auto& v) { return v.name == wanted; });
    return found == variables.end() ? nullptr : &*found;
}

const NetcdfAttribute* NetcdfData::attribute(std::string_view wanted) const {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const auto& a) { return a.name == wanted; });
    return found == attributes.end() ? nullptr : &*found;
}

std::size_t NetcdfData::count(const NetcdfVariable& variable) const {
    std::size_t count = 1;
    for (const int d : variable.dimensions) count *= dimensions[static_cast<std::size_t>(d)].size;
    return count;
}

bool has_netcdf_magic(std::span<const std::byte> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 8));
    const bool classic =
        text.size() >= 4 && text.substr(0, 3) == "CDF" && (text[3] == 1 || text[3] == 2 || text[3] == 5);
    return classic || text == std::string_view("\x89HDF\r\n\x1a\n", 8);
}

Expected<NetcdfData> read_netcdf(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        const Code code = errno == ENOENT ? Code::file_missing : Code::file_unreadable;
        return tl::make_unexpected(Issues{unreadable(name, code, std::string(std::strerror(errno)) + '.', {})});
    }
    struct stat info{};
    std::array<std::byte, 8> head{};
    const bool regular = ::fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    const ssize_t got = regular ? ::read(descriptor, head.data(), head.size()) : 0;
    ::close(descriptor);
    if (!regular || got < 0) {
        return tl::make_unexpected(Issues{unreadable(name, Code::file_unreadable, "not a file that can be read.", {})});
    }
    if (!has_netcdf_magic(std::span(head).first(static_cast<std::size_t>(got)))) {
        const std::string found = got == 0 ? "an empty file" : "its first bytes are not those of a netCDF file";
        return tl::make_unexpected(Issues{format_issue(name, found + ".")});
    }
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(path, error);
    wire::Source source{
        .path = (error ? path : absolute).string(), .bytes = {}, .size = static_cast<std::size_t>(info.st_size)};
    return read_source(source, name);
}

Expected<NetcdfData> read_netcdf(std::span<const std::byte> bytes, const std::string& name) {
    if (!has_netcdf_magic(bytes)) {
        return tl::make_unexpected(Issues{format_issue(name, "its first bytes are not those of a netCDF file.")});
    }
    return read_source(wire::Source{.path = {}, .bytes = bytes, .size = bytes.size()}, name);
}

}  // namespace proeftuin::io

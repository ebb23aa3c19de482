// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

#include "proeftuin/network/io.hpp"

// Any bytes as a CSV folder: sections "=== name" become files. What is read is checked, written in both formats and,
// where nothing was wrong, read again.

namespace {

namespace fs = std::filesystem;
using namespace proeftuin;

const fs::path& scratch() {
    static const fs::path folder = [] {
        const fs::path base = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
        return base / ("proeftuin-fuzz-" + std::to_string(::getpid()));
    }();
    return folder;
}

bool is_file_name(std::string_view name) {
    return !name.empty() && name.size() < 60 && name.find('/') == std::string_view::npos &&
           name.find('\0') == std::string_view::npos && name != "." && name != "..";
}

void make_folder(const fs::path& folder, std::string_view text) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    while (!text.empty()) {
        const std::size_t mark = text.find("=== ");
        if (mark == std::string_view::npos) return;
        text.remove_prefix(mark + 4);
        const std::size_t line = std::min(text.find('\n'), text.size());
        const std::string_view name = text.substr(0, line);
        text.remove_prefix(std::min(line + 1, text.size()));
        const std::string_view content = text.substr(0, std::min(text.find("=== "), text.size()));
        if (is_file_name(name)) std::ofstream(folder / fs::path(std::string(name)), std::ios::binary) << content;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fs::path folder = scratch() / "in";
    make_folder(folder, {reinterpret_cast<const char*>(data), size});
    const Expected<network::Loaded> loaded = network::try_load_network(folder);
    if (!loaded) {
        if (!has_errors(loaded.error())) __builtin_trap();
        return 0;
    }
    const bool sound = !has_errors(network::check(loaded->network));
    try {
        network::write_csv_folder(loaded->network, scratch() / "out");
        if (sound && !network::try_load_network(scratch() / "out")) __builtin_trap();
    } catch (const InputError&) {
        // A name that cannot be a file's name.
    }
    fs::remove_all(scratch() / "out");
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "proeftuin/base/text.hpp"
#include "proeftuin/network/reading.hpp"

namespace proeftuin::network {

namespace {

namespace fs = std::filesystem;

std::string remedy_for_missing(const fs::path& path) {
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end && names.size() < 10'000;
         entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    fs::path last = path.filename();
    if (last.empty()) last = path.parent_path().filename();
    const std::string near = did_you_mean(last.string(), names);
    return "Give a PyPSA CSV folder or a .nc file." + near;
}

Expected<Loaded> refuse(Code code, const fs::path& path, std::string message, std::string remedy) {
    return tl::make_unexpected(Issues{Issue{
        .code = code, .where = {.file = path.string()}, .message = std::move(message), .remedy = std::move(remedy)}});
}

}  // namespace

Expected<Loaded> try_load_network(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found || path.empty()) {
        return refuse(Code::file_missing, path, "there is no such file or folder.", remedy_for_missing(path));
    }
    if (fs::is_directory(status)) return read_csv_network(path);
    if (!fs::is_regular_file(status)) {
        return refuse(Code::file_unreadable, path, "neither a file nor a folder that can be read.",
                      "Give a PyPSA CSV folder or a .nc file.");
    }
    const std::string extension = lower(path.extension().string());
    Expected<io::NetcdfData> data = io::read_netcdf(path);
    if (!data) {
        Issues issues = std::move(data.error());
        if (extension == ".csv") issues.front().remedy = "Give the folder the CSV files are in, not one of them.";
        if (extension == ".h5" || extension == ".xlsx")
            issues.front().remedy = "Export the network as netCDF or as a CSV folder.";
        return tl::make_unexpected(std::move(issues));
    }
    return read_netcdf_network(*data, path.filename().string());
}

Loaded load_network(const fs::path& path) {
    Expected<Loaded> loaded = try_load_network(path);
    if (!loaded) throw InputError(std::move(loaded.error()));
    return std::move(*loaded);
}

}  // namespace proeftuin::network

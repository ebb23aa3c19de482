// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <netcdf.h>
#include <unistd.h>
#include <utility>

#include "proeftuin/io/file.hpp"
#include "proeftuin/io/netcdf.hpp"

namespace proeftuin::io {

namespace {

nc_type type_of(NetcdfType type) {
    switch (type) {
        case NetcdfType::int8: return NC_BYTE;
        case NetcdfType::int32: return NC_INT;
        case NetcdfType::int64: return NC_INT64;
        case NetcdfType::real64: return NC_DOUBLE;
        case NetcdfType::text: return NC_STRING;
    }
    return NC_NAT;
}

/// A file being written; closed whatever happens.
class Writer {
  public:
    Writer(const std::string& path, std::string shown) : shown_(std::move(shown)) {
        check(nc_create(path.c_str(), NC_NETCDF4 | NC_CLOBBER, &file_));
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() {
        if (file_ >= 0) nc_close(file_);
    }

    void write(const NetcdfOutput& output) {
        int old_mode = 0;
        check(nc_set_fill(file_, NC_NOFILL, &old_mode));
        std::vector<int> dimensions;
        for (const NetcdfDimension& dimension : output.dimensions) {
            check(nc_def_dim(file_, dimension.name.c_str(), dimension.size, &dimensions.emplace_back(0)));
        }
        for (const NetcdfAttribute& attribute : output.attributes) put(NC_GLOBAL, attribute);
        std::vector<int> ids;
        for (const NetcdfOutput::Variable& variable : output.variables) ids.push_back(define(variable, dimensions));
        check(nc_enddef(file_));
        for (std::size_t i = 0; i < ids.size(); ++i) put_values(ids[i], output.variables[i]);
        check(nc_close(std::exchange(file_, -1)));
    }

  private:
    void check(int status) const {
        if (status == NC_NOERR) return;
        throw InputError(Issues{Issue{.code = Code::file_write,
                                      .where = {.file = shown_},
                                      .message = std::string("it could not be written: ") + nc_strerror(status) + '.',
                                      .remedy = "Check the space on the disk and the permissions of the folder."}});
    }

    void put(int variable, const NetcdfAttribute& attribute) {
        const char* name = attribute.name.c_str();
        if (const auto* text = std::get_if<std::string>(&attribute.value)) {
            check(nc_put_att_text(file_, variable, name, text->size(), text->data()));
        } else if (const auto* real = std::get_if<double>(&attribute.value)) {
            check(nc_put_att_double(file_, variable, name, NC_DOUBLE, 1, real));
        } else {
            const long long whole = std::get<std::int64_t>(attribute.value);
            check(nc_put_att_longlong(file_, variable, name, NC_INT64, 1, &whole));
        }
    }

    int define(const NetcdfOutput::Variable& variable, const std::vector<int>& dimensions) {
        std::vector<int> along;
        for (const int d : variable.dimensions) along.push_back(dimensions[static_cast<std::size_t>(d)]);
        int id = 0;
        check(nc_def_var(file_, variable.name.c_str(), type_of(variable.type), static_cast<int>(along.size()),
                         along.data(), &id));
        if (variable.nan_fill) {
            const double nan = std::numeric_limits<double>::quiet_NaN();
            check(nc_def_var_fill(file_, id, NC_FILL, &nan));
        }
        const bool numbers = variable.type != NetcdfType::text && !variable.numbers.empty() && !along.empty();
        if (variable.compressed && numbers) {
            check(nc_def_var_deflate(file_, id, 1, 1, 1));
        } else if (variable.type != NetcdfType::text) {
            check(nc_def_var_chunking(file_, id, NC_CONTIGUOUS, nullptr));
        }
        for (const NetcdfAttribute& attribute : variable.attributes) put(id, attribute);
        return id;
    }

    void put_values(int id, const NetcdfOutput::Variable& variable) {
        if (variable.type == NetcdfType::text) {
            std::vector<const char*> texts;
            texts.reserve(variable.texts.size());
            for (const std::string& text : variable.texts) texts.push_back(text.c_str());
            if (!texts.empty()) check(nc_put_var_string(file_, id, texts.data()));
        } else if (!variable.numbers.empty()) {
            check(nc_put_var_double(file_, id, variable.numbers.data()));
        }
    }

    std::string shown_;
    int file_ = -1;
};

}  // namespace

void write_netcdf(const NetcdfOutput& output, const std::filesystem::path& path) {
    const PartialPath partial(path);
    Writer(partial.path().string(), path.filename().string()).write(output);
    partial.finish();
}

}  // namespace proeftuin::io

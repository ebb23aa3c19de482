// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/netcdf_child.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <netcdf.h>
#include <netcdf_mem.h>
#include <vector>

namespace proeftuin::io::wire {

namespace {

using Name = std::array<char, NC_MAX_NAME + 1>;

struct Header {
    Name name{};
    nc_type type = NC_NAT;
    int num_dimensions = 0;
    std::array<int, NC_MAX_VAR_DIMS> dimensions{};
    int num_attributes = 0;
};

bool is_integer(nc_type type) {
    return type == NC_BYTE || type == NC_UBYTE || type == NC_SHORT || type == NC_USHORT || type == NC_INT ||
           type == NC_UINT || type == NC_INT64 || type == NC_UINT64;
}

bool is_real(nc_type type) { return type == NC_FLOAT || type == NC_DOUBLE; }

void send_name(Sender& sender, const Name& name) { sender.text(name.data(), strnlen(name.data(), name.size())); }

std::string text_attribute(int file, int variable, const char* name, nc_type type, std::size_t length) {
    std::string text;
    if (type == NC_CHAR) {
        text.assign(length, '\0');
        if (nc_get_att_text(file, variable, name, text.data()) != NC_NOERR) return {};
        text.resize(strnlen(text.data(), length));
    } else if (length > 0) {
        std::vector<char*> texts(length, nullptr);
        if (nc_get_att_string(file, variable, name, texts.data()) != NC_NOERR) return {};
        if (texts[0] != nullptr) text = texts[0];
        nc_free_string(length, texts.data());
    }
    return text;
}

/// Sends tag and value; attributes of other types are sent as empty texts.
void send_attribute(Sender& sender, int file, int variable, int number) {
    constexpr std::size_t longest = std::size_t{1} << 26U;
    Name name{};
    nc_type type = NC_NAT;
    std::size_t length = 0;
    const bool known = nc_inq_attname(file, variable, number, name.data()) == NC_NOERR &&
                       nc_inq_att(file, variable, name.data(), &type, &length) == NC_NOERR && length <= longest;
    send_name(sender, name);
    if (known && length > 0 && is_integer(type)) {
        std::vector<long long> values(length, 0);
        nc_get_att_longlong(file, variable, name.data(), values.data());
        sender.value(ValueTag::integer);
        sender.value(static_cast<std::int64_t>(values[0]));
    } else if (known && length > 0 && is_real(type)) {
        std::vector<double> values(length, 0.0);
        nc_get_att_double(file, variable, name.data(), values.data());
        sender.value(ValueTag::real);
        sender.value(values[0]);
    } else {
        sender.value(ValueTag::text);
        const bool text = known && (type == NC_CHAR || type == NC_STRING);
        sender.text(text ? text_attribute(file, variable, name.data(), type, length) : std::string());
    }
}

void send_attributes(Sender& sender, int file, int variable, int count) {
    sender.value(static_cast<std::uint64_t>(count));
    for (int number = 0; number < count; ++number) send_attribute(sender, file, variable, number);
}

int send_dimensions(Sender& sender, int file, std::vector<std::size_t>& sizes) {
    int count = 0;
    if (const int status = nc_inq_ndims(file, &count); status != NC_NOERR) return status;
    std::vector<int> ids(static_cast<std::size_t>(count));
    // In a netCDF-4 file with groups ids need not be 0, 1, ...; the root group's own come first all the same.
    if (const int status = nc_inq_dimids(file, &count, ids.data(), 0); status != NC_NOERR) return status;
    std::vector<Name> names(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::size_t size = 0;
        if (const int status = nc_inq_dim(file, ids[i], names[i].data(), &size); status != NC_NOERR) return status;
        const auto at = static_cast<std::size_t>(std::max(ids[i], 0));
        if (ids[i] < 0 || at > ids.size() + 100'000) return NC_EBADDIM;
        if (at >= sizes.size()) sizes.resize(at + 1, 0);
        sizes[at] = size;
    }
    sender.value(std::int32_t{NC_NOERR});
    sender.value(static_cast<std::uint64_t>(ids.size()));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        sender.value(static_cast<std::int32_t>(ids[i]));
        send_name(sender, names[i]);
        sender.value(static_cast<std::uint64_t>(sizes[static_cast<std::size_t>(ids[i])]));
    }
    return NC_NOERR;
}

/// Number of values, or too many.
bool count_values(const Header& header, const std::vector<std::size_t>& sizes, std::size_t budget, std::size_t& count) {
    count = 1;
    for (int d = 0; d < header.num_dimensions; ++d) {
        const auto id = static_cast<std::size_t>(header.dimensions[static_cast<std::size_t>(d)]);
        const std::size_t size = id < sizes.size() ? sizes[id] : 0;
        if (size != 0 && count > std::numeric_limits<std::size_t>::max() / size) return false;
        count *= size;
    }
    const std::size_t width = header.type == NC_CHAR ? 1 : sizeof(double);
    return count <= budget / width;
}

int send_numbers(Sender& sender, int file, int variable, std::size_t count) {
    std::vector<double> values(count);
    const int status = count == 0 ? NC_NOERR : nc_get_var_double(file, variable, values.data());
    sender.value(static_cast<std::int32_t>(status == NC_ERANGE ? NC_NOERR : status));
    if (status != NC_NOERR && status != NC_ERANGE) return status;
    sender.value(static_cast<std::uint64_t>(count));
    sender.bytes(values.data(), count * sizeof(double));
    return NC_NOERR;
}

int send_strings(Sender& sender, int file, int variable, std::size_t count) {
    std::vector<char*> texts(count, nullptr);
    const int status = count == 0 ? NC_NOERR : nc_get_var_string(file, variable, texts.data());
    sender.value(static_cast<std::int32_t>(status));
    if (status != NC_NOERR) return status;
    sender.value(static_cast<std::uint64_t>(count));
    for (const char* text : texts) sender.text(text == nullptr ? "" : text, text == nullptr ? 0 : std::strlen(text));
    return NC_NOERR;
}

int send_characters(Sender& sender, int file, int variable, std::size_t count, std::size_t width) {
    std::vector<char> characters(count);
    const int status = count == 0 ? NC_NOERR : nc_get_var_text(file, variable, characters.data());
    sender.value(static_cast<std::int32_t>(status));
    if (status != NC_NOERR) return status;
    const std::size_t rows = width == 0 ? 0 : count / width;
    sender.value(static_cast<std::uint64_t>(rows));
    for (std::size_t row = 0; row < rows; ++row) {
        const char* text = characters.data() + row * width;
        sender.text(text, strnlen(text, width));
    }
    return NC_NOERR;
}

/// Sends one variable; a status other than 0 ends the stream.
int send_variable(Sender& sender, int file, int variable, const std::vector<std::size_t>& sizes, std::size_t budget) {
    Header header;
    const int status = nc_inq_var(file, variable, header.name.data(), &header.type, &header.num_dimensions,
                                  header.dimensions.data(), &header.num_attributes);
    send_name(sender, header.name);
    ValueTag tag = ValueTag::skipped;
    if (is_integer(header.type)) tag = ValueTag::integer;
    if (is_real(header.type)) tag = ValueTag::real;
    if (header.type == NC_CHAR || header.type == NC_STRING) tag = ValueTag::text;
    if (status != NC_NOERR) tag = ValueTag::skipped;
    sender.value(tag);
    if (tag == ValueTag::skipped) return NC_NOERR;
    const bool characters = header.type == NC_CHAR && header.num_dimensions > 0;
    const int sent = header.num_dimensions - (characters ? 1 : 0);
    sender.value(static_cast<std::uint64_t>(sent));
    for (int d = 0; d < sent; ++d) sender.value(std::int32_t{header.dimensions[static_cast<std::size_t>(d)]});
    send_attributes(sender, file, variable, header.num_attributes);
    sender.value(static_cast<std::uint8_t>(header.type == NC_BYTE ? 1 : 0));
    std::size_t count = 0;
    if (!count_values(header, sizes, budget, count)) {
        sender.value(too_large);
        return too_large;
    }
    if (tag != ValueTag::text) return send_numbers(sender, file, variable, count);
    if (header.type == NC_STRING) return send_strings(sender, file, variable, count);
    const auto last = static_cast<std::size_t>(std::max(header.num_dimensions - 1, 0));
    const std::size_t width = characters ? sizes[static_cast<std::size_t>(header.dimensions[last])] : 1;
    return send_characters(sender, file, variable, count, width);
}

int send_groups(Sender& sender, int file) {
    int count = 0;
    if (nc_inq_grps(file, &count, nullptr) != NC_NOERR) count = 0;
    sender.value(static_cast<std::uint8_t>(count > 0 ? 1 : 0));
    return NC_NOERR;
}

int send_open_file(Sender& sender, int file, std::size_t budget) {
    std::vector<std::size_t> sizes;
    if (const int status = send_dimensions(sender, file, sizes); status != NC_NOERR) {
        sender.value(static_cast<std::int32_t>(status));
        return status;
    }
    int num_attributes = 0;
    int num_variables = 0;
    nc_inq_natts(file, &num_attributes);
    nc_inq_nvars(file, &num_variables);
    send_attributes(sender, file, NC_GLOBAL, num_attributes);
    send_groups(sender, file);
    sender.value(static_cast<std::uint64_t>(num_variables));
    for (int variable = 0; variable < num_variables && !sender.failed(); ++variable) {
        if (const int status = send_variable(sender, file, variable, sizes, budget); status != NC_NOERR) return status;
    }
    sender.value(end_mark);
    return NC_NOERR;
}

}  // namespace

std::size_t byte_budget(std::size_t file_size) {
    constexpr std::size_t unwritten = std::size_t{1} << 30U;
    constexpr std::size_t deflate = 1100;
    return unwritten + deflate * std::min(file_size, std::size_t{1} << 44U);
}

void send_file(const Source& source, Sender& sender) {
    int file = -1;
    int status = NC_NOERR;
    if (source.path.empty()) {
        // The library may write into the bytes it is given; in the child that is a private copy of the pages.
        void* memory = const_cast<std::byte*>(source.bytes.data());
        status = nc_open_mem("memory", NC_NOWRITE, source.bytes.size(), memory, &file);
    } else {
        status = nc_open(source.path.c_str(), NC_NOWRITE, &file);
    }
    if (status != NC_NOERR) {
        sender.value(static_cast<std::int32_t>(status));
    } else {
        send_open_file(sender, file, byte_budget(source.size));
    }
    sender.flush();
}

}  // namespace proeftuin::io::wire

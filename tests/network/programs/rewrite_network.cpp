// SPDX-License-Identifier: Apache-2.0
// rewrite_network IN OUT: reads a network and writes it, as netCDF when OUT ends in .nc, else as a CSV folder.
#include <cstdio>
#include <filesystem>

#include "proeftuin/network/io.hpp"

int main(int count, char** arguments) {
    if (count != 3) return 2;
    try {
        const proeftuin::network::Network network = proeftuin::network::load_network(arguments[1]).network;
        const std::filesystem::path out = arguments[2];
        if (out.extension() == ".nc") {
            proeftuin::network::write_netcdf(network, out);
        } else {
            proeftuin::network::write_csv_folder(network, out);
        }
    } catch (const proeftuin::InputError& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstring>
#include <set>
#include <string>

#include "proeftuin/network/network.hpp"

namespace proeftuin::testing {

/// How two networks are compared: bit for bit, or as the CSV and netCDF files of one network, where columns PyPSA does not
/// know may be numbers in the one and texts in the other, and a column or series all of defaults may be left out.
enum class Compare { exactly, formats };

inline bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

class NetworkDifference {
  public:
    NetworkDifference(const network::Network& a, const network::Network& b, Compare how)
        : a_(a), b_(b), exactly_(how == Compare::exactly) {}

    /// Empty when they are the same, else what differs first.
    std::string find() {
        check(a_.name == b_.name, "name");
        check(a_.pypsa_version == b_.pypsa_version, "pypsa_version");
        check(a_.attributes == b_.attributes, "attributes");
        check(a_.crs_json == b_.crs_json, "crs");
        check(a_.has_risk == b_.has_risk && same(a_.risk_alpha, b_.risk_alpha) && same(a_.risk_omega, b_.risk_omega),
              "risk");
        check(a_.scenarios.names == b_.scenarios.names && same_all(a_.scenarios.weights, b_.scenarios.weights),
              "scenarios");
        check(a_.investment.periods == b_.investment.periods &&
                  same_all(a_.investment.objective, b_.investment.objective) &&
                  same_all(a_.investment.years, b_.investment.years),
              "investment periods");
        compare_snapshots();
        check(a_.tables.size() == b_.tables.size(), "tables");
        for (std::size_t i = 0; i < a_.tables.size() && found_.empty(); ++i) compare_tables(a_.tables[i], b_.tables[i]);
        return found_;
    }

  private:
    void check(bool equal, const std::string& what) {
        if (!equal && found_.empty()) found_ = what + " differ";
    }

    static bool same_all(const std::vector<double>& a, const std::vector<double>& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!same(a[i], b[i])) return false;
        }
        return true;
    }

    void compare_snapshots() {
        const network::Snapshots& a = a_.snapshots;
        const network::Snapshots& b = b_.snapshots;
        check(a.labels == b.labels, "snapshot labels");
        check(a.label_kind == b.label_kind, "snapshot label kinds");
        check(same_all(a.label_numbers, b.label_numbers), "snapshot label numbers");
        check(a.periods == b.periods, "periods");
        check(
            same_all(a.objective, b.objective) && same_all(a.stores, b.stores) && same_all(a.generators, b.generators),
            "weightings");
    }

    void compare_tables(const network::Table& a, const network::Table& b) {
        const std::string type = a.type().name;
        check(a.names() == b.names(), type + " names");
        if (!found_.empty()) return;
        std::set<std::string> columns;
        for (const auto& [name, column] : a.columns()) columns.insert(name);
        for (const auto& [name, column] : b.columns()) columns.insert(name);
        for (const std::string& name : columns) compare_columns(a, b, name);
        std::set<std::string> series;
        for (const auto& [name, given] : a.all_series()) series.insert(name);
        for (const auto& [name, given] : b.all_series()) series.insert(name);
        for (const std::string& name : series) compare_series(a, b, name);
    }

    void compare_columns(const network::Table& a, const network::Table& b, const std::string& name) {
        const network::Column* left = a.column(name);
        const network::Column* right = b.column(name);
        const bool known = a.type().find(name) != nullptr;
        const std::string what = a.type().name + ' ' + name;
        if (exactly_ || known) {
            check(left != nullptr && right != nullptr, what + " columns");
            if (left == nullptr || right == nullptr) return;
            check(left->kind == right->kind, what + " kinds");
            check(!exactly_ || left->integer == right->integer, what + " integer");
            check(left->texts == right->texts && same_all(left->numbers, right->numbers), what);
        }
    }

    void compare_series(const network::Table& a, const network::Table& b, const std::string& name) {
        const network::Series* left = a.series(name);
        const network::Series* right = b.series(name);
        const std::string what = a.type().name + ' ' + name + " series";
        check(left != nullptr && right != nullptr, what);
        if (left == nullptr || right == nullptr) return;
        check(left->items == right->items, what + " items");
        check(left->num_scenarios == right->num_scenarios, what + " scenarios");
        check(left->boolean == right->boolean && (!exactly_ || left->integer == right->integer), what + " kinds");
        check(same_all(left->values, right->values), what + " values");
    }

    const network::Network& a_;
    const network::Network& b_;
    bool exactly_;
    std::string found_;
};

inline std::string difference(const network::Network& a, const network::Network& b, Compare how = Compare::exactly) {
    return NetworkDifference(a, b, how).find();
}

}  // namespace proeftuin::testing

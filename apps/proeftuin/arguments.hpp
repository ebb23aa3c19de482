// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/lp/session.hpp"

namespace proeftuin::cli {

/// Options that every command takes.
struct Common {
    bool json = false;                  // results on standard output, nothing else
    bool quiet = false;                 // no summary, no progress
    int threads = 0;                    // 0 = as many as the machine has
    std::optional<std::uint64_t> seed;  // of random draws; a solve draws none
};

inline constexpr std::uint64_t usual_seed = 1;

enum class Format { same, csv, netcdf };

/// CVaR: minimise (1 - omega) * expected cost + omega * mean of the worst (1 - alpha) of the scenarios.
struct Risk {
    double omega = 0.0;
    double alpha = 0.0;
};

/// What to solve, and how: shared by `solve` and `explain`, so that the plan is the plan of that very solve.
struct Formulation {
    std::string snapshots;  // "FIRST:LAST", empty = all
    int window = 0;
    int overlap = 0;
    bool multi_investment = false;
    bool linearized_commitment = false;
    dispatch::Losses losses;
    std::optional<Risk> risk;
    double committable_big_m = 0.0;
    lp::Backend solver = lp::Backend::automatic;
};

struct CheckArguments {
    Common common;
    std::string path;
};

struct ExplainArguments {
    Common common;
    std::string path;
    Formulation formulation;
};

struct SolveArguments {
    Common common;
    std::string path;
    Formulation formulation;
    std::string out;        // empty = <name of the network>-results; with --json: nothing is written
    std::string write_mps;  // empty = no
    Format format = Format::same;
    double mip_gap = 1e-6;
    double time_limit_s = 0.0;
    bool price_flags = true;
};

struct CooperateArguments {
    Common common;
    std::string path;
    // what the case says where it is left out
    std::optional<std::string> party_of_bus;
    std::optional<std::string> outside;  // autarky, today
    std::optional<std::string> rules;
    std::optional<int> window;
    bool lazy = false;             // solve only the coalitions that the rules need
    std::optional<int> draws;      // of the figures that have a range; nothing: as the case says
    std::optional<double> sample;  // standard error to reach, as a part of the gain; nothing: every coalition
    std::string out;               // empty = <name of the network>-cooperation; with --json: nothing is written
    lp::Backend solver = lp::Backend::automatic;
};

struct RunArguments {
    Common common;
    std::string path;
    std::string only;          // ids of commitments joined by commas; empty = all
    std::optional<int> draws;  // of the figures that have a range; nothing: as each case says
    std::string out;           // empty = <name of the programme>-results
};

struct ReportArguments {
    Common common;
    std::string path;    // a results folder of `run`
    std::string letter;  // its language
    std::string date;    // "2026-06-30" or "today"; empty = the letter has none
    std::string out;     // file of the letter; empty = letter-LANG.md in the results folder
    bool pdf = false;
};

struct ShareArguments {
    Common common;
    std::string path;
    std::string rules;    // names joined by commas; empty or "all" = all, for votes: the power indices
    bool costs = false;   // the table has costs: savings are shared
    std::string unions;   // "A+B,C" or a file, as the others below
    std::string graph;    // "A-B,B-C"
    std::string weights;  // "A=2,B=1"
    std::string own;      // "A=3,B=1": what each has (pays, with costs) without transfers
    std::string out;      // empty = nothing is written
};

/// `--help` and `--version`: print and stop. A wrong command line is an InputError (bad_option).
struct Text {
    std::string text;
};

using Arguments = std::variant<Text, CheckArguments, ExplainArguments, SolveArguments, CooperateArguments,
                               ShareArguments, RunArguments, ReportArguments>;

/// What the command line says. Throws InputError. `wants_json` is set as soon as it is known, for the error itself.
[[nodiscard]] Arguments parse_arguments(int argc, const char* const* argv, bool& wants_json);

}  // namespace proeftuin::cli

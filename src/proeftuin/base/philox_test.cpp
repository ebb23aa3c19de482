// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/base/philox.hpp"

#include <gtest/gtest.h>

namespace proeftuin {
namespace {

// Lines "philox4x32 10" of the known answers that Random123 1.14.0 comes with, tests/kat_vectors in
// https://github.com/DEShawResearch/random123; read in the copy of its authors' fs123, core123/ut/ut_philox.cpp.
TEST(Philox, GivesThePublishedAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

}  // namespace
}  // namespace proeftuin

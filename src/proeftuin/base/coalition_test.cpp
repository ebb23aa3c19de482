// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/coalition.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace proeftuin {
namespace {

TEST(Coalition, IsASetOfPlayers) {
    const Coalition benelux{0, 1, 2};
    EXPECT_EQ(benelux, Coalition::all(3));
    EXPECT_EQ(benelux.size(), 3);
    EXPECT_TRUE(benelux.contains(2));
    EXPECT_FALSE(benelux.contains(3));
    EXPECT_TRUE(benelux.contains(Coalition{0, 2}));
    EXPECT_FALSE(benelux.contains(Coalition{0, 5}));
    EXPECT_TRUE(benelux.meets(Coalition{2, 9}));
    EXPECT_EQ(benelux - Coalition{1}, (Coalition{0, 2}));
    EXPECT_EQ(benelux & Coalition({1, 7}), Coalition{1});
    EXPECT_EQ(benelux | Coalition({7}), (Coalition{0, 1, 2, 7}));
    EXPECT_EQ(benelux ^ Coalition({1, 7}), (Coalition{0, 2, 7}));
    EXPECT_EQ(benelux.with(4).without(0).first(), 1);
    EXPECT_TRUE(Coalition().empty());
}

TEST(Coalition, IteratesOverItsMembersInOrder) {
    const Coalition coalition{62, 0, 17};
    EXPECT_EQ(std::vector<int>(coalition.begin(), coalition.end()), (std::vector<int>{0, 17, 62}));
    EXPECT_EQ(Coalition::all(63).size(), 63);
}

TEST(Coalition, GrayCodeChangesOneMemberAtATimeAndVisitsAll) {
    std::vector<bool> seen(num_coalitions(6));
    for (std::uint64_t k = 0; k < seen.size(); ++k) {
        seen[gray_code(k).index()] = true;
        if (k > 0) {
            EXPECT_EQ((gray_code(k) ^ gray_code(k - 1)).size(), 1);
        }
    }
    EXPECT_EQ(std::vector<bool>(seen.size(), true), seen);
}

}  // namespace
}  // namespace proeftuin

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace proeftuin {

/// The most memory this process has had resident since it began, in MB (10^6 bytes); 0 where the system does not tell.
[[nodiscard]] double peak_memory_mb();

/// Bytes of memory this machine has; infinite where the system does not tell.
[[nodiscard]] double machine_memory_bytes();

}  // namespace proeftuin

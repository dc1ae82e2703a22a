// Which of the seeded faults (faults.txt) is awake in this process: the one that the environment variable
// PATCHCORD_FAULT names, or none. An unknown name ends the process before main, with status 2. Only the
// binary patchcord_with_faults has this; the sources under models/ know nothing of it. Read next:
// tests/scripts/faults/seed_faults.py.
#pragma once

#include <span>
#include <string_view>

namespace patchcord::tests {

/// True in the process that runs with this fault.
bool is_seeded(std::string_view fault);

/// Those of faults.txt, in its order.
std::span<const std::string_view> fault_names();

}  // namespace patchcord::tests

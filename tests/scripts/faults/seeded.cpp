// The choice of the fault, once a process. The names come from faults.txt by way of the build.
// Read next: tests/scripts/faults/seeded.hpp.
#include "tests/scripts/faults/seeded.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace patchcord::tests {
namespace {

std::string_view chosen() {
    const char* const name = std::getenv("PATCHCORD_FAULT");
    if (name == nullptr) return {};
    if (std::ranges::count(fault_names(), name) == 0) {
        std::fprintf(stderr, "PATCHCORD_FAULT=%s: there is no such fault\n", name);
        std::_Exit(2);
    }
    return name;
}

const std::string_view kChosen = chosen();

}  // namespace

bool is_seeded(std::string_view fault) {
    return fault == kChosen;
}

}  // namespace patchcord::tests

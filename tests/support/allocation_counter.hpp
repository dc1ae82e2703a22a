// Counts the allocations of a scope, so that a test can say "100,000 frames and not one allocation".
// The steady state of the kernel and of the stack allocates nothing: pools and rings grow, then stay.
// Counted are operator new in all its forms, and under AddressSanitizer malloc as well. Read next:
// tests/support/allocation_counter.cpp.
#pragma once

#include <cstdint>

namespace patchcord::tests {

/// Allocations and releases of the whole process since it was made. Scopes may be nested. For programs of one
/// thread.
class AllocationCounter {
  public:
    AllocationCounter();
    std::uint64_t allocations() const;
    std::uint64_t releases() const;

  private:
    std::uint64_t allocations_;
    std::uint64_t releases_;
};

}  // namespace patchcord::tests

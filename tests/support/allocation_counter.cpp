// Replaces operator new and delete by ones that count (C++20 [replacement.functions]); the array and nothrow
// forms of the library end in these. Under AddressSanitizer, which must keep its own to find mismatched ones,
// its hooks count instead. Read next: tests/support/allocation_counter.hpp.
#include "tests/support/allocation_counter.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define PATCHCORD_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PATCHCORD_ASAN 1
#endif
#endif

namespace {

struct Totals {
    std::uint64_t allocations = 0;
    std::uint64_t releases = 0;
};
constinit Totals totals;

}  // namespace

#ifdef PATCHCORD_ASAN

// Of <sanitizer/allocator_interface.h>, which g++ does not install.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t),
                                                         void (*)(const volatile void*));

namespace {

void count_allocation(const volatile void*, std::size_t) {
    ++totals.allocations;
}
void count_release(const volatile void*) {
    ++totals.releases;
}
void begin_to_count() {
    static const int installed = __sanitizer_install_malloc_and_free_hooks(count_allocation, count_release);
    if (installed == 0) std::abort();
}

}  // namespace

#else

namespace {

void begin_to_count() {}

void* counted(void* memory) {
    if (memory == nullptr) throw std::bad_alloc{};
    ++totals.allocations;
    return memory;
}
void release(void* memory) noexcept {
    if (memory != nullptr) ++totals.releases;
    std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(std::malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto boundary = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(boundary, (size + boundary - 1) / boundary * boundary));
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}

#endif

namespace patchcord::tests {

AllocationCounter::AllocationCounter() {
    begin_to_count();
    allocations_ = totals.allocations;
    releases_ = totals.releases;
}

std::uint64_t AllocationCounter::allocations() const {
    return totals.allocations - allocations_;
}

std::uint64_t AllocationCounter::releases() const {
    return totals.releases - releases_;
}

}  // namespace patchcord::tests

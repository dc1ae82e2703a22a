// The sum itself, in 64-bit lanes. The sum of whole lanes may wrap; but the upper 32-bit halves are added
// apart as well, and what is left without them is the sum of the lower ones, so 2^32 steps lose no carry.
// Words are added in the host's order; the one's complement sum does not mind (RFC 1071 2 (B)), and only the
// result is turned. The vector type is the compilers' own and becomes whatever the processor has.
// Read next: models/wire/checksum.hpp.
#include "models/wire/checksum.hpp"

#include <cstring>

namespace patchcord::models::wire {
namespace {

using Lanes = std::uint64_t __attribute__((vector_size(16)));

/// Folds a sum of host-order words to 16 bits and turns it into network order.
std::uint16_t finish(std::uint64_t total) {
    total = (total & 0xFFFF'FFFF) + (total >> 32);
    while (total >> 16 != 0)
        total = (total & 0xFFFF) + (total >> 16);
    const auto word = static_cast<std::uint16_t>(total);
    std::uint8_t bytes[2];
    std::memcpy(bytes, &word, sizeof word);
    return load_be16(bytes);
}

/// Sums `size` bytes; `keep(offset, piece, count)` is given each piece. Four vectors a turn, because the loop
/// itself would cost as much as one.
template <class Keep>
std::uint16_t sum_pieces(const std::uint8_t* from, std::size_t size, Keep keep) {
    Lanes whole{};
    Lanes upper{};
    std::size_t at = 0;
    const auto add = [&] {
        Lanes lanes;
        std::memcpy(&lanes, from + at, sizeof lanes);
        keep(at, &lanes, sizeof lanes);
        whole += lanes;
        upper += lanes >> 32;
        at += sizeof lanes;
    };
    while (size - at >= 4 * sizeof(Lanes)) {
        add();
        add();
        add();
        add();
    }
    while (size - at >= sizeof(Lanes))
        add();
    const Lanes lower = whole - (upper << 32);
    std::uint64_t total = lower[0] + lower[1] + upper[0] + upper[1];
    for (; size - at >= sizeof(std::uint32_t); at += sizeof(std::uint32_t)) {
        std::uint32_t word = 0;
        std::memcpy(&word, from + at, sizeof word);
        keep(at, &word, sizeof word);
        total += word;
    }
    if (at != size) {
        std::uint32_t last = 0;
        std::memcpy(&last, from + at, size - at);
        keep(at, &last, size - at);
        total += last;
    }
    return finish(total);
}

}  // namespace

std::uint16_t internet_sum(std::span<const std::uint8_t> bytes) {
    return sum_pieces(bytes.data(), bytes.size(), [](std::size_t, const void*, std::size_t) {});
}

std::uint16_t copy_and_sum(std::span<std::uint8_t> destination, std::span<const std::uint8_t> source) {
    std::uint8_t* const to = destination.data();
    return sum_pieces(
        source.data(), source.size(),
        [to](std::size_t at, const void* piece, std::size_t size) { std::memcpy(to + at, piece, size); });
}

}  // namespace patchcord::models::wire

// CRC-32 twice. Portable: a table per byte position, eight bytes a step ("slicing by 8", Kounavis and Berry,
// 2008). Carry-less: 64 bytes a step, by folding polynomials over GF(2) (Gopal et al., "Fast CRC Computation
// for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009).
// Bits are reflected: the lowest bit of a register has the highest power of x. Both work on the register,
// which is the complement of the CRC. Read next: models/wire/crc32.hpp.
#include "models/wire/crc32.hpp"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <wmmintrin.h>
#define PATCHCORD_CARRYLESS [[gnu::target("pclmul")]]
#endif

namespace patchcord::models::wire {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0xEDB8'8320;

/// `value` times x, modulo the polynomial.
constexpr std::uint32_t times_x(std::uint32_t value) {
    return value >> 1 ^ ((value & 1) != 0 ? kReflectedPolynomial : 0);
}

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Table k holds what a byte does to the register when k more bytes follow it.
consteval Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = times_x(value);
        tables[0][byte] = value;
    }
    for (std::size_t k = 1; k < 8; ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t shorter = tables[k - 1][byte];
            tables[k][byte] = shorter >> 8 ^ tables[0][shorter & 0xFF];
        }
    }
    return tables;
}

constexpr Tables kTables = make_tables();

constexpr std::uint64_t load_le64(const std::uint8_t* at) {
    std::uint64_t value = 0;
    for (int byte = 7; byte >= 0; --byte)
        value = value << 8 | at[byte];
    return value;
}

std::uint32_t by_tables(std::uint32_t state, const std::uint8_t* at, std::size_t size) {
    for (; size >= 8; size -= 8, at += 8) {
        const std::uint64_t word = load_le64(at) ^ state;
        state = 0;
        for (std::size_t byte = 0; byte < 8; ++byte)
            state ^= kTables[7 - byte][word >> 8 * byte & 0xFF];
    }
    for (; size != 0; --size, ++at)
        state = state >> 8 ^ kTables[0][(state ^ *at) & 0xFF];
    return state;
}

#if defined(PATCHCORD_CARRYLESS)

/// x^power modulo the polynomial, placed so that the product of two reflected numbers comes out aligned.
consteval long long folding_constant(int power) {
    std::uint32_t value = 0x8000'0000;
    for (int step = 0; step < power; ++step)
        value = times_x(value);
    return static_cast<long long>(std::uint64_t{value} << 1);
}

constexpr std::size_t kLane = 16;
constexpr std::size_t kLanes = 4;
constexpr std::size_t kStride = kLane * kLanes;

PATCHCORD_CARRYLESS inline __m128i load_lane(const std::uint8_t* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

/// Moves the 128 bits of `lane` over the distance of `constants` and adds what lies there.
PATCHCORD_CARRYLESS inline __m128i fold(__m128i lane, __m128i constants, __m128i there) {
    const __m128i first = _mm_clmulepi64_si128(lane, constants, 0x00);
    const __m128i second = _mm_clmulepi64_si128(lane, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(first, second), there);
}

/// At least 64 bytes. Four lanes hide the latency of the multiplication; in the end one lane is left, and the
/// tables reduce it.
PATCHCORD_CARRYLESS std::uint32_t by_folding(std::uint32_t state, const std::uint8_t* at, std::size_t size) {
    const __m128i over_stride =
        _mm_set_epi64x(folding_constant(8 * kStride - 32), folding_constant(8 * kStride + 32));
    const __m128i over_lane =
        _mm_set_epi64x(folding_constant(8 * kLane - 32), folding_constant(8 * kLane + 32));

    __m128i lanes[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i)
        lanes[i] = load_lane(at + i * kLane);
    lanes[0] = _mm_xor_si128(lanes[0], _mm_cvtsi32_si128(static_cast<int>(state)));
    for (at += kStride, size -= kStride; size >= kStride; at += kStride, size -= kStride) {
        for (std::size_t i = 0; i < kLanes; ++i)
            lanes[i] = fold(lanes[i], over_stride, load_lane(at + i * kLane));
    }

    __m128i lane = lanes[0];
    for (std::size_t i = 1; i < kLanes; ++i)
        lane = fold(lane, over_lane, lanes[i]);
    for (; size >= kLane; at += kLane, size -= kLane)
        lane = fold(lane, over_lane, load_lane(at));

    std::uint8_t rest[kLane];
    std::memcpy(rest, &lane, kLane);
    return by_tables(by_tables(0, rest, kLane), at, size);
}

#endif

constexpr std::size_t kWorthFolding = 64;

}  // namespace

std::uint32_t crc32_portable(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    return ~by_tables(~before, bytes.data(), bytes.size());
}

#if defined(PATCHCORD_CARRYLESS)

bool has_carryless_multiplication() {
    return __builtin_cpu_supports("pclmul") != 0;
}

std::uint32_t crc32_carryless(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    if (bytes.size() < kWorthFolding) return crc32_portable(bytes, before);
    return ~by_folding(~before, bytes.data(), bytes.size());
}

#else

bool has_carryless_multiplication() {
    return false;
}

std::uint32_t crc32_carryless(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    return crc32_portable(bytes, before);
}

#endif

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    return has_carryless_multiplication() ? crc32_carryless(bytes, before) : crc32_portable(bytes, before);
}

void fill_fcs(std::span<std::uint8_t> frame) {
    const std::uint32_t fcs = crc32(frame.first(frame.size() - kFcsSize));
    std::uint8_t* const at = frame.data() + frame.size() - kFcsSize;
    for (std::size_t byte = 0; byte < kFcsSize; ++byte)
        at[byte] = static_cast<std::uint8_t>(fcs >> 8 * byte);
}

bool fcs_is_correct(std::span<const std::uint8_t> frame) {
    return frame.size() >= kFcsSize && crc32(frame) == kCrc32Residue;
}

}  // namespace patchcord::models::wire

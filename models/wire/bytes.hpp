// Big-endian loads and stores, the order of every Internet header (RFC 1700, "Data Notation").
// Shifts do not depend on the host's byte order, and compilers turn each function into one instruction.
// Not bounds-checked: a codec checks the length of its span once, then reads at fixed offsets.
// Read next: models/wire/ethernet.hpp.
#pragma once

#include <cstdint>

namespace patchcord::models::wire {

constexpr std::uint16_t load_be16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
constexpr std::uint32_t load_be32(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
           std::uint32_t{at[3]};
}
constexpr std::uint64_t load_be48(const std::uint8_t* at) {
    return std::uint64_t{load_be16(at)} << 32 | load_be32(at + 2);
}
constexpr std::uint64_t load_be64(const std::uint8_t* at) {
    return std::uint64_t{load_be32(at)} << 32 | load_be32(at + 4);
}

constexpr void store_be16(std::uint8_t* at, std::uint16_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}
constexpr void store_be32(std::uint8_t* at, std::uint32_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 24);
    at[1] = static_cast<std::uint8_t>(value >> 16);
    at[2] = static_cast<std::uint8_t>(value >> 8);
    at[3] = static_cast<std::uint8_t>(value);
}
constexpr void store_be48(std::uint8_t* at, std::uint64_t value) {
    store_be16(at, static_cast<std::uint16_t>(value >> 32));
    store_be32(at + 2, static_cast<std::uint32_t>(value));
}
constexpr void store_be64(std::uint8_t* at, std::uint64_t value) {
    store_be32(at, static_cast<std::uint32_t>(value >> 32));
    store_be32(at + 4, static_cast<std::uint32_t>(value));
}

}  // namespace patchcord::models::wire

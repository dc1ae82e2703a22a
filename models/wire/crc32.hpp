// The Ethernet frame check sequence: CRC-32 with polynomial 0x04C11DB7, reflected, initial and final value
// all ones (IEEE 802.3 3.2.9). In a buffer it lies little-endian: an octet's least significant bit goes
// first. Two implementations with equal results: tables, and carry-less multiplication where the processor
// has it. Not the Internet checksum: models/wire/checksum.hpp. Read next: models/wire/crc32.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

inline constexpr std::size_t kFcsSize = 4;
/// The CRC-32 of any frame together with its correct FCS.
inline constexpr std::uint32_t kCrc32Residue = 0x2144'DF1C;

/// CRC-32 of `bytes`; with `before`, of what had that CRC followed by `bytes`.
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

std::uint32_t crc32_portable(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);
/// True if this processor can run `crc32_carryless`.
bool has_carryless_multiplication();
std::uint32_t crc32_carryless(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

/// Writes the FCS of all but the last four bytes of `frame` into them. At least four bytes.
void fill_fcs(std::span<std::uint8_t> frame);
/// True if the last four bytes of `frame` are the FCS of the others; false if there are fewer than four.
bool fcs_is_correct(std::span<const std::uint8_t> frame);

}  // namespace patchcord::models::wire

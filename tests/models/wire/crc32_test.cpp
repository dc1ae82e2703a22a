// The frame check sequence: published values, the residue, and the two implementations against each other and
// against the definition, bit by bit.
// Subject: models/wire/crc32.hpp.
#include "models/wire/crc32.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

/// Bit by bit, as the standard defines it.
std::uint32_t plain_crc32(std::span<const std::uint8_t> bytes) {
    std::uint32_t state = 0xFFFF'FFFF;
    for (const std::uint8_t byte : bytes) {
        state ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            state = state >> 1 ^ ((state & 1) != 0 ? 0xEDB8'8320 : 0);
    }
    return ~state;
}

std::vector<std::uint8_t> broadcast_frame() {
    std::vector<std::uint8_t> frame(6, 0xFF);
    for (const int byte : {0x02, 0, 0, 0, 0, 0x01, 0x08, 0x06})
        frame.push_back(static_cast<std::uint8_t>(byte));
    frame.resize(60);
    return frame;
}

}  // namespace

TEST_CASE("The check value of CRC-32") {
    constexpr std::string_view kDigits = "123456789";
    const std::vector<std::uint8_t> bytes{kDigits.begin(), kDigits.end()};
    CHECK(crc32(bytes) == 0xCBF4'3926);
    CHECK(crc32_portable(bytes) == 0xCBF4'3926);
    CHECK(crc32({}) == 0);
}

TEST_CASE("The FCS of a minimum broadcast frame, least significant byte first") {
    auto frame = broadcast_frame();
    CHECK(crc32(frame) == 0x544A'B5DE);
    CHECK(crc32_portable(frame) == 0x544A'B5DE);
    frame.resize(64);
    fill_fcs(frame);
    CHECK(std::vector(frame.end() - 4, frame.end()) == std::vector<std::uint8_t>{0xDE, 0xB5, 0x4A, 0x54});
    CHECK(crc32(frame) == kCrc32Residue);
    CHECK(crc32_carryless(frame) == 0x2144'DF1C);
    CHECK(fcs_is_correct(frame));
}

TEST_CASE("Both implementations are the plain one, at every length and alignment") {
    RandomBytes random{11};
    const auto bytes = random.bytes(400);
    for (std::size_t offset = 0; offset < 17; ++offset) {
        for (std::size_t size = 0; size < 350; ++size) {
            const auto part = std::span{bytes}.subspan(offset, size);
            const std::uint32_t expected = plain_crc32(part);
            REQUIRE(crc32_portable(part) == expected);
            if (has_carryless_multiplication()) REQUIRE(crc32_carryless(part) == expected);
        }
    }
    const auto jumbo = random.bytes(9018);
    CHECK(crc32(jumbo) == plain_crc32(jumbo));
}

TEST_CASE("A CRC can be continued") {
    RandomBytes random{12};
    const auto bytes = random.bytes(700);
    const std::span<const std::uint8_t> whole{bytes};
    for (std::size_t cut = 0; cut <= whole.size(); cut += 7) {
        REQUIRE(crc32(whole.subspan(cut), crc32(whole.first(cut))) == crc32(whole));
        REQUIRE(crc32_portable(whole.subspan(cut), crc32_portable(whole.first(cut))) == crc32(whole));
    }
}

TEST_CASE("Up to three flipped bits in a full frame are always noticed") {
    RandomBytes random{13};
    auto frame = random.bytes(1518);
    fill_fcs(frame);
    CHECK(fcs_is_correct(frame));
    for (int round = 0; round < 3000; ++round) {
        auto damaged = frame;
        const std::size_t flips = 1 + random.below(3);
        for (std::size_t flip = 0; flip < flips; ++flip) {
            damaged[random.below(damaged.size())] ^= static_cast<std::uint8_t>(1 << random.below(8));
        }
        REQUIRE(fcs_is_correct(damaged) == (damaged == frame));
    }
}

TEST_CASE("Fewer than four bytes have no FCS") {
    const std::array<std::uint8_t, 3> bytes{};
    CHECK_FALSE(fcs_is_correct(bytes));
    CHECK_FALSE(fcs_is_correct({}));
}

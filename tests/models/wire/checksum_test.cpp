// The Internet checksum against the plain definition, the RFCs' own examples (1071, 1624), and its
// identities: sums of parts make the sum of the whole, an update equals computing anew. Subject:
// models/wire/checksum.hpp.
#include "models/wire/checksum.hpp"

#include "models/wire/bytes.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

/// RFC 1071, word by word.
std::uint16_t plain_sum(std::span<const std::uint8_t> bytes) {
    std::uint32_t total = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at)
        total += static_cast<std::uint32_t>(bytes[at]) << (at % 2 == 0 ? 8 : 0);
    while (total > 0xFFFF)
        total = (total & 0xFFFF) + (total >> 16);
    return static_cast<std::uint16_t>(total);
}

}  // namespace

TEST_CASE("The example of RFC 1071 section 3") {
    constexpr std::array<std::uint8_t, 8> kBytes{0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7};
    CHECK(internet_sum(kBytes) == 0xDDF2);
    CHECK(ChecksumSum{}.add(kBytes).checksum() == 0x220D);
}

TEST_CASE("The examples of RFC 1624 section 4") {
    CHECK(updated_checksum(0xDD2F, 0x5555, 0x3285) == 0x0000);
}

TEST_CASE("A sum is the plain sum, at every length and alignment") {
    RandomBytes random{2};
    const auto bytes = random.bytes(300);
    for (std::size_t offset = 0; offset < 9; ++offset) {
        for (std::size_t size = 0; size < 200; ++size) {
            const auto part = std::span{bytes}.subspan(offset, size);
            REQUIRE(internet_sum(part) == plain_sum(part));
        }
    }
}

TEST_CASE("Carries are never lost") {
    const std::vector<std::uint8_t> ones(65535, 0xFF);
    CHECK(internet_sum(ones) == plain_sum(ones));
    const std::vector<std::uint8_t> zeros(65535, 0);
    CHECK(internet_sum(zeros) == 0);
}

TEST_CASE("Copying sums the same and copies every byte and no other") {
    RandomBytes random{3};
    const auto bytes = random.bytes(150);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        std::vector<std::uint8_t> copy(size + 1, 0xEE);
        const auto part = std::span{bytes}.first(size);
        REQUIRE(copy_and_sum(copy, part) == plain_sum(part));
        REQUIRE(std::equal(part.begin(), part.end(), copy.begin()));
        REQUIRE(copy.back() == 0xEE);
    }
}

TEST_CASE("Sums of parts make the sum of the whole, wherever it is cut") {
    RandomBytes random{4};
    for (int round = 0; round < 2000; ++round) {
        const auto bytes = random.bytes(random.below(400));
        const std::span<const std::uint8_t> whole{bytes};
        ChecksumSum sum;
        for (std::size_t at = 0; at < whole.size();) {
            const std::size_t size = std::min(random.below(50), whole.size() - at);
            const auto part = whole.subspan(at, size);
            if (random.coin()) {
                sum.add(part);
            } else {
                sum.add_summed(internet_sum(part), size);
            }
            at += size;
        }
        REQUIRE(sum.folded() == plain_sum(whole));
    }
}

TEST_CASE("A packet with its checksum in place sums to all ones") {
    RandomBytes random{5};
    for (int round = 0; round < 500; ++round) {
        auto bytes = random.bytes(2 + random.below(100));
        store_be16(bytes.data(), 0);
        store_be16(bytes.data(), ChecksumSum{}.add(bytes).checksum());
        REQUIRE(ChecksumSum{}.add(bytes).is_correct());
        bytes[random.below(bytes.size())] ^= static_cast<std::uint8_t>(1 << random.below(8));
        REQUIRE_FALSE(ChecksumSum{}.add(bytes).is_correct());
    }
}

TEST_CASE("Updating a checksum equals computing it anew") {
    RandomBytes random{6};
    for (int round = 0; round < 5000; ++round) {
        auto bytes = random.bytes(20);
        bytes[0] = 0x45;  // a header is never all zeros, where the two zeros of one's complement would differ
        store_be16(bytes.data() + 10, 0);
        const std::uint16_t before = ChecksumSum{}.add(bytes).checksum();
        const std::uint16_t old_word = load_be16(bytes.data() + 8);
        const std::uint16_t new_word = random.below(4) == 0 ? 0 : random.any<std::uint16_t>();
        store_be16(bytes.data() + 8, new_word);
        REQUIRE(updated_checksum(before, old_word, new_word) == ChecksumSum{}.add(bytes).checksum());
    }
}

TEST_CASE("The pseudo-header is the sum of its twelve bytes") {
    RandomBytes random{7};
    for (int round = 0; round < 1000; ++round) {
        const Ipv4Address source = random.ip();
        const Ipv4Address destination = random.ip();
        const auto protocol = random.any<std::uint8_t>();
        const auto length = random.any<std::uint16_t>();
        std::array<std::uint8_t, 12> bytes{};
        store_be32(bytes.data(), source.value());
        store_be32(bytes.data() + 4, destination.value());
        bytes[9] = protocol;
        store_be16(bytes.data() + 10, length);
        REQUIRE(pseudo_header_sum(source, destination, protocol, length).folded() == plain_sum(bytes));
    }
}

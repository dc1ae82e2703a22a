// The Ethernet header: there and back, known bytes, too short.
// Not padding and FCS: tests/models/ethernet.
// Subject: models/wire/ethernet.hpp.
#include "models/wire/ethernet.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

TEST_CASE("An Ethernet header as it lies in the frame") {
    const EthernetHeader header{MacAddress::kBroadcast, MacAddress::from_u64(0x02'00'00'00'00'01),
                                EtherType::Arp};
    std::array<std::uint8_t, 14> bytes{};
    header.emit(bytes);
    CHECK(bytes ==
          std::array<std::uint8_t, 14>{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, 0, 1, 0x08, 0x06});
}

TEST_CASE("Ethernet headers survive the wire") {
    RandomBytes random{21};
    for (int round = 0; round < 1000; ++round) {
        const EthernetHeader header{random.mac(), random.mac(), EtherType{random.any<std::uint16_t>()}};
        std::array<std::uint8_t, 14> bytes{};
        header.emit(bytes);
        REQUIRE(EthernetHeader::parse(bytes) == header);
    }
}

TEST_CASE("Fewer than 14 bytes are no Ethernet header") {
    const std::array<std::uint8_t, 14> bytes{};
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CHECK_FALSE(EthernetHeader::parse(std::span{bytes}.first(size)));
    }
    CHECK(EthernetHeader::parse(bytes));
}

// UDP headers (RFC 768): there and back, the two special checksums, lengths, damage.
// Not ports and sockets: tests/models/udp.
// Subject: models/wire/udp.hpp.
#include "models/wire/udp.hpp"

#include "models/wire/bytes.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

constexpr Ipv4Address kSource{10, 0, 0, 1};
constexpr Ipv4Address kDestination{10, 0, 0, 2};

}  // namespace

TEST_CASE("A UDP datagram as it lies in the packet") {
    std::array<std::uint8_t, 10> datagram{0, 0, 0, 0, 0, 0, 0, 0, 'h', 'i'};
    UdpHeader{5000, 53}.emit(datagram, kSource, kDestination);
    // pseudo-header 0A00+0001+0A00+0002+0011+000A, then 1388+0035+000A+6869 = 904E, complement 6FB1
    CHECK(datagram == std::array<std::uint8_t, 10>{0x13, 0x88, 0, 53, 0, 10, 0x6F, 0xB1, 'h', 'i'});
}

TEST_CASE("UDP datagrams survive the wire, with bytes behind them") {
    RandomBytes random{61};
    for (int round = 0; round < 1000; ++round) {
        const UdpHeader header{random.any<std::uint16_t>(), random.any<std::uint16_t>()};
        const Ipv4Address source = random.ip();
        const Ipv4Address destination = random.ip();
        auto bytes = random.bytes(8 + random.below(200));
        const std::size_t size = 8 + random.below(bytes.size() - 7);
        header.emit(std::span{bytes}.first(size), source, destination);
        const auto view = UdpView::parse(bytes, source, destination);
        REQUIRE(view);
        REQUIRE(view->header == header);
        REQUIRE(view->payload.data() == bytes.data() + 8);
        REQUIRE(view->payload.size() == size - 8);
    }
}

TEST_CASE("A checksum that comes out 0 is sent as FFFF, and accepted") {
    std::array<std::uint8_t, 10> datagram{};
    bool seen = false;
    for (std::uint32_t payload = 0; payload < 0x10000; ++payload) {
        store_be16(datagram.data() + 8, static_cast<std::uint16_t>(payload));
        UdpHeader{5000, 53}.emit(datagram, kSource, kDestination);
        REQUIRE(load_be16(datagram.data() + 6) != 0);
        if (load_be16(datagram.data() + 6) != 0xFFFF) continue;
        seen = true;
        REQUIRE(UdpView::parse(datagram, kSource, kDestination));
    }
    CHECK(seen);
}

TEST_CASE("A checksum field of 0 means that there is none") {
    std::array<std::uint8_t, 10> datagram{0x13, 0x88, 0, 53, 0, 10, 0, 0, 'h', 'i'};
    CHECK(UdpView::parse(datagram, kSource, kDestination)->payload[1] == 'i');
}

TEST_CASE("Malformed UDP datagrams are refused by name") {
    std::array<std::uint8_t, 12> datagram{};
    UdpHeader{5000, 53}.emit(datagram, kSource, kDestination);
    for (std::size_t size = 0; size < datagram.size(); ++size) {
        const auto expected = size < 8 ? ParseError::Truncated : ParseError::BadLength;
        CHECK(UdpView::parse(std::span{datagram}.first(size), kSource, kDestination).error() == expected);
    }
    for (const int length : {0, 7, 13, 65535}) {
        auto bytes = datagram;
        store_be16(bytes.data() + 4, static_cast<std::uint16_t>(length));
        CHECK(UdpView::parse(bytes, kSource, kDestination).error() == ParseError::BadLength);
    }
}

TEST_CASE("Each flipped bit of a UDP datagram is noticed, and so is another address") {
    RandomBytes random{62};
    auto datagram = random.bytes(40);
    UdpHeader{5000, 53}.emit(datagram, kSource, kDestination);
    for (std::size_t bit = 0; bit < 8 * datagram.size(); ++bit) {
        auto damaged = datagram;
        damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK_FALSE(UdpView::parse(damaged, kSource, kDestination));
    }
    CHECK(UdpView::parse(datagram, kSource, Ipv4Address{10, 0, 0, 3}).error() == ParseError::BadChecksum);
    CHECK(UdpView::parse(datagram, kSource, Ipv4Address{10, 0, 0, 3}, ChecksumCheck::Skip));
}

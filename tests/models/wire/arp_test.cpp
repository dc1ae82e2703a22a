// ARP packets (RFC 826): there and back, known bytes, and everything that is not IPv4 over Ethernet.
// Not the protocol: tests/models/ip.
// Subject: models/wire/arp.hpp.
#include "models/wire/arp.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

using Bytes = std::array<std::uint8_t, ArpPacket::kSize>;

constexpr Bytes kRequest{0,  1, 8, 0, 6, 4, 0, 1, 2, 0, 0,  0, 0, 1,
                         10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};

}  // namespace

TEST_CASE("An ARP request as it lies in the frame") {
    const ArpPacket request{ArpOperation::Request,
                            MacAddress::from_u64(0x02'00'00'00'00'01),
                            Ipv4Address{10, 0, 0, 1},
                            {},
                            Ipv4Address{10, 0, 0, 2}};
    Bytes bytes{};
    request.emit(bytes);
    CHECK(bytes == kRequest);
    CHECK(ArpPacket::parse(bytes) == request);
}

TEST_CASE("ARP packets survive the wire, with padding behind them") {
    RandomBytes random{31};
    for (int round = 0; round < 1000; ++round) {
        const ArpPacket packet{random.coin() ? ArpOperation::Request : ArpOperation::Reply, random.mac(),
                               random.ip(), random.mac(), random.ip()};
        auto bytes = random.bytes(46);
        packet.emit(bytes);
        REQUIRE(ArpPacket::parse(bytes) == packet);
    }
}

TEST_CASE("A truncated ARP packet is refused at every length") {
    for (std::size_t size = 0; size < kRequest.size(); ++size) {
        CHECK(ArpPacket::parse(std::span{kRequest}.first(size)).error() == ParseError::Truncated);
    }
}

TEST_CASE("Another hardware, protocol, address length or operation is not ours") {
    for (std::size_t at = 0; at < 8; ++at) {
        Bytes bytes = kRequest;
        bytes[at] ^= 0x40;
        CAPTURE(at);
        CHECK(ArpPacket::parse(bytes).error() == ParseError::BadType);
    }
    Bytes bytes = kRequest;
    bytes[7] = 0;
    CHECK_FALSE(ArpPacket::parse(bytes));
    bytes[7] = 3;
    CHECK_FALSE(ArpPacket::parse(bytes));
}

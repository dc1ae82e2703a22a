// Addresses: text there and back, what is not an address, classes of addresses, prefixes, hashing.
// Deterministic: random values come from a fixed seed.
// Subject: models/wire/address.hpp.
#include "models/wire/address.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

TEST_CASE("A MAC address is its bytes, its number and its text") {
    const auto address = MacAddress::from_u64(0x02'00'00'AB'CD'01);
    CHECK(to_string(address) == "02:00:00:ab:cd:01");
    CHECK(MacAddress::parse("02:00:00:AB:cd:01") == address);
    CHECK(address.bytes() == MacAddress::Bytes{0x02, 0, 0, 0xAB, 0xCD, 0x01});
    CHECK(MacAddress::from_bytes(address.bytes()) == address);
    CHECK(MacAddress::from_u64(0x02'00'00'AB'CD'02) > address);
}

TEST_CASE("MAC addresses know their kind") {
    CHECK(MacAddress::kBroadcast.is_broadcast());
    CHECK(MacAddress::kBroadcast.is_group());
    CHECK(MacAddress::parse("01:00:5e:00:00:01")->is_group());
    CHECK_FALSE(MacAddress::parse("01:00:5e:00:00:01")->is_broadcast());
    CHECK_FALSE(MacAddress::parse("01:00:5e:00:00:01")->is_locally_administered());
    CHECK(MacAddress::parse("02:00:00:00:00:01")->is_locally_administered());
    CHECK_FALSE(MacAddress::parse("02:00:00:00:00:01")->is_group());
}

TEST_CASE("What is not a MAC address") {
    for (const auto* text :
         {"", "02:00:00:00:00", "02:00:00:00:00:01:", "02-00-00-00-00-01", "2:0:0:0:0:1", "02:00:00:00:00:0g",
          "02:00:00:00:00: 1", "02:00:00:00:00:-1", "0200:00:00:00:001"}) {
        CAPTURE(text);
        CHECK_FALSE(MacAddress::parse(text));
    }
}

TEST_CASE("An IPv4 address is its number and its text") {
    CHECK(Ipv4Address{10, 0, 0, 1}.value() == 0x0A00'0001);
    CHECK(to_string(Ipv4Address{192, 0, 2, 255}) == "192.0.2.255");
    CHECK(Ipv4Address::parse("192.0.2.255") == Ipv4Address{192, 0, 2, 255});
    CHECK(Ipv4Address::parse("0.0.0.0") == Ipv4Address::kAny);
    CHECK(Ipv4Address::parse("255.255.255.255") == Ipv4Address::kBroadcast);
    CHECK(Ipv4Address{9, 255, 255, 255} < Ipv4Address{10, 0, 0, 0});
}

TEST_CASE("IPv4 addresses know their kind") {
    CHECK(Ipv4Address::kAny.is_unspecified());
    CHECK(Ipv4Address::kBroadcast.is_broadcast());
    CHECK_FALSE(Ipv4Address::kBroadcast.is_multicast());
    CHECK(Ipv4Address{224, 0, 0, 0}.is_multicast());
    CHECK(Ipv4Address{239, 255, 255, 255}.is_multicast());
    CHECK_FALSE(Ipv4Address{240, 0, 0, 0}.is_multicast());
    CHECK(Ipv4Address{127, 255, 0, 1}.is_loopback());
    CHECK_FALSE(Ipv4Address{128, 0, 0, 1}.is_loopback());
}

TEST_CASE("What is not an IPv4 address") {
    for (const auto* text :
         {"", "10", "10.0.0", "10.0.0.", "10.0.0.256", "10.0.0.1.1", "10.0.0.01", "10.0.0.-1", "10..0.1",
          " 10.0.0.1", "10.0.0.1 ", "10.0.0.a", "10.0.0.99999999999999999999", "+1.0.0.0"}) {
        CAPTURE(text);
        CHECK_FALSE(Ipv4Address::parse(text));
    }
}

TEST_CASE("A prefix contains its network and keeps its host part") {
    const auto prefix = Ipv4Prefix::parse("10.1.2.3/20").value();
    CHECK(to_string(prefix) == "10.1.2.3/20");
    CHECK(prefix.mask() == Ipv4Address{255, 255, 240, 0});
    CHECK(prefix.network() == Ipv4Address{10, 1, 0, 0});
    CHECK(prefix.broadcast() == Ipv4Address{10, 1, 15, 255});
    CHECK(prefix.contains(Ipv4Address{10, 1, 15, 255}));
    CHECK_FALSE(prefix.contains(Ipv4Address{10, 1, 16, 0}));
}

TEST_CASE("The longest and the shortest prefix") {
    const Ipv4Prefix everything{Ipv4Address::kAny, 0};
    CHECK(everything.mask() == Ipv4Address::kAny);
    CHECK(everything.contains(Ipv4Address::kBroadcast));
    const Ipv4Prefix host{Ipv4Address{10, 0, 0, 1}, 32};
    CHECK(host.mask() == Ipv4Address::kBroadcast);
    CHECK(host.contains(Ipv4Address{10, 0, 0, 1}));
    CHECK_FALSE(host.contains(Ipv4Address{10, 0, 0, 0}));
}

TEST_CASE("Prefixes of 31 and 32 bits have no broadcast address") {
    CHECK(Ipv4Prefix{Ipv4Address{10, 0, 0, 1}, 30}.is_broadcast(Ipv4Address{10, 0, 0, 3}));
    CHECK_FALSE(Ipv4Prefix{Ipv4Address{10, 0, 0, 1}, 30}.is_broadcast(Ipv4Address{10, 0, 0, 2}));
    CHECK_FALSE(Ipv4Prefix{Ipv4Address{10, 0, 0, 1}, 31}.is_broadcast(Ipv4Address{10, 0, 0, 1}));
    CHECK_FALSE(Ipv4Prefix{Ipv4Address{10, 0, 0, 1}, 32}.is_broadcast(Ipv4Address{10, 0, 0, 1}));
}

TEST_CASE("What is not a prefix") {
    for (const auto* text : {"", "/", "10.0.0.1", "10.0.0.1/", "/24", "10.0.0.1/33", "10.0.0.1/024",
                             "10.0.0.1/24/", "10.0.0/8"}) {
        CAPTURE(text);
        CHECK_FALSE(Ipv4Prefix::parse(text));
    }
}

TEST_CASE("Random addresses survive their text") {
    RandomBytes random{1};
    for (int round = 0; round < 1000; ++round) {
        const auto ip = random.ip();
        const auto mac = random.mac();
        const Ipv4Prefix prefix{ip, static_cast<std::uint8_t>(random.below(33))};
        CHECK(Ipv4Address::parse(to_string(ip)) == ip);
        CHECK(MacAddress::parse(to_string(mac)) == mac);
        CHECK(Ipv4Prefix::parse(to_string(prefix)) == prefix);
    }
}

TEST_CASE("Endpoints and four-tuples have a text and an order") {
    const Endpoint client{Ipv4Address{10, 0, 0, 1}, 49152};
    const Endpoint server{Ipv4Address{10, 0, 0, 2}, 80};
    CHECK(to_string(server) == "10.0.0.2:80");
    CHECK(to_string(FourTuple{client, server}) == "10.0.0.1:49152 > 10.0.0.2:80");
    CHECK(client < server);
    CHECK(FourTuple{client, server}.reversed() == FourTuple{server, client});
}

TEST_CASE("Neighbouring four-tuples hash apart, in the low bits and in the high ones") {
    std::set<std::uint64_t> low;
    std::set<std::uint64_t> high;
    constexpr std::size_t kTuples = 4096;
    for (std::uint16_t at = 0; at < kTuples; ++at) {
        const FourTuple tuple{{Ipv4Address{10, 0, 0, 1}, 80},
                              {Ipv4Address{10, 0, 1, static_cast<std::uint8_t>(at % 16)},
                               static_cast<std::uint16_t>(49152 + at / 16)}};
        low.insert(tuple.hash() & 0xFFFF);
        high.insert(tuple.hash() >> 48);
    }
    // 4096 random balls in 65536 boxes fill 3970 of them on average.
    CHECK(low.size() > 3800);
    CHECK(high.size() > 3800);
}

// Who gets a datagram (RFC 1122 4.1.3), what is dropped and why, errors that come back.
#include "models/udp/udp_layer.hpp"

#include "models/wire/ethernet.hpp"
#include "models/wire/udp.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace patchcord::models::udp {
namespace {

using namespace std::chrono_literals;
using tests::Bytes;
using tests::bytes_in;
using tests::HostAndStation;
using tests::HostPair;
using tests::kIpA;
using tests::kIpB;
using wire::DropReason;
using wire::Endpoint;
using wire::Error;
using wire::IpProtocol;
using wire::Ipv4Address;
using wire::Ipv4Header;

constexpr Ipv4Address kAny;

std::string read(UdpEndpoint& endpoint, Endpoint* from = nullptr) {
    std::vector<std::uint8_t> buffer(2000);
    const auto size = endpoint.receive(buffer, from);
    return size ? std::string(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*size))
                : std::string{wire::to_string(size.error())};
}

TEST_CASE("a datagram and its answer") {
    HostPair pair;
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({kAny, 7}));
    auto client = pair.a.udp.open();
    CHECK(client->send(bytes_in("hello"), Endpoint{kIpB, 7}) == 5u);
    CHECK(client->local() == Endpoint{kAny, 49152});
    pair.run_for(1s);
    Endpoint from;
    CHECK(read(*server, &from) == "hello");
    CHECK(from == Endpoint{kIpA, 49152});
    REQUIRE(server->send(bytes_in(""), from));
    pair.run_for(1s);
    CHECK(client->datagrams() == 1);
    CHECK(read(*client, &from).empty());
    CHECK(from == Endpoint{kIpB, 7});
    CHECK(read(*client) == "resource_unavailable_try_again");
}

TEST_CASE("the most specific endpoint gets a datagram, and only that one") {
    HostAndStation bench;
    const auto open = [&](Ipv4Address address) {
        auto endpoint = bench.host.udp.open();
        REQUIRE(endpoint->bind({address, 7}, true));
        return endpoint;
    };
    auto connected = open(kAny);
    REQUIRE(connected->connect({kIpB, 1000}));
    auto bound = open(kIpA);
    auto wildcard = open(kAny);
    auto newest_wildcard = open(kAny);
    const auto send = [&](std::uint16_t from_port, Ipv4Address to, const std::string& text) {
        const Ipv4Header header = tests::header_of(IpProtocol::Udp, kIpB, to);
        bench.send(header, tests::udp_datagram(header, from_port, 7, text),
                   to == kIpA ? tests::kMacA : wire::MacAddress::kBroadcast);
    };
    send(1000, kIpA, "from the peer");
    send(1001, kIpA, "from another");
    send(1000, Ipv4Address::kBroadcast, "for all");
    CHECK(read(*connected) == "from the peer");
    CHECK(read(*bound) == "from another");
    CHECK(read(*newest_wildcard) == "for all");
    for (const auto* endpoint : {&connected, &bound, &wildcard, &newest_wildcard})
        CHECK((*endpoint)->datagrams() == 0);
    bound.reset();
    newest_wildcard.reset();
    send(1001, kIpA, "who is left?");
    CHECK(read(*wildcard) == "who is left?");
    CHECK(bench.host.udp.endpoints().size() == 2);
}

TEST_CASE("a connected endpoint hears only its peer") {
    HostAndStation bench;
    bench.introduce();
    auto endpoint = bench.host.udp.open();
    REQUIRE(endpoint->connect({kIpB, 1000}));
    CHECK(endpoint->local() == Endpoint{kIpA, 49152});
    const Ipv4Header header = tests::header_of(IpProtocol::Udp);
    bench.send(header, tests::udp_datagram(header, 999, 49152, "no"));
    const Ipv4Header stranger = tests::header_of(IpProtocol::Udp, {10, 0, 0, 3});
    bench.send(stranger, tests::udp_datagram(stranger, 1000, 49152, "no"));
    bench.send(header, tests::udp_datagram(header, 1000, 49152, "yes"));
    CHECK(read(*endpoint) == "yes");
    CHECK(endpoint->datagrams() == 0);
    CHECK(bench.recorder.drops(bench.host, DropReason::NoPort) == 2);
}

TEST_CASE("checksum and length of a datagram (RFC 768, RFC 1122 4.1.3.4)") {
    HostAndStation bench;
    auto endpoint = bench.host.udp.open();
    REQUIRE(endpoint->bind({kAny, 7}));
    const Ipv4Header header = tests::header_of(IpProtocol::Udp);
    const Bytes good = tests::udp_datagram(header, 9, 7, "text");
    const auto send = [&](std::size_t at, std::uint16_t word) {
        Bytes changed = good;
        changed[at] = static_cast<std::uint8_t>(word >> 8);
        changed[at + 1] = static_cast<std::uint8_t>(word);
        bench.send(header, changed);
    };
    send(6, 0x1234);
    CHECK(bench.recorder.drops(bench.host, DropReason::Checksum) == 1);
    send(6, 0);  // the sender computed none
    CHECK(read(*endpoint) == "text");
    send(4, 13);  // longer than the IP datagram
    send(4, 7);   // shorter than its own header
    bench.send(header, Bytes(7));
    CHECK(bench.recorder.drops(bench.host, DropReason::Malformed) == 3);
    CHECK(endpoint->datagrams() == 0);
}

TEST_CASE("a computed checksum of zero is sent as all ones") {
    HostAndStation bench;
    bench.introduce();
    auto endpoint = bench.host.udp.open();
    REQUIRE(endpoint->bind({kAny, 1}));
    // The word that makes the sum of pseudo-header, header and payload 0xFFFF.
    wire::ChecksumSum sum = wire::pseudo_header_sum(kIpA, kIpB, 17, 10);
    const std::uint16_t word = sum.add_word(1).add_word(2).add_word(10).checksum();
    const Bytes text{static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word)};
    REQUIRE(endpoint->send(text, Endpoint{kIpB, 2}));
    bench.run_for(1ms);
    const Bytes& frame = bench.station.frames.at(0).frame;
    CHECK(frame[14 + 20 + 6] == 0xFF);
    CHECK(frame[14 + 20 + 7] == 0xFF);
}

TEST_CASE("a closed port refuses a connected endpoint, once, at its next call") {
    HostPair pair;
    auto endpoint = pair.a.udp.open();
    REQUIRE(endpoint->connect({kIpB, 7}));
    REQUIRE(endpoint->send(bytes_in("anybody?")));
    pair.run_for(1s);
    CHECK(endpoint->pending_error() == Error::ConnectionRefused);
    CHECK(read(*endpoint) == "connection_refused");
    CHECK(read(*endpoint) == "resource_unavailable_try_again");
    REQUIRE(endpoint->send(bytes_in("still?")));
    pair.run_for(1s);
    CHECK(endpoint->send(bytes_in("still?")).error() == Error::ConnectionRefused);
    CHECK(endpoint->send(bytes_in("still?")));
}

TEST_CASE("an endpoint that is not connected does not hear of errors") {
    HostPair pair;
    auto endpoint = pair.a.udp.open();
    REQUIRE(endpoint->send(bytes_in("anybody?"), Endpoint{kIpB, 7}));
    pair.run_for(1s);
    CHECK(pair.recorder.drops(pair.b, DropReason::NoPort) == 1);
    CHECK(read(*endpoint) == "resource_unavailable_try_again");
}

TEST_CASE("nobody answers ARP: a connected endpoint hears that the host is unreachable") {
    HostPair pair;
    auto endpoint = pair.a.udp.open();
    REQUIRE(endpoint->connect({{10, 0, 0, 99}, 7}));
    REQUIRE(endpoint->send(bytes_in("anybody?")));
    pair.run_for(3s);
    CHECK(read(*endpoint) == "host_unreachable");
}

TEST_CASE("two endpoints of one host talk without a cable") {
    HostPair pair;
    auto server = pair.a.udp.open();
    REQUIRE(server->bind({{127, 0, 0, 1}, 7}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({{127, 0, 0, 1}, 7}));
    CHECK(client->local().address == Ipv4Address{127, 0, 0, 1});
    const std::string large(60'000, 'x');
    REQUIRE(client->send(bytes_in("hello")));
    REQUIRE(client->send(bytes_in(large)));
    pair.simulation.run_until(sim::kStart);
    CHECK(read(*server) == "hello");
    CHECK(server->receive_queue() == 60'000);
    CHECK(pair.recorder.sent.empty());
    server.reset();
    REQUIRE(client->send(bytes_in("gone?")));
    pair.run_for(1ms);
    CHECK(client->pending_error() == Error::ConnectionRefused);
}

TEST_CASE("everybody on the subnet hears a broadcast") {
    HostPair pair;
    auto here = pair.a.udp.open();
    auto there = pair.b.udp.open();
    REQUIRE(there->bind({kAny, 67}));
    REQUIRE(here->send(bytes_in("discover"), Endpoint{Ipv4Address::kBroadcast, 67}));
    REQUIRE(here->send(bytes_in("subnet"), Endpoint{{10, 0, 0, 255}, 67}));
    pair.run_for(1ms);
    CHECK(read(*there) == "discover");
    CHECK(read(*there) == "subnet");
}

}  // namespace
}  // namespace patchcord::models::udp

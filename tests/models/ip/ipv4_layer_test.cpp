// Sending: header fields, errors, broadcast and multicast, what a host says to itself. Receiving: whom a host
// refuses, and why (RFC 1122 3.2.1 and 3.3.6).
#include "models/ip/ipv4_layer.hpp"

#include "models/wire/ethernet.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace patchcord::models::ip {
namespace {

using namespace std::chrono_literals;
using tests::Bytes;
using tests::HostAndStation;
using tests::HostPair;
using tests::kIpA;
using tests::kIpB;
using tests::kMacA;
using wire::DropReason;
using wire::Error;
using wire::IpProtocol;
using wire::Ipv4Address;
using wire::Ipv4Header;
using wire::MacAddress;

wire::Ipv4View datagram_in(std::span<const std::uint8_t> frame) {
    const auto view = wire::Ipv4View::parse(frame.subspan(wire::EthernetHeader::kSize));
    REQUIRE(view);
    return *view;
}

sim::Buffer payload(tests::TestHost& host, std::size_t size) {
    sim::Buffer buffer{host.context().buffers(), size};
    buffer.set_packet(host.context().next_packet());
    std::ranges::fill(buffer.append(size), std::uint8_t{0x55});
    return buffer;
}

TEST_CASE("a datagram carries what was asked for, and each has an identification of its own") {
    HostAndStation bench;
    bench.introduce();
    SendOptions options;
    options.ttl = 7;
    options.tos = 0x10;
    options.dont_fragment = true;
    for (int i = 0; i < 3; ++i)
        REQUIRE(bench.host.ipv4.output(payload(bench.host, 3), IpProtocol::Tcp, kIpA, kIpB, options));
    bench.run_for(1ms);
    REQUIRE(bench.station.frames.size() == 3);
    std::set<std::uint16_t> ids;
    for (const auto& received : bench.station.frames) {
        CHECK(received.frame.size() == wire::kMinimumFrame);
        const auto view = datagram_in(received.frame);
        CHECK(view.header.total_length == 23);
        CHECK(view.header.ttl == 7);
        CHECK(view.header.tos == 0x10);
        CHECK(view.header.dont_fragment);
        CHECK(view.header.source == kIpA);
        CHECK(view.header.destination == kIpB);
        CHECK(view.payload.size() == 3);
        ids.insert(view.header.id);
    }
    CHECK(ids.size() == 3);
}

TEST_CASE("a datagram may be as large as the MTU and no larger") {
    HostAndStation bench;
    bench.introduce();
    Ipv4Layer& ipv4 = bench.host.ipv4;
    CHECK(ipv4.mtu_toward(kIpB) == 1500);
    CHECK(ipv4.output(payload(bench.host, 1480), IpProtocol::Tcp, kIpA, kIpB, {}));
    CHECK(ipv4.output(payload(bench.host, 1481), IpProtocol::Tcp, kIpA, kIpB, {}).error() ==
          Error::MessageTooLong);
    bench.run_for(1ms);
    REQUIRE(bench.station.frames.size() == 1);
    CHECK(bench.station.frames[0].frame.size() == wire::kMaximumFrame);
}

TEST_CASE("without a route there is an error, with a default route there is a gateway") {
    HostAndStation bench;
    Ipv4Layer& ipv4 = bench.host.ipv4;
    const Ipv4Address far{192, 0, 2, 1};
    CHECK(ipv4.source_for(far).error() == Error::NetworkUnreachable);
    CHECK(ipv4.output(payload(bench.host, 1), IpProtocol::Tcp, kIpA, far, {}).error() ==
          Error::NetworkUnreachable);
    CHECK(ipv4.mtu_toward(far) == 1500);
    ipv4.routes().add({Ipv4Address{}, 0}, kIpB, ipv4.interface(0));
    CHECK(ipv4.source_for(far) == kIpA);
    bench.introduce();
    CHECK(bench.host.output(far, "via the gateway"));
    bench.run_for(1ms);
    REQUIRE(bench.station.frames.size() == 1);
    const auto& frame = bench.station.frames[0].frame;
    CHECK(wire::EthernetHeader::parse(frame)->destination == tests::kMacB);
    CHECK(datagram_in(frame).header.destination == far);
}

TEST_CASE("broadcasts and multicasts need no ARP") {
    HostAndStation bench;
    bench.station.nic.set_promiscuous(true);
    Ipv4Layer& ipv4 = bench.host.ipv4;
    ipv4.routes().add({Ipv4Address{224, 0, 0, 0}, 4}, std::nullopt, ipv4.interface(0));
    for (const Ipv4Address to :
         {Ipv4Address{255, 255, 255, 255}, Ipv4Address{10, 0, 0, 255}, Ipv4Address{224, 129, 2, 3}})
        REQUIRE(ipv4.output(payload(bench.host, 1), IpProtocol::Udp, kIpA, to, {}));
    bench.run_for(1ms);
    std::vector<MacAddress> destinations;
    for (const auto& received : bench.station.frames)
        destinations.push_back(wire::EthernetHeader::parse(received.frame)->destination);
    CHECK(destinations == std::vector<MacAddress>{MacAddress::kBroadcast, MacAddress::kBroadcast,
                                                  MacAddress::from_u64(0x0100'5E01'0203)});
}

TEST_CASE(
    "what a host says to itself arrives at the same instant, after the caller is done, and sends no frame") {
    HostPair pair;
    for (const Ipv4Address myself : {kIpA, Ipv4Address{127, 0, 0, 1}}) {
        CHECK(pair.a.ipv4.source_for(myself) == myself);
        REQUIRE(pair.a.output(myself, "hello"));
    }
    CHECK(pair.a.tcp.payloads.empty());
    pair.simulation.run_until(sim::kStart);
    CHECK(pair.a.tcp.payloads.size() == 2);
    CHECK(pair.simulation.now() == sim::kStart);
    CHECK(pair.recorder.sent.empty());
    CHECK(pair.recorder.dropped.empty());
    CHECK(pair.a.ipv4.mtu_toward(kIpA) == 65'535);
    CHECK(pair.a.ipv4.output(payload(pair.a, 65'515), IpProtocol::Tcp, kIpA, kIpA, {}));
    CHECK(pair.a.ipv4.output(payload(pair.a, 65'516), IpProtocol::Tcp, kIpA, kIpA, {}).error() ==
          Error::MessageTooLong);
}

TEST_CASE("a loopback address does not leave the host, and its queue has an end") {
    HostPair pair;
    const Ipv4Address loopback{127, 0, 0, 1};
    CHECK(pair.a.ipv4.output(payload(pair.a, 1), IpProtocol::Tcp, loopback, kIpB, {}).error() ==
          Error::InvalidArgument);
    for (int i = 0; i < 1000; ++i)
        REQUIRE(pair.a.output(kIpA, "x"));
    CHECK(pair.a.output(kIpA, "x").error() == Error::NoBufferSpace);
    pair.run_for(1ms);
    CHECK(pair.a.output(kIpA, "x"));
}

TEST_CASE("whom a host refuses, and why") {
    const Ipv4Address any;
    struct Row {
        const char* name;
        Ipv4Address source;
        Ipv4Address destination;
        MacAddress mac;
        const char* dropped;  // the reason, or "" when it is taken
    };
    const MacAddress all = MacAddress::kBroadcast;
    const Ipv4Address limited{255, 255, 255, 255};
    const Ipv4Address subnet{10, 0, 0, 255};
    const Row rows[] = {
        {"for me", kIpB, kIpA, kMacA, ""},
        {"for another, in a frame for me", kIpB, {10, 0, 0, 3}, kMacA, "not-for-me"},
        {"for me, in a frame for all", kIpB, kIpA, all, "not-for-me"},
        {"for all", kIpB, limited, all, ""},
        {"for the subnet", kIpB, subnet, all, ""},
        {"for a group nobody joined",
         kIpB,
         {224, 0, 0, 5},
         MacAddress::from_u64(0x0100'5E00'0005),
         "not-for-me"},
        {"for loopback, from outside", kIpB, {127, 0, 0, 1}, kMacA, "not-for-me"},
        {"from loopback", {127, 0, 0, 1}, kIpA, kMacA, "bad-source"},
        {"from the limited broadcast", limited, kIpA, kMacA, "bad-source"},
        {"from the subnet's broadcast", subnet, kIpA, kMacA, "bad-source"},
        {"from a group", {224, 0, 0, 5}, kIpA, kMacA, "bad-source"},
        {"from a reserved address", {240, 0, 0, 1}, kIpA, kMacA, "bad-source"},
        {"from network zero", {0, 1, 2, 3}, kIpA, kMacA, "bad-source"},
        {"from nobody, for me", any, kIpA, kMacA, "bad-source"},
        {"from nobody, for all", any, limited, all, ""},
        {"from myself", kIpA, kIpA, kMacA, "bad-source"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        HostAndStation bench;
        auto endpoint = bench.host.udp.open();
        REQUIRE(endpoint->bind({any, 7}));
        const Ipv4Header header = tests::header_of(IpProtocol::Udp, row.source, row.destination);
        bench.send(header, tests::udp_datagram(header, 9, 7, "x"), row.mac);
        CHECK(endpoint->datagrams() == (*row.dropped == '\0' ? 1 : 0));
        const auto& dropped = bench.recorder.dropped;
        CHECK((dropped.empty() ? "" : wire::to_string(dropped[0].reason)) == row.dropped);
        CHECK(bench.station.frames.empty());
    }
}

TEST_CASE("a host takes a datagram whatever its TTL, with options, and with padding behind it") {
    HostAndStation bench;
    Ipv4Header header = tests::header_of(IpProtocol::Tcp);
    header.ttl = 0;
    const Bytes record_route{7, 7, 4, 0, 0, 0, 0, 0};
    header.options = record_route;
    bench.send(header, Bytes{1, 2, 3});
    CHECK(bench.host.tcp.payloads == std::vector<Bytes>{{1, 2, 3}});
}

TEST_CASE("fragments are dropped and said to be") {
    HostAndStation bench;
    Ipv4Header first = tests::header_of(IpProtocol::Tcp);
    first.more_fragments = true;
    Ipv4Header last = tests::header_of(IpProtocol::Tcp);
    last.fragment_offset = 8;
    bench.send(first, Bytes(8));
    bench.send(last, Bytes(8));
    CHECK(bench.recorder.drops(bench.host, DropReason::FragmentsNotSupported) == 2);
    CHECK(bench.host.tcp.payloads.empty());
}

TEST_CASE("bad headers are dropped without a word (RFC 1122 3.2.1)") {
    Ipv4Header header = tests::header_of(IpProtocol::Tcp);
    header.total_length = 24;
    Bytes good(24);
    header.emit(good);
    struct Row {
        const char* name;
        std::size_t at;
        std::uint8_t value;
        DropReason reason;
    };
    const Row rows[] = {
        {"version 6", 0, 0x65, DropReason::Malformed},
        {"header of 16 bytes", 0, 0x44, DropReason::Malformed},
        {"header of 60 bytes", 0, 0x4F, DropReason::Malformed},
        {"checksum", 10, 0x12, DropReason::Checksum},
        {"total length changed, checksum not", 3, 25, DropReason::Checksum},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        HostAndStation bench;
        Bytes bad = good;
        bad[row.at] = row.value;
        bench.station.send(kMacA, wire::EtherType::Ipv4, bad);
        bench.run_for(1ms);
        REQUIRE(bench.recorder.dropped.size() == 1);
        CHECK(bench.recorder.dropped[0].reason == row.reason);
        CHECK(bench.station.frames.empty());
        CHECK(bench.host.tcp.payloads.empty());
    }
}

TEST_CASE("a total length beyond the frame, or within the header, is dropped") {
    for (const std::uint16_t length : {std::uint16_t{19}, std::uint16_t{47}}) {
        HostAndStation bench;
        Ipv4Header header = tests::header_of(IpProtocol::Tcp);
        header.total_length = length;
        Bytes datagram(24);
        header.emit(datagram);
        bench.station.send(kMacA, wire::EtherType::Ipv4, datagram);  // padded to 46 bytes
        bench.run_for(1ms);
        CHECK(bench.recorder.drops(bench.host, DropReason::Malformed) == 1);
    }
}

TEST_CASE("a frame of an unknown type is dropped") {
    HostAndStation bench;
    bench.station.send(kMacA, wire::EtherType::Ipv6, Bytes(40));
    bench.run_for(1ms);
    CHECK(bench.recorder.drops(bench.host, DropReason::UnknownEtherType) == 1);
}

TEST_CASE("a host with two cards uses the one that leads there") {
    tests::Bench bench;
    sim::NodeContext& context = bench.simulation.add_node("two-armed");
    tests::TestHost host{context, kMacA, {kIpA, 24}, bench.tracer};
    ethernet::Nic second{host, sim::PortId{1}, MacAddress::from_u64(0x0200'0000'0011), bench.tracer};
    const Ipv4Address other{10, 0, 1, 1};
    host.ipv4.add_interface(second, {other, 24}, {});
    CHECK(host.ipv4.source_for({10, 0, 1, 77}) == other);
    CHECK(host.ipv4.source_for({10, 0, 0, 77}) == kIpA);
    CHECK(host.ipv4.is_mine(other));
    CHECK(host.ipv4.is_broadcast({10, 0, 1, 255}));
    CHECK_FALSE(host.ipv4.is_broadcast({10, 0, 2, 255}));
}

}  // namespace
}  // namespace patchcord::models::ip

// ARP between two hosts, to the picosecond, and its rules of reception one by one against a station (RFC 826;
// RFC 1122 2.3.2; RFC 5227 2.1.1 for probes).
#include "models/ip/arp_table.hpp"

#include "models/wire/arp.hpp"
#include "models/wire/ethernet.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace patchcord::models::ip {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using sim::Time;
using tests::Bytes;
using tests::HostAndStation;
using tests::HostPair;
using tests::kIpA;
using tests::kIpB;
using tests::kMacA;
using tests::kMacB;
using trace::ArpState;
using wire::ArpOperation;
using wire::ArpPacket;
using wire::Ipv4Address;
using wire::MacAddress;

constexpr Duration kBit{10'000};                         // at 100 Mbit/s
constexpr Duration kDelay{108'740};                      // 20 m
constexpr Duration kShortest = 8 * (8 + 60 + 4) * kBit;  // preamble, shortest frame, FCS
constexpr Ipv4Address kStranger{10, 0, 0, 9};

ArpPacket arp_in(std::span<const std::uint8_t> frame) {
    const auto header = wire::EthernetHeader::parse(frame);
    REQUIRE(header->type == wire::EtherType::Arp);
    const auto packet = ArpPacket::parse(frame.subspan(wire::EthernetHeader::kSize));
    REQUIRE(packet);
    return *packet;
}

void send(HostAndStation& bench, const ArpPacket& packet, MacAddress destination = MacAddress::kBroadcast) {
    Bytes bytes(ArpPacket::kSize);
    packet.emit(bytes);
    bench.station.send(destination, wire::EtherType::Arp, bytes);
    bench.run_for(1ms);
}

std::optional<ArpEntry> entry(ArpTable& table, Ipv4Address address) {
    for (const ArpEntry& line : table.entries()) {
        if (line.address == address) return line;
    }
    return std::nullopt;
}

TEST_CASE("the first datagram waits for one broadcast request and its unicast reply") {
    HostPair pair;
    REQUIRE(pair.a.output(kIpB, "first"));
    pair.run_for(1s);

    const auto& sent = pair.recorder.sent;
    REQUIRE(sent.size() == 3);
    CHECK(sent[0].at == sim::kStart);
    CHECK(wire::EthernetHeader::parse(sent[0].frame)->destination == MacAddress::kBroadcast);
    CHECK(arp_in(sent[0].frame) == ArpPacket{ArpOperation::Request, kMacA, kIpA, MacAddress{}, kIpB});
    const Time asked = sim::kStart + kShortest + kDelay;
    CHECK(sent[1].at == asked);
    CHECK(wire::EthernetHeader::parse(sent[1].frame)->destination == kMacA);
    CHECK(arp_in(sent[1].frame) == ArpPacket{ArpOperation::Reply, kMacB, kIpB, kMacA, kIpA});
    const Time answered = asked + kShortest + kDelay;
    CHECK(sent[2].at == answered);
    REQUIRE(pair.b.tcp.payloads.size() == 1);
    CHECK(pair.b.tcp.payloads[0] == Bytes{'f', 'i', 'r', 's', 't'});

    const auto at_a = entry(pair.a.arp(), kIpB);
    REQUIRE(at_a);
    CHECK(at_a->mac == kMacB);
    CHECK(at_a->state == ArpState::Reachable);
    CHECK(at_a->age == 1s - 2 * (kShortest + kDelay));
    CHECK(entry(pair.b.arp(), kIpA)->mac == kMacA);  // learnt from the request

    const auto& changes = pair.recorder.arp;
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].state == ArpState::Incomplete);
    CHECK(changes[0].at == sim::kStart);
    CHECK(changes[1].at == asked);
    CHECK(changes[1].node == pair.b.context().id());
    CHECK(changes[2].state == ArpState::Reachable);
    CHECK(changes[2].at == answered);
}

TEST_CASE("a second datagram finds the entry and leaves at once") {
    HostPair pair;
    REQUIRE(pair.a.output(kIpB, "one"));
    pair.run_for(1s);
    REQUIRE(pair.a.output(kIpB, "two"));
    REQUIRE(pair.b.output(kIpA, "back"));
    CHECK(pair.recorder.sent.size() == 5);
    CHECK(pair.recorder.sent.back().at == sim::kStart + 1s);
}

TEST_CASE("packets that wait leave in the order in which they came, and one request serves them all") {
    HostPair pair;
    for (const char* text : {"a", "b", "c"})
        REQUIRE(pair.a.output(kIpB, text));
    pair.run_for(1s);
    CHECK(pair.b.tcp.payloads == std::vector<Bytes>{{'a'}, {'b'}, {'c'}});
    CHECK(pair.recorder.sent.size() == 5);
}

TEST_CASE("without an answer there are three requests a second apart, then the packets are reported") {
    HostAndStation bench;
    REQUIRE(bench.host.output(kIpB, "to nobody"));
    REQUIRE(bench.host.output(kIpB, "nor that"));
    bench.run_for(2999ms);
    CHECK(bench.host.tcp.errors.empty());
    bench.run_for(1ms);

    REQUIRE(bench.recorder.sent.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(bench.recorder.sent[i].at == sim::kStart + i * 1s);
    REQUIRE(bench.host.tcp.errors.size() == 2);
    const auto& error = bench.host.tcp.errors[0];
    CHECK(error.type == wire::IcmpType::Unreachable);
    CHECK(error.code == 1);
    CHECK(error.destination == kIpB);
    CHECK(error.reporter == kIpA);
    CHECK(error.quoted == Bytes{'t', 'o', ' ', 'n', 'o', 'b', 'o', 'd', 'y'});
    CHECK(bench.recorder.drops(bench.host, wire::DropReason::NoArpReply) == 2);
    CHECK(bench.recorder.dropped[0].at == sim::kStart + 3s);
    CHECK(entry(bench.host.arp(), kIpB)->state == ArpState::Failed);
    CHECK(bench.simulation.run_until(sim::kStart + std::chrono::hours{1}) == sim::StopReason::Finished);

    REQUIRE(bench.host.output(kIpB, "again, please"));  // a new attempt
    CHECK(entry(bench.host.arp(), kIpB)->state == ArpState::Incomplete);
    CHECK(bench.recorder.sent.size() == 4);
}

TEST_CASE("two addresses that are asked for have their own clocks") {
    HostAndStation bench;
    REQUIRE(bench.host.output(kIpB, "x"));
    bench.run_for(400ms);
    REQUIRE(bench.host.output(kStranger, "y"));
    bench.run_for(10s);
    std::vector<std::int64_t> milliseconds;
    for (const auto& frame : bench.recorder.sent)
        milliseconds.push_back(sim::ticks(frame.at) / 1'000'000'000);
    CHECK(milliseconds == std::vector<std::int64_t>{0, 400, 1000, 1400, 2000, 2400});
    CHECK(bench.recorder.dropped.back().at == sim::kStart + 3400ms);
}

TEST_CASE("an answer to a later request still delivers what waits") {
    HostAndStation bench;
    REQUIRE(bench.host.output(kIpB, "patience"));
    bench.run_for(2500ms);
    send(bench, {ArpOperation::Reply, kMacB, kIpB, kMacA, kIpA}, kMacA);
    CHECK(bench.station.frames.size() == 4);
    bench.run_for(10s);
    CHECK(bench.station.frames.size() == 4);
    CHECK(bench.host.tcp.errors.empty());
}

TEST_CASE("when too many packets wait the oldest goes") {
    HostPair pair{{.queue = 2}};
    for (const char* text : {"a", "b", "c"})
        REQUIRE(pair.a.output(kIpB, text));
    pair.run_for(1s);
    CHECK(pair.b.tcp.payloads == std::vector<Bytes>{{'b'}, {'c'}});
    CHECK(pair.recorder.drops(pair.a, wire::DropReason::ArpQueueFull) == 1);
}

TEST_CASE("an entry is not believed after its time and is asked for at the next use") {
    HostPair pair{{.timeout = 60s}};
    REQUIRE(pair.a.output(kIpB, "one"));
    pair.run_for(30s);
    REQUIRE(pair.a.output(kIpB, "two"));  // use alone does not refresh
    pair.run_for(31s);
    CHECK(entry(pair.a.arp(), kIpB)->state == ArpState::Expired);
    CHECK(entry(pair.a.arp(), kIpB)->age > 60s);
    pair.recorder.sent.clear();
    pair.recorder.arp.clear();
    REQUIRE(pair.a.output(kIpB, "three"));
    pair.run_for(1s);
    CHECK(pair.recorder.sent.size() == 3);
    CHECK(pair.b.tcp.payloads.size() == 3);
    REQUIRE(pair.recorder.arp.size() == 4);
    CHECK(pair.recorder.arp[0].state == ArpState::Expired);
    CHECK(pair.recorder.arp[1].state == ArpState::Incomplete);
}

TEST_CASE("however short an entry lives, requests for it are a second apart") {
    HostPair pair{{.timeout = 1ms}};
    for (int i = 0; i < 50; ++i) {
        REQUIRE(pair.a.output(kIpB, "x"));
        pair.run_for(50ms);
    }
    std::vector<Time> requests;
    for (const auto& frame : pair.recorder.sent) {
        if (wire::EthernetHeader::parse(frame.frame)->destination.is_broadcast())
            requests.push_back(frame.at);
    }
    CHECK(requests == std::vector<Time>{sim::kStart, sim::kStart + 1s, sim::kStart + 2s});
    pair.run_for(1s);
    CHECK(pair.b.tcp.payloads.size() == 50);
}

TEST_CASE("what a host does with an ARP packet (RFC 826)") {
    struct Row {
        const char* name;
        ArpPacket packet;
        bool creates;
        bool answers;
    };
    const MacAddress none;
    const Row rows[] = {
        {"request for me", {ArpOperation::Request, kMacB, kIpB, none, kIpA}, true, true},
        {"reply to me", {ArpOperation::Reply, kMacB, kIpB, kMacA, kIpA}, true, false},
        {"request for another", {ArpOperation::Request, kMacB, kIpB, none, kStranger}, false, false},
        {"announcement", {ArpOperation::Request, kMacB, kIpB, none, kIpB}, false, false},
        {"probe for me", {ArpOperation::Request, kMacB, Ipv4Address{}, none, kIpA}, false, true},
        {"probe for another", {ArpOperation::Request, kMacB, Ipv4Address{}, none, kStranger}, false, false},
        {"from my own address", {ArpOperation::Request, kMacB, kIpA, none, kIpA}, false, false},
        {"from a broadcast address",
         {ArpOperation::Request, kMacB, Ipv4Address{10, 0, 0, 255}, none, kIpA},
         false,
         false},
        {"from a multicast address",
         {ArpOperation::Request, kMacB, Ipv4Address{224, 0, 0, 1}, none, kIpA},
         false,
         false},
        {"from a group of cards",
         {ArpOperation::Request, MacAddress::kBroadcast, kIpB, none, kIpA},
         false,
         false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        HostAndStation bench;
        send(bench, row.packet);
        CHECK(bench.host.arp().entries().size() == (row.creates ? 1 : 0));
        REQUIRE(bench.station.frames.size() == (row.answers ? 1 : 0));
        if (!row.answers) continue;
        CHECK(wire::EthernetHeader::parse(bench.station.frames[0].frame)->destination == kMacB);
        CHECK(arp_in(bench.station.frames[0].frame) ==
              ArpPacket{ArpOperation::Reply, kMacA, kIpA, row.packet.sender_mac, row.packet.sender_ip});
    }
}

TEST_CASE("any packet of a neighbour that is in the cache updates its entry") {
    HostAndStation bench;
    bench.introduce();
    const MacAddress new_card = MacAddress::from_u64(0x0200'0000'0077);
    bench.run_for(10s);
    send(bench, {ArpOperation::Request, new_card, kIpB, MacAddress{}, kStranger});
    CHECK(entry(bench.host.arp(), kIpB)->mac == new_card);
    CHECK(entry(bench.host.arp(), kIpB)->age < 1ms);
    CHECK(bench.station.frames.empty());
}

TEST_CASE("bad ARP packets are dropped with a reason") {
    HostAndStation bench;
    Bytes bytes(ArpPacket::kSize);
    ArpPacket{ArpOperation::Request, kMacB, kIpB, MacAddress{}, kIpA}.emit(bytes);
    bytes[1] = 6;  // not Ethernet
    bench.station.send(MacAddress::kBroadcast, wire::EtherType::Arp, bytes);
    bench.run_for(1ms);
    CHECK(bench.recorder.drops(bench.host, wire::DropReason::Malformed) == 1);
    CHECK(bench.host.arp().entries().empty());
}

TEST_CASE("entries are listed by address") {
    HostAndStation bench;
    for (const std::uint32_t last : {9u, 3u, 200u, 4u}) {
        send(bench, {ArpOperation::Request, kMacB, Ipv4Address{0x0A00'0000 + last}, MacAddress{}, kIpA});
    }
    std::vector<std::uint32_t> last_octets;
    for (const ArpEntry& line : bench.host.arp().entries())
        last_octets.push_back(line.address.value() & 0xFF);
    CHECK(last_octets == std::vector<std::uint32_t>{3, 4, 9, 200});
}

}  // namespace
}  // namespace patchcord::models::ip

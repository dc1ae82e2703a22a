// Which words fit which frames: frames of every kind against all words.
// A frame's words are written in the order of the table.
// Subject: models/wire/match.hpp.
#include "models/wire/match.hpp"

#include "tests/models/wire/frames.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord::models::wire;
using namespace patchcord::tests;

namespace {

/// All words that fit, in the order of the table.
std::string words(const Bytes& frame) {
    std::string out;
    for (const auto& row : packet_kinds()) {
        if (!matches(row.kind, dissect(frame))) continue;
        if (!out.empty()) out += ' ';
        out += row.name;
    }
    return out;
}

}  // namespace

TEST_CASE("TCP segments by their words") {
    CHECK(words(tcp_frame({.flags = kSyn})) == "any ip tcp tcp.syn");
    CHECK(words(tcp_frame({.flags = kSyn | kEce | kCwr})) == "any ip tcp tcp.syn");
    CHECK(words(tcp_frame({.flags = kSyn | kAck})) == "any ip tcp tcp.syn-ack");
    CHECK(words(tcp_frame({.flags = kAck})) == "any ip tcp tcp.ack");
    CHECK(words(tcp_frame({.flags = kAck | kPsh}, {}, 5)) == "any ip tcp tcp.data");
    CHECK(words(tcp_frame({.flags = kAck | kFin})) == "any ip tcp tcp.fin");
    CHECK(words(tcp_frame({.flags = kAck | kFin}, {}, 5)) == "any ip tcp tcp.data tcp.fin");
    CHECK(words(tcp_frame({.flags = kRst})) == "any ip tcp tcp.rst");
    CHECK(words(tcp_frame({.flags = kRst | kAck})) == "any ip tcp tcp.rst");
    CHECK(words(tcp_frame({.flags = kSyn}, {}, 5)) == "any ip tcp tcp.syn tcp.data");
}

TEST_CASE("Padding does not make an ACK carry data") {
    auto frame = tcp_frame({.flags = kAck});
    frame.resize(60);
    CHECK(words(frame) == "any ip tcp tcp.ack");
}

TEST_CASE("ARP, ICMP, UDP and others by their words") {
    CHECK(words(arp_frame({ArpOperation::Request, kMacA, kIpA, {}, kIpB})) == "any arp arp.request");
    CHECK(words(arp_frame({ArpOperation::Reply, kMacA, kIpA, kMacB, kIpB})) == "any arp arp.reply");
    CHECK(words(icmp_frame(IcmpHeader::echo(IcmpType::EchoRequest, 1, 1))) ==
          "any ip icmp icmp.echo-request");
    CHECK(words(icmp_frame(IcmpHeader::echo(IcmpType::EchoReply, 1, 1))) == "any ip icmp icmp.echo-reply");
    CHECK(words(icmp_error_frame(IcmpHeader::unreachable(UnreachableCode::Host), udp_frame(0))) ==
          "any ip icmp icmp.unreachable");
    CHECK(words(icmp_error_frame(IcmpHeader::time_exceeded(TimeExceededCode::InTransit), udp_frame(0))) ==
          "any ip icmp icmp.time-exceeded");
    CHECK(words(udp_frame(9)) == "any ip udp");
    CHECK(words(ipv4_frame(IpProtocol{132}, Bytes(9))) == "any ip");
    CHECK(words(ethernet_frame(EtherType::Lldp, Bytes(46))) == "any");
}

TEST_CASE("A later fragment has a protocol but no ports or flags") {
    CHECK(words(ipv4_frame(IpProtocol::Udp, Bytes(80), {.fragment_offset = 1480})) == "any ip udp");
    CHECK(words(ipv4_frame(IpProtocol::Tcp, Bytes(80), {.fragment_offset = 1480})) == "any ip tcp");
}

TEST_CASE("Words are unique, have a help line and name their kind") {
    for (const auto& row : packet_kinds()) {
        CHECK(packet_kind(row.name) == row.kind);
        CHECK(to_string(row.kind) == row.name);
        CHECK_FALSE(row.help.empty());
    }
    CHECK_FALSE(packet_kind("tcp.sin"));
    CHECK_FALSE(packet_kind(""));
    CHECK_FALSE(packet_kind("TCP"));
}

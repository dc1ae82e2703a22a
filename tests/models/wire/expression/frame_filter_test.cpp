// Filters against frames of every kind: kinds, fields, nodes, types, and what errors say.
// A frame's kinds are written in the order of the table.
// Subject: models/wire/expression/frame_filter.hpp.
#include "models/wire/expression/frame_filter.hpp"

#include "tests/models/wire/frames.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace patchcord::models::wire;
using namespace patchcord::tests;
namespace sim = patchcord::sim;

namespace {

NamedNodes two_nodes() {
    NamedNodes nodes;
    nodes.add({"client", sim::NodeId{0}, {kIpA}, {kMacA}});
    nodes.add({"server", sim::NodeId{1}, {kIpB}, {kMacB}});
    return nodes;
}

/// Of a frame that the client sends to the server.
bool matches(std::string_view text, const Bytes& frame) {
    const auto filter = FrameFilter::compile(text, two_nodes());
    REQUIRE_MESSAGE(filter.has_value(), std::string{text});
    return filter->matches({dissect(frame), sim::NodeId{0}, sim::NodeId{1}});
}

/// All kinds of the frame.
std::string kinds(const Bytes& frame) {
    std::string out;
    for (const FieldRow& row : frame_fields()) {
        if (row.type != ValueType::Truth || row.name.starts_with("tcp.flags")) continue;
        if (!matches(row.name, frame)) continue;
        if (!out.empty()) out += ' ';
        out += row.name;
    }
    return out;
}

/// "part of the text: message"
std::string problem(std::string_view text) {
    const auto filter = FrameFilter::compile(text, two_nodes());
    if (filter) return "none";
    const auto [begin, end] = filter.error().span;
    return std::string{text.substr(begin, end - begin)} + ": " + filter.error().message;
}

}  // namespace

TEST_CASE("TCP segments by their kinds") {
    CHECK(kinds(tcp_frame({.flags = kSyn})) == "any ip tcp tcp.syn");
    CHECK(kinds(tcp_frame({.flags = kSyn | kEce | kCwr})) == "any ip tcp tcp.syn");
    CHECK(kinds(tcp_frame({.flags = kSyn | kAck})) == "any ip tcp tcp.syn-ack");
    CHECK(kinds(tcp_frame({.flags = kAck})) == "any ip tcp tcp.ack");
    CHECK(kinds(tcp_frame({.flags = kAck | kPsh}, {}, 5)) == "any ip tcp tcp.data");
    CHECK(kinds(tcp_frame({.flags = kAck | kFin})) == "any ip tcp tcp.fin");
    CHECK(kinds(tcp_frame({.flags = kAck | kFin}, {}, 5)) == "any ip tcp tcp.data tcp.fin");
    CHECK(kinds(tcp_frame({.flags = kRst})) == "any ip tcp tcp.rst");
    CHECK(kinds(tcp_frame({.flags = kRst | kAck})) == "any ip tcp tcp.rst");
    CHECK(kinds(tcp_frame({.flags = kSyn}, {}, 5)) == "any ip tcp tcp.syn tcp.data");
}

TEST_CASE("Padding does not make an ACK carry data") {
    auto frame = tcp_frame({.flags = kAck});
    frame.resize(60);
    CHECK(kinds(frame) == "any ip tcp tcp.ack");
}

TEST_CASE("ARP, ICMP, UDP and others by their kinds") {
    CHECK(kinds(arp_frame({ArpOperation::Request, kMacA, kIpA, {}, kIpB})) == "any arp arp.request");
    CHECK(kinds(arp_frame({ArpOperation::Reply, kMacA, kIpA, kMacB, kIpB})) == "any arp arp.reply");
    CHECK(kinds(icmp_frame(IcmpHeader::echo(IcmpType::EchoRequest, 1, 1))) ==
          "any ip icmp icmp.echo-request");
    CHECK(kinds(icmp_frame(IcmpHeader::echo(IcmpType::EchoReply, 1, 1))) == "any ip icmp icmp.echo-reply");
    CHECK(kinds(icmp_error_frame(IcmpHeader::unreachable(UnreachableCode::Host), udp_frame(0))) ==
          "any ip icmp icmp.unreachable");
    CHECK(kinds(icmp_error_frame(IcmpHeader::time_exceeded(TimeExceededCode::InTransit), udp_frame(0))) ==
          "any ip icmp icmp.time-exceeded");
    CHECK(kinds(ipv4_frame(IpProtocol{132}, Bytes(9))) == "any ip");
    CHECK(kinds(ethernet_frame(EtherType::Lldp, Bytes(46))) == "any");
}

TEST_CASE("A later fragment has a protocol but no ports or flags") {
    const auto fragment = ipv4_frame(IpProtocol::Udp, Bytes(80), {.fragment_offset = 1480});
    CHECK(kinds(fragment) == "any ip ip.fragment udp");
    CHECK_FALSE(matches("port(80) || src.port == 0", fragment));
}

TEST_CASE("Fields of headers") {
    const auto frame = tcp_frame({.source_port = 49152,
                                  .destination_port = 80,
                                  .seq = 1000,
                                  .ack = 4294967295,
                                  .flags = kAck | kPsh,
                                  .window = 512},
                                 {}, 5);
    for (const std::string_view text :
         {"seg.len == 5", "seg.seq == 1000", "seg.ack == 4294967295", "seg.wnd < 513", "src.port == 49152",
          "dst.port == 80", "port(80)", "port(49152)", "!port(81)", "frame.len == 60 || frame.len == 59",
          "ip.ttl >= 1", "tcp.flags.psh && !tcp.flags.urg", "seg.len * 2 + 1 == 11", "seg.len / 2 == 2.5"})
        CHECK_MESSAGE(matches(text, frame), text);
    for (const std::string_view text : {"seg.len != 5", "port(81)", "tcp.mss == 1460", "tcp.mss != 1460"})
        CHECK_FALSE_MESSAGE(matches(text, frame), text);
}

TEST_CASE("Addresses, networks and nodes") {
    const auto frame = udp_frame(5);
    const std::string source = to_string(kIpA);
    CHECK(matches("ip.src == " + source, frame));
    CHECK(matches(source + " == ip.src", frame));
    CHECK(matches("ip.src in " + source + "/24", frame));
    CHECK(matches("ip.src == " + source + "/24", frame));
    CHECK(matches("ip.src == client && ip.dst == server && ip.dst != client", frame));
    CHECK(matches("eth.src == client && eth.dst != client", frame));
    CHECK(matches("from == client && to == \"server\" && from != to", frame));
    CHECK(matches("host(client) && host(server) && host(" + source + ")", frame));
    CHECK_FALSE(matches("from == server", frame));
    CHECK_FALSE(matches("ip.src == server", frame));
}

TEST_CASE("A comparison with what a frame does not have is false") {
    const auto frame = arp_frame({ArpOperation::Request, kMacA, kIpA, {}, kIpB});
    CHECK_FALSE(matches("seg.len == 0", frame));
    CHECK_FALSE(matches("seg.len != 0", frame));
    CHECK_FALSE(matches("ip.src != client", frame));
    CHECK(matches("!(seg.len == 0)", frame));
    CHECK(matches("arp.target == server", frame));
}

TEST_CASE("Payloads can be searched") {
    auto frame = udp_frame(5);
    for (std::size_t i = 0; i < 5; ++i)
        frame[42 + i] = static_cast<std::uint8_t>("hello"[i]);
    CHECK(matches("udp.payload contains 'ell'", frame));
    CHECK(matches("udp.payload == 'hello' && udp.len == 5", frame));
    CHECK_FALSE(matches("udp.payload contains 'help'", frame));
}

TEST_CASE("nth says which, where it is the whole") {
    const auto third = FrameFilter::compile("nth(3, tcp.data)");
    REQUIRE(third.has_value());
    CHECK(third->nth() == 3);
    CHECK(third->matches({dissect(tcp_frame({.flags = kAck}, {}, 5)), sim::NodeId{0}, sim::NodeId{1}}));
    CHECK_FALSE(FrameFilter::of("tcp.data").nth().has_value());
    CHECK(problem("nth(0, tcp)") == "nth(0, tcp): nth() with other arguments than it takes");
    CHECK(problem("tcp && nth(2, tcp)") == "nth: unknown function \"nth\"");
}

TEST_CASE("Errors of names and types") {
    CHECK(problem("tcp.sin") == "tcp.sin: unknown name \"tcp.sin\"");
    CHECK(problem("ip.src == clint") == "clint: unknown name \"clint\"");
    CHECK(problem("from == 'clint'") == "'clint': unknown node \"clint\"");
    CHECK(problem("seg.len") == "seg.len: this is a number");
    CHECK(problem("tcp && seg.len") == "seg.len: this is a number");
    CHECK(problem("ip.src == 80") == "==: an address == a number");
    CHECK(problem("ip.src < 10.0.0.1") == "<: an address < an address");
    CHECK(problem("seg.len == 5 s") == "==: a number == a time");
    CHECK(problem("seg.len + ip.src == 1") == "+: a number + an address");
    CHECK(problem("ports(80)") == "ports: unknown function \"ports\"");
    CHECK(problem("port(tcp)") == "port(tcp): port() with other arguments than it takes");
    CHECK(problem("-tcp") == "tcp: this is true or false");
    CHECK(problem("tcp.payload.size == 1") == "tcp.payload.size: unknown name \"tcp.payload.size\"");
}

TEST_CASE("Every field has a help line and a name of its own") {
    for (std::size_t i = 0; i < frame_fields().size(); ++i) {
        const auto found = find_field(frame_fields(), frame_fields()[i].name);
        REQUIRE(found.has_value());
        CHECK(found->id == i);
        CHECK_FALSE(frame_fields()[i].help.empty());
    }
}

TEST_CASE("Asking a filter allocates nothing") {
    const auto filter = FrameFilter::compile(
        "tcp.data && (ip.src == client || host(server)) && tcp.payload contains 'x' && seg.len > 1 KiB",
        two_nodes());
    REQUIRE(filter.has_value());
    const auto frame = tcp_frame({.flags = kAck}, {}, 5);
    const Dissection parts = dissect(frame);
    bool any = false;
    const AllocationCounter counter;
    for (int i = 0; i < 100; ++i)
        any |= filter->matches({parts, sim::NodeId{0}, sim::NodeId{1}});
    CHECK(counter.allocations() == 0);
    CHECK_FALSE(any);
}

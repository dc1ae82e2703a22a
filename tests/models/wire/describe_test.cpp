// The lines about frames, word for word. They were compared with tcpdump 4.99.3 on the same frames; where
// they differ (fragments, unknown types, padding) describe.hpp says so. Subject: models/wire/describe.hpp.
#include "models/wire/describe.hpp"

#include "models/wire/bytes.hpp"
#include "tests/models/wire/frames.hpp"

#include <doctest/doctest.h>

using namespace patchcord::models::wire;
using namespace patchcord::tests;

namespace {

/// The part after the addresses.
std::string tail(const std::string& line) {
    return line.substr(line.find(": ") + 2);
}

}  // namespace

TEST_CASE("ARP lines") {
    CHECK(describe(arp_frame({ArpOperation::Request, kMacA, kIpA, {}, kIpB})) ==
          "ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28");
    CHECK(describe(arp_frame({ArpOperation::Request, kMacA, kIpA, kMacB, kIpB})) ==
          "ARP, Request who-has 10.0.0.2 (02:00:00:00:00:02) tell 10.0.0.1, length 28");
    auto reply = arp_frame({ArpOperation::Reply, kMacA, kIpA, kMacB, kIpB});
    reply.resize(60);
    CHECK(describe(reply) == "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01, length 28");
}

TEST_CASE("The lines of a TCP conversation") {
    TcpOptions mss;
    mss.mss = 1460;
    CHECK(describe(tcp_frame({.flags = kSyn, .window = 65535}, mss)) ==
          "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, win 65535, options [mss 1460], length 0");
    CHECK(tail(describe(tcp_frame({.seq = 300, .ack = 1, .flags = kSyn | kAck, .window = 65535}))) ==
          "Flags [S.], seq 300, ack 1, win 65535, length 0");
    CHECK(tail(describe(tcp_frame({.seq = 1, .ack = 301, .flags = kAck, .window = 502}))) ==
          "Flags [.], ack 301, win 502, length 0");
    CHECK(tail(describe(tcp_frame({.seq = 1, .ack = 301, .flags = kAck | kPsh, .window = 502}, {}, 100))) ==
          "Flags [P.], seq 1:101, ack 301, win 502, length 100");
    CHECK(tail(describe(tcp_frame({.seq = 101, .ack = 301, .flags = kAck | kFin, .window = 502}))) ==
          "Flags [F.], seq 101, ack 301, win 502, length 0");
    CHECK(tail(describe(tcp_frame({.seq = 9, .flags = kRst}))) == "Flags [R], seq 9, win 0, length 0");
}

TEST_CASE("Sequence numbers count from the given initial ones, modulo 2^32") {
    TcpOptions sack;
    sack.sack.push_back({1050, 1100});
    const auto frame = tcp_frame({.seq = 5, .ack = 1001, .flags = kAck | kPsh, .window = 10}, sack, 20);
    CHECK(tail(describe(frame, {.source = 0xFFFF'FFF0, .destination = 1000})) ==
          "Flags [P.], seq 21:41, ack 1, win 10, options [nop,nop,sack 1 {50:100}], length 20");
    CHECK(tail(describe(frame, {.destination = 1000})) ==
          "Flags [P.], seq 5:25, ack 1, win 10, options [nop,nop,sack 1 {50:100}], length 20");
}

TEST_CASE("All flags, no flags, the urgent pointer") {
    CHECK(tail(describe(tcp_frame({.flags = TcpFlags{0xFF}, .urgent_pointer = 3}))) ==
          "Flags [FSRP.UEW], seq 0, ack 0, win 0, urg 3, length 0");
    CHECK(tail(describe(tcp_frame({}))) == "Flags [none], win 0, length 0");
}

TEST_CASE("Options in the order of the segment") {
    TcpOptions options;
    options.mss = 1460;
    options.sack_permitted = true;
    options.timestamps = TcpTimestamps{77, 0};
    options.window_scale = 7;
    const auto line = describe(tcp_frame({.flags = kSyn}, options));
    CHECK(line.find("options [mss 1460,sackOK,TS val 77 ecr 0,nop,wscale 7], length 0") != std::string::npos);
    options.timestamps.reset();
    const auto free_bsd = tcp_segment({.flags = kSyn}, options, 0, TcpOptionLayout::FreeBsd);
    CHECK(describe(ipv4_frame(IpProtocol::Tcp, free_bsd)).find("[mss 1460,nop,wscale 7,sackOK,eol]") !=
          std::string::npos);
}

TEST_CASE("Fast Open and unknown options") {
    TcpOptions options;
    const Bytes cookie{0xDE, 0xAD, 0xBE, 0xEF};
    options.fast_open = cookie;
    CHECK(describe(tcp_frame({.flags = kSyn}, options)).find("options [tfo cookie deadbeef,nop,nop]") !=
          std::string::npos);
    options.fast_open = std::span<const std::uint8_t>{};
    auto frame = tcp_frame({.flags = kSyn}, options);
    CHECK(describe(frame).find("options [tfo cookiereq,nop,nop]") != std::string::npos);
    frame[54] = 99;
    frame[55] = 4;
    CHECK(describe(frame).find("options [unknown-99 0x0101]") != std::string::npos);
    options.fast_open = cookie;
    options.fast_open_experimental = true;
    CHECK(describe(tcp_frame({.flags = kSyn}, options)).find("options [exp-tfo cookie deadbeef]") !=
          std::string::npos);
}

TEST_CASE("UDP and other protocols") {
    CHECK(describe(udp_frame(11)) == "IP 10.0.0.1.5000 > 10.0.0.2.53: UDP, length 11");
    CHECK(describe(udp_frame(12)) == "IP 10.0.0.1.5000 > 10.0.0.2.53: 0 [0q] (12)");  // DNS, and empty
    CHECK(describe(ipv4_frame(IpProtocol{132}, Bytes(12))) ==
          "IP 10.0.0.1 > 10.0.0.2: ip-proto-132, length 12");
}

TEST_CASE("ICMP queries") {
    CHECK(describe(icmp_frame(IcmpHeader::echo(IcmpType::EchoRequest, 7, 1), Bytes(56))) ==
          "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64");
    CHECK(tail(describe(icmp_frame(IcmpHeader::echo(IcmpType::EchoReply, 7, 1)))) ==
          "ICMP echo reply, id 7, seq 1, length 8");
    CHECK(tail(describe(icmp_frame({IcmpType{42}}))) == "ICMP type-#42, length 8");
}

TEST_CASE("ICMP errors name what they quote") {
    const auto udp = udp_frame(20);
    const auto line = [&](const IcmpHeader& header) { return tail(describe(icmp_error_frame(header, udp))); };
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::Port)) ==
          "ICMP 10.0.0.2 udp port 53 unreachable, length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::Host)) ==
          "ICMP host 10.0.0.2 unreachable, length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::Net)) == "ICMP net 10.0.0.2 unreachable, length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::Protocol)) ==
          "ICMP 10.0.0.2 protocol 17 unreachable, length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::FragmentationNeeded, 1400)) ==
          "ICMP 10.0.0.2 unreachable - need to frag (mtu 1400), length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode::Prohibited)) ==
          "ICMP host 10.0.0.2 unreachable - admin prohibited filter, length 36");
    CHECK(line(IcmpHeader::unreachable(UnreachableCode{77})) == "ICMP 10.0.0.2 unreachable - #77, length 36");
    CHECK(line(IcmpHeader::time_exceeded(TimeExceededCode::InTransit)) ==
          "ICMP time exceeded in-transit, length 36");
    CHECK(line(IcmpHeader::time_exceeded(TimeExceededCode::Reassembly)) ==
          "ICMP ip reassembly time exceeded, length 36");
    CHECK(line(IcmpHeader::parameter_problem(20)) == "ICMP parameter problem - octet 20, length 36");
    CHECK(line(IcmpHeader::redirect(RedirectCode::Host, Ipv4Address{10, 0, 0, 254})) ==
          "ICMP redirect 10.0.0.2 to host 10.0.0.254, length 36");
    CHECK(line(IcmpHeader::redirect(RedirectCode::NetForTos, Ipv4Address{10, 0, 0, 254})) ==
          "ICMP redirect-tos 10.0.0.2 to net 10.0.0.254, length 36");
    CHECK(tail(describe(icmp_frame(IcmpHeader::unreachable(UnreachableCode::Port)))) ==
          "ICMP ? ? unreachable, length 8");
}

TEST_CASE("Fragments") {
    const auto first = ipv4_frame(IpProtocol::Udp, Bytes(1480), {.id = 1234, .more_fragments = true});
    CHECK(describe(first) == "IP 10.0.0.1 > 10.0.0.2: UDP, length 1480 (frag 1234:1480@0+)");
    const auto last = ipv4_frame(IpProtocol::Udp, Bytes(20), {.id = 1234, .fragment_offset = 1480});
    CHECK(describe(last) == "IP 10.0.0.1 > 10.0.0.2: UDP, length 20 (frag 1234:20@1480)");
}

TEST_CASE("Other frames and malformed ones") {
    CHECK(describe(ethernet_frame(EtherType{0x1234}, Bytes(46))) ==
          "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x1234), length 60");
    CHECK(describe(ethernet_frame(EtherType::Ipv6, Bytes(46))) ==
          "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv6 (0x86dd), length 60");
    CHECK(describe(ethernet_frame(EtherType{38}, Bytes(46))) ==
          "02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 38");
    CHECK(describe(Bytes(13)) == "Ethernet, truncated, length 13");
    CHECK(describe(ethernet_frame(EtherType::Arp, Bytes(46))) == "ARP, bad type, length 60");
    CHECK(describe(ethernet_frame(EtherType::Ipv4, Bytes(10))) == "IP, truncated, length 24");
    auto frame = tcp_frame({});
    frame[46] = 0x40;
    CHECK(describe(frame) == "IP 10.0.0.1 > 10.0.0.2: TCP, bad header length, length 20");
}

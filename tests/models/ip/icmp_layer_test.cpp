// Echo in both directions; errors that are sent, when none may be sent (RFC 1122 3.2.2 as a table), their
// rate; errors that are received.
#include "models/ip/icmp_layer.hpp"

#include "models/wire/ethernet.hpp"
#include "sim/coro/operation.hpp"
#include "sim/coro/process.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <optional>
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
using wire::IcmpHeader;
using wire::IcmpType;
using wire::IpProtocol;
using wire::Ipv4Address;
using wire::Ipv4Header;
using wire::MacAddress;
using wire::UnreachableCode;

constexpr IpProtocol kGre{47};

struct Message {
    Ipv4Header ip;
    IcmpHeader icmp;
    Bytes body;
};

/// The ICMP messages that the station received; it takes them.
std::vector<Message> take(HostAndStation& bench) {
    std::vector<Message> messages;
    for (const auto& received : bench.station.frames) {
        const auto datagram =
            wire::Ipv4View::parse(std::span{received.frame}.subspan(wire::EthernetHeader::kSize));
        REQUIRE(datagram);
        REQUIRE(datagram->header.protocol == IpProtocol::Icmp);
        const auto icmp = wire::IcmpView::parse(datagram->payload);
        REQUIRE(icmp);
        messages.push_back({datagram->header, icmp->header, {icmp->body.begin(), icmp->body.end()}});
    }
    bench.station.frames.clear();
    return messages;
}

TEST_CASE("an echo request is answered with its identifier, number and data, from the address asked") {
    HostAndStation bench;
    bench.introduce();
    Ipv4Header header = tests::header_of(IpProtocol::Icmp);
    header.tos = 0x20;
    const Bytes data{1, 2, 3, 4, 5};
    bench.send(header, tests::icmp_message(IcmpHeader::echo(IcmpType::EchoRequest, 0x1234, 7), data));
    const auto messages = take(bench);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].icmp == IcmpHeader::echo(IcmpType::EchoReply, 0x1234, 7));
    CHECK(messages[0].body == data);
    CHECK(messages[0].ip.source == kIpA);
    CHECK(messages[0].ip.destination == kIpB);
    CHECK(messages[0].ip.tos == 0x20);  // RFC 1122 3.2.2.6
    CHECK(messages[0].ip.ttl == 64);
}

TEST_CASE("no answer to an echo request for everybody, nor to one with a bad checksum") {
    HostAndStation bench;
    bench.introduce();
    const Bytes request = tests::icmp_message(IcmpHeader::echo(IcmpType::EchoRequest, 1, 1));
    bench.send(tests::header_of(IpProtocol::Icmp, kIpB, Ipv4Address{10, 0, 0, 255}), request,
               MacAddress::kBroadcast);
    Bytes damaged = request;
    damaged[7] ^= 1;
    bench.send(tests::header_of(IpProtocol::Icmp), damaged);
    CHECK(take(bench).empty());
    CHECK(bench.recorder.drops(bench.host, DropReason::NotForMe) == 1);
    CHECK(bench.recorder.drops(bench.host, DropReason::Checksum) == 1);
}

TEST_CASE("ping: the reply tells its size, TTL, origin and time") {
    HostPair pair;
    EchoEndpoint ping{pair.a.ipv4.icmp()};
    REQUIRE(ping.send(kIpB, 1, Bytes(56)));
    pair.run_for(1s);
    const auto first = ping.receive();
    REQUIRE(first);
    CHECK(first->is_reply());
    CHECK(first->sequence == 1);
    CHECK(first->bytes == 64);
    CHECK(first->ttl == 64);
    CHECK(first->from == kIpB);
    CHECK_FALSE(ping.receive());

    const sim::Time start = pair.simulation.now();
    REQUIRE(ping.send(kIpB, 2, Bytes(56)));
    pair.run_for(1s);
    const sim::Duration one_way = 8 * (8 + 14 + 84 + 4) * sim::Duration{10'000} + sim::Duration{108'740};
    CHECK(ping.receive()->at == start + 2 * one_way);
}

TEST_CASE("several pings of a host do not hear each other, and nobody hears when they are gone") {
    HostPair pair;
    std::optional<EchoEndpoint> one{pair.a.ipv4.icmp()};
    EchoEndpoint two{pair.a.ipv4.icmp()};
    CHECK(one->id() != two.id());
    REQUIRE(one->send(kIpB, 1, {}));
    REQUIRE(two.send(kIpB, 2, {}));
    pair.run_for(1s);
    CHECK(one->receive()->sequence == 1);
    CHECK_FALSE(one->receive());
    CHECK(two.receive()->sequence == 2);
    REQUIRE(one->send(kIpB, 3, {}));
    one.reset();
    pair.run_for(1s);
    CHECK(pair.recorder.drops(pair.a, DropReason::NoPort) == 1);
}

TEST_CASE("ping hears that nobody answers ARP, and of what cannot be sent") {
    HostPair pair;
    EchoEndpoint ping{pair.a.ipv4.icmp()};
    const Ipv4Address nobody{10, 0, 0, 99};
    REQUIRE(ping.send(nobody, 5, Bytes(8)));
    pair.run_for(3s);
    const auto answer = ping.receive();
    REQUIRE(answer);
    CHECK(answer->type == IcmpType::Unreachable);
    CHECK(answer->code == static_cast<std::uint8_t>(UnreachableCode::Host));
    CHECK(answer->sequence == 5);
    CHECK(answer->from == kIpA);
    CHECK(answer->at == sim::kStart + 3s);
    CHECK(ping.send({192, 0, 2, 1}, 6, {}).error() == wire::Error::NetworkUnreachable);
    CHECK(ping.send(kIpB, 6, Bytes(1473)).error() == wire::Error::MessageTooLong);
    CHECK(ping.send(kIpB, 6, Bytes(200'000)).error() == wire::Error::MessageTooLong);
}

TEST_CASE("a host can ping itself") {
    HostPair pair;
    EchoEndpoint ping{pair.a.ipv4.icmp()};
    REQUIRE(ping.send({127, 0, 0, 1}, 1, Bytes(20'000)));
    pair.run_for(1ms);
    const auto answer = ping.receive();
    REQUIRE(answer);
    CHECK(answer->bytes == 20'008);
    CHECK(pair.recorder.sent.empty());
}

TEST_CASE("answers that nobody reads are dropped in the end") {
    HostPair pair;
    EchoEndpoint ping{pair.a.ipv4.icmp()};
    for (std::uint16_t i = 0; i < 300; ++i) {
        REQUIRE(ping.send(kIpB, i, {}));
        pair.run_for(1ms);
    }
    CHECK(pair.recorder.drops(pair.a, DropReason::ReceiveBufferFull) == 300 - EchoEndpoint::kQueueLimit);
}

/// What models/host makes of an EchoEndpoint.
class NextAnswer {
  public:
    using Result = EchoAnswer;
    explicit NextAnswer(EchoEndpoint& endpoint) : endpoint_{&endpoint} {}
    std::optional<Result> attempt() { return endpoint_->receive(); }
    sim::WaitQueue& queue() const { return endpoint_->readable(); }
    static Result timed_out() { return {}; }
    static Result finish(Result result) { return result; }

  private:
    EchoEndpoint* endpoint_;
};

sim::Await<NextAnswer> next_answer(EchoEndpoint& endpoint) {
    return sim::Await<NextAnswer>{NextAnswer{endpoint}};
}

sim::Task<> ping_twice(IcmpLayer* icmp, std::vector<std::uint16_t>* heard) {
    EchoEndpoint ping{*icmp};
    for (std::uint16_t number = 1; number <= 2; ++number) {
        const auto sent = ping.send(kIpB, number, {});
        REQUIRE(sent);
        const EchoAnswer answer = co_await next_answer(ping);
        heard->push_back(answer.sequence);
    }
}

TEST_CASE("a process waits for its answers, and may be destroyed meanwhile") {
    struct Owner final : sim::Process::Owner {
        void process_ended(sim::Process&) override {}
    } owner;
    HostPair pair;
    std::vector<std::uint16_t> heard;
    {
        sim::Process process{pair.a.context(), "ping", ping_twice(&pair.a.ipv4.icmp(), &heard), owner};
        process.start();
        pair.run_for(1s);
        CHECK(process.has_ended());
        CHECK(heard == std::vector<std::uint16_t>{1, 2});
    }
    {
        sim::Process process{pair.a.context(), "ping", ping_twice(&pair.a.ipv4.icmp(), &heard), owner};
        process.start();
        pair.simulation.run_until(pair.simulation.now());
    }
    pair.run_for(1s);
    CHECK(heard.size() == 2);
    CHECK(pair.recorder.drops(pair.a, DropReason::NoPort) == 1);
}

TEST_CASE("a closed port and an unknown protocol are reported with a quotation") {
    HostAndStation bench;
    bench.introduce();
    const Ipv4Header udp = tests::header_of(IpProtocol::Udp);
    const Bytes datagram = tests::udp_datagram(udp, 5000, 7, "somebody there?");
    bench.send(udp, datagram);
    bench.send(tests::header_of(kGre), Bytes{1, 2, 3, 4});
    const auto messages = take(bench);
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].icmp == IcmpHeader::unreachable(UnreachableCode::Port));
    CHECK(messages[1].icmp == IcmpHeader::unreachable(UnreachableCode::Protocol));
    CHECK(messages[0].ip.source == kIpA);
    CHECK(messages[0].ip.tos == 0);

    // The quotation is the datagram as it arrived, byte for byte.
    const auto quoted = wire::Ipv4View::parse(messages[0].body);
    REQUIRE(quoted);
    CHECK(quoted->header.source == kIpB);
    CHECK(quoted->header.total_length == 20 + datagram.size());
    CHECK(Bytes(quoted->payload.begin(), quoted->payload.end()) == datagram);
    CHECK(bench.recorder.drops(bench.host, DropReason::NoPort) == 1);
    CHECK(bench.recorder.drops(bench.host, DropReason::UnknownProtocol) == 1);
}

TEST_CASE("an error is 576 bytes long at the most") {
    HostAndStation bench;
    bench.introduce();
    bench.send(tests::header_of(kGre), Bytes(1400));
    Ipv4Header with_options = tests::header_of(kGre);
    const Bytes nothing(40, 1);
    with_options.options = nothing;
    bench.send(with_options, Bytes(1400));
    const auto messages = take(bench);
    REQUIRE(messages.size() == 2);
    for (const Message& message : messages) {
        CHECK(message.ip.total_length == 576);
        CHECK(wire::Ipv4View::parse_quoted(message.body));
    }
}

TEST_CASE("when no error may be sent (RFC 1122 3.2.2)") {
    struct Row {
        const char* name;
        Ipv4Header header;
        Bytes payload;
        bool reported;
    };
    const auto about = [](IpProtocol protocol, Ipv4Address source = kIpB, Ipv4Address destination = kIpA) {
        return tests::header_of(protocol, source, destination);
    };
    Ipv4Header first = about(kGre);
    first.more_fragments = true;
    Ipv4Header second = about(kGre);
    second.fragment_offset = 8;
    const Bytes some(16);
    const Row rows[] = {
        {"a datagram", about(kGre), some, true},
        {"an echo request", about(IpProtocol::Icmp),
         tests::icmp_message(IcmpHeader::echo(IcmpType::EchoRequest, 1, 1)), true},
        {"an unreachable", about(IpProtocol::Icmp),
         tests::icmp_message(IcmpHeader::unreachable(UnreachableCode::Port), some), false},
        {"a time exceeded", about(IpProtocol::Icmp),
         tests::icmp_message(IcmpHeader::time_exceeded(wire::TimeExceededCode::InTransit), some), false},
        {"a parameter problem", about(IpProtocol::Icmp),
         tests::icmp_message(IcmpHeader::parameter_problem(1), some), false},
        {"a redirect", about(IpProtocol::Icmp),
         tests::icmp_message(IcmpHeader::redirect(wire::RedirectCode::Host, kIpB), some), false},
        {"ICMP cut off", about(IpProtocol::Icmp), Bytes(4), false},
        {"to the limited broadcast", about(kGre, kIpB, Ipv4Address::kBroadcast), some, false},
        {"to the subnet", about(kGre, kIpB, Ipv4Address{10, 0, 0, 255}), some, false},
        {"to a group", about(kGre, kIpB, Ipv4Address{224, 0, 0, 1}), some, false},
        {"from nobody", about(kGre, Ipv4Address{}), some, false},
        {"from the limited broadcast", about(kGre, Ipv4Address::kBroadcast), some, false},
        {"from the subnet's broadcast", about(kGre, Ipv4Address{10, 0, 0, 255}), some, false},
        {"from a group", about(kGre, Ipv4Address{224, 0, 0, 1}), some, false},
        {"from a reserved address", about(kGre, Ipv4Address{250, 0, 0, 1}), some, false},
        {"the first fragment", first, some, true},
        {"a later fragment", second, some, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        HostAndStation bench;
        bench.introduce();
        bench.host.ipv4.icmp().send_error(IcmpHeader::unreachable(UnreachableCode::Protocol), row.header,
                                          row.payload);
        bench.run_for(1ms);
        CHECK(bench.station.frames.size() == (row.reported ? 1 : 0));
    }
}

TEST_CASE("none of these provokes an answer on the wire either") {
    const Bytes some(16);
    HostAndStation bench;
    bench.introduce();
    const Ipv4Address subnet{10, 0, 0, 255};
    const Ipv4Header to_all = tests::header_of(IpProtocol::Udp, kIpB, subnet);
    bench.send(to_all, tests::udp_datagram(to_all, 1, 2, "to a closed port"), MacAddress::kBroadcast);
    const Ipv4Header to_me = tests::header_of(IpProtocol::Udp);
    bench.send(to_me, tests::udp_datagram(to_me, 1, 2, "in a broadcast frame"), MacAddress::kBroadcast);
    for (const Ipv4Address source : {subnet, Ipv4Address{224, 0, 0, 1}, Ipv4Address{127, 0, 0, 1}})
        bench.send(tests::header_of(kGre, source), some);
    bench.send(tests::header_of(IpProtocol::Icmp),
               tests::icmp_message(IcmpHeader::unreachable(UnreachableCode::Port), some));
    bench.send(tests::header_of(IpProtocol::Icmp), tests::icmp_message({IcmpType{99}, 0, 0}, some));
    CHECK(bench.station.frames.empty());
}

TEST_CASE("errors come 50 at once and then 1000 a second") {
    HostAndStation bench;
    bench.introduce();
    bench.run_for(1s);
    const auto offend = [&](int times) {
        for (int i = 0; i < times; ++i)
            bench.host.ipv4.icmp().send_error(IcmpHeader::unreachable(UnreachableCode::Port),
                                              tests::header_of(IpProtocol::Udp), Bytes(8));
        const std::size_t limited = bench.recorder.drops(bench.host, DropReason::RateLimited);
        bench.recorder.dropped.clear();
        return limited;
    };
    CHECK(offend(60) == 10);
    bench.run_for(10ms);
    CHECK(offend(60) == 50);
    bench.run_for(10s);
    CHECK(offend(60) == 10);
    bench.run_for(1s);
    CHECK(bench.station.frames.size() == 110);
}

TEST_CASE("an error about a datagram of ours goes to its transport") {
    HostAndStation bench;
    bench.introduce();
    REQUIRE(bench.host.output(kIpB, "0123456789"));
    bench.run_for(1ms);
    const Bytes& frame = bench.station.frames.at(0).frame;
    const auto ours = std::span{frame}.subspan(wire::EthernetHeader::kSize);
    const Ipv4Address router{10, 0, 0, 254};
    const auto report = [&](const IcmpHeader& error, std::span<const std::uint8_t> quoted) {
        bench.send(tests::header_of(IpProtocol::Icmp, router), tests::icmp_message(error, quoted));
    };
    report(IcmpHeader::unreachable(UnreachableCode::FragmentationNeeded, 1400), ours.first(28));
    REQUIRE(bench.host.tcp.errors.size() == 1);
    CHECK(bench.host.tcp.errors[0].code == 4);
    CHECK(bench.host.tcp.errors[0].mtu == 1400);
    CHECK(bench.host.tcp.errors[0].destination == kIpB);
    CHECK(bench.host.tcp.errors[0].reporter == router);
    CHECK(bench.host.tcp.errors[0].quoted == Bytes{'0', '1', '2', '3', '4', '5', '6', '7'});
    report(IcmpHeader::time_exceeded(wire::TimeExceededCode::InTransit), ours.first(30));
    CHECK(bench.host.tcp.errors.back().type == IcmpType::TimeExceeded);
    CHECK(bench.host.tcp.errors.back().mtu == 0);
    CHECK(bench.recorder.dropped.empty());
}

TEST_CASE("errors that quote too little, or another host's datagram, are dropped like the obsolete ones") {
    HostAndStation bench;
    bench.introduce();
    Bytes ours(28);
    Ipv4Header header = tests::header_of(IpProtocol::Tcp, kIpA, kIpB);
    header.total_length = 28;
    header.emit(ours);
    Bytes theirs = ours;
    header.source = Ipv4Address{10, 0, 0, 77};
    header.emit(theirs);
    Bytes fragment = ours;
    header.source = kIpA;
    header.fragment_offset = 16;
    header.emit(fragment);
    const IcmpHeader error = IcmpHeader::unreachable(UnreachableCode::Host);
    for (const Bytes& quoted : {Bytes(ours.begin(), ours.end() - 1), theirs, fragment, Bytes{}})
        bench.send(tests::header_of(IpProtocol::Icmp), tests::icmp_message(error, quoted));
    CHECK(bench.recorder.drops(bench.host, DropReason::Malformed) == 4);
    for (const IcmpHeader& obsolete :
         {IcmpHeader{IcmpType::SourceQuench, 0, 0}, IcmpHeader::redirect(wire::RedirectCode::Host, kIpB)})
        bench.send(tests::header_of(IpProtocol::Icmp), tests::icmp_message(obsolete, ours));
    CHECK(bench.host.tcp.errors.empty());
    bench.send(tests::header_of(IpProtocol::Icmp), tests::icmp_message(error, ours));
    CHECK(bench.host.tcp.errors.size() == 1);
}

TEST_CASE("what an application is told of an ICMP error") {
    const auto unreachable = [](UnreachableCode code) {
        return application_error(IcmpType::Unreachable, static_cast<std::uint8_t>(code));
    };
    CHECK(unreachable(UnreachableCode::Net) == wire::Error::NetworkUnreachable);
    CHECK(unreachable(UnreachableCode::Host) == wire::Error::HostUnreachable);
    CHECK(unreachable(UnreachableCode::Protocol) == wire::Error::NoProtocolOption);
    CHECK(unreachable(UnreachableCode::Port) == wire::Error::ConnectionRefused);
    CHECK(unreachable(UnreachableCode::FragmentationNeeded) == wire::Error::MessageTooLong);
    CHECK(unreachable(UnreachableCode::Prohibited) == wire::Error::HostUnreachable);
    CHECK(application_error(IcmpType::TimeExceeded, 0) == wire::Error::HostUnreachable);
    CHECK_FALSE(application_error(IcmpType::SourceQuench, 0));
}

}  // namespace
}  // namespace patchcord::models::ip

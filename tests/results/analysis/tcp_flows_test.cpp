#include "results/analysis/tcp_flows.hpp"

#include "results/analysis/analysis.hpp"
#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

using trace::SegmentKind;

TEST_CASE("the flow of a lost segment: what was sent, what arrived, what was sent again") {
    const Run run = lost_segment();
    const Analysis analysis{run};
    REQUIRE(analysis.tcp.all().size() == 1);
    const TcpFlow& flow = analysis.tcp.all()[0];
    const TcpDirection& client = flow.directions[0];
    const TcpDirection& server = flow.directions[1];
    CHECK(client.from == TwoHosts::tuple(kClient).local);
    CHECK(client.isn == TwoHosts::kIsn[0]);
    CHECK(server.isn == TwoHosts::kIsn[1]);
    CHECK(client.segments == 8);
    CHECK(client.bytes == 4380);
    CHECK(client.resent == 1);
    CHECK(client.timeouts == 1);
    CHECK(client.fast_retransmits == 0);
    CHECK(client.srtt == 2 * (5760ns + TwoHosts::kDelay));
    CHECK(server.segments == 5);
    CHECK(server.bytes == 0);
    CHECK(!server.goodput());
    // From the first bit of the first data to the last bit of the last, computed by hand in integers.
    const sim::Duration elapsed = client.data_ended - *client.data_began;
    CHECK(client.goodput() == 4380ull * 8 * 1'000'000'000'000 / static_cast<std::uint64_t>(elapsed.count()));
    CHECK(analysis.tcp.connection(kClient, kConnection) == std::pair{std::size_t{0}, std::size_t{0}});
    CHECK(analysis.tcp.connection(kServer, kConnection) == std::pair{std::size_t{0}, std::size_t{1}});
}

TEST_CASE("one segment has a goodput too") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kAck, .seq = 1, .length = 1000, .kind = SegmentKind::Data});
    const Run run = net.finish();
    const Analysis analysis{run};
    // 1000 bytes, 1066 octets at 80 ns with preamble and FCS, and the cable
    const auto elapsed = std::chrono::duration_cast<sim::Duration>(1066 * 80ns) + TwoHosts::kDelay;
    CHECK(analysis.tcp.all()[0].directions[0].goodput() ==
          8'000'000'000'000'000ull / static_cast<std::uint64_t>(elapsed.count()));
}

TEST_CASE("bytes that the receiver's stack threw away did not arrive") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    const auto packet = net.tcp(sim::kStart + 1ms, kClient,
                                {.flags = wire::kAck, .seq = 1, .length = 100, .kind = SegmentKind::Data});
    net.recorder().record(
        trace::PacketDropped{net.arrival(), kServer, wire::DropReason::ReceiveBufferFull, packet});
    net.tcp(sim::kStart + 2ms, kClient,
            {.flags = wire::kAck, .seq = 1, .length = 40, .kind = SegmentKind::Data});
    const Run run = net.finish();
    CHECK(Analysis{run}.tcp.all()[0].directions[0].bytes == 40);
}

TEST_CASE("a SYN with another number begins a new flow with the same four") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    net.tcp(sim::kStart + 1ms, kServer, {.flags = wire::kRst | wire::kAck, .ack = 1});
    net.tcp(sim::kStart + 1s, kClient, {.flags = wire::kSyn, .seq = 5000});
    net.tcp(sim::kStart + 2s, kClient,
            {.flags = wire::kSyn, .seq = 5000, .kind = SegmentKind::Timeout, .retransmission = 1});
    const Run run = net.finish();
    const Analysis analysis{run};
    REQUIRE(analysis.tcp.all().size() == 2);
    CHECK(analysis.tcp.all()[0].directions[0].segments == 1);
    CHECK(analysis.tcp.all()[0].directions[1].segments == 1);
    CHECK(analysis.tcp.all()[1].directions[0].segments == 2);
    CHECK(analysis.tcp.all()[1].directions[0].resent == 1);
}

TEST_CASE("segments are told apart") {
    TwoHosts net;
    const auto send = [&](int ms, sim::NodeId from, const TestSegment& segment) {
        return net.tcp(sim::kStart + std::chrono::milliseconds{ms}, from, segment);
    };
    const auto syn = send(0, kClient, {.flags = wire::kSyn});
    const auto syn_ack = send(1, kServer, {.flags = wire::kSyn | wire::kAck, .ack = 1});
    const auto again = send(2, kServer, {.flags = wire::kSyn | wire::kAck, .ack = 1});
    const auto ack = send(3, kClient, {.flags = wire::kAck, .seq = 1, .ack = 1});
    const auto data =
        send(4, kClient, {.flags = wire::kAck, .seq = 1, .ack = 1, .length = 10, .kind = SegmentKind::Data});
    const auto first_ack = send(5, kServer, {.flags = wire::kAck, .seq = 1, .ack = 1});
    const auto second = send(6, kServer, {.flags = wire::kAck, .seq = 1, .ack = 1});
    const auto third = send(7, kServer, {.flags = wire::kAck, .seq = 1, .ack = 1});
    const auto update = send(8, kServer, {.flags = wire::kAck, .seq = 1, .ack = 1, .window = 70});
    const auto resent = send(9, kClient,
                             {.flags = wire::kAck,
                              .seq = 1,
                              .ack = 1,
                              .length = 10,
                              .kind = SegmentKind::FastRetransmit,
                              .retransmission = 1});
    const auto closed = send(10, kServer, {.flags = wire::kAck, .seq = 1, .ack = 11, .window = 0});
    const auto probe =
        send(11, kClient,
             {.flags = wire::kAck, .seq = 11, .ack = 1, .length = 1, .kind = SegmentKind::WindowProbe});
    const auto rst = send(12, kServer, {.flags = wire::kRst, .seq = 1, .window = 0});
    const Run run = net.finish();
    const Analysis analysis{run};
    const auto kind = [&](sim::PacketId packet) { return analysis.tcp.segment(packet)->kind; };
    CHECK(kind(syn) == SegmentClass::SynFin);
    CHECK(kind(syn_ack) == SegmentClass::SynFin);
    CHECK(kind(again) == SegmentClass::Retransmission);
    CHECK(kind(ack) == SegmentClass::Ack);
    CHECK(kind(data) == SegmentClass::Data);
    CHECK(kind(first_ack) ==
          SegmentClass::DuplicateAck);  // that of the SYN,ACK was the same, and data is out
    CHECK(analysis.tcp.segment(second)->count == 2);
    CHECK(analysis.tcp.segment(third)->count == 3);
    CHECK(kind(update) == SegmentClass::Ack);
    CHECK(kind(resent) == SegmentClass::Retransmission);
    CHECK(kind(closed) == SegmentClass::ZeroWindow);
    CHECK(kind(probe) == SegmentClass::ZeroWindow);
    CHECK(kind(rst) == SegmentClass::Rst);
    CHECK(analysis.tcp.all()[0].directions[0].fast_retransmits == 1);
    CHECK(analysis.tcp.segment(sim::PacketId{kClient, 99}) == nullptr);
}

TEST_CASE("a connection of which no card saw a segment is a flow") {
    Recorder recorder;
    recorder.record(trace::TcpStateChange{sim::kStart,
                                          kClient,
                                          kConnection,
                                          TwoHosts::tuple(kClient),
                                          wire::TcpState::Closed,
                                          wire::TcpState::SynSent,
                                          {}});
    recorder.record(trace::SegmentSent{sim::kStart, kClient, kConnection, sim::PacketId{kClient, 1},
                                       SegmentKind::Control, 1000, 0, 0});
    const Run run = recorder.finish(TwoHosts::header(), {});
    const Analysis analysis{run};
    REQUIRE(analysis.tcp.all().size() == 1);
    CHECK(analysis.tcp.all()[0].directions[0].segments == 1);
    CHECK(analysis.tcp.all()[0].directions[0].from == TwoHosts::tuple(kClient).local);
}

TEST_CASE("a host's connection with itself counts its bytes") {
    const wire::Endpoint one{TwoHosts::address(kClient), 49152};
    const wire::Endpoint two{TwoHosts::address(kClient), 80};
    Recorder recorder;
    recorder.record(trace::TcpStateChange{sim::kStart,
                                          kClient,
                                          trace::ConnectionId{1},
                                          {one, two},
                                          wire::TcpState::Closed,
                                          wire::TcpState::SynSent,
                                          {}});
    recorder.record(trace::TcpStateChange{sim::kStart,
                                          kClient,
                                          trace::ConnectionId{2},
                                          {two, one},
                                          wire::TcpState::Listen,
                                          wire::TcpState::SynReceived,
                                          {}});
    recorder.record(trace::SegmentSent{sim::kStart + 1us, kClient, trace::ConnectionId{1},
                                       sim::PacketId{kClient, 3}, SegmentKind::Data, 1001, 500, 0});
    const Run run = recorder.finish(TwoHosts::header(), {});
    const Analysis analysis{run};
    REQUIRE(analysis.tcp.all().size() == 1);
    CHECK(analysis.tcp.all()[0].directions[0].bytes == 500);
}

}  // namespace
}  // namespace patchcord::results

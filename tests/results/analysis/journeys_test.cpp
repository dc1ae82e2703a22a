#include "results/analysis/journeys.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

using wire::LossCause;

constexpr sim::NodeId kSwitch{2};

/// client - switch - server, and a host "third" at the switch's port 2.
RunHeader star() {
    RunHeader header = TwoHosts::header();
    header.nodes.push_back(
        {"switch", NodeKind::Switch, {{"eth0", {}, {}}, {"eth1", {}, {}}, {"eth2", {}, {}}}});
    header.nodes.push_back({"third", NodeKind::Host, {{"eth0", wire::MacAddress::from_u64(3), {}}}});
    header.links.clear();
    const sim::NodeId hosts[] = {kClient, kServer, sim::NodeId{3}};
    for (std::uint16_t port = 0; port < 3; ++port)
        header.links.push_back({"cable-" + std::to_string(port),
                                {PortRef{hosts[port], kPort}, PortRef{kSwitch, sim::PortId{port}}},
                                sim::Rate::megabits_per_second(100),
                                sim::Duration{1000}});
    return header;
}

TEST_CASE("a frame that is sent and received is one delivered hop") {
    TwoHosts net;
    const auto packet = net.tcp(sim::kStart + 1ms, kClient, {.flags = wire::kSyn});
    const Run run = net.finish();
    const Journeys journeys{run};
    REQUIRE(journeys.all().size() == 1);
    const Journey& journey = *journeys.find(packet);
    REQUIRE(journey.hops.size() == 1);
    CHECK(journey.origin().fate == Hop::Fate::Delivered);
    CHECK(journey.origin().to == PortRef{kServer, kPort});
    // 72 octets of 80 ns, and 108.74 ns of cable
    CHECK(journey.origin().ended - journey.origin().sent == 5760ns + TwoHosts::kDelay);
    CHECK(journeys.bytes(journey).size() == 60);
    CHECK(journeys.find(sim::PacketId{kServer, 77}) == nullptr);
}

TEST_CASE("losses are counted by cause, and sent is the sum of all fates") {
    for (const LossCause cause : {LossCause::Cut, LossCause::Fcs, LossCause::Queue}) {
        TwoHosts net;
        net.tcp(sim::kStart, kClient, {.flags = wire::kSyn}, cause);
        net.tcp(sim::kStart + 1s, kClient, {.flags = wire::kSyn});
        const Run run = net.finish();
        const FrameCounts counts = count_frames(Journeys{run});
        CHECK(counts.sent == 2);
        CHECK(counts.delivered == 1);
        CHECK(counts.lost == 1);
        CHECK(counts[cause] == 1);
        CHECK(counts.in_flight == 0);
    }
}

TEST_CASE("what arrives a second time is a copy, and what was thrown away is one of the two") {
    TwoHosts net;
    const auto packet = net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    net.recorder().record(trace::FrameLost{sim::kStart + 1ms, kServer, kPort, LossCause::Fcs, packet});
    net.recorder().record(
        trace::PacketDropped{sim::kStart + 2ms, kServer, wire::DropReason::OutsideWindow, packet});
    const Run run = net.finish();
    const Journeys journeys{run};
    const auto hops = journeys.find(packet)->hops;
    REQUIRE(hops.size() == 2);
    CHECK(!hops[0].is_copy);
    CHECK(hops[0].fate == Hop::Fate::Delivered);
    CHECK(hops[0].dropped == wire::DropReason::OutsideWindow);
    CHECK(hops[1].is_copy);
    CHECK(hops[1].fate == Hop::Fate::Lost);
    CHECK(hops[1].sent == hops[0].sent);
    CHECK(hops[1].frame == hops[0].frame);
    CHECK(!hops[1].dropped);
    const FrameCounts counts = count_frames(journeys);
    CHECK(counts.sent == 1);
    CHECK(counts.copies == 1);
    CHECK(counts.delivered == 1);
    CHECK(counts.lost == 1);
}

TEST_CASE("a frame lost in a queue never left") {
    TwoHosts net;
    const auto packet = net.tcp(sim::kStart + 1us, kClient, {.flags = wire::kSyn}, LossCause::Queue);
    const Run run = net.finish();
    const Journeys journeys{run};
    const Hop& hop = journeys.find(packet)->origin();
    CHECK(!hop.was_sent);
    CHECK(hop.sent == sim::kStart + 1us);
    CHECK(hop.fate == Hop::Fate::Lost);
    CHECK(journeys.bytes(hop).empty());
}

TEST_CASE("a flooded frame has a hop for each cable, and each its fate") {
    sim::BufferPool pool;
    sim::Buffer buffer{pool, 60};
    std::ranges::fill(buffer.append(60), std::uint8_t{0xFF});
    const sim::PacketId packet{kClient, 1};
    buffer.set_packet(packet);
    const sim::Frame frame = std::move(buffer).freeze();
    Recorder recorder;
    const auto at = [](int n) { return sim::kStart + std::chrono::microseconds{n}; };
    recorder.record(trace::FrameSent{at(0), kClient, kPort, 5us, frame});
    recorder.record(trace::FrameReceived{at(6), kSwitch, kPort, frame});
    recorder.record(trace::FrameSent{at(6), kSwitch, sim::PortId{1}, 5us, frame});
    recorder.record(trace::FrameSent{at(6), kSwitch, sim::PortId{2}, 5us, frame});
    recorder.record(trace::FrameReceived{at(12), sim::NodeId{3}, kPort, frame});
    recorder.record(trace::FrameLost{at(12), kServer, kPort, LossCause::Fcs, packet});
    recorder.record(trace::FrameSent{at(20), kServer, kPort, 5us, frame});
    const Run run = recorder.finish(star(), {});
    const Journeys journeys{run};
    const Journey& journey = *journeys.find(packet);
    REQUIRE(journey.hops.size() == 4);
    CHECK(journey.hops[0].to == PortRef{kSwitch, kPort});
    CHECK(journey.hops[1].fate == Hop::Fate::Lost);
    CHECK(journey.hops[1].to.node == kServer);
    CHECK(journey.hops[2].fate == Hop::Fate::Delivered);
    CHECK(journey.hops[2].to.node == sim::NodeId{3});
    CHECK(journey.hops[3].fate == Hop::Fate::InFlight);
    CHECK(count_frames(journeys).in_flight == 1);
}

TEST_CASE("an addressee is the card with the destination's address, or any for a group") {
    TwoHosts net;
    const auto to_server = net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    const auto to_all = net.arp(sim::kStart + 1ms, kClient, wire::ArpOperation::Request);
    const Run run = net.finish();
    const Journeys journeys{run};
    for (const sim::PacketId packet : {to_server, to_all}) {
        const Journey& journey = *journeys.find(packet);
        CHECK(is_addressee(run, journey.origin(), journeys.bytes(journey)));
        Hop wrong = journey.origin();
        wrong.to = {kClient, kPort};
        CHECK(is_addressee(run, wrong, journeys.bytes(journey)) == (packet == to_all));
    }
}

TEST_CASE(
    "a link that is down takes frames on their way, and frames that never left, whose bytes are known") {
    TwoHosts net;
    const auto sent = net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    net.recorder().record(trace::FrameLost{sim::kStart + 1ms, kServer, kPort, LossCause::LinkDown, sent});
    sim::BufferPool pool;
    sim::Buffer buffer{pool, 60};
    std::ranges::fill(buffer.append(60), std::uint8_t{0xFF});
    buffer.set_packet(sim::PacketId{kClient, 77});
    const sim::Frame frame = std::move(buffer).freeze();
    net.recorder().record(
        trace::FrameLost{sim::kStart + 2ms, kClient, kPort, LossCause::LinkDown, frame.packet(), &frame});
    const Run run = net.finish();
    const Journeys journeys{run};
    const auto hops = journeys.find(sent)->hops;
    REQUIRE(hops.size() == 2);
    CHECK(hops[1].is_copy);
    CHECK(hops[1].from.node == kClient);
    const Journey& unsent = *journeys.find(frame.packet());
    CHECK(!unsent.origin().was_sent);
    CHECK(unsent.origin().from.node == kClient);
    CHECK(journeys.bytes(unsent).size() == 60);
    CHECK(count_frames(journeys)[LossCause::LinkDown] == 2);
}

}  // namespace
}  // namespace patchcord::results

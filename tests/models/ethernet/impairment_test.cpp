// Faults count the frames of their kind, one by one, and take those that they were told to take.
#include "models/ethernet/impairment.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/crc32.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using tests::HostPair;
using tests::kIpB;
using wire::LossCause;

/// Sends ten datagrams with the digits 0 to 9 from a to b and says which arrived.
std::string ten_digits(const std::vector<FrameFault>& faults, sim::Duration apart = 2s) {
    HostPair pair;
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({{}, 7}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    for (const FrameFault& fault : faults)
        pair.link.impairment(pair.a.nic).add(fault);
    for (char digit = '0'; digit <= '9'; ++digit) {
        REQUIRE(client->send(tests::bytes_in(std::string(1, digit))));
        pair.run_for(apart);
    }
    pair.run_for(2s);
    std::string arrived;
    tests::Bytes buffer(1);
    while (server->receive(buffer))
        arrived += static_cast<char>(buffer[0]);
    for (const auto& lost : pair.recorder.lost) {
        const bool is_cut = lost.cause == LossCause::Cut;
        CHECK((is_cut || lost.cause == LossCause::Fcs));
        CHECK(lost.node == (is_cut ? pair.a : pair.b).context().id());
    }
    return arrived;
}

TEST_CASE("a fault takes the n-th packet of its kind, and as many after it as it was told") {
    CHECK(ten_digits({}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 1, 1}}) == "123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 4, 3}}) == "0126789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 10, 5}}) == "012345678");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 11, 1}}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("tcp"), 1, 100}}) == "0123456789");
}

TEST_CASE("any packet counts for a fault of any kind, the ARP request as well") {
    CHECK(ten_digits({{wire::FrameFilter::of("any"), 2, 1}}) == "123456789");
    // The request is sent again a second later, and only then the first datagram leaves.
    CHECK(ten_digits({{wire::FrameFilter::of("any"), 1, 1}}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("arp.request"), 1, 2}}) == "0123456789");
}

TEST_CASE("every fault counts every frame, also one that another fault takes") {
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 1, 1}, {wire::FrameFilter::of("udp"), 2, 1}}) ==
          "23456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 3, 2}, {wire::FrameFilter::of("udp"), 4, 2}}) ==
          "0156789");
}

TEST_CASE("a fault belongs to one direction") {
    HostPair pair;
    pair.link.impairment(pair.b.nic).add({wire::FrameFilter::of("icmp.echo-reply"), 1, 1});
    pair.link.impairment(pair.a.nic).add({wire::FrameFilter::of("icmp.echo-reply"), 1, 1});
    ip::EchoEndpoint ping{pair.a.ipv4.icmp()};
    for (std::uint16_t number = 1; number <= 3; ++number) {
        REQUIRE(ping.send(kIpB, number, {}));
        pair.run_for(100ms);
    }
    CHECK(ping.receive()->sequence == 2);
    CHECK(ping.receive()->sequence == 3);
    CHECK(pair.recorder.losses(LossCause::Cut) == 1);
    CHECK(pair.recorder.lost[0].node == pair.b.context().id());
}

FrameFault fault(FaultAction action, std::uint64_t nth = 4) {
    FrameFault fault{wire::FrameFilter::of("udp"), nth, 1};
    fault.action = action;
    return fault;
}

TEST_CASE("inverted bits are found by the frame check, however many they are") {
    for (const std::uint64_t bits : {1u, 2u, 3u, 64u}) {
        FrameFault corrupt = fault(FaultAction::Corrupt);
        corrupt.bits = bits;
        CHECK(ten_digits({corrupt}) == "012456789");
    }
}

TEST_CASE("exactly as many bits are inverted as were asked for") {
    Impairment impairment{sim::RandomStream{7, "a", 0, "test"}};
    for (std::uint64_t count = 0; count <= 64; ++count) {
        std::array<std::uint8_t, 64> frame{};
        impairment.flip(frame, count);
        std::uint64_t ones = 0;
        for (const std::uint8_t octet : frame)
            ones += static_cast<std::uint64_t>(std::popcount(octet));
        CHECK(ones == count);
    }
}

TEST_CASE("a duplicate arrives twice, right behind itself or later") {
    FrameFault duplicate = fault(FaultAction::Duplicate);
    CHECK(ten_digits({duplicate}) == "01233456789");
    CHECK(ten_digits({duplicate, duplicate}) == "012333456789");
    duplicate.by = 3s;
    CHECK(ten_digits({duplicate}) == "01234356789");
    FrameFault corrupt = fault(FaultAction::Corrupt);
    CHECK(ten_digits({duplicate, corrupt}) == "012456789");
}

TEST_CASE("a delayed frame is overtaken") {
    FrameFault delay = fault(FaultAction::Delay);
    delay.by = 1us;
    CHECK(ten_digits({delay}) == "0123456789");
    delay.by = 5s;
    CHECK(ten_digits({delay}) == "0124536789");
    delay.by = 100s;
    CHECK(ten_digits({delay}) == "012456789");
}

TEST_CASE("a reordered frame goes right behind the frames that it lets pass") {
    FrameFault reorder = fault(FaultAction::Reorder);
    CHECK(ten_digits({reorder}) == "0124356789");
    reorder.behind = 3;
    CHECK(ten_digits({reorder}) == "0124563789");
    CHECK(ten_digits({reorder}, 10us) == "0124563789");
    reorder.count = 2;
    CHECK(ten_digits({reorder}) == "0125637489");
    reorder.nth = 9;
    CHECK(ten_digits({reorder}) == "01234567");
}

TEST_CASE("a frame that was cut has entered the cable, and a held one goes behind it") {
    CHECK(ten_digits({fault(FaultAction::Reorder), fault(FaultAction::Drop, 5)}) == "012356789");
}

TEST_CASE("a held frame that never goes is given back when the run ends") {
    HostPair pair;
    FrameFault reorder{wire::FrameFilter::of("any"), 1, 1};
    reorder.action = FaultAction::Reorder;
    reorder.behind = 50;
    pair.link.impairment(pair.a.nic).add(reorder);
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    REQUIRE(client->send(tests::bytes_in("x")));
    pair.run_for(10ms);
    CHECK(pair.recorder.lost.empty());
}

TEST_CASE(
    "four bits at the right distances are not seen by the FCS, wherever they are and however long the frame "
    "is") {
    sim::RandomStream random{3, "a", 0, "bytes"};
    for (int round = 0; round < 500; ++round) {
        Impairment impairment{sim::RandomStream{static_cast<std::uint64_t>(round), "a", 0, "test"}};
        tests::Bytes frame(450 + random.below(1069));
        for (std::uint8_t& byte : frame)
            byte = static_cast<std::uint8_t>(random.bits());
        wire::fill_fcs(frame);
        tests::Bytes damaged = frame;
        impairment.flip_unseen(damaged);
        CHECK(wire::fcs_is_correct(damaged));
        int changed = 0;
        for (std::size_t i = 0; i < frame.size(); ++i) {
            changed += std::popcount(static_cast<unsigned>(frame[i] ^ damaged[i]));
            if (i < 66 || i + 4 >= frame.size()) CHECK(frame[i] == damaged[i]);
        }
        CHECK(changed == 4);
    }
}

TEST_CASE("a fault that the FCS shall not see takes no frame that is too short for it") {
    Impairment impairment{sim::RandomStream{7, "a", 0, "test"}};
    FrameFault unseen{wire::FrameFilter::of("any"), 1, 1};
    unseen.action = FaultAction::Corrupt;
    unseen.unseen = true;
    impairment.add(unseen);
    const tests::Bytes shorter(400), longer(500);
    CHECK_FALSE(impairment.judge(shorter, sim::NodeId{0}, sim::NodeId{1}, 1us).unseen);
    CHECK_FALSE(impairment.has_fired(0));
    CHECK(impairment.judge(longer, sim::NodeId{0}, sim::NodeId{1}, 1us).unseen);
    CHECK(impairment.has_fired(0));
}

TEST_CASE("a fault has fired when it has taken a frame") {
    Impairment impairment{sim::RandomStream{7, "a", 0, "test"}};
    const std::array<std::uint8_t, 60> frame{};
    FrameFault second{wire::FrameFilter::of("any"), 2, 1};
    second.number = 5;
    impairment.add(second);
    impairment.add({wire::FrameFilter::of("udp"), 1, 1});
    for (const bool fired : {false, true, true}) {
        impairment.judge(frame, sim::NodeId{0}, sim::NodeId{1}, 1us);
        CHECK(impairment.has_fired(5) == fired);
        CHECK(!impairment.has_fired(0));
    }
}

TEST_CASE("a frame that is held back when its cable is unplugged is lost with it") {
    HostPair pair;
    FrameFault reorder{wire::FrameFilter::of("udp"), 1, 1};
    reorder.action = FaultAction::Reorder;
    pair.link.impairment(pair.a.nic).add(reorder);
    pair.link.plan_outage(sim::kStart + 1s, sim::kStart + 2s);
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    REQUIRE(client->send(tests::bytes_in("held")));
    pair.run_for(3s);
    CHECK(pair.recorder.lost.empty());
    REQUIRE(client->send(tests::bytes_in("lets it go")));
    pair.run_for(1s);
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 1);
}

}  // namespace
}  // namespace patchcord::models::ethernet

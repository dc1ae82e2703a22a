// When frames leave a card and when they arrive, to the picosecond; its queue, its filter, its counters.
#include "models/ethernet/nic.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/control/mac_control.hpp"
#include "models/wire/ethernet.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using tests::Bytes;
using tests::kMacA;
using tests::kMacB;
using tests::Station;
using wire::LossCause;
using wire::MacAddress;

struct StationPair : tests::Bench {
    explicit StationPair(const LinkParameters& cable = {}) : link{"cable", cable, a.nic, b.nic, tracer} {}

    /// `a` sends a frame of `size` bytes to `destination`.
    void send(std::size_t size, MacAddress destination = kMacB) {
        Bytes frame(size);
        wire::EthernetHeader{destination, kMacA, wire::EtherType::Ipv4}.emit(frame);
        a.send(frame);
    }

    Station a{simulation.add_node("a"), kMacA, tracer};
    Station b{simulation.add_node("b"), kMacB, tracer};
    Link link;
};

TEST_CASE("a frame arrives after preamble, frame, FCS and the delay of the cable") {
    struct Row {
        std::uint64_t megabits;
        std::size_t size;         // as sent
        std::size_t on_the_wire;  // padded, with FCS
        std::int64_t bit;         // in picoseconds
    };
    const Row rows[] = {
        {10, 60, 64, 100'000}, {100, 14, 64, 10'000},   {100, 1514, 1518, 10'000},
        {1000, 61, 65, 1'000}, {10'000, 500, 504, 100}, {1'000'000, 1514, 1518, 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.megabits);
        CAPTURE(row.size);
        StationPair pair{{.rate = sim::Rate::megabits_per_second(row.megabits), .delay = 3us}};
        pair.send(row.size);
        pair.run_for(1s);
        REQUIRE(pair.b.frames.size() == 1);
        const auto bits = static_cast<std::int64_t>(8 * (8 + row.on_the_wire));
        CHECK(pair.b.frames[0].at == sim::kStart + Duration{bits * row.bit} + 3us);
        CHECK(pair.b.frames[0].frame.size() == row.on_the_wire - 4);
        CHECK(pair.a.nic.counters().tx_bytes == row.on_the_wire);
        CHECK(pair.b.nic.counters().rx_bytes == row.on_the_wire);
    }
}

TEST_CASE("a rate that does not divide a second is rounded up, never down") {
    StationPair pair{{.rate = sim::Rate::bits_per_second(7), .delay = Duration{1}}};
    pair.send(60);
    pair.run_for(1000s);
    // 576 bits at 7 bit/s: 82.285714285714285714... s
    CHECK(sim::ticks(pair.b.frames.at(0).at) == 82'285'714'285'715 + 1);
}

TEST_CASE("frames back to back are an interframe gap apart") {
    StationPair pair;
    for (const std::size_t size : {60u, 1514u, 60u, 60u})
        pair.send(size);
    CHECK(pair.a.nic.queued() == 3);
    pair.run_for(1s);
    std::vector<std::int64_t> bit_times;
    for (const auto& frame : pair.recorder.sent)
        bit_times.push_back(sim::ticks(frame.at) / 10'000);
    const std::int64_t shortest = 8 * (8 + 64 + 12);
    const std::int64_t longest = 8 * (8 + 1518 + 12);
    CHECK(bit_times == std::vector<std::int64_t>{0, shortest, shortest + longest, 2 * shortest + longest});
    CHECK(pair.b.frames.size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(pair.b.frames[i].frame == pair.recorder.sent[i].frame);
}

TEST_CASE("the gap is kept by a frame that comes right after another has been sent") {
    StationPair pair;
    pair.send(60);
    pair.run_for(8 * (8 + 64) * Duration{10'000});  // the last bit of the FCS has left
    pair.send(60);
    pair.run_for(1s);
    CHECK(pair.recorder.sent.at(1).at == sim::kStart + 8 * (8 + 64 + 12) * Duration{10'000});
    pair.send(60);
    CHECK(pair.recorder.sent.size() == 3);  // nothing in the way: at once
}

TEST_CASE("a saturated cable carries 1,488 of the shortest frames in 10 ms at 100 Mbit/s") {
    StationPair pair;
    pair.a.nic.set_queue_limit(2'000);
    for (int i = 0; i < 2'000; ++i)
        pair.send(60);
    pair.run_for(10ms);
    CHECK(pair.b.frames.size() == 1'488);  // one each 672 bit times
}

TEST_CASE("a full queue drops what comes last") {
    StationPair pair;
    pair.a.nic.set_queue_limit(3);
    for (const std::size_t size : {100u, 101u, 102u, 103u, 104u, 105u})
        pair.send(size);
    CHECK(pair.a.nic.counters().tx_dropped == 2);
    CHECK(pair.recorder.losses(LossCause::Queue) == 2);
    CHECK(pair.recorder.lost[0].node == pair.a.context().id());
    pair.run_for(1s);
    std::vector<std::size_t> sizes;
    for (const auto& received : pair.b.frames)
        sizes.push_back(received.frame.size());
    CHECK(sizes == std::vector<std::size_t>{100, 101, 102, 103});
}

TEST_CASE("a card takes frames to itself, to groups and to all, others only when it is promiscuous") {
    StationPair pair;
    const auto arrives = [&](MacAddress destination) {
        const std::size_t before = pair.b.frames.size();
        pair.send(60, destination);
        pair.run_for(1ms);
        return pair.b.frames.size() > before;
    };
    const MacAddress other = MacAddress::from_u64(0x0200'0000'0099);
    CHECK(arrives(kMacB));
    CHECK(arrives(MacAddress::kBroadcast));
    CHECK(arrives(MacAddress::from_u64(0x0100'5E00'0001)));
    CHECK_FALSE(arrives(other));
    CHECK(pair.b.nic.counters().rx_filtered == 1);
    pair.b.nic.set_promiscuous(true);
    CHECK(arrives(other));
}

TEST_CASE("a card without a cable or without power loses frames and says so") {
    tests::Bench bench;
    Station lonely{bench.simulation.add_node("lonely"), kMacA, bench.tracer};
    lonely.send(Bytes(60));
    CHECK(bench.recorder.losses(LossCause::NoReceiver) == 1);

    StationPair pair;
    for (int i = 0; i < 3; ++i)
        pair.send(60);
    pair.a.nic.set_power(false);
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 2);  // the first is on the wire already
    pair.send(60);
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 3);
    pair.run_for(1ms);
    CHECK(pair.b.frames.size() == 1);
    pair.a.nic.set_power(true);
    pair.b.nic.set_power(false);
    pair.send(60);
    pair.run_for(1ms);
    CHECK(pair.b.frames.size() == 1);
}

TEST_CASE("both directions of a cable are independent") {
    StationPair pair;
    Bytes back(60);
    wire::EthernetHeader{kMacA, kMacB, wire::EtherType::Ipv4}.emit(back);
    pair.send(60);
    pair.b.send(back);
    pair.run_for(1ms);
    CHECK(pair.a.frames.at(0).at == pair.b.frames.at(0).at);
}

TEST_CASE("what is in a cable, or waits for it, is lost when it is unplugged, and then it works again") {
    StationPair pair;
    const Duration frame = 8 * (8 + 64) * Duration{10'000};
    pair.link.plan_outage(sim::kStart + frame, sim::kStart + 1s);
    for (int i = 0; i < 3; ++i)
        pair.send(60);  // one has left, its end has not arrived; two wait
    pair.run_for(500ms);
    pair.send(60);  // there is no cable
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 4);
    CHECK(pair.b.frames.empty());
    std::vector<bool> sent;
    for (const auto& loss : pair.recorder.lost)
        sent.push_back(loss.node == pair.b.context().id());
    CHECK(sent == std::vector{false, false, true, false});
    pair.run_for(500ms);
    pair.send(60);
    pair.run_for(1ms);
    CHECK(pair.b.frames.size() == 1);
    CHECK(pair.recorder.lost.size() == 4);
    REQUIRE(pair.recorder.links.size() == 4);  // two ends, off and on
    CHECK(pair.recorder.links[0].at == sim::kStart + frame);
    CHECK(!pair.recorder.links[1].up);
    CHECK(pair.recorder.links[2].up);
    CHECK(pair.recorder.links[3].at == sim::kStart + 1s);
}

TEST_CASE("what was sent before a cable was unplugged does not arrive when it is plugged in again") {
    StationPair pair{{.rate = sim::Rate::megabits_per_second(1000), .delay = 1s}};
    pair.link.plan_outage(sim::kStart + 100ms, sim::kStart + 200ms);
    pair.link.plan_outage(sim::kStart + 300ms, sim::kStart + 400ms);
    pair.send(60);
    pair.run_for(250ms);
    pair.send(61);
    pair.run_for(250ms);
    pair.send(62);
    pair.run_for(2s);
    REQUIRE(pair.b.frames.size() == 1);
    CHECK(pair.b.frames[0].frame.size() == 62);
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 2);
}

/// Hands `bytes`, from the destination address on, to the card as if they had come through a cable whole.
void arrives(StationPair& pair, const Bytes& bytes, bool good_fcs = true) {
    sim::Buffer buffer{pair.simulation.buffers(), bytes.size() + 4};
    std::ranges::copy(bytes, buffer.append(bytes.size()).begin());
    sim::Signal signal;
    if (!good_fcs) {
        std::ranges::fill(buffer.append(4), std::uint8_t{0});
        signal.damage = sim::Signal::Damage::Bits;
    }
    signal.frame = std::move(buffer).freeze();
    pair.b.nic.receive(std::move(signal));
}

TEST_CASE("a malformed frame changes a counter and nothing else") {
    StationPair pair;
    sim::RandomStream random{5, "frames", 0, "test"};
    const NicCounters& counters = pair.b.nic.counters();
    std::uint64_t runts = 0, giants = 0, wrong = 0;
    for (int round = 0; round < 1'000; ++round) {
        const std::size_t size = round < 300   ? random.below(60)
                                 : round < 600 ? 1515 + random.below(600)
                                               : 60 + random.below(1455);
        Bytes frame(size);
        for (std::uint8_t& byte : frame)
            byte = static_cast<std::uint8_t>(random.bits());
        if (size >= 14) wire::EthernetHeader{kMacB, kMacA, wire::EtherType::Ipv4}.emit(frame);
        const bool bad_fcs = round >= 600;
        arrives(pair, frame, !bad_fcs);
        ++(size < 60 ? runts : size > 1514 ? giants : wrong);
        CHECK(counters.rx_short_length_errors == runts);
        CHECK(counters.rx_long_length_errors == giants);
        CHECK(counters.rx_crc_errors == wrong);
    }
    CHECK(counters.rx_packets == 0);
    CHECK(pair.b.frames.empty());
    Bytes tagged(1518);
    wire::EthernetHeader{kMacB, kMacA, wire::EtherType::Vlan}.emit(tagged);
    arrives(pair, tagged);
    CHECK(counters.rx_packets == 1);
    tagged.resize(1519);
    arrives(pair, tagged);
    CHECK(counters.rx_long_length_errors == giants + 1);
}

TEST_CASE("the shortest frames per second of each speed, exactly") {
    for (const Phy phy : {Phy::Base10T, Phy::Base100Tx, Phy::Base1000T}) {
        const std::uint64_t rate = rate_of(phy).bits_per_second();
        StationPair pair{{.rate = rate_of(phy), .delay = Duration{1}}};
        pair.tracer.set_sink(nullptr);
        // In 0.042 s are a whole number of 672 bit times, that is of frames: 625, 6,250 and 62,500.
        const std::uint64_t frames = rate * 42 / 1'000 / 672;
        REQUIRE(frames * 672 * 1'000 == rate * 42);  // 14,880.95, 148,809.5 and 1,488,095.2 a second
        pair.a.nic.set_queue_limit(frames + 1);
        for (std::uint64_t i = 0; i <= frames; ++i)
            pair.send(60);
        // The last frame's last bit leaves 12 octets of gap before that.
        pair.run_for(42ms - 96 * rate_of(phy).time_to_send(1));
        CHECK(pair.b.frames.size() == frames - 1);
        pair.run_for(Duration{1});
        CHECK(pair.b.frames.size() == frames);
    }
}

TEST_CASE("frames that come faster than the driver takes them fill its ring, and what has no room is lost") {
    StationPair pair;
    pair.a.nic.set_queue_limit(1'000);
    pair.b.nic.set_receive_ring(16, 1ms);
    for (int i = 0; i < 40; ++i)
        pair.send(60);
    pair.run_for(500us);  // all 40 have come, none is taken
    CHECK(pair.b.frames.empty());
    CHECK(pair.b.nic.counters().rx_packets == 40);
    CHECK(pair.b.nic.counters().rx_missed_errors == 24);
    CHECK(pair.recorder.drops(pair.b, wire::DropReason::ReceiveRingFull) == 24);
    pair.run_for(1s);
    CHECK(pair.b.frames.size() == 16);
    CHECK(pair.b.frames[1].at - pair.b.frames[0].at == 1ms);
}

TEST_CASE("with PAUSE the ring never gets full") {
    StationPair pair;
    pair.a.nic.set_queue_limit(1'000);
    pair.a.nic.set_pause(true);
    pair.b.nic.set_pause(true);
    pair.b.nic.set_receive_ring(16, 1ms);
    for (int i = 0; i < 400; ++i)
        pair.send(60);
    pair.run_for(1s);
    CHECK(pair.b.frames.size() == 400);
    CHECK(pair.b.nic.counters().rx_missed_errors == 0);
    CHECK(pair.a.nic.counters().rx_flow_control_xoff == pair.b.nic.counters().tx_flow_control_xoff);
    CHECK(pair.a.nic.counters().rx_flow_control_xon > 0);
}

TEST_CASE("a pause lasts as many quanta of 512 bit times as it says, if it is not ended before") {
    StationPair pair;
    pair.a.nic.set_pause(true);
    Bytes pause(60);
    wire::PauseFrame{kMacB, 1000}.emit(pause);
    pair.b.send(pause);
    pair.run_for(100us);
    const sim::Time heard =
        sim::kStart + rate_of(Phy::Base100Tx).time_to_send(8 * 72) + pair.link.least_delay();
    pair.send(60);
    pair.run_for(1s);
    REQUIRE(pair.recorder.sent.size() == 2);
    CHECK(pair.recorder.sent[1].at == heard + rate_of(Phy::Base100Tx).time_to_send(512'000));
    CHECK(pair.a.frames.empty());
}

TEST_CASE("frames wait in the transmit ring and then in the queue, and none is out of order") {
    StationPair pair;
    pair.a.nic.set_transmit_ring(4);
    pair.a.nic.set_queue_limit(6);
    for (std::size_t i = 0; i < 20; ++i)
        pair.send(60 + i);
    CHECK(pair.a.nic.queued() == 10);
    CHECK(pair.a.nic.counters().tx_dropped == 9);
    pair.run_for(1s);
    REQUIRE(pair.b.frames.size() == 11);
    for (std::size_t i = 0; i < 11; ++i)
        CHECK(pair.b.frames[i].frame.size() == 60 + i);
    CHECK(pair.a.nic.counters().tx_restart_queue == 1);
}

}  // namespace
}  // namespace patchcord::models::ethernet

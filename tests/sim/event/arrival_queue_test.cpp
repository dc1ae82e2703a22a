// What is in flight toward a port: first in first out with one entry, overtaking, what arrives through a
// cable that is gone, and the end of queue, node and frames in any order.
#include "sim/event/arrival_queue.hpp"

#include "sim/core/random.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"
#include "tests/sim/death.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

using namespace patchcord::sim;
using patchcord::tests::AllocationCounter;
using patchcord::tests::dies_saying;

namespace {

struct Arrived {
    std::int64_t at;
    std::uint32_t number;
    friend bool operator==(const Arrived&, const Arrived&) = default;
};

/// Keeps when which signal (by its `bits`) came.
class Receiver final : public Node {
  public:
    explicit Receiver(NodeContext& context) : Node{context} {}
    void receive(PortId port, Signal signal) override {
        CHECK(port == port_in.port());
        log.push_back({ticks(context().now()), signal.bits});
        if (then) then();
    }
    ArrivalQueue port_in{*this, PortId{3}};
    std::vector<Arrived> log;
    std::function<void()> then;
};

struct Wire {
    Simulation simulation{1};
    NodeContext& sender = simulation.add_node("sender");
    Receiver receiver{simulation.add_node("receiver")};

    void send(std::int64_t arrival, std::uint32_t number, Frame frame = {}) {
        Signal signal;
        signal.bits = number;
        signal.frame = std::move(frame);
        receiver.port_in.push_arrival(sender.arrival_key(Time{Duration{arrival}}, receiver.context().id()),
                                      std::move(signal));
    }
    void run() { CHECK(simulation.run_until(Time{Duration{1'000'000}}) == StopReason::Finished); }
    Frame frame() {
        Buffer buffer{simulation.buffers(), 100};
        buffer.append(100);
        return std::move(buffer).freeze();
    }
};

/// Logs a 99 in the name of a timer.
struct Stamp {
    Receiver& receiver;
    void ring() { receiver.log.push_back({ticks(receiver.context().now()), 99}); }
};

}  // namespace

TEST_CASE("what is in flight arrives in order and has one entry in the event queue") {
    Wire wire;
    std::vector<Arrived> expected;
    for (std::uint32_t i = 0; i < 100; ++i) {
        wire.send(10 + i / 2, i);  // two at an instant: the order of the sender's numbers
        expected.push_back({10 + i / 2, i});
    }
    CHECK(wire.receiver.port_in.in_flight() == 100);
    CHECK(wire.receiver.context().queue().size() == 1);
    wire.run();
    CHECK(wire.receiver.log == expected);
    CHECK(wire.simulation.events() == 100);
    CHECK(wire.receiver.port_in.in_flight() == 0);
}

TEST_CASE("what overtakes has an entry of its own") {
    Wire wire;
    wire.send(100, 1);
    wire.send(200, 2);
    wire.send(50, 3);
    wire.send(150, 4);
    wire.send(300, 5);
    wire.send(60, 6);
    CHECK(wire.receiver.port_in.in_flight() == 6);
    CHECK(wire.receiver.context().queue().size() == 4);
    wire.run();
    CHECK(wire.receiver.log ==
          std::vector<Arrived>{{50, 3}, {60, 6}, {100, 1}, {150, 4}, {200, 2}, {300, 5}});
    CHECK(wire.receiver.port_in.in_flight() == 0);
}

TEST_CASE("in flight are those that have not arrived, overtaking or not") {
    Wire wire;
    wire.send(100, 1);
    wire.send(50, 2);
    wire.send(60, 3);
    wire.simulation.run_until(Time{Duration{55}});
    CHECK(wire.receiver.port_in.in_flight() == 2);
    wire.simulation.run_until(Time{Duration{70}});
    CHECK(wire.receiver.port_in.in_flight() == 1);
}

TEST_CASE("any mixture of delays arrives in the order of the keys") {
    RandomStream random{1, "delays", 0, "test"};
    for (const std::uint64_t spread : {1U, 3U, 50U, 1000U}) {
        Wire wire;
        std::vector<std::pair<std::int64_t, std::uint32_t>> expected;
        std::int64_t now = 0;
        for (std::uint32_t number = 0; number < 3'000; ++number) {
            now += static_cast<std::int64_t>(random.below(10));
            wire.simulation.run_until(Time{Duration{now}});
            const auto arrival = now + 1 + static_cast<std::int64_t>(random.below(spread));
            wire.send(arrival, number);
            expected.emplace_back(arrival, number);
        }
        wire.run();
        std::ranges::sort(expected);
        REQUIRE(wire.receiver.log.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            REQUIRE(wire.receiver.log[i] == Arrived{expected[i].first, expected[i].second});
    }
}

TEST_CASE("at one instant arrivals come before timers and in the order of their senders") {
    Simulation simulation{1};
    NodeContext& first = simulation.add_node("first");
    Receiver receiver{simulation.add_node("receiver")};
    NodeContext& last = simulation.add_node("last");
    ArrivalQueue other{receiver, receiver.port_in.port()};
    Stamp stamp{receiver};
    Timer timer{receiver.context(), stamp, calls<&Stamp::ring>};
    timer.arm(Time{Duration{10}});
    const auto signal = [](std::uint32_t number) {
        Signal made;
        made.bits = number;
        return made;
    };
    other.push_arrival(last.arrival_key(Time{Duration{10}}, receiver.context().id()), signal(2));
    receiver.port_in.push_arrival(first.arrival_key(Time{Duration{10}}, receiver.context().id()), signal(1));
    simulation.run_until(Time{Duration{100}});
    CHECK(receiver.log == std::vector<Arrived>{{10, 1}, {10, 2}, {10, 99}});
}

TEST_CASE("a port that is connected to itself may send while it receives") {
    Wire wire;
    std::uint32_t number = 0;
    wire.receiver.then = [&] {
        if (++number >= 50) return;
        const std::int64_t now = ticks(wire.simulation.now());
        Signal signal;
        signal.bits = number;
        // Long and short in turn, so that one overtakes while another that overtook is arriving.
        const Time arrival{Duration{now + (number % 3 == 0 ? 100 : 10)}};
        wire.receiver.port_in.push_arrival(
            wire.receiver.context().arrival_key(arrival, wire.receiver.context().id()), std::move(signal));
    };
    wire.send(500, 900);
    wire.send(1, 901);
    wire.send(2, 902);
    wire.run();
    CHECK(wire.receiver.log.size() == 52);
    CHECK(std::ranges::is_sorted(wire.receiver.log, {}, &Arrived::at));
}

TEST_CASE("nothing arrives now or in the past") {
    Wire wire;
    wire.simulation.run_until(Time{Duration{10}});
    CHECK(dies_saying("does not lie in the receiver's future", [&] { wire.send(10, 1); }));
    CHECK(dies_saying("does not lie in the receiver's future", [&] { wire.send(9, 1); }));
    wire.send(11, 1);
    wire.run();
}

TEST_CASE("a receiver that is destroyed takes what is in flight with it") {
    Simulation simulation{1};
    NodeContext& sender = simulation.add_node("sender");
    NodeContext& context = simulation.add_node("receiver");
    {
        Receiver receiver{context};
        for (const std::int64_t arrival : {100, 200, 50, 40}) {
            Signal signal;
            Buffer buffer{simulation.buffers(), 10};
            signal.frame = std::move(buffer).freeze();
            receiver.port_in.push_arrival(sender.arrival_key(Time{Duration{arrival}}, context.id()),
                                          std::move(signal));
        }
        simulation.run_until(Time{Duration{45}});
        CHECK(simulation.buffers().outstanding() == 3);
    }
    CHECK(simulation.buffers().outstanding() == 0);
    CHECK(context.queue().empty());
    CHECK(simulation.run_until(Time{Duration{1000}}) == StopReason::Finished);
    CHECK(simulation.events() == 1);
}

TEST_CASE("an arrived frame is kept by nobody but its receiver") {
    Wire wire;
    wire.send(20, 1, wire.frame());
    wire.send(10, 2, wire.frame());
    wire.send(30, 3, wire.frame());
    CHECK(wire.simulation.buffers().outstanding() == 3);
    wire.simulation.run_until(Time{Duration{10}});
    CHECK(wire.simulation.buffers().outstanding() == 2);
    wire.run();
    CHECK(wire.simulation.buffers().outstanding() == 0);
}

TEST_CASE("100,000 frames in flight, some overtaking, allocate nothing") {
    Wire wire;
    RandomStream random{2, "steady", 0, "test"};
    std::int64_t now = 0;
    const auto go_on = [&](int frames) {
        for (int i = 0; i < frames; ++i) {
            now += 7;
            wire.receiver.log.clear();
            wire.simulation.run_until(Time{Duration{now}});
            const bool overtakes = i % 10 == 0;
            wire.send(now + (overtakes ? 20 : 300), static_cast<std::uint32_t>(i), wire.frame());
        }
    };
    wire.receiver.log.reserve(100);
    go_on(1'000);
    const AllocationCounter counter;
    go_on(100'000);
    CHECK(counter.allocations() == 0);
    CHECK(wire.receiver.port_in.in_flight() > 30);
    wire.receiver.log.reserve(1'000);
    wire.run();
}

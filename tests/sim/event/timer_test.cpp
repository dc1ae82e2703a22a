// Timers: when they fire, in which order, and how many events they are, whatever entries they have left in
// the queue. Random sequences of all this are in tests/sim/event/timer_model_test.cpp.
#include "sim/event/timer.hpp"

#include "sim/event/scheduler.hpp"
#include "tests/sim/death.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>

using namespace patchcord::sim;
using patchcord::tests::AllocationCounter;
using patchcord::tests::dies_saying;

namespace {

Time at(std::int64_t picoseconds) {
    return Time{Duration{picoseconds}};
}

/// A timer with a name that writes name and time into a log, then does what it is told.
struct Alarm {
    Alarm(NodeContext& its_node, char its_name, std::string& its_log, std::function<void()> what_then = {})
        : node{its_node}, name{its_name}, log{its_log}, then{std::move(what_then)} {}
    void ring() {
        log += name + std::to_string(ticks(node.now())) + " ";
        if (then) then();
    }
    NodeContext& node;
    char name;
    std::string& log;
    std::function<void()> then;
    Timer timer{node, *this, calls<&Alarm::ring>};
};

struct OneNode {
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    std::string log;
    Alarm a{node, 'a', log};
    Alarm b{node, 'b', log};
};

}  // namespace

TEST_CASE("a timer fires once, at its time") {
    OneNode one;
    CHECK_FALSE(one.a.timer.is_armed());
    CHECK(one.a.timer.expires() == kNever);
    one.a.timer.arm_after(Duration{10});
    CHECK(one.a.timer.is_armed());
    CHECK(one.a.timer.expires() == at(10));
    CHECK(one.simulation.run_until(at(9)) == StopReason::TimeLimit);
    CHECK(one.log.empty());
    CHECK(one.simulation.run_until(at(10)) == StopReason::Finished);
    CHECK(one.log == "a10 ");
    CHECK_FALSE(one.a.timer.is_armed());
    CHECK(one.simulation.events() == 1);
}

TEST_CASE("a timer is disarmed when it fires and can be armed again there") {
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    std::string log;
    int left = 3;
    Alarm* self = nullptr;
    Alarm alarm{node, 'x', log, [&] {
                    CHECK_FALSE(self->timer.is_armed());
                    if (--left > 0) self->timer.arm_after(Duration{left == 1 ? 0 : 5});
                }};
    self = &alarm;
    alarm.timer.arm(at(1));
    simulation.run_until(at(100));
    CHECK(log == "x1 x6 x6 ");
}

TEST_CASE("pushing back costs no event, does not move the clock and fires once") {
    OneNode one;
    one.a.timer.arm(at(10));
    one.a.timer.arm(at(30));
    one.b.timer.arm(at(20));
    one.a.timer.arm(at(40));
    CHECK(one.simulation.run_until(at(15)) == StopReason::TimeLimit);
    CHECK(one.simulation.events() == 0);
    CHECK(one.simulation.run_until(at(39)) == StopReason::TimeLimit);
    CHECK(one.log == "b20 ");
    CHECK(one.simulation.run_until(at(100)) == StopReason::Finished);
    CHECK(one.log == "b20 a40 ");
    CHECK(one.simulation.events() == 2);
}

TEST_CASE("pushing back does not touch the queue") {
    OneNode one;
    one.a.timer.arm(at(10));
    const EventKey entry = one.node.queue().front().key;
    for (int i = 20; i < 1000; ++i)
        one.a.timer.arm(at(i));
    CHECK(one.node.queue().size() == 1);
    CHECK(one.node.queue().front().key == entry);
}

TEST_CASE("pulling forward fires at the earlier time") {
    OneNode one;
    one.a.timer.arm(at(30));
    one.a.timer.arm(at(10));
    CHECK(one.node.queue().size() == 1);
    one.simulation.run_until(at(100));
    CHECK(one.log == "a10 ");
}

TEST_CASE("a disarmed timer does not fire, counts nothing, holds nothing up") {
    OneNode one;
    one.a.timer.arm(at(10));
    one.b.timer.arm(at(50));
    one.a.timer.disarm();
    one.b.timer.disarm();
    CHECK(one.simulation.run_until(at(20), 0) == StopReason::Finished);
    CHECK(one.simulation.events() == 0);
    CHECK(one.log.empty());
}

TEST_CASE("a run is finished when only entries of disarmed timers are left after its end") {
    OneNode one;
    one.a.timer.arm(at(10));
    one.b.timer.arm(at(1000));
    one.b.timer.disarm();
    CHECK(one.simulation.run_until(at(20)) == StopReason::Finished);
    one.b.timer.arm(at(2000));
    CHECK(one.simulation.run_until(at(1500)) == StopReason::TimeLimit);
}

TEST_CASE("disarmed and armed again, earlier and later than the entry that is left") {
    OneNode one;
    one.a.timer.arm(at(20));
    one.a.timer.disarm();
    one.a.timer.arm(at(10));
    one.b.timer.arm(at(20));
    one.b.timer.disarm();
    one.b.timer.arm(at(30));
    one.simulation.run_until(at(100));
    CHECK(one.log == "a10 b30 ");
    CHECK(one.simulation.events() == 2);
}

TEST_CASE("among timers of one instant the one that was armed last is the last, however it was armed") {
    OneNode one;
    one.a.timer.arm(at(10));
    one.b.timer.arm(at(10));
    SUBCASE("as armed") {
        one.simulation.run_until(at(100));
        CHECK(one.log == "a10 b10 ");
    }
    SUBCASE("again at the same instant") {
        one.a.timer.arm(at(10));
        one.simulation.run_until(at(100));
        CHECK(one.log == "b10 a10 ");
    }
    SUBCASE("disarmed and again at the same instant") {
        one.a.timer.disarm();
        one.a.timer.arm(at(10));
        one.simulation.run_until(at(100));
        CHECK(one.log == "b10 a10 ");
    }
    SUBCASE("by an earlier entry that is pushed back") {
        one.a.timer.arm(at(5));
        one.a.timer.arm(at(10));
        one.simulation.run_until(at(100));
        CHECK(one.log == "b10 a10 ");
    }
    SUBCASE("by a later entry that is pulled forward") {
        one.a.timer.arm(at(15));
        one.a.timer.arm(at(10));
        one.simulation.run_until(at(100));
        CHECK(one.log == "b10 a10 ");
    }
}

TEST_CASE("a timer that is destroyed does not fire, also by another of the same instant") {
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    std::string log;
    auto victim = std::make_unique<Alarm>(node, 'v', log);
    Alarm killer{node, 'k', log, [&] { victim.reset(); }};
    killer.timer.arm(at(10));
    victim->timer.arm(at(10));
    CHECK(simulation.run_until(at(100)) == StopReason::Finished);
    CHECK(log == "k10 ");
    {
        Alarm armed{node, 'd', log};
        armed.timer.arm(at(200));
        armed.timer.disarm();
    }
    CHECK(node.queue().empty());
}

TEST_CASE("a timer cannot be armed in the past or for never") {
    OneNode one;
    one.simulation.run_until(at(100));
    CHECK(dies_saying("armed in the past", [&] { one.a.timer.arm(at(99)); }));
    CHECK(dies_saying("armed in the past or for never", [&] { one.a.timer.arm(kNever); }));
    one.a.timer.arm(at(100));
    CHECK(one.simulation.run_until(at(100)) == StopReason::Finished);
    CHECK(one.log == "a100 ");
}

TEST_CASE("arming, pushing back and firing allocate nothing") {
    OneNode one;
    one.a.timer.arm(at(10));
    one.b.timer.arm(at(10));
    one.log.reserve(100);
    const AllocationCounter counter;
    for (int i = 0; i < 1000; ++i) {
        one.b.timer.arm(at(1000 - i));
        one.a.timer.arm(at(100 + i));
        one.a.timer.disarm();
    }
    one.simulation.run_until(at(2000));
    CHECK(counter.allocations() == 0);
}

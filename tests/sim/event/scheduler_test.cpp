// A run: where it ends and why, the clock there, limits, going on, and two simulations in one process.
// Runs over several partitions are in tests/sim/parallel/partitions_test.cpp.
#include "sim/event/scheduler.hpp"

#include "sim/event/timer.hpp"
#include "tests/sim/death.hpp"
#include "tests/sim/toy_network.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace patchcord::sim;
using patchcord::tests::AllocationCounter;
using patchcord::tests::dies_saying;
using patchcord::tests::ToyNetwork;

namespace {

Time at(std::int64_t picoseconds) {
    return Time{Duration{picoseconds}};
}

/// Rings every 10 ps, so many times.
struct Bell {
    Bell(NodeContext& context, int rings) : left{rings}, timer{context, *this, calls<&Bell::ring>} {
        timer.arm_after(Duration{10});
    }
    void ring() {
        if (--left > 0) timer.arm_after(Duration{10});
    }
    int left;
    Timer timer;
};

}  // namespace

TEST_CASE("a simulation without nodes or events is finished at once") {
    Simulation empty{1};
    CHECK(empty.run_until(at(100)) == StopReason::Finished);
    CHECK(empty.now() == at(100));
    CHECK(empty.events() == 0);
    CHECK(empty.seed() == 1);
    Simulation idle{1, 3};
    idle.add_node("a", 2);
    CHECK(idle.partitions() == 3);
    CHECK(idle.run_until(at(100)) == StopReason::Finished);
}

TEST_CASE("events at the end are part of the run and later ones are not") {
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    Bell bell{node, 5};
    CHECK(simulation.run_until(at(30)) == StopReason::TimeLimit);
    CHECK(bell.left == 2);
    CHECK(simulation.now() == at(30));
    CHECK(simulation.run_until(at(39)) == StopReason::TimeLimit);
    CHECK(bell.left == 2);
    CHECK(simulation.now() == at(39));
    CHECK(node.now() == at(39));
    CHECK(simulation.run_until(at(50)) == StopReason::Finished);
    CHECK(bell.left == 0);
}

TEST_CASE("an event limit is exact") {
    Simulation simulation{1};
    Bell a{simulation.add_node("a"), 10};
    Bell b{simulation.add_node("b"), 10};
    CHECK(simulation.run_until(at(1000), 0) == StopReason::EventLimit);
    CHECK(simulation.now() == kStart);
    CHECK(simulation.run_until(at(1000), 3) == StopReason::EventLimit);
    CHECK(simulation.events() == 3);
    CHECK(a.left == 8);
    CHECK(b.left == 9);
    CHECK(simulation.now() == at(20));
    CHECK(simulation.run_until(at(1000), 16) == StopReason::EventLimit);
    CHECK(simulation.events() == 19);
    CHECK(simulation.run_until(at(1000), 1) == StopReason::Finished);  // as many as there are is no limit
    CHECK(simulation.events() == 20);
    CHECK(simulation.now() == at(1000));
}

TEST_CASE("what comes first, the end or the limit, is the reason") {
    Simulation simulation{1};
    Bell bell{simulation.add_node("a"), 10};
    CHECK(simulation.run_until(at(30), 3) == StopReason::TimeLimit);
    CHECK(simulation.run_until(at(60), 2) == StopReason::EventLimit);
    CHECK(simulation.now() == at(50));
}

TEST_CASE("an end that has passed does nothing") {
    Simulation simulation{1};
    Bell bell{simulation.add_node("a"), 10};
    simulation.run_until(at(55));
    CHECK(simulation.run_until(at(20)) == StopReason::TimeLimit);
    CHECK(simulation.now() == at(55));
    CHECK(bell.left == 5);
    CHECK(simulation.run_until(at(55)) == StopReason::TimeLimit);
    simulation.run_until(at(100));
    CHECK(bell.left == 0);
}

TEST_CASE("what is scheduled between two runs happens in the next one") {
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("a");
    simulation.run_until(at(100));
    Bell bell{node, 2};
    CHECK(simulation.run_until(at(109)) == StopReason::TimeLimit);
    CHECK(simulation.run_until(at(110)) == StopReason::TimeLimit);
    CHECK(bell.left == 1);
    NodeContext& late = simulation.add_node("b");
    CHECK(late.now() == at(110));
    Bell other{late, 1};
    CHECK(simulation.run_until(at(200)) == StopReason::Finished);
    CHECK(other.left == 0);
    CHECK(bell.left == 0);
}

TEST_CASE("a run needs an end and partitions that there are") {
    CHECK(dies_saying("a run needs an end", [] { Simulation{1}.run_until(kNever); }));
    CHECK(dies_saying("number of partitions is out of range", [] { Simulation{1, 0}; }));
    CHECK(dies_saying("number of partitions is out of range", [] { Simulation{1, 65}; }));
    CHECK(dies_saying("there is no such partition", [] { Simulation{1, 2}.add_node("a", 2); }));
}

TEST_CASE("two simulations in one process are as each alone") {
    constexpr Time kEnd = kStart + Duration{3'000'000};
    ToyNetwork a_alone{1, 8, 1};
    a_alone.simulation.run_until(kEnd);
    ToyNetwork b_alone{2, 9, 2};
    b_alone.simulation.run_until(kEnd);

    ToyNetwork a{1, 8, 1};
    ToyNetwork b{2, 9, 2};
    for (Time end = kStart; end <= kEnd; end += Duration{10'000}) {
        a.simulation.run_until(end);
        b.simulation.run_until(end);
    }
    CHECK(a.digests() == a_alone.digests());
    CHECK(b.digests() == b_alone.digests());
}

TEST_CASE("100,000 events allocate nothing") {
    Simulation simulation{1, 2};
    simulation.set_lookahead(Duration{1'000});
    Bell a{simulation.add_node("a", 0), 50'000};
    Bell b{simulation.add_node("b", 1), 50'000};
    const AllocationCounter counter;
    CHECK(simulation.run_until(at(1'000'000)) == StopReason::Finished);
    CHECK(simulation.events() == 100'000);
    CHECK(counter.allocations() == 0);
}

TEST_CASE("nothing leaks when a simulation ends in the middle") {
    ToyNetwork network{4, 10, 3};
    network.simulation.run_until(at(1'234'567));
    CHECK(network.simulation.buffers().outstanding() > 0);
}

// The promise on which parallel runs rest: the same run over 1, 2, 3 and 4 partitions is the same in every
// node, whole, in pieces, and up to any number of events. It is made of tests/sim/toy_network.hpp.
#include "sim/core/random.hpp"
#include "sim/event/scheduler.hpp"
#include "tests/sim/death.hpp"
#include "tests/sim/toy_network.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

using namespace patchcord::sim;
using patchcord::tests::dies_saying;
using patchcord::tests::ToyNetwork;

namespace {

constexpr Time kEnd = kStart + Duration{60'000'000};
constexpr Time kShortEnd = kStart + Duration{4'000'000};

}  // namespace

TEST_CASE("the toy network does what it is for") {
    ToyNetwork network{1, 12, 1};
    CHECK(network.simulation.run_until(kEnd) == StopReason::TimeLimit);
    CHECK(network.simulation.events() > 50'000);
    CHECK(network.lost() > 100);
    CHECK(network.out_of_order() > 100);
    ToyNetwork other{2, 12, 1};
    other.simulation.run_until(kEnd);
    CHECK(network.digests()[0] != other.digests()[0]);
}

TEST_CASE("a run is the same in every node over any number of partitions") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const std::size_t nodes = 2 + 3 * seed;
        ToyNetwork whole{seed, nodes, 1};
        whole.simulation.run_until(kEnd);
        for (const unsigned partitions : {2U, 3U, 4U, 64U}) {
            CAPTURE(partitions);
            ToyNetwork parts{seed, nodes, partitions};
            CHECK(parts.simulation.run_until(kEnd) == StopReason::TimeLimit);
            CHECK(parts.digests() == whole.digests());
            CHECK(parts.simulation.events() == whole.simulation.events());
            CHECK(parts.simulation.now() == kEnd);
        }
    }
}

TEST_CASE("a run that is cut into pieces is the same over any number of partitions") {
    ToyNetwork whole{5, 10, 1};
    whole.simulation.run_until(kShortEnd);
    for (const unsigned partitions : {1U, 2U, 3U, 4U}) {
        ToyNetwork parts{5, 10, partitions};
        RandomStream pieces{5, "pieces", partitions, "test"};
        for (Time end = kStart; end < kShortEnd;) {
            end = std::min(kShortEnd, end + Duration{static_cast<std::int64_t>(pieces.below(9'000))});
            parts.simulation.run_until(end);
            REQUIRE(parts.simulation.now() == end);
        }
        CHECK(parts.digests() == whole.digests());
    }
}

TEST_CASE("an event limit stops after the same events over any number of partitions") {
    ToyNetwork whole{6, 10, 1};
    ToyNetwork two{6, 10, 2};
    ToyNetwork four{6, 10, 4};
    RandomStream limits{6, "limits", 0, "test"};
    for (int i = 0; i < 300; ++i) {
        const std::uint64_t limit = limits.below(40);
        CHECK(whole.simulation.run_until(kEnd, limit) == StopReason::EventLimit);
        for (ToyNetwork* parts : {&two, &four}) {
            CHECK(parts->simulation.run_until(kEnd, limit) == StopReason::EventLimit);
            REQUIRE(parts->simulation.events() == whole.simulation.events());
            REQUIRE(parts->simulation.now() == whole.simulation.now());
            REQUIRE(parts->digests() == whole.digests());
        }
    }
    // And goes on in windows as if it had not stopped.
    for (ToyNetwork* network : {&whole, &two, &four})
        network->simulation.run_until(kShortEnd);
    CHECK(two.digests() == whole.digests());
    CHECK(four.digests() == whole.digests());
}

TEST_CASE("a lookahead that is shorter than it could be changes nothing") {
    ToyNetwork whole{7, 8, 1};
    whole.simulation.run_until(kShortEnd);
    for (const std::int64_t lookahead : {1, 7, 1'999}) {
        ToyNetwork parts{7, 8, 3};
        parts.simulation.set_lookahead(Duration{lookahead});
        parts.simulation.run_until(kShortEnd);
        CHECK(parts.digests() == whole.digests());
    }
}

TEST_CASE("a lookahead that is too long is found") {
    CHECK(dies_saying("does not lie in the receiver's future", [] {
        ToyNetwork parts{7, 8, 3};
        parts.simulation.set_lookahead(Duration{50'000});
        parts.simulation.run_until(kEnd);
    }));
    CHECK(dies_saying("several partitions need a lookahead", [] {
        ToyNetwork parts{7, 8, 2};
        parts.simulation.set_lookahead(Duration{0});
        parts.simulation.run_until(kEnd);
    }));
}

TEST_CASE("partitions without a cable between them may run as far as they like") {
    Simulation simulation{1, 2};
    simulation.set_lookahead(Duration::max());
    struct Count {
        int rung = 0;
        void ring() { ++rung; }
    } count;
    Timer first{simulation.add_node("a", 0), count, calls<&Count::ring>};
    Timer second{simulation.add_node("b", 1), count, calls<&Count::ring>};
    first.arm(kStart + Duration{5});
    second.arm(kNever - Duration{5});
    CHECK(simulation.run_until(kNever - Duration{1}) == StopReason::Finished);
    CHECK(count.rung == 2);
}

// Random early detection: what it drops at a given average, and that a link with it keeps its queue short.
#include "models/ethernet/red.hpp"

#include "models/ethernet/link.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;

sim::RandomStream stream() {
    return {1, "red", 0, "test"};
}

TEST_CASE("nothing is dropped below the minimum, everything above the maximum") {
    Red red{{.minimum = 5, .maximum = 15, .probability = 0.1, .weight = 1.0}, stream()};
    for (int i = 0; i < 1'000; ++i) {
        CHECK_FALSE(red.drops(4, sim::kStart, 1us));
        CHECK(red.drops(15, sim::kStart, 1us));
    }
}

// With p_b = 0.05 the frames from one drop to the next are uniform in 1 to 19, because the paper's figure
// counts before it divides: mean 10, standard deviation 5.48; over 2,000 drops 4.417 of its errors are 0.54.
TEST_CASE("between them drops are spread evenly") {
    Red red{{.minimum = 5, .maximum = 15, .probability = 0.1, .weight = 1.0}, stream()};
    int last = 0, longest = 0, drops = 0;
    for (int i = 1; drops < 2'000; ++i) {
        if (!red.drops(10, sim::kStart, 1us)) continue;
        if (drops > 0) longest = std::max(longest, i - last);
        ++drops;
        last = i;
    }
    CHECK(longest == 19);
    CHECK(std::abs(last / 2'000.0 - 10.0) < 0.54);
}

TEST_CASE("the average follows the queue, and falls while it is empty") {
    Red red{{.minimum = 50, .maximum = 150, .probability = 0.1, .weight = 0.002}, stream()};
    for (int i = 0; i < 1'000; ++i)
        CHECK_FALSE(red.drops(20, sim::kStart, 10us));
    const double full = 20 * (1 - std::pow(1 - 0.002, 1'000));
    CHECK(red.average() == doctest::Approx(full));
    red.went_empty(sim::kStart + 1ms);
    CHECK_FALSE(red.drops(0, sim::kStart + 6ms, 10us));  // time for 500 frames
    CHECK(red.average() == doctest::Approx(full * std::pow(1 - 0.002, 500)));
}

TEST_CASE("a card with it drops early, and says so") {
    tests::Bench bench;
    tests::Station a{bench.simulation.add_node("a"), tests::kMacA, bench.tracer};
    tests::Station b{bench.simulation.add_node("b"), tests::kMacB, bench.tracer};
    const Link link{"cable", {}, a.nic, b.nic, bench.tracer};
    a.nic.set_red({});
    tests::Bytes frame(1514);
    wire::EthernetHeader{tests::kMacB, tests::kMacA, wire::EtherType::Ipv4}.emit(frame);
    for (int i = 0; i < 20'000; ++i) {  // a tenth more than it can carry
        a.send(frame);
        bench.run_for(111us);
    }
    const std::size_t early = bench.recorder.losses(wire::LossCause::Early);
    CHECK(early > 1'000);
    CHECK(early == a.nic.counters().tx_dropped);
    CHECK(a.nic.queued() < 20);
}

}  // namespace
}  // namespace patchcord::models::ethernet

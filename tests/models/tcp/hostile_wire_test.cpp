// Two real stacks over a network that drops, delays, reorders, duplicates and corrupts: every byte arrives
// once and in order, both ends say good-bye, and nothing leaks. Seeds are fixed, so a failure replays. Read
// next: tests/support/hostile_wire.hpp.
#include "tests/support/hostile_wire.hpp"

#include "tests/support/talker.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace patchcord;
using namespace std::chrono_literals;
using models::wire::Ipv4Address;
using tests::random_config;
using tests::Talker;

namespace {

tests::Hostility random_hostility(sim::RandomStream& random) {
    const bool harsh = random.below(3) == 0;
    return {.drop = random.below(harsh ? 150 : 30),
            .duplicate = random.below(harsh ? 300 : 30),
            .corrupt = random.below(harsh ? 50 : 10),
            .late = random.below(harsh ? 400 : 50),
            .jitter = 1 + random.below(harsh ? 5000 : 100),
            .lateness = 1 + random.below(harsh ? 500'000 : 5000)};
}

void converse(std::uint64_t seed) {
    CAPTURE(seed);
    sim::RandomStream random{seed, "hostile wire", 0, "test"};
    sim::Simulation simulation{seed};
    models::trace::Tracer tracer;
    {
        const models::tcp::Config config = random_config(random);
        tests::BareHost a{simulation.add_node("a"), tracer, config, Ipv4Address{10, 0, 0, 1}};
        tests::BareHost b{simulation.add_node("b"), tracer, random_config(random), Ipv4Address{10, 0, 0, 2}};
        tests::HostileWire wire{simulation.add_node("wire"), tracer, random_hostility(random)};
        const models::ethernet::LinkParameters cable{.rate = sim::Rate::megabits_per_second(100)};
        const models::ethernet::Link left{"left", cable, a.nic, wire.left, tracer};
        const models::ethernet::Link right{"right", cable, wire.right, b.nic, tracer};

        auto port = b.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
        const auto listener = b.tcp.listen(std::move(*port), 1, b.tcp.config()).value();
        const std::uint64_t up = random.below(40'000);
        const std::uint64_t down = random.below(40'000);
        Talker client{a.context(), up, 1, 2};
        Talker server{b.context(), down, 2, 1};
        server.listener = listener.get();
        auto local = a.tcp.ports().reserve({}, false);
        client.connection = a.tcp.connect(std::move(*local), {{10, 0, 0, 2}, 80}, config).value();

        simulation.run_until(sim::kStart + 4h);
        CHECK_FALSE(client.failed);
        CHECK_FALSE(server.failed);
        CHECK(server.received == up);
        CHECK(client.received == down);
        CHECK(client.at_end);
        CHECK(server.at_end);
        CHECK(a.tcp.connections().empty());
        CHECK(b.tcp.connections().empty());
    }
    CHECK(simulation.buffers().outstanding() == 0);
}

}  // namespace

// More of them by hand: PATCHCORD_CONVERSATIONS=2000.
TEST_CASE("conversations over a hostile network deliver every byte once and in order") {
    const char* wanted = std::getenv("PATCHCORD_CONVERSATIONS");
    const std::uint64_t count = wanted == nullptr ? 100 : std::strtoull(wanted, nullptr, 10);
    for (std::uint64_t seed = 1; seed <= count; ++seed)
        converse(seed);
}

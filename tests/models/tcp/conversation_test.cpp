// Two real stacks over a bad cable, with random buffers, profiles and applications: every byte arrives once
// and in order, in both directions, or the connection ends with an error at both ends. Seeds are fixed, so a
// failure replays. Read next: tests/support/talker.hpp.
#include "tests/support/talker.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace patchcord;
using namespace std::chrono_literals;
using models::wire::Ipv4Address;
using tests::random_config;
using tests::Talker;

namespace {

void converse(std::uint64_t seed) {
    CAPTURE(seed);
    sim::RandomStream random{seed, "conversation", 0, "test"};
    sim::Simulation simulation{seed};
    models::trace::Tracer tracer;
    tests::BareHost a{simulation.add_node("a"), tracer, random_config(random), Ipv4Address{10, 0, 0, 1}};
    tests::BareHost b{simulation.add_node("b"), tracer, random_config(random), Ipv4Address{10, 0, 0, 2}};
    constexpr std::array kRatios{0.0, 1e-6, 1e-5, 3e-5};
    const models::ethernet::LinkParameters parameters{
        .rate = sim::Rate::megabits_per_second(10),
        .delay = 1us * static_cast<std::int64_t>(1 + random.below(20'000)),
        .bit_error_ratio = kRatios[random.below(kRatios.size())]};
    models::ethernet::Link link{"cable", parameters, a.nic, b.nic, tracer};

    auto port = b.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
    auto listener = b.tcp.listen(std::move(*port), 1, b.tcp.config()).value();
    const std::uint64_t up = random.below(60'000);
    const std::uint64_t down = random.below(60'000);
    Talker client{a.context(), up, 1, 2};
    Talker server{b.context(), down, 2, 1};
    server.listener = listener.get();
    auto local = a.tcp.ports().reserve({}, false);
    client.connection =
        a.tcp.connect(std::move(*local), {Ipv4Address{10, 0, 0, 2}, 80}, a.tcp.config()).value();

    simulation.run_until(sim::kStart + 2h);
    CHECK_FALSE(client.failed);
    CHECK_FALSE(server.failed);
    CHECK(server.received == up);
    CHECK(client.received == down);
    CHECK(client.at_end);
    CHECK(server.at_end);
    CHECK(a.tcp.connections().empty());
    CHECK(b.tcp.connections().empty());
}

}  // namespace

TEST_CASE("random conversations over a bad cable deliver every byte once and in order") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        converse(seed);
}

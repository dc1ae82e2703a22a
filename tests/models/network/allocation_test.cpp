// Nothing on the packet path allocates in the steady state: a bulk transfer over a gigabit cable, after its
// pools and rings have grown. Read next: tests/support/allocation_counter.hpp, sim/core/buffer.hpp.
#include "models/apps/registry.hpp"
#include "models/network/network.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace patchcord;
using namespace patchcord::models;
using namespace std::chrono_literals;

namespace {

void transfer(const tcp::Config& config) {
    network::Network network{1};
    const host::StackParameters stack{.tcp = config, .arp = {}, .fast_open = {}};
    auto& client =
        network.add_host("client", {.address = wire::Ipv4Prefix::parse("10.0.0.1/24"), .stack = stack});
    auto& server =
        network.add_host("server", {.address = wire::Ipv4Prefix::parse("10.0.0.2/24"), .stack = stack});
    network.connect(client, server, {.rate = sim::Rate::megabits_per_second(1000), .delay = 5us});
    apps::Arguments listen;
    listen.set("port", std::int64_t{5001});
    listen.set("backlog", std::int64_t{16});
    listen.set("at", sim::Duration{0});
    apps::Arguments send;
    send.set("to", wire::Ipv4Address{10, 0, 0, 2});
    send.set("port", std::int64_t{5001});
    send.set("at", sim::Duration{0});
    apps::start(server, "bulk-server", listen);
    apps::start(client, "bulk-client", send);

    network.run_until(sim::kStart + 1s);
    const auto frames = [&] {
        return client.nic(0).counters().rx_packets + server.nic(0).counters().rx_packets;
    };
    const std::uint64_t before = frames();
    const tests::AllocationCounter counter;
    network.run_until(sim::kStart + 2s);
    CHECK(frames() - before >= 100'000);
    CHECK(counter.allocations() == 0);
    CHECK(counter.releases() == 0);
}

}  // namespace

TEST_CASE("100,000 frames of a bulk transfer allocate nothing") {
    SUBCASE("rfc") {
        transfer(tcp::profile_config(tcp::Profile::Rfc));
    }
    SUBCASE("book") {
        transfer(tcp::profile_config(tcp::Profile::Book));
    }
}

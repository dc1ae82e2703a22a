#include "results/analysis/datagram_flows.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

TEST_CASE("question and answer are one flow") {
    TwoHosts net;
    net.echo(sim::kStart, kClient, wire::IcmpType::EchoRequest, 1);
    net.udp(sim::kStart + 1ms, kClient, 5000, 53, 30);
    net.echo(sim::kStart + 2ms, kServer, wire::IcmpType::EchoReply, 1);
    net.udp(sim::kStart + 3ms, kServer, 53, 5000, 100);
    net.udp(sim::kStart + 4ms, kClient, 5001, 53, 31);
    const Run run = net.finish();
    const auto flows = datagram_flows(run, Journeys{run});
    REQUIRE(flows.size() == 3);
    CHECK(flows[0].protocol == DatagramFlow::Protocol::Echo);
    CHECK(flows[0].echo_id == 1);
    CHECK(flows[0].directions[0].packets == 1);
    CHECK(flows[0].directions[1].bytes == 56);
    CHECK(flows[1].protocol == DatagramFlow::Protocol::Udp);
    CHECK(flows[1].first == wire::Endpoint{TwoHosts::address(kClient), 5000});
    CHECK(flows[1].directions[0].bytes == 30);
    CHECK(flows[1].directions[1].bytes == 100);
    CHECK(flows[1].directions[1].delivered == 1);
    CHECK(flows[2].directions[1].packets == 0);
}

}  // namespace
}  // namespace patchcord::results

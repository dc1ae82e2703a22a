// Faults count the frames of their kind, one by one, and take those that they were told to take.
#include "models/ethernet/impairment.hpp"

#include "models/ethernet/link.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using tests::HostPair;
using tests::kIpB;
using wire::LossCause;

/// Sends ten datagrams with the digits 0 to 9 from a to b and says which arrived.
std::string ten_digits(const std::vector<DropFault>& faults) {
    HostPair pair;
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({{}, 7}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    for (const DropFault& fault : faults)
        pair.link.impairment(pair.a.nic).add(fault);
    for (char digit = '0'; digit <= '9'; ++digit) {
        REQUIRE(client->send(tests::bytes_in(std::string(1, digit))));
        pair.run_for(2s);
    }
    std::string arrived;
    tests::Bytes buffer(1);
    while (server->receive(buffer))
        arrived += static_cast<char>(buffer[0]);
    for (const auto& lost : pair.recorder.lost) {
        CHECK(lost.cause == LossCause::Cut);
        CHECK(lost.node == pair.a.context().id());
    }
    return arrived;
}

TEST_CASE("a fault takes the n-th packet of its kind, and as many after it as it was told") {
    CHECK(ten_digits({}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 1, 1}}) == "123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 4, 3}}) == "0126789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 10, 5}}) == "012345678");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 11, 1}}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("tcp"), 1, 100}}) == "0123456789");
}

TEST_CASE("any packet counts for a fault of any kind, the ARP request as well") {
    CHECK(ten_digits({{wire::FrameFilter::of("any"), 2, 1}}) == "123456789");
    // The request is sent again a second later, and only then the first datagram leaves.
    CHECK(ten_digits({{wire::FrameFilter::of("any"), 1, 1}}) == "0123456789");
    CHECK(ten_digits({{wire::FrameFilter::of("arp.request"), 1, 2}}) == "0123456789");
}

TEST_CASE("every fault counts every frame, also one that another fault takes") {
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 1, 1}, {wire::FrameFilter::of("udp"), 2, 1}}) ==
          "23456789");
    CHECK(ten_digits({{wire::FrameFilter::of("udp"), 3, 2}, {wire::FrameFilter::of("udp"), 4, 2}}) ==
          "0156789");
}

TEST_CASE("a fault belongs to one direction") {
    HostPair pair;
    pair.link.impairment(pair.b.nic).add({wire::FrameFilter::of("icmp.echo-reply"), 1, 1});
    pair.link.impairment(pair.a.nic).add({wire::FrameFilter::of("icmp.echo-reply"), 1, 1});
    ip::EchoEndpoint ping{pair.a.ipv4.icmp()};
    for (std::uint16_t number = 1; number <= 3; ++number) {
        REQUIRE(ping.send(kIpB, number, {}));
        pair.run_for(100ms);
    }
    CHECK(ping.receive()->sequence == 2);
    CHECK(ping.receive()->sequence == 3);
    CHECK(pair.recorder.losses(LossCause::Cut) == 1);
    CHECK(pair.recorder.lost[0].node == pair.b.context().id());
}

}  // namespace
}  // namespace patchcord::models::ethernet

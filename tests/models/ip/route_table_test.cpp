// Longest prefix first, gateways, no route.
#include "models/ip/route_table.hpp"

#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

namespace patchcord::models::ip {
namespace {

using tests::HostPair;
using wire::Ipv4Address;
using wire::Ipv4Prefix;

TEST_CASE("the longest prefix wins, in whatever order the routes were added") {
    HostPair pair;
    Interface& one = pair.a.ipv4.interface(0);
    Interface& two = pair.b.ipv4.interface(0);
    const Ipv4Address gateway{10, 0, 0, 254};
    RouteTable table;
    table.add({Ipv4Address{10, 0, 0, 0}, 8}, gateway, one);
    table.add({Ipv4Address{0, 0, 0, 0}, 0}, Ipv4Address{10, 0, 0, 253}, one);
    table.add({Ipv4Address{10, 1, 2, 99}, 24}, std::nullopt, two);  // host bits do not matter
    table.add({Ipv4Address{10, 1, 2, 3}, 32}, gateway, one);

    const auto check = [&](Ipv4Address destination, Ipv4Address next_hop, Interface& interface) {
        const auto hop = table.lookup(destination);
        REQUIRE(hop);
        CHECK(hop->address == next_hop);
        CHECK(hop->interface == &interface);
    };
    check({10, 1, 2, 3}, gateway, one);
    check({10, 1, 2, 4}, {10, 1, 2, 4}, two);
    check({10, 9, 9, 9}, gateway, one);
    check({192, 0, 2, 1}, {10, 0, 0, 253}, one);
    CHECK(table.routes().front().prefix == Ipv4Prefix{Ipv4Address{10, 1, 2, 3}, 32});
    CHECK(table.routes()[1].prefix == Ipv4Prefix{Ipv4Address{10, 1, 2, 0}, 24});
    CHECK(table.routes().back().prefix.length() == 0);
}

TEST_CASE("of equal prefixes the first counts, and without a default route there may be none") {
    HostPair pair;
    RouteTable table;
    table.add({Ipv4Address{10, 0, 0, 0}, 24}, std::nullopt, pair.a.ipv4.interface(0));
    table.add({Ipv4Address{10, 0, 0, 0}, 24}, std::nullopt, pair.b.ipv4.interface(0));
    CHECK(table.lookup({10, 0, 0, 7})->interface == &pair.a.ipv4.interface(0));
    CHECK_FALSE(table.lookup({10, 0, 1, 0}));
}

}  // namespace
}  // namespace patchcord::models::ip

// Identifiers: their packing, their limits and their order.
#include "sim/core/ids.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using namespace patchcord::sim;

TEST_CASE("a packet is its node and that node's counter") {
    const PacketId packet{NodeId{0xFF'FFFE}, (std::uint64_t{1} << 40) - 1};
    CHECK(packet.node() == NodeId{0xFF'FFFE});
    CHECK(packet.counter() == (std::uint64_t{1} << 40) - 1);
    CHECK(PacketId{NodeId{1}, 1}.value() == ((std::uint64_t{1} << 40) | 1));
}

TEST_CASE("no packet is false and a node's first packet is not") {
    CHECK_FALSE(static_cast<bool>(PacketId{}));
    CHECK(static_cast<bool>(PacketId{NodeId{0}, 1}));
}

TEST_CASE("packets are ordered by node and then by counter") {
    CHECK(PacketId{NodeId{1}, 999} < PacketId{NodeId{2}, 1});
    CHECK(PacketId{NodeId{2}, 1} < PacketId{NodeId{2}, 2});
    CHECK(PacketId{NodeId{2}, 2} == PacketId{NodeId{2}, 2});
}

// The order of events and the numbers that nodes draw.
#include "sim/event/event_key.hpp"

#include "sim/event/scheduler.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace patchcord::sim;

namespace {

EventKey key(std::int64_t at, std::uint32_t node, EventClass event_class, std::uint32_t origin,
             std::uint64_t sequence) {
    return {Time{Duration{at}}, NodeId{node}, event_class, NodeId{origin}, sequence};
}

}  // namespace

TEST_CASE("events are ordered by time, node, class, origin and the origin's counter") {
    using enum EventClass;
    constexpr std::uint32_t kLast = 0xFF'FFFE;
    const std::vector<EventKey> ascending{key(0, kLast, Resume, kLast, 99),
                                          key(1, 0, Arrival, 0, 7),
                                          key(1, 0, Arrival, 0, 8),
                                          key(1, 0, Arrival, 1, 1),
                                          key(1, 0, Arrival, kLast, 1),
                                          key(1, 0, Timer, 0, 5),
                                          key(1, 0, Resume, 0, 1),
                                          key(1, 1, Arrival, 0, 1),
                                          key(1, kLast, Arrival, 0, 1),
                                          key(2, 0, Arrival, 0, 1),
                                          EventKey{}};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j)
            CHECK((ascending[i] <=> ascending[j]) == (i <=> j));
    }
}

TEST_CASE("a key says where it happens") {
    CHECK(key(1, 0xFF'FFFE, EventClass::Resume, 3, 4).node() == NodeId{0xFF'FFFE});
    CHECK(key(1, 0, EventClass::Resume, 0xFF'FFFE, 4).node() == NodeId{0});
}

TEST_CASE("a node's numbers are its own") {
    Simulation simulation{1};
    NodeContext& a = simulation.add_node("a");
    NodeContext& b = simulation.add_node("b");
    CHECK(a.id() == NodeId{0});
    CHECK(b.id() == NodeId{1});
    CHECK(a.own_key(kStart, EventClass::Timer).seq == 1);
    CHECK(a.arrival_key(kStart, b.id()).seq == 2);
    CHECK(b.own_key(kStart, EventClass::Timer).seq == 1);
    CHECK(a.arrival_key(kStart, b.id()).node() == b.id());
    CHECK(a.next_packet() == PacketId{a.id(), 1});
    CHECK(a.next_packet() == PacketId{a.id(), 2});
    CHECK(b.next_packet() == PacketId{b.id(), 1});
}

TEST_CASE("a node's random streams depend on its name, not on its number") {
    Simulation one{9};
    Simulation other{9};
    NodeContext& first = one.add_node("server");
    other.add_node("a new node before it");
    NodeContext& second = other.add_node("server");
    CHECK(first.random(2, "isn").bits() == second.random(2, "isn").bits());
    CHECK(first.random(2, "isn").bits() != first.random(3, "isn").bits());
}

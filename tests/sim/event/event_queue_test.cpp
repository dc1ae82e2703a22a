// The queue against a sorted set, under random insertion, removal, moving and popping; and its refusals.
#include "sim/event/event_queue.hpp"

#include "sim/core/random.hpp"
#include "tests/sim/death.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <map>
#include <vector>

using namespace patchcord::sim;
using patchcord::tests::dies_saying;

namespace {

class Mark final : public Event {
    bool confirm(const EventKey&) override { return true; }
    void fire() override {}
};

/// Few times, nodes and classes, so that every word of the key decides sometimes.
EventKey any_key(RandomStream& random, std::uint64_t sequence) {
    return {Time{Duration{static_cast<std::int64_t>(random.below(50))}},
            NodeId{static_cast<std::uint32_t>(random.below(3))}, static_cast<EventClass>(random.below(3)),
            NodeId{static_cast<std::uint32_t>(random.below(3))}, sequence};
}

/// The queue and the set, used alike and compared.
struct Both {
    EventQueue queue;
    std::map<EventKey, Event*> sorted;
    std::map<Event*, EventKey> keys;

    void insert(Event& event, const EventKey& key) {
        queue.insert(event, key);
        sorted.emplace(key, &event);
        keys[&event] = key;
    }
    void remove(Event& event) {
        queue.remove(event);
        sorted.erase(keys[&event]);
    }
    void move(Event& event, const EventKey& key) {
        queue.move(event, key);
        sorted.erase(keys[&event]);
        sorted.emplace(key, &event);
        keys[&event] = key;
    }
    void pop() {
        const EventQueue::Entry entry = queue.front();
        queue.remove(*entry.event);
        REQUIRE(entry.key == sorted.begin()->first);
        REQUIRE(entry.event == sorted.begin()->second);
        REQUIRE_FALSE(entry.event->is_queued());
        sorted.erase(sorted.begin());
    }
    void compare() const {
        REQUIRE(queue.size() == sorted.size());
        REQUIRE(queue.empty() == sorted.empty());
        if (!sorted.empty()) REQUIRE(queue.front().event == sorted.begin()->second);
    }
};

void exercise(std::size_t events, int operations, std::uint64_t seed) {
    RandomStream random{seed, "queue", events, "test"};
    std::deque<Mark> marks(events);
    Both both;
    std::uint64_t sequence = 0;
    for (int i = 0; i < operations; ++i) {
        Mark& mark = marks[random.below(events)];
        const EventKey key = any_key(random, ++sequence);
        const bool mostly_grow = i / 1000 % 2 == 0;
        if (!mark.is_queued()) {
            if (random.below(mostly_grow ? 1 : 4) == 0) both.insert(mark, key);
        } else if (random.below(2) == 0) {
            both.move(mark, key);
        } else if (random.below(2) == 0) {
            REQUIRE(both.queue.key_of(mark) == both.keys[&mark]);
            both.remove(mark);
        } else {
            both.pop();
        }
        both.compare();
    }
    while (!both.sorted.empty())
        both.pop();
    CHECK(both.queue.empty());
}

}  // namespace

TEST_CASE("the queue gives what a sorted set gives") {
    for (const std::size_t events : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 20U, 21U, 22U, 85U, 86U})
        exercise(events, 5'000, 1);
    exercise(1'000, 100'000, 2);
    exercise(20'000, 100'000, 3);
}

TEST_CASE("inserting what is sorted and what is reversed gives it sorted") {
    for (const bool reversed : {false, true}) {
        std::deque<Mark> marks(300);
        EventQueue queue;
        for (std::int64_t i = 0; i < 300; ++i) {
            const std::int64_t at = reversed ? 299 - i : i;
            queue.insert(marks[static_cast<std::size_t>(at)],
                         {Time{Duration{at}}, NodeId{0}, EventClass::Timer, NodeId{0}, 1});
        }
        for (Mark& mark : marks) {
            CHECK(queue.front().event == &mark);
            queue.remove(mark);
        }
    }
}

TEST_CASE("the queue refuses misuse") {
    EventQueue queue;
    EventQueue other;
    Mark queued;
    Mark idle;
    const EventKey key{kStart, NodeId{0}, EventClass::Timer, NodeId{0}, 1};
    queue.insert(queued, key);
    CHECK(dies_saying("queued twice", [&] { queue.insert(queued, key); }));
    CHECK(dies_saying("queued twice", [&] { other.insert(queued, key); }));
    CHECK(dies_saying("that it is not in", [&] { queue.remove(idle); }));
    CHECK(dies_saying("that it is not in", [&] { other.remove(queued); }));
    CHECK(dies_saying("that it is not in", [&] { queue.move(idle, key); }));
    CHECK(dies_saying("an event outlives its queue", [&] {
        EventQueue short_lived;
        short_lived.insert(idle, key);
    }));
    queue.remove(queued);
}

// Waiting: sleeping, wake-ups and their order, several who wait for the same, time limits.
// A wake-up only posts an event: nobody runs inside the call that woke him.
// Read next: sim/coro/operation.hpp, sim/coro/wait_queue.hpp.
#include "tests/sim/coro/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord::tests;
using patchcord::sim::kStart;
using patchcord::sim::sleep_for;
using patchcord::sim::sleep_until;
using patchcord::sim::Time;
using patchcord::sim::within;

namespace {

struct Seen {
    std::uint32_t process;
    int message;
    Time at;
    friend bool operator==(const Seen&, const Seen&) = default;
};

Task<> take_all(Processes* owner, Mailbox* box, std::vector<Seen>* seen) {
    for (;;) {
        const int message = co_await box->take();
        seen->push_back({owner->running()->number(), message, owner->context.now()});
    }
}

Task<> take_within(Processes* owner, Mailbox* box, patchcord::sim::Duration limit, std::vector<Seen>* seen) {
    const int message = co_await within(limit, box->take());
    seen->push_back({owner->running()->number(), message, owner->context.now()});
}

Task<> sleep_and_note(Processes* owner, patchcord::sim::Duration duration, std::vector<Seen>* seen) {
    co_await sleep_for(duration);
    seen->push_back({owner->running()->number(), 0, owner->context.now()});
}

Task<> sleep_to_the_past(Processes* owner, std::vector<Seen>* seen) {
    co_await sleep_for(2s);
    co_await sleep_until(kStart + 1s);
    seen->push_back({owner->running()->number(), 0, owner->context.now()});
}

Task<> put_at(Mailbox* box, patchcord::sim::Duration at, int message) {
    co_await sleep_until(kStart + at);
    box->put(message);
}

}  // namespace

TEST_CASE("sleepers wake at their times, and at the same time in the order in which they fell asleep") {
    Processes processes;
    std::vector<Seen> seen;
    processes.spawn(sleep_and_note(&processes, 2s, &seen));
    processes.spawn(sleep_and_note(&processes, 1s, &seen));
    processes.spawn(sleep_and_note(&processes, 1s, &seen));
    processes.spawn(sleep_and_note(&processes, 0s, &seen));
    processes.run();
    CHECK(seen ==
          std::vector<Seen>{{4, 0, kStart}, {2, 0, kStart + 1s}, {3, 0, kStart + 1s}, {1, 0, kStart + 2s}});
}

TEST_CASE("sleeping until a time that has passed goes on at once") {
    Processes processes;
    std::vector<Seen> seen;
    processes.spawn(sleep_to_the_past(&processes, &seen));
    processes.run();
    CHECK(seen == std::vector<Seen>{{1, 0, kStart + 2s}});
}

TEST_CASE("who has waited longest is served first, and goes to the end of the queue") {
    Processes processes;
    Mailbox box;
    std::vector<Seen> seen;
    for (int i = 0; i < 3; ++i)
        processes.spawn(take_all(&processes, &box, &seen));
    processes.run(1s);
    for (int message = 10; message < 14; ++message) {
        box.put(message);
        CHECK(seen.size() == static_cast<std::size_t>(message - 10));
        processes.run(1s);
    }
    REQUIRE(seen.size() == 4);
    CHECK(seen[0].process == 1);
    CHECK(seen[3].message == 13);
}

TEST_CASE("two messages at once serve two who wait") {
    Processes processes;
    Mailbox box;
    std::vector<Seen> seen;
    processes.spawn(take_within(&processes, &box, 10s, &seen));
    processes.spawn(take_within(&processes, &box, 10s, &seen));
    processes.run(1s);
    box.put(7);
    box.put(8);
    processes.run(1s);
    CHECK(seen == std::vector<Seen>{{1, 7, kStart + 1s}, {2, 8, kStart + 1s}});
}

TEST_CASE("a call with a time limit") {
    Processes processes;
    Mailbox box;
    std::vector<Seen> seen;
    SUBCASE("is served in time") {
        processes.spawn(take_within(&processes, &box, 3s, &seen));
        processes.spawn(put_at(&box, 1s, 5));
        processes.run();
        CHECK(seen == std::vector<Seen>{{1, 5, kStart + 1s}});
    }
    SUBCASE("gives up at its limit, and what it waited for goes on") {
        processes.spawn(take_within(&processes, &box, 3s, &seen));
        processes.spawn(put_at(&box, 4s, 5));
        processes.run();
        CHECK(seen == std::vector<Seen>{{1, Mailbox::kTimedOut, kStart + 3s}});
        CHECK(box.messages.size() == 1);
        CHECK(box.waiting.empty());
    }
    SUBCASE("tries once when the limit is zero") {
        processes.spawn(take_within(&processes, &box, 0s, &seen));
        processes.run();
        box.put(6);
        processes.spawn(take_within(&processes, &box, 0s, &seen));
        processes.run();
        REQUIRE(seen.size() == 2);
        CHECK(seen[0].message == Mailbox::kTimedOut);
        CHECK(seen[1].message == 6);
    }
    SUBCASE("waits on when somebody else was faster") {
        processes.spawn(take_within(&processes, &box, 10s, &seen));
        processes.spawn(take_within(&processes, &box, 3s, &seen));
        processes.spawn(put_at(&box, 1s, 5));
        processes.run();
        CHECK(seen == std::vector<Seen>{{1, 5, kStart + 1s}, {2, Mailbox::kTimedOut, kStart + 3s}});
    }
    SUBCASE("is served at the very moment of its limit") {
        processes.spawn(put_at(&box, 3s, 5));
        processes.spawn(take_within(&processes, &box, 3s, &seen));
        processes.run();
        CHECK(seen == std::vector<Seen>{{2, 5, kStart + 3s}});
    }
}

TEST_CASE("a queue that goes away leaves its waiters alone") {
    Processes processes;
    std::vector<Seen> seen;
    auto box = std::make_unique<Mailbox>();
    processes.spawn(take_within(&processes, box.get(), 10s, &seen));
    processes.run(1s);
    processes.all.clear();
    box.reset();
    processes.run();
    CHECK(seen.empty());
}

// Processes: how they begin and end, what they leave behind, and that they can be destroyed wherever they
// wait. Read next: sim/coro/process.hpp.
// Sleeping and time limits are in waiting_test.cpp.
#include "tests/sim/coro/bench.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace patchcord::tests;
using patchcord::sim::forever;
using patchcord::sim::sleep_for;
using patchcord::sim::within;

namespace {

Task<> hold(Counted, Counted* copy_of) {
    const Counted local{*copy_of};
    co_await sleep_for(1s);
}

Task<> fail_holding(Counted) {
    co_await sleep_for(1s);
    throw std::runtime_error{"failed"};
}

Task<> wait_here(int place, Mailbox* box, Counted counted) {
    const Counted local = counted;
    if (place == 0) co_await sleep_for(1s);
    if (place == 1) {
        const int message = co_await box->take();
        static_cast<void>(message);
    }
    if (place == 2) {
        const int message = co_await within(5s, box->take());
        static_cast<void>(message);
    }
    if (place == 3) co_await forever();
    if (place == 4) {
        const Task<> inner = wait_here(1, box, counted);
        co_await inner;
    }
}

Task<> note_running(Processes* owner, std::vector<std::uint32_t>* seen) {
    seen->push_back(owner->running()->number());
    co_await sleep_for(1s);
    seen->push_back(owner->running()->number());
}

/// Puts a message into its mailbox when it is destroyed, as closing a socket wakes who waits there.
struct PutsAtItsEnd {
    Mailbox* box;
    explicit PutsAtItsEnd(Mailbox& target) : box{&target} {}
    PutsAtItsEnd(const PutsAtItsEnd&) = delete;
    PutsAtItsEnd& operator=(const PutsAtItsEnd&) = delete;
    ~PutsAtItsEnd() { box->put(1); }
};

Task<> wait_in_own_box(Mailbox* box) {
    const PutsAtItsEnd last{*box};
    const int message = co_await box->take();
    static_cast<void>(message);
}

Task<> take_into(Mailbox* box, int* result) {
    *result = co_await box->take();
}

}  // namespace

TEST_CASE("a process begins at the present time, in the order of spawning, and tells its owner its end") {
    Processes processes;
    int alive = 0;
    Counted counted{alive};
    processes.spawn(hold(counted, &counted), "first");
    processes.spawn(hold(counted, &counted), "second");
    CHECK(alive == 3);
    CHECK(processes.ended.empty());
    processes.run(500ms);
    CHECK(alive == 5);
    CHECK(processes.ended.empty());
    processes.run(1s);
    CHECK(processes.ended == std::vector<std::uint32_t>{1, 2});
    CHECK(processes.all[0]->name() == "first");
    CHECK(alive == 1);  // locals and parameters are gone although the processes are not
}

TEST_CASE("a process that fails leaves nothing either") {
    Processes processes;
    int alive = 0;
    processes.spawn(fail_holding(Counted{alive}));
    processes.run();
    CHECK(processes.ended.size() == 1);
    CHECK(processes.all[0]->failure() != nullptr);
    CHECK(alive == 0);
}

TEST_CASE("a process is destroyed before it begins") {
    Processes processes;
    Mailbox box;
    int alive = 0;
    processes.spawn(wait_here(1, &box, Counted{alive}));
    processes.all.clear();
    CHECK(alive == 0);
    processes.run();
    CHECK(processes.ended.empty());
}

TEST_CASE("a process is destroyed in each kind of wait") {
    for (int place = 0; place <= 4; ++place) {
        CAPTURE(place);
        Processes processes;
        Mailbox box;
        int alive = 0;
        processes.spawn(wait_here(place, &box, Counted{alive}));
        processes.run(100ms);
        CHECK(alive > 0);
        processes.all.clear();
        CHECK(alive == 0);
        CHECK(box.waiting.empty());
        box.put(1);
        processes.run();
        CHECK(processes.ended.empty());
    }
}

TEST_CASE("a process is destroyed between its wake-up and its resumption") {
    Processes processes;
    Mailbox box;
    int alive = 0;
    processes.spawn(wait_here(1, &box, Counted{alive}));
    processes.run(100ms);
    box.put(1);
    processes.all.clear();
    CHECK(alive == 0);
    processes.run();
    CHECK(box.messages.size() == 1);
}

TEST_CASE("what a process does when it is destroyed does not wake itself, but wakes others") {
    Processes processes;
    Mailbox box;
    int result = 0;
    processes.spawn(wait_in_own_box(&box));
    processes.spawn(take_into(&box, &result));
    processes.run(100ms);
    processes.all.erase(processes.all.begin());
    processes.run();
    CHECK(result == 1);
}

TEST_CASE("the owner knows whose code is being executed") {
    Processes processes;
    std::vector<std::uint32_t> seen;
    processes.spawn(note_running(&processes, &seen));
    processes.spawn(note_running(&processes, &seen));
    CHECK(processes.running() == nullptr);
    processes.run();
    CHECK(processes.running() == nullptr);
    CHECK(seen == std::vector<std::uint32_t>{1, 2, 1, 2});
}

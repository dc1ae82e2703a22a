// Tasks: values and exceptions through many of them, in sequence and nested deeply.
// The stack must not grow with either. Read next: sim/coro/task.hpp.
// The shapes that g++ 12 miscompiles are in shapes_test.cpp.
#include "tests/sim/coro/bench.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace patchcord::tests;

namespace {

Task<int> give(int value) {
    co_return value;
}

Task<int> sum_of(int count) {
    int sum = 0;
    for (int i = 1; i <= count; ++i) {
        const int value = co_await give(i % 10);
        sum += value;
    }
    co_return sum;
}

Task<int> depth(int levels, Mailbox* box) {
    if (levels == 0) {
        const int message = co_await box->take();
        co_return message;
    }
    const int below = co_await depth(levels - 1, box);
    co_return below + 1;
}

Task<int> fail_at(int levels) {
    if (levels == 0) throw std::runtime_error{"deep down"};
    const int below = co_await fail_at(levels - 1);
    co_return below;
}

Task<std::unique_ptr<int>> make(int value) {
    co_return std::make_unique<int>(value);
}

Task<> store_sum(int count, int* result) {
    *result = co_await sum_of(count);
}
Task<> store_depth(int levels, Mailbox* box, int* result) {
    *result = co_await depth(levels, box);
}
Task<> catch_it(int levels, std::string* caught) {
    try {
        const int value = co_await fail_at(levels);
        *caught = std::to_string(value);
    } catch (const std::runtime_error& error) {
        *caught = error.what();
    }
}
Task<> let_it_pass(int levels) {
    const int value = co_await fail_at(levels);
    static_cast<void>(value);
}
Task<> take_unique(int* result) {
    const auto made = co_await make(7);
    *result = *made;
}
Task<> mark(bool* began) {
    *began = true;
    co_return;
}

}  // namespace

TEST_CASE("a hundred thousand tasks one after the other") {
    Processes processes;
    int result = 0;
    processes.spawn(store_sum(100'000, &result));
    processes.run();
    CHECK(result == 450'000);
}

TEST_CASE("ten thousand tasks inside each other") {
    Processes processes;
    Mailbox box;
    int result = 0;
    processes.spawn(store_depth(10'000, &box, &result));
    processes.run();
    CHECK(result == 0);
    box.put(5);
    processes.run();
    CHECK(result == 10'005);
}

// Destroying goes down the stack, frame by frame; with the sanitizers each takes about 1 KB.
TEST_CASE("three thousand frames inside each other are destroyed from outside") {
    Mailbox box;
    int result = 0;
    {
        Processes processes;
        processes.spawn(store_depth(3'000, &box, &result));
        processes.run();
        CHECK_FALSE(box.waiting.empty());
    }
    CHECK(box.waiting.empty());
    CHECK(result == 0);
}

TEST_CASE("an exception passes through a thousand tasks and is caught") {
    Processes processes;
    std::string caught;
    Process& process = processes.spawn(catch_it(1000, &caught));
    processes.run();
    CHECK(caught == "deep down");
    CHECK(process.failure() == nullptr);
}

TEST_CASE("an exception that nobody catches ends the process and is kept") {
    Processes processes;
    Process& process = processes.spawn(let_it_pass(3));
    processes.run();
    REQUIRE(process.has_ended());
    REQUIRE(process.failure() != nullptr);
    CHECK_THROWS_WITH_AS(std::rethrow_exception(process.failure()), "deep down", std::runtime_error);
}

TEST_CASE("a task gives a value that can only be moved") {
    Processes processes;
    int result = 0;
    processes.spawn(take_unique(&result));
    processes.run();
    CHECK(result == 7);
}

TEST_CASE("a task does not begin before somebody awaits it") {
    Processes processes;
    bool began = false;
    {
        const Task<> task = mark(&began);
        CHECK_FALSE(began);
    }
    CHECK_FALSE(began);
    processes.spawn(mark(&began));
    CHECK_FALSE(began);
    processes.run();
    CHECK(began);
}

// The shapes of co_await that this project uses, each with objects that count themselves: g++ 12 miscompiles
// some neighbours of them, without a word (GCC PR 106188, PR 99576). If one of these fails under a new
// compiler, the rules of tests/arch/coroutine_rules.py need a new line. Read next: sim/coro/operation.hpp.
#include "tests/sim/coro/bench.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

using namespace patchcord::tests;
using patchcord::sim::sleep_for;
using patchcord::sim::within;

namespace {

Task<int> consume(Counted, int value) {
    co_await sleep_for(1ms);
    co_return value;
}
Task<std::string> text_of(std::string by_value) {
    co_await sleep_for(1ms);
    co_return by_value + "!";
}

Task<> named_local_by_value(int* alive, int* result) {
    const Counted counted{*alive};
    *result = co_await consume(counted, 1);
}
Task<> moved_local(int* alive, int* result) {
    Counted counted{*alive};
    *result = co_await consume(std::move(counted), 2);
}
Task<> named_task(int* alive, int* result) {
    const Counted counted{*alive};
    const Task<int> task = consume(counted, 3);
    *result = co_await task;
}
Task<> string_by_value(int*, int* result) {
    const std::string text = "a text that is too long for the small buffer of a string";
    const std::string longer = co_await text_of(text);
    *result = longer == text + "!" ? 4 : 0;
}
Task<> temporary_awaiter_in_a_loop(int* alive, int* result) {
    Mailbox box;
    const Counted counted{*alive};
    for (int i = 0; i < 3; ++i) {
        box.put(i);
        const int message = co_await box.take();
        *result += message;
    }
    *result += 2;
}
Task<> time_limit_on_a_temporary(int* alive, int* result) {
    Mailbox box;
    const Counted counted{*alive};
    const int message = co_await within(1s, box.take());
    *result = message == Mailbox::kTimedOut ? 6 : 0;
}
Task<> await_in_a_return(int* alive, int* result) {
    const Counted counted{*alive};
    const auto inner = [](int value) { return value + 6; };
    const int one = co_await consume(counted, 1);
    *result = inner(one);
}
Task<> await_without_a_local_before(int*, int* result) {
    co_await sleep_for(1ms);
    *result = 8;
}
Task<> await_in_a_branch(int* alive, int* result) {
    const Counted counted{*alive};
    if (*alive > 0) co_await sleep_for(1ms);
    for (;;) {
        const int nine = co_await consume(counted, 9);
        if (nine == 9) break;
    }
    *result = 9;
}
Task<> await_inside_try(int* alive, int* result) {
    const Counted outside{*alive};
    try {
        const Counted inside{*alive};
        const int value = co_await consume(inside, 10);
        if (value == 10) throw std::runtime_error{"ten"};
    } catch (const std::runtime_error&) {
        *result = 10;
    }
    co_await sleep_for(1ms);
}
Task<> buffer_across_awaits(int* alive, int* result) {
    const Counted counted{*alive};
    std::array<char, 4096> buffer;
    buffer.fill('x');
    co_await sleep_for(1ms);
    *result = std::ranges::count(buffer, 'x') == 4096 ? 11 : 0;
}

using Shape = Task<> (*)(int* alive, int* result);
constexpr Shape kShapes[] = {named_local_by_value,
                             moved_local,
                             named_task,
                             string_by_value,
                             temporary_awaiter_in_a_loop,
                             time_limit_on_a_temporary,
                             await_in_a_return,
                             await_without_a_local_before,
                             await_in_a_branch,
                             await_inside_try,
                             buffer_across_awaits};

}  // namespace

TEST_CASE("each shape gives its value and destroys everything once") {
    int expected = 0;
    for (const Shape shape : kShapes) {
        ++expected;
        CAPTURE(expected);
        int alive = 0;
        int result = 0;
        Processes processes;
        processes.spawn(shape(&alive, &result));
        processes.run();
        CHECK(processes.ended.size() == 1);
        CHECK(result == expected);
        CHECK(alive == 0);
    }
}

TEST_CASE("each shape can be destroyed at each of its waits") {
    for (const Shape shape : kShapes) {
        for (std::uint64_t events = 0; events < 12; ++events) {
            int alive = 0;
            int result = 0;
            {
                Processes processes;
                processes.spawn(shape(&alive, &result));
                processes.simulation.run_until(patchcord::sim::kStart + 1000s, events);
            }
            CHECK(alive == 0);
        }
    }
}

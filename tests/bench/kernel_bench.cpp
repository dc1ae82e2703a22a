// What the kernel costs, in nanoseconds of processor time an operation, the best of several rounds:
//     build/release/bin/kernel_bench [ROUNDS]
// Compare two builds on a quiet machine, in turn; times differ between machines, and by a fifth from run to
// run. Read next: sim/event/event_queue.hpp.
#include "sim/core/buffer.hpp"
#include "sim/core/random.hpp"
#include "sim/coro/process.hpp"
#include "sim/coro/sleep.hpp"
#include "sim/event/arrival_queue.hpp"
#include "sim/event/event_queue.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace patchcord::sim;

/// Processor time of this process.
double nanoseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Runs `operations`, which does `count` of them, once to warm up and then `rounds` times.
template <class Operations>
void measure(const char* what, int rounds, std::uint64_t count, Operations operations) {
    operations();
    double best = 1e18;
    for (int round = 0; round < rounds; ++round) {
        const double before = nanoseconds();
        operations();
        best = std::min(best, (nanoseconds() - before) / static_cast<double>(count));
    }
    std::printf("%-44s %8.1f ns\n", what, best);
}

/// As large as a timer in the object that has it.
class Mark final : public Event {
    bool confirm(const EventKey&) override { return true; }
    void fire() override {}
    [[maybe_unused]] std::array<std::uint64_t, 14> rest_{};
};

/// As in a running simulation: the first is taken out and put in again, uniformly later.
void queue_of(std::size_t entries, int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    RandomStream random{1, "queue", entries, "bench"};
    std::vector<Duration> delays(1 << 16);
    for (Duration& delay : delays)
        delay = Duration{static_cast<std::int64_t>(random.below(1'000'000'000))};
    std::uint64_t sequence = 0;
    const auto key = [&](Time now, std::uint32_t node) {
        const Time at = now + delays[++sequence % delays.size()];
        return EventKey{at, NodeId{node}, EventClass::Timer, NodeId{node}, sequence};
    };
    std::vector<std::unique_ptr<Mark>> marks(entries);
    EventQueue queue;
    for (std::size_t i = 0; i < entries; ++i) {
        marks[i] = std::make_unique<Mark>();
        queue.insert(*marks[i], key(kStart, static_cast<std::uint32_t>(i % 1000)));
    }
    const std::string what = "queue pop and push, " + std::to_string(entries) + " entries";
    measure(what.c_str(), rounds, kCount, [&] {
        for (std::uint64_t i = 0; i < kCount; ++i) {
            const EventQueue::Entry first = queue.front();
            queue.remove(*first.event);
            queue.insert(*first.event, key(first.key.at, index(first.key.node())));
        }
    });
    while (!queue.empty())
        queue.remove(*queue.front().event);
}

struct Ringer {
    explicit Ringer(NodeContext& context) : timer{context, *this, calls<&Ringer::ring>} {}
    void ring() { timer.arm_after(Duration{1'000}); }
    Timer timer;
};

void timers(int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    std::deque<Ringer> others;
    for (std::int64_t i = 0; i < 100; ++i)
        others.emplace_back(node).timer.arm_after(Duration{i});
    Ringer pushed{node};
    measure("timer pushed back", rounds, kCount, [&] {
        for (std::uint64_t i = 0; i < kCount; ++i)
            pushed.timer.arm_after(Duration{static_cast<std::int64_t>(200 + i)});
    });
    pushed.timer.disarm();
    measure("timer fired and armed again, 100 timers", rounds, kCount, [&] {
        (void)simulation.run_until(simulation.now() + Duration{std::int64_t{1'000} * 10'000}, kCount);
    });
}

struct Sink final : Node {
    explicit Sink(NodeContext& context) : Node{context} {}
    void receive(PortId, Signal) override {}
    ArrivalQueue arrivals{*this, PortId{0}};
};

void arrivals(int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    Simulation simulation{1};
    NodeContext& sender = simulation.add_node("sender");
    std::deque<Sink> sinks;
    for (int i = 0; i < 100; ++i)
        sinks.emplace_back(simulation.add_node("receiver"));
    Buffer bytes{simulation.buffers(), 1460};
    bytes.append(1460);
    const Frame frame = std::move(bytes).freeze();
    measure("arrival pushed and fired, 100 ports", rounds, kCount, [&] {
        for (std::uint64_t i = 0; i < kCount; ++i) {
            Sink& sink = sinks[i % sinks.size()];
            Signal signal;
            signal.frame = frame.share();
            const Time at = sender.now() + Duration{1'000};
            sink.arrivals.push_arrival(sender.arrival_key(at, sink.context().id()), std::move(signal));
            if (i % 1'000 == 999) (void)simulation.run_until(at);
        }
    });
}

void buffers(int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    BufferPool pool;
    for (const std::size_t size : {0U, 1460U}) {
        const std::string what = "buffer of " + std::to_string(size) + " taken, frozen, given back";
        measure(what.c_str(), rounds, kCount, [&] {
            for (std::uint64_t i = 0; i < kCount; ++i) {
                Buffer buffer{pool, size};
                buffer.prepend(54);
                const Frame frame = std::move(buffer).freeze();
            }
        });
    }
}

Task<> sleeper() {
    constexpr Duration kPause{1'000};
    for (;;) {
        co_await sleep_for(kPause);
    }
}

Task<> child() {
    co_return;
}

Task<> parent(std::uint64_t children) {
    for (std::uint64_t i = 0; i < children; ++i) {
        co_await child();
    }
}

struct Owner final : Process::Owner {
    void process_ended(Process&) override {}
};

void coroutines(int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    Simulation simulation{1};
    NodeContext& node = simulation.add_node("node");
    Owner owner;
    {
        Process process{node, "sleeper", sleeper(), owner};
        process.start();
        measure("coroutine slept: timer, resume event, resume", rounds, kCount,
                [&] { (void)simulation.run_until(simulation.now() + Duration{1'000} * kCount); });
    }
    measure("child task awaited", rounds, kCount, [&] {
        Process process{node, "parent", parent(kCount), owner};
        process.start();
        (void)simulation.run_until(simulation.now());
    });
}

void random_words(int rounds) {
    constexpr std::uint64_t kCount = 1'000'000;
    RandomStream stream{1, "a", 0, "bench"};
    std::uint64_t sum = 0;
    measure("random word", rounds, kCount, [&] {
        for (std::uint64_t i = 0; i < kCount; ++i)
            sum ^= stream.bits();
    });
    if (sum == 0) std::puts("");  // so that it is needed
}

}  // namespace

int main(int count, char** arguments) {
    const int rounds = count > 1 ? std::atoi(arguments[1]) : 5;
    for (const std::size_t entries : {100U, 10'000U, 1'000'000U})
        queue_of(entries, rounds);
    timers(rounds);
    arrivals(rounds);
    buffers(rounds);
    coroutines(rounds);
    random_words(rounds);
}

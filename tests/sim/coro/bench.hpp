// What the tests of coroutines share: a simulation with one node, an owner of processes, a mailbox to wait
// in, and a counter of live objects that finds a frame which was not destroyed, or was twice.
// Read next: tests/sim/coro/process_test.cpp.
#pragma once

#include "sim/coro/operation.hpp"
#include "sim/coro/process.hpp"
#include "sim/coro/sleep.hpp"
#include "sim/coro/task.hpp"
#include "sim/coro/timeout.hpp"
#include "sim/coro/wait_queue.hpp"
#include "sim/event/scheduler.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::tests {

using namespace std::chrono_literals;
using sim::Process;
using sim::Task;

/// Owns processes and notes which of them ended.
class Processes final : public Process::Owner {
  public:
    Process& spawn(Task<> body, std::string name = "process") {
        all.push_back(std::make_unique<Process>(context, std::move(name), std::move(body), *this,
                                                static_cast<std::uint32_t>(all.size() + 1)));
        all.back()->start();
        return *all.back();
    }
    void process_ended(Process& process) override { ended.push_back(process.number()); }
    void run(sim::Duration duration = 1000s) { simulation.run_until(simulation.now() + duration); }

    sim::Simulation simulation{1};
    sim::NodeContext& context = simulation.add_node("node");
    std::vector<std::unique_ptr<Process>> all;
    std::vector<std::uint32_t> ended;  // numbers, in the order of their ends
};

/// Messages that wait for who takes them; a take that is not served waits.
struct Mailbox {
    static constexpr int kTimedOut = -1;

    class Take {
      public:
        using Result = int;
        explicit Take(Mailbox& box) : box_{&box} {}
        std::optional<int> attempt() {
            if (box_->messages.empty()) return std::nullopt;
            const int message = box_->messages.front();
            box_->messages.pop_front();
            return message;
        }
        sim::WaitQueue& queue() const { return box_->waiting; }
        int timed_out() const { return kTimedOut; }
        int finish(int message) const { return message; }

      private:
        Mailbox* box_;
    };

    sim::Await<Take> take() { return sim::Await{Take{*this}}; }
    void put(int message) {
        messages.push_back(message);
        waiting.notify_all();
    }

    std::deque<int> messages;
    sim::WaitQueue waiting;
};

/// Counts itself while it lives, moved-from ones excepted.
class Counted {
  public:
    explicit Counted(int& alive) : alive_{&alive} { ++alive; }
    Counted(const Counted& other) : alive_{other.alive_} {
        if (alive_ != nullptr) ++*alive_;
    }
    Counted(Counted&& other) noexcept : alive_{std::exchange(other.alive_, nullptr)} {}
    Counted& operator=(Counted other) noexcept {
        std::swap(alive_, other.alive_);
        return *this;
    }
    ~Counted() {
        if (alive_ != nullptr) --*alive_;
    }

  private:
    int* alive_;
};

}  // namespace patchcord::tests

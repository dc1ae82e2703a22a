// A process: the root of a tree of awaited tasks, as an operating system's process is of its calls. It runs
// until it ends or its owner destroys it, which destroys all its frames. It waits for one thing at a time, so
// its place in a wait queue, its deadline and its Resume event are members, and awaiters stay trivially
// destructible (g++ 12 destroys others twice). An exception that escapes ends the process and is kept. Read
// next: sim/coro/operation.hpp, sim/coro/sleep.hpp.
#pragma once

#include "sim/coro/task.hpp"
#include "sim/coro/trampoline.hpp"
#include "sim/coro/wait_queue.hpp"
#include "sim/event/event.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <coroutine>
#include <cstdint>
#include <exception>
#include <string>

namespace patchcord::sim {

class Process final : public Trampoline, private Waiter, private Event {
  public:
    /// Told that a process has ended. It must not destroy the process in this call.
    class Owner {
      public:
        virtual void process_ended(Process& process) = 0;
        /// The one of its processes whose code is being executed, or null.
        const Process* running() const { return running_; }

      protected:
        virtual ~Owner() = default;

      private:
        friend class Process;
        const Process* running_ = nullptr;
    };
    /// Tries again what a process waits for; true when it is done and the process can go on.
    using Retry = bool (*)(void* awaiter);

    /// `number` is the owner's name for it.
    Process(NodeContext& context, std::string name, Task<> body, Owner& owner, std::uint32_t number = 0);
    ~Process() override;

    /// Begins to run with a Resume event at the present time.
    void start();
    /// It has ended, and all its frames are destroyed.
    bool has_ended() const { return ended_; }
    /// The exception that ended it, or null.
    const std::exception_ptr& failure() const { return failure_; }
    const std::string& name() const { return name_; }
    std::uint32_t number() const { return number_; }
    NodeContext& context() const { return context_; }

    // For awaiters.

    /// The process in which a coroutine runs.
    static Process& of(const TaskPromiseBase& promise) { return static_cast<Process&>(*promise.trampoline); }
    /// Waits in `queue` until it is notified and `retry(awaiter)` holds, or until `deadline`.
    void wait(WaitQueue& queue, std::coroutine_handle<> caller, Retry retry, void* awaiter, Time deadline);
    void sleep_until(Time at, std::coroutine_handle<> caller);
    /// Whether the last wait ended at its deadline.
    bool timed_out() const { return timed_out_; }

  private:
    bool confirm(const EventKey&) override { return true; }
    void fire() override;
    void notified() override { post_resume(); }
    void deadline_reached();
    void post_resume();
    void end();

    NodeContext& context_;
    std::string name_;
    Task<> body_;
    Owner& owner_;
    std::uint32_t number_;
    std::coroutine_handle<> waiting_;  // who goes on when the wait ends
    WaitQueue* queue_ = nullptr;
    Retry retry_ = nullptr;
    void* awaiter_ = nullptr;
    bool timed_out_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    Timer deadline_;
};

}  // namespace patchcord::sim

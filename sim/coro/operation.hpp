// Await<Operation>: what a socket call returns to a coroutine. It tries the operation at once; if that would
// block, the process waits in the operation's queue and tries again when it is notified, until there is a
// result or the deadline is reached. An operation is a small trivially destructible class with
//     using Result = ...;                   a trivially destructible result
//     std::optional<Result> attempt();      nothing: would block
//     WaitQueue& queue() const;             what to wait in
//     Result timed_out() const;             the result at the deadline
//     Value finish(Result) const;           what the caller gets
// Read next: sim/coro/timeout.hpp, models/host/socket.hpp.
#pragma once

#include "sim/core/time.hpp"
#include "sim/coro/process.hpp"
#include "sim/coro/wait_queue.hpp"

#include <coroutine>
#include <optional>
#include <type_traits>

namespace patchcord::sim {

template <class Operation>
class [[nodiscard]] Await {
  public:
    using Result = typename Operation::Result;
    static_assert(std::is_trivially_destructible_v<Operation> && std::is_trivially_destructible_v<Result>);

    explicit Await(const Operation& operation, Time deadline = kNever, Duration within = Duration::max())
        : operation_{operation}, deadline_{deadline}, within_{within} {}

    bool await_ready() {
        result_ = operation_.attempt();
        return result_.has_value();
    }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) {
        Process& process = Process::of(caller.promise());
        if (within_ != Duration::max()) deadline_ = process.context().now() + within_;
        process.wait(operation_.queue(), caller, &Await::retry, this, deadline_);
    }
    auto await_resume() { return operation_.finish(result_ ? *result_ : operation_.timed_out()); }

    /// The same operation with a time limit from now on.
    Await within(Duration limit) const { return Await{operation_, kNever, limit}; }

  private:
    static bool retry(void* awaiter) {
        auto& self = *static_cast<Await*>(awaiter);
        self.result_ = self.operation_.attempt();
        return self.result_.has_value();
    }

    Operation operation_;
    Time deadline_;
    Duration within_;
    std::optional<Result> result_;
};

}  // namespace patchcord::sim

// Sleeping: `co_await sleep_for(100ms)` and `co_await sleep_until(time)`.
// Both go on through a timer and a Resume event, so even a sleep of zero lets all other events of this
// instant that were scheduled earlier happen first. Read next: sim/coro/process.hpp.
#pragma once

#include "sim/core/time.hpp"
#include "sim/coro/process.hpp"

#include <algorithm>
#include <coroutine>

namespace patchcord::sim {

class [[nodiscard]] Sleep {
  public:
    explicit Sleep(Time at) : at_{at} {}
    explicit Sleep(Duration duration) : duration_{duration} {}
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> caller) const {
        Process& process = Process::of(caller.promise());
        const Time now = process.context().now();
        process.sleep_until(std::max(now, at_ == kNever ? now + duration_ : at_), caller);
    }
    void await_resume() const noexcept {}

  private:
    Time at_ = kNever;
    Duration duration_{0};
};

/// Goes on at `at`, or now when that has passed.
inline Sleep sleep_until(Time at) {
    return Sleep{at};
}
inline Sleep sleep_for(Duration duration) {
    return Sleep{duration};
}
/// Never goes on: what the process holds stays until the process is destroyed.
inline std::suspend_always forever() {
    return {};
}

}  // namespace patchcord::sim

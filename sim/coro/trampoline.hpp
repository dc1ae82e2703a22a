// Where a coroutine hands over to the next one: a slot that a loop empties. Control never jumps from
// coroutine to coroutine, because g++ 12 has no real symmetric transfer below -O2 and the stack would
// overflow. Every process is a trampoline; a promise knows its own. Read next: sim/coro/task.hpp,
// sim/coro/process.hpp.
#pragma once

#include <coroutine>
#include <utility>

namespace patchcord::sim {

class Trampoline {
  public:
    /// `next` runs as soon as control is back in the loop.
    void hand_over(std::coroutine_handle<> next) { ready_ = next; }

  protected:
    ~Trampoline() = default;
    /// Resumes `first` and everything that is handed over, until nothing is.
    void bounce(std::coroutine_handle<> first) {
        ready_ = first;
        while (ready_)
            std::exchange(ready_, nullptr).resume();
    }

  private:
    std::coroutine_handle<> ready_;
};

}  // namespace patchcord::sim

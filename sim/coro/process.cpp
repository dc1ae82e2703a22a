// The loop that runs a process, and the end of its waits.
// A wait ends in two steps: a notification or the deadline posts a Resume event; the Resume event tries the
// operation again and only then lets the coroutine go on. Read next: sim/coro/process.hpp.
#include "sim/coro/process.hpp"

#include <utility>

namespace patchcord::sim {

Process::Process(NodeContext& context, std::string name, Task<> body, Owner& owner, std::uint32_t number)
    : context_{context},
      name_{std::move(name)},
      body_{std::move(body)},
      owner_{owner},
      number_{number},
      deadline_{context, *this, calls<&Process::deadline_reached>} {
    body_.handle().promise().trampoline = this;
}

// Out of all queues first: what the frames do when they are destroyed must not wake this process.
Process::~Process() {
    unlink();
    if (is_queued()) context_.queue().remove(*this);
}

void Process::start() {
    waiting_ = body_.handle();
    post_resume();
}

void Process::wait(WaitQueue& queue, std::coroutine_handle<> caller, Retry retry, void* awaiter,
                   Time deadline) {
    waiting_ = caller;
    queue_ = &queue;
    retry_ = retry;
    awaiter_ = awaiter;
    timed_out_ = false;
    queue.link(*this);
    if (deadline != kNever) deadline_.arm(deadline);
}

void Process::sleep_until(Time at, std::coroutine_handle<> caller) {
    waiting_ = caller;
    timed_out_ = false;
    deadline_.arm(at);
}

void Process::deadline_reached() {
    timed_out_ = true;
    unlink();
    post_resume();
}

void Process::post_resume() {
    if (!is_queued()) context_.queue().insert(*this, context_.own_key(context_.now(), EventClass::Resume));
}

void Process::fire() {
    context_.queue().remove(*this);
    if (retry_ != nullptr) {
        if (retry_(awaiter_)) {
            timed_out_ = false;
        } else if (!timed_out_) {
            queue_->link(*this);
            return;
        }
        retry_ = nullptr;
        deadline_.disarm();
    }
    owner_.running_ = this;
    bounce(std::exchange(waiting_, nullptr));
    if (body_.handle().done()) end();
    owner_.running_ = nullptr;
    if (ended_) owner_.process_ended(*this);
}

void Process::end() {
    failure_ = body_.handle().promise().failure;
    body_ = Task<>{nullptr};  // with it go the parameters of the outermost task
    ended_ = true;
}

}  // namespace patchcord::sim

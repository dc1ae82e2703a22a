// Lazy re-arming: the queue holds at most one entry of a timer, never later than the armed time.
// Nothing here draws chance or a number except arm().
// Read next: sim/event/timer.hpp.
#include "sim/event/timer.hpp"

#include "sim/core/check.hpp"

namespace patchcord::sim {

Timer::~Timer() {
    if (is_queued()) context_.queue().remove(*this);
}

void Timer::arm(Time at) {
    check(at >= context_.now() && at < kNever, "a timer is armed in the past or for never");
    armed_ = context_.own_key(at, EventClass::Timer);
    EventQueue& queue = context_.queue();
    if (!is_queued()) {
        queue.insert(*this, armed_);
    } else if (at < queue.key_of(*this).at) {
        queue.move(*this, armed_);
    }
}

bool Timer::confirm(const EventKey& key) {
    if (key == armed_) return true;
    if (is_armed()) {
        context_.queue().move(*this, armed_);
    } else {
        context_.queue().remove(*this);
    }
    return false;
}

void Timer::fire() {
    armed_ = EventKey{};  // the entry stays where it is and moves once, if this is armed again
    callback_(owner_);
}

}  // namespace patchcord::sim

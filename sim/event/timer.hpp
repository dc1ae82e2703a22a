// A timer that a protocol object has as a member. It disarms in its destructor. Pushing it back, which TCP
// does with every ACK, does not touch the queue: the old entry comes to the front early and moves to the
// armed key, without an event. The sequence number is drawn in arm, so the order of events does not depend on
// this laziness. Read next: sim/event/event.hpp.
#pragma once

#include "sim/core/time.hpp"
#include "sim/event/event.hpp"
#include "sim/event/node_context.hpp"

#include <cstdint>

namespace patchcord::sim {

/// Names the member function that a timer calls: `Timer delayed_ack_{context, *this,
/// calls<&Connection::ack_now>};`
template <auto Method>
struct Calls {};
template <auto Method>
inline constexpr Calls<Method> calls{};

class Timer final : private Event {
  public:
    /// A disarmed timer that will call `(owner.*Method)()`. The call must not destroy the timer.
    template <class Owner, auto Method>
    Timer(NodeContext& context, Owner& owner, Calls<Method>)
        : context_{context}, owner_{&owner}, callback_{[](void* object) {
              (static_cast<Owner*>(object)->*Method)();
          }} {}
    ~Timer() override;

    /// Fires at `at` (not before now), whatever was armed before.
    void arm(Time at);
    void arm_after(Duration delay) { arm(context_.now() + delay); }
    void disarm() { armed_ = EventKey{}; }
    bool is_armed() const { return armed_.at != kNever; }
    /// When it will fire; kNever when it is disarmed.
    Time expires() const { return armed_.at; }

  private:
    bool confirm(const EventKey& key) override;
    void fire() override;

    NodeContext& context_;
    void* owner_;
    void (*callback_)(void*);
    EventKey armed_;
};

}  // namespace patchcord::sim

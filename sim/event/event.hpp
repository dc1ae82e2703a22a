// What waits in the event queue. There are three kinds: the arrivals of a link direction (ArrivalQueue), a
// Timer, and the resumption of a coroutine (Process). Each is a member of what it belongs to and takes itself
// out of the queue when it is destroyed; the queue holds no closures. Read next: sim/event/event_queue.hpp.
#pragma once

#include "sim/event/event_key.hpp"

#include <cstdint>

namespace patchcord::sim {

class EventQueue;

class Event {
  public:
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    bool is_queued() const { return slot_ != kNotQueued; }

    virtual ~Event() = default;

  protected:
    Event() = default;

  private:
    friend class EventQueue;
    friend class Partition;
    static constexpr std::uint32_t kNotQueued = 0xFFFF'FFFF;

    /// Whether the entry `key`, which has come to the front of the queue, means it; asked before the clock
    /// moves and as often as somebody looks. An event that has changed its mind moves its entry, or takes it
    /// out.
    virtual bool confirm(const EventKey& key) = 0;
    /// Happens now. Its entry is still at the front of the queue: it takes it out, moves it to when it
    /// happens next, or leaves it for confirm() to refuse. It may destroy other events, never itself.
    virtual void fire() = 0;

    std::uint32_t slot_ = kNotQueued;  // position in the heap of its queue
};

}  // namespace patchcord::sim

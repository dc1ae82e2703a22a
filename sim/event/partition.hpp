// One event queue with its clock, and the loop that runs its events. A run has one, or several that advance
// in windows. A node belongs to one partition for ever and knows nothing of the others. Read next:
// sim/event/scheduler.hpp.
#pragma once

#include "sim/core/check.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/event/event_queue.hpp"

#include <cstdint>
#include <deque>

namespace patchcord::sim {

class NodeContext;

class Partition final : private Witness {
  public:
    explicit Partition(const std::deque<NodeContext>& nodes) : nodes_{nodes} {}

    /// The key of the next event, kNever when there is none. Entries of timers that were disarmed or pushed
    /// back do not count.
    EventKey next_key();
    /// Runs events with at < `before`, at most `budget` of them; returns how many happened.
    std::uint64_t run(Time before, std::uint64_t budget);

    /// The time of the event that is happening, or of the last one.
    Time now() const { return now_; }
    std::uint64_t events() const { return events_; }
    EventQueue& queue() { return queue_; }

  private:
    friend class Simulation;
    Running running() const override;
    /// Lets entries that are not meant move or go until the first one is; false when none is left.
    bool settle();

    EventQueue queue_;
    Time now_ = kStart;
    std::uint64_t events_ = 0;
    NodeId node_ = kNoNode;  // in which something is happening
    const std::deque<NodeContext>& nodes_;
};

}  // namespace patchcord::sim

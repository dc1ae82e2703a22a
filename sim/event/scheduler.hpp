// The simulation: nodes' contexts, one or more event queues (partitions), and the loop that runs them.
// With several partitions time advances in windows of the smallest delay between two of them (the lookahead),
// in which no partition can affect another; because the event key does not depend on the partitioning, the
// result is the same to the byte. Two simulations can live in one process. Read next: sim/event/timer.hpp,
// sim/event/arrival_queue.hpp.
#pragma once

#include "sim/core/buffer.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/partition.hpp"

#include <cstdint>
#include <deque>
#include <limits>
#include <string>

namespace patchcord::sim {

enum class StopReason : std::uint8_t {
    Finished,    ///< no event is left
    TimeLimit,   ///< events are left after the given time
    EventLimit,  ///< the given number of events has happened, and there are more
};

class Simulation {
  public:
    static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

    /// `partitions` from 1 to 64 event queues.
    explicit Simulation(std::uint64_t seed, unsigned partitions = 1);

    /// A new node's context, in the given partition; at most 2^24 - 1 nodes.
    NodeContext& add_node(std::string name, unsigned partition = 0);
    /// The smallest delay of a link between two partitions; at least 1 ps. Needed before a run with several.
    void set_lookahead(Duration lookahead) { lookahead_ = lookahead; }

    /// Runs all events up to and including `end`, at most `max_events` more: exactly the first so many of the
    /// event order (with several partitions, a limit makes the run go event by event instead of in windows).
    /// Afterwards the clock of every node is at `end`, with EventLimit at the last event. An `end` that has
    /// passed does nothing.
    StopReason run_until(Time end, std::uint64_t max_events = kNoLimit);

    /// Time of the last event, or the end that was reached without one.
    Time now() const;
    std::uint64_t events() const;
    std::uint64_t seed() const { return seed_; }
    unsigned partitions() const { return static_cast<unsigned>(partitions_.size()); }
    BufferPool& buffers() { return buffers_; }

  private:
    Partition& earliest();
    void run_window(Time begin, Time past_end);
    void advance_clocks(Time time);

    std::uint64_t seed_;
    BufferPool buffers_;
    std::deque<Partition> partitions_;
    std::deque<NodeContext> nodes_;
    Duration lookahead_{0};
};

}  // namespace patchcord::sim

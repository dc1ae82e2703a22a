// The order of events, the same for every partitioning of a run: (at, node, class, origin, seq).
// `node` is where the event happens; class Arrival before Timer before Resume; `origin` is the node that
// scheduled it and `seq` that node's own counter. There is no global counter: ties broken by the order of
// insertion would depend on how the nodes are spread over queues. Read next: sim/event/event_queue.hpp.
#pragma once

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <compare>
#include <cstdint>

namespace patchcord::sim {

enum class EventClass : std::uint8_t { Arrival, Timer, Resume };

struct EventKey {
    Time at = kNever;
    std::uint64_t place = 0;  ///< node (24 bits), class (8), origin (24), as one number
    std::uint64_t seq = 0;

    EventKey() = default;
    EventKey(Time time, NodeId node, EventClass event_class, NodeId origin, std::uint64_t sequence)
        : at{time},
          place{std::uint64_t{index(node)} << 32 |
                std::uint64_t{static_cast<std::uint8_t>(event_class)} << 24 | index(origin)},
          seq{sequence} {}

    NodeId node() const { return NodeId{static_cast<std::uint32_t>(place >> 32)}; }
    friend auto operator<=>(const EventKey&, const EventKey&) = default;
    friend bool operator==(const EventKey&, const EventKey&) = default;
};

}  // namespace patchcord::sim

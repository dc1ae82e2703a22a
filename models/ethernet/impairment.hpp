// Faults that a scenario puts on one direction of a cable: take the n-th packet that a filter matches, and
// some more after it. They count what is sent, in the order in which it is sent, retransmissions included.
// Read next: models/wire/expression/frame_filter.hpp, models/ethernet/link.cpp.
#pragma once

#include "models/wire/expression/frame_filter.hpp"
#include "sim/core/ids.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::models::ethernet {

struct DropFault {
    wire::FrameFilter filter = {};
    std::uint64_t nth = 1;    ///< the first one that is taken, from 1
    std::uint64_t count = 1;  ///< how many in a row are taken
};

class Impairment {
  public:
    void add(const DropFault& fault) { counters_.push_back({fault, 0}); }

    /// Whether a fault takes this frame. Every fault counts every frame, also one that another fault takes.
    /// `from` sends it to `to`.
    bool takes(std::span<const std::uint8_t> frame, sim::NodeId from, sim::NodeId to) {
        return !counters_.empty() && count(frame, from, to);
    }

  private:
    struct Counter {
        DropFault fault;
        std::uint64_t seen;
    };
    bool count(std::span<const std::uint8_t> frame, sim::NodeId from, sim::NodeId to);

    std::vector<Counter> counters_;
};

}  // namespace patchcord::models::ethernet

// Faults that a scenario puts on one direction of a cable: take the n-th packet of a kind, and some more
// after it. They count what is sent, in the order in which it is sent, retransmissions included. Read next:
// models/wire/match.hpp, models/ethernet/link.cpp.
#pragma once

#include "models/wire/match.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::models::ethernet {

struct DropFault {
    wire::PacketKind kind = wire::PacketKind::Any;
    std::uint64_t nth = 1;    ///< the first one that is taken, from 1
    std::uint64_t count = 1;  ///< how many in a row are taken
};

class Impairment {
  public:
    void add(const DropFault& fault) { counters_.push_back({fault, 0}); }

    /// Whether a fault takes this frame. Every fault counts every frame, also one that another fault takes.
    bool takes(std::span<const std::uint8_t> frame) { return !counters_.empty() && count(frame); }

  private:
    struct Counter {
        DropFault fault;
        std::uint64_t seen;
    };
    bool count(std::span<const std::uint8_t> frame);

    std::vector<Counter> counters_;
};

}  // namespace patchcord::models::ethernet

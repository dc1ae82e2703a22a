// Faults that a scenario puts on one direction of a cable: from the n-th frame that a filter matches on, some
// are dropped, corrupted, duplicated, delayed or held back behind others. They count what is sent, in the
// order in which it is sent, retransmissions included. Not here: what the cable does with a verdict.
// Read next: models/wire/expression/frame_filter.hpp, models/ethernet/link.cpp.
#pragma once

#include "models/wire/expression/frame_filter.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/event/signal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace patchcord::models::ethernet {

enum class FaultAction : std::uint8_t { Drop, Corrupt, Duplicate, Delay, Reorder };

struct FrameFault {
    wire::FrameFilter filter = {};
    std::uint64_t nth = 1;    ///< the first one that is taken, from 1
    std::uint64_t count = 1;  ///< how many in a row are taken
    FaultAction action = FaultAction::Drop;
    std::uint64_t bits = 1;                ///< Corrupt: how many different bits are inverted, 1 to 64
    bool unseen = false;                   ///< Corrupt: instead, a pattern that the FCS does not see
    std::optional<sim::Duration> by = {};  ///< Delay: how much later; Duplicate: the copy, else right behind
    std::uint64_t behind = 1;              ///< Reorder: how many later frames go first
    std::size_t number = 0;                ///< by which who added it asks for it
};

class Impairment {
  public:
    /// What all faults together do to one frame. A frame that is dropped suffers nothing else.
    struct Verdict {
        bool dropped = false;
        std::uint64_t bits = 0;
        bool unseen = false;
        sim::Duration delay{};
        std::vector<sim::Duration> copies = {};  ///< how much later than the frame each arrives
        std::uint64_t behind = 0;
    };
    /// A frame that is held back. `duration` is its own on the wire.
    struct Held {
        sim::Signal signal;
        sim::Duration duration;
        std::uint64_t behind;
    };

    /// `stream` says which bits are inverted.
    explicit Impairment(const sim::RandomStream& stream) : stream_{stream} {}

    void add(const FrameFault& fault) { counters_.push_back({fault, 0}); }
    bool is_perfect() const { return counters_.empty(); }
    /// Whether the fault with this number has taken a frame.
    bool has_fired(std::size_t number) const;

    /// Every fault counts every frame, also one that another fault takes. `from` sends it to `to`; it takes
    /// `duration`.
    Verdict judge(std::span<const std::uint8_t> frame, sim::NodeId from, sim::NodeId to,
                  sim::Duration duration);
    /// Inverts `count` different bits.
    void flip(std::span<std::uint8_t> frame, std::uint64_t count);
    /// Inverts four bits behind the headers that make a codeword of CRC-32, so that the FCS, with which
    /// `frame` ends, stays right. A fault that asks for it takes no frame that is too short for it.
    void flip_unseen(std::span<std::uint8_t> frame);

    /// Holds a frame until so many more have entered the cable.
    void hold(Held frame) { held_.push_back(std::move(frame)); }
    /// One more has entered: those that go behind it, in the order in which they came.
    std::vector<Held> release();

  private:
    struct Counter {
        FrameFault fault;
        std::uint64_t seen;
    };

    sim::RandomStream stream_;
    std::vector<Counter> counters_;
    std::vector<Held> held_;
};

}  // namespace patchcord::models::ethernet

// The driver's side of a card: the ring of descriptors into which the card writes what it receives, and the
// processor that takes one frame after the other out of it. When frames come faster than they are taken, the
// ring fills; then the card has no room and loses what comes, or says PAUSE before it has to. Not here: the
// transmit ring, which is the first part of the card's queue (nic.hpp).
// Read next: models/ethernet/nic.cpp.
#pragma once

#include "models/ethernet/frame_queue.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <cstddef>
#include <functional>
#include <utility>

namespace patchcord::models::ethernet {

class ReceiveRing {
  public:
    /// `frames` descriptors, at least 1; the processor needs `time` for a frame, more than 0.
    ReceiveRing(sim::NodeContext& context, std::size_t frames, sim::Duration time,
                std::function<void(sim::Frame)> take)
        : frames_{frames},
          time_{time},
          take_{std::move(take)},
          ring_{frames},
          next_{context, *this, sim::calls<&ReceiveRing::take_next>} {}

    std::size_t size() const { return ring_.size(); }
    std::size_t limit() const { return frames_; }
    bool is_full() const { return ring_.is_full(); }
    /// It must not be full.
    void push(sim::Frame frame) {
        ring_.push(std::move(frame));
        if (!next_.is_armed()) next_.arm_after(time_);
    }
    /// The host lost its power.
    void clear() {
        next_.disarm();
        while (!ring_.empty())
            ring_.pop();
    }

  private:
    void take_next() {
        sim::Frame frame = ring_.pop();
        if (!ring_.empty()) next_.arm_after(time_);
        take_(std::move(frame));
    }

    std::size_t frames_;
    sim::Duration time_;
    std::function<void(sim::Frame)> take_;
    FrameQueue ring_;
    sim::Timer next_;
};

}  // namespace patchcord::models::ethernet

// Frames that wait for the card: first in, first out, with a limit in frames (tail drop).
// A ring that grows to the largest length that was ever needed and then allocates nothing.
// Read next: models/ethernet/nic.hpp.
#pragma once

#include "sim/core/buffer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace patchcord::models::ethernet {

class FrameQueue {
  public:
    explicit FrameQueue(std::size_t limit) : limit_{limit} {}

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool is_full() const { return size_ >= limit_; }
    std::size_t limit() const { return limit_; }
    void set_limit(std::size_t frames) { limit_ = frames; }

    void push(sim::Frame frame) {
        if (size_ == ring_.size()) grow();
        ring_[(first_ + size_++) & (ring_.size() - 1)] = std::move(frame);
    }
    /// The queue must not be empty, as for pop().
    const sim::Frame& front() const { return ring_[first_]; }
    sim::Frame pop() {
        sim::Frame frame = std::move(ring_[first_]);
        first_ = (first_ + 1) & (ring_.size() - 1);
        --size_;
        return frame;
    }

  private:
    void grow() {
        std::vector<sim::Frame> larger(std::max<std::size_t>(8, 2 * ring_.size()));
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = std::move(ring_[(first_ + i) & (ring_.size() - 1)]);
        ring_ = std::move(larger);
        first_ = 0;
    }

    std::size_t limit_;
    std::vector<sim::Frame> ring_;  // a power of two long
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace patchcord::models::ethernet

// Slow start and congestion avoidance (RFC 5681 3.1), counted in segments: what Tahoe, Reno and NewReno
// share, and what CUBIC begins with. Appropriate byte counting (RFC 3465): an ACK counts for the segments
// that it acknowledges. What the family's members do in recovery differs, and only that. Read next:
// models/tcp/cc/aimd.cpp, tahoe.hpp, reno.hpp, new_reno.hpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

namespace patchcord::models::tcp::cc {

class Aimd : public CongestionControl {
  public:
    explicit Aimd(const Rules& rules) : rules_{rules} {}

    void acknowledged(const Snapshot& snapshot, std::uint32_t acked) override;
    /// Half of cwnd, or of what was in flight.
    std::uint32_t reduced(const Snapshot& snapshot) override;

  protected:
    /// Raises cwnd up to ssthresh, and returns how many of the segments were not needed for that: they count
    /// toward congestion avoidance.
    std::uint32_t slow_start(std::uint32_t acked);
    /// Raises cwnd by one for each `count` segments acknowledged; the rest is kept for the next time.
    void raise_every(std::uint32_t count, std::uint32_t acked);

    Rules rules_;
    std::uint32_t acked_ = 0;  // segments toward the next one of cwnd
};

}  // namespace patchcord::models::tcp::cc

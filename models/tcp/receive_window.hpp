// The window that the receiver announces (RFC 9293 3.8.6.2.2, RFC 7323 2): its right edge never moves left,
// and it grows only by steps that are worth a segment. Linux opens it slowly, as data comes, and lets the
// buffer grow with what the application reads in a round trip. The bytes are in buffer/receive_buffer.hpp.
// Read next: models/tcp/receive_window.cpp.
#pragma once

#include "models/tcp/config.hpp"
#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

#include <cstdint>

namespace patchcord::models::tcp {

class ReceiveWindow {
  public:
    explicit ReceiveWindow(const Config& config);

    /// The peer's first number is `next` - 1; `scaled`: both ends scale.
    void begin(Seq next, bool scaled);
    std::uint8_t shift() const { return shift_; }
    /// Right edge as last announced.
    Seq edge() const { return edge_; }
    /// What the peer may send from `next` on, as it knows, bytes.
    std::uint32_t open(Seq next) const { return edge_.after(next) ? edge_ - next : 0; }
    /// Everything before `next` was taken, perhaps more than was announced: the edge is not left behind.
    void pass(Seq next) { edge_ = later(edge_, next); }

    /// The field of a SYN or SYN,ACK that is sent now (not scaled), where `space` bytes are free.
    /// `mss`: the text of a full segment.
    std::uint16_t announce_in_syn(Seq next, std::uint32_t space, std::uint32_t mss);
    /// The field of any other segment; the edge moves to what it says.
    std::uint16_t announce(Seq next, std::uint32_t space);
    /// What announce() would open, bytes.
    std::uint32_t would_open(Seq next, std::uint32_t space) const;
    /// Whether the window has grown so much that the peer should hear of it (RFC 9293 3.8.6.2.2).
    bool is_worth_telling(Seq next, std::uint32_t space) const;

    // Growing (Linux).

    /// A segment with `length` bytes of data came.
    /// `segment`: what a segment of the peer's usually holds.
    void data_came(std::uint32_t length, std::uint32_t space, std::uint32_t segment);
    /// The application has read `bytes`; `rtt` is 0 while it is not known. Returns the new size of the
    /// buffer.
    std::uint32_t was_read(std::uint32_t bytes, sim::Time now, sim::Duration rtt);
    std::uint32_t buffer() const { return buffer_; }
    /// Linux's rcv_ssthresh.
    std::uint32_t slow_start_threshold() const { return threshold_; }
    void set_buffer(std::uint32_t bytes);

  private:
    std::uint32_t step() const;
    bool opens_slowly() const { return config_.ack_rule == AckRule::Linux; }

    const Config& config_;
    std::uint32_t buffer_;
    std::uint32_t threshold_;
    std::uint32_t segment_;  // what the peer's usually hold
    std::uint8_t shift_ = 0;
    bool is_fixed_ = false;
    Seq edge_;
    // Of the round trip that runs: what was read, and since when; what was read in the best one.
    std::uint32_t read_ = 0;
    std::uint32_t read_before_ = 0;
    sim::Time since_ = sim::kStart;
};

}  // namespace patchcord::models::tcp

// Congestion control: the owner of cwnd and ssthresh. It is told what happened as values and never sees the
// connection, so an algorithm is a file pair, a line in registry.cpp and a test. It says how much may be in
// flight, not what is sent: loss detection and recovery are the connection's. Read next:
// models/tcp/cc/new_reno.hpp, registry.hpp.
#pragma once

#include "sim/core/time.hpp"

#include <cstdint>
#include <string_view>

namespace patchcord::models::tcp::cc {

enum class Algorithm : std::uint8_t { None, NewReno };

/// What an algorithm may look at. Bytes.
struct Snapshot {
    sim::Time now;
    std::uint32_t mss;     ///< SMSS
    std::uint32_t flight;  ///< sent and not acknowledged, before the event
    bool cwnd_limited;     ///< the sender was held back by cwnd
};

class CongestionControl {
  public:
    static constexpr std::uint32_t kUnlimited = 0x7FFF'FFFF;

    virtual ~CongestionControl() = default;
    virtual std::string_view name() const = 0;

    std::uint32_t cwnd() const { return cwnd_; }
    std::uint32_t ssthresh() const { return ssthresh_; }

    /// The handshake is over: the MSS is known.
    virtual void established(std::uint32_t mss, std::uint32_t initial_window_segments) = 0;
    /// `acked` new bytes were acknowledged outside recovery.
    virtual void acknowledged(const Snapshot& snapshot, std::uint32_t acked) = 0;
    /// Recovery begins after duplicate ACKs.
    virtual void enter_recovery(const Snapshot& snapshot) = 0;
    /// Another duplicate ACK during recovery: a segment has left the network.
    virtual void duplicate_in_recovery(const Snapshot& snapshot) = 0;
    /// A partial ACK of `acked` bytes during recovery (RFC 6582 3.2 step 3).
    virtual void partial_acknowledged(const Snapshot& snapshot, std::uint32_t acked) = 0;
    virtual void exit_recovery(const Snapshot& snapshot) = 0;
    /// The retransmission timer ran out; `first` if it is the first time for this data.
    virtual void timeout(const Snapshot& snapshot, bool first) = 0;
    /// Nothing was sent for longer than an RTO (RFC 5681 4.1).
    virtual void restart_after_idle(const Snapshot& snapshot) = 0;
    /// How much may be in flight while data is sent again after a timeout, bytes.
    virtual std::uint32_t resend_window() const { return cwnd_; }

  protected:
    std::uint32_t cwnd_ = kUnlimited;
    std::uint32_t ssthresh_ = kUnlimited;
};

}  // namespace patchcord::models::tcp::cc

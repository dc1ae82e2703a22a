// Congestion control: the owner of cwnd and ssthresh, both in segments, as Linux counts them (RFC 5681 speaks
// of SMSS-sized segments). It is told what happened as values and never sees the connection, so an algorithm
// is a file pair, a line in registry.cpp and a test. It says how much may be in flight, not what is sent:
// loss detection and recovery are models/tcp/loss. Read next: models/tcp/cc/aimd.hpp, registry.hpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace patchcord::models::tcp::cc {

enum class Algorithm : std::uint8_t { None, Tahoe, Reno, NewReno, Cubic };

/// What an algorithm may look at.
struct Snapshot {
    sim::Time now;
    std::uint32_t in_flight;  ///< segments sent and not acknowledged (FlightSize), before the event
    bool cwnd_limited;        ///< the sender was held back by cwnd since the window before
    Seq snd_una;              ///< after the event
    Seq snd_nxt;              ///< the first number never sent
    sim::Duration srtt;       ///< 0: not measured yet
};

/// What the profile wants of any algorithm.
struct Rules {
    /// Segments by which one ACK grows cwnd in slow start at most (L of RFC 3465); Linux has no limit.
    std::uint32_t abc_limit;
    bool hystart;  ///< CUBIC leaves slow start when delay grows (HyStart as in Linux; RFC 9406 is its
                   ///< successor)
    bool halve_flight = false;  ///< a loss halves what was in flight (RFC 5681 (4)); kernels halve cwnd
};

class CongestionControl {
  public:
    static constexpr std::uint32_t kInfinite = 0x7FFF'FFFF;

    virtual ~CongestionControl() = default;
    virtual std::string_view name() const = 0;

    std::uint32_t cwnd() const { return cwnd_; }
    std::uint32_t ssthresh() const { return ssthresh_; }
    bool in_slow_start() const { return cwnd_ < ssthresh_; }

    /// Recovery steers cwnd itself (PRR, RFC 6937) and sets ssthresh to what `reduced` said.
    void set_cwnd(std::uint32_t cwnd) { cwnd_ = cwnd; }
    void set_ssthresh(std::uint32_t ssthresh) { ssthresh_ = ssthresh; }

    /// The handshake is over. `initial_window` in segments; it becomes cwnd.
    virtual void established(const Snapshot& /*snapshot*/, std::uint32_t initial_window) {
        cwnd_ = initial_window;
    }
    /// `acked` segments were delivered, outside recovery: cwnd may grow, if it was what held the sender back.
    virtual void acknowledged(const Snapshot& snapshot, std::uint32_t acked) = 0;
    /// An RTT sample that Karn's rule allows, of the last segment that the ACK covers; before `acknowledged`
    /// of the same ACK.
    virtual void measured(const Snapshot& /*snapshot*/, sim::Duration /*rtt*/) {}
    /// A loss or an ECN mark: the ssthresh that follows, at least 2. Changes neither cwnd nor ssthresh.
    virtual std::uint32_t reduced(const Snapshot& snapshot) = 0;
    /// The retransmission timer ran out (Loss state begins); after `reduced` and the change of cwnd.
    virtual void timed_out(const Snapshot& /*snapshot*/) {}
    /// The reduction was wrong (Eifel, F-RTO, D-SACK): the cwnd to go back to. `prior_cwnd`: before it.
    virtual std::uint32_t undone(std::uint32_t prior_cwnd) const { return std::max(prior_cwnd, cwnd_); }
    /// Data is sent while nothing is in flight; the last data before was sent at `last_sent`.
    virtual void resumed(const Snapshot& /*snapshot*/, sim::Time /*last_sent*/) {}
    /// Without SACK: whether a partial ACK ends fast recovery (Reno of 1990) or not (NewReno, RFC 6582).
    virtual bool leaves_at_partial_ack() const { return false; }
    /// Whether fast retransmit is followed by slow start from one segment (Tahoe).
    virtual bool starts_over_after_loss() const { return false; }

  protected:
    std::uint32_t cwnd_ = kInfinite;
    std::uint32_t ssthresh_ = kInfinite;
};

}  // namespace patchcord::models::tcp::cc

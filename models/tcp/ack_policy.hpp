// When received data is acknowledged: RFC 5681 4.2 with a fixed delay and a count of segments, or as Linux
// does: at once in the first round trips and when the sender seems to be waiting, later while data flows both
// ways, with a delay that follows the rate of arrivals. What must be acknowledged at once in any case (out of
// order, FIN, duplicates) is the caller's business. Read next: models/tcp/ack_policy.cpp.
#pragma once

#include "models/tcp/config.hpp"
#include "sim/core/time.hpp"

#include <cstdint>

namespace patchcord::models::tcp {

/// No acknowledgment waits longer (Linux TCP_DELACK_MAX; RFC 9293 3.8.6.3 says 500 ms).
inline constexpr sim::Duration kLongestDelayedAck = std::chrono::milliseconds{200};

class AckPolicy {
  public:
    explicit AckPolicy(const Config& config) : config_{config} {}

    /// The handshake is over; `mss` is what the peer will probably send, `window` what it may, bytes.
    void begin(std::uint32_t mss, std::uint32_t window, sim::Time now);

    // Events.

    /// Data of `length` bytes came, with or without PSH; `window` is what the peer may send. After it an
    /// acknowledgment is due.
    void received(std::uint32_t length, bool pushed, sim::Time now, sim::Duration rto, std::uint32_t window);
    /// Something came that should not have: the sender needs to know the truth, soon.
    void received_duplicate(std::uint32_t window);
    void ack_sent();
    void data_sent(sim::Time now);
    void timer_fired(sim::Duration rto);
    /// The application has set TCP_QUICKACK.
    void set_quick(bool on, std::uint32_t window);

    // Questions.

    /// Whether to acknowledge now. `unacknowledged` bytes are in order; `window_grows`: the window that would
    /// be announced is not smaller than the present one.
    bool wants_now(std::uint32_t unacknowledged, bool window_grows) const;
    /// The application has read; `drained`: all there was.
    bool wants_now_after_read(std::uint32_t unacknowledged, bool drained) const;
    /// How long an acknowledgment that does not go now may wait.
    sim::Duration delay(sim::Duration srtt) const;
    bool is_quick() const { return quick_ > 0 && !interactive_; }
    /// Data flows both ways, so that acknowledgments wait for data (TCP_QUICKACK says the opposite).
    bool is_interactive() const { return interactive_; }
    /// Bytes of the segments that the peer sends, as seen (tcpi_rcv_mss).
    std::uint32_t peer_mss() const { return peer_mss_; }
    sim::Duration ato() const { return ato_; }
    sim::Time last_received() const { return last_received_; }

  private:
    void raise_quick(std::uint32_t window, std::uint32_t most);
    void learn_peer_mss(std::uint32_t length, bool pushed);

    const Config& config_;
    std::uint32_t segments_ = 0;  // not acknowledged (RFC rule)
    bool due_ = false;
    // Linux's variables.
    std::uint32_t quick_ = 0;   // acknowledgments that still go at once
    bool interactive_ = false;  // data flows both ways ("pingpong")
    bool pushed_ = false;       // a segment that ends a burst
    bool pushed_twice_ = false;
    sim::Duration ato_{0};
    sim::Time last_received_ = sim::kStart;
    std::uint32_t peer_mss_ = 536;
    std::uint32_t last_size_ = 0;
};

}  // namespace patchcord::models::tcp

// For how long a connection had something to send, and for how long the peer's window or the size of the send
// buffer alone held it back: tcpi_busy_time, tcpi_rwnd_limited and tcpi_sndbuf_limited (Linux's tcp_chrono).
// Not here: what holds it back now (transfer.cpp). Read next: models/tcp/info.cpp.
#pragma once

#include "sim/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace patchcord::models::tcp {

/// What a sender does: it has nothing to send; it sends, or cwnd or a timer holds it back; the peer's window
/// does; all is sent, and there would be more if the buffer were larger.
enum class Sending : std::uint8_t { Idle, Busy, WindowLimited, BufferLimited };

class SendClock {
  public:
    void enter(Sending state, sim::Time now) {
        if (state == state_) return;
        times_[static_cast<std::size_t>(state_)] += now - since_;
        state_ = state;
        since_ = now;
    }
    /// All that is not Idle.
    sim::Duration busy(sim::Time now) const {
        return in(Sending::Busy, now) + in(Sending::WindowLimited, now) + in(Sending::BufferLimited, now);
    }
    sim::Duration in(Sending state, sim::Time now) const {
        const sim::Duration before = times_[static_cast<std::size_t>(state)];
        return state == state_ ? before + (now - since_) : before;
    }

  private:
    Sending state_ = Sending::Idle;
    sim::Time since_ = sim::kStart;
    std::array<sim::Duration, 4> times_{};
};

}  // namespace patchcord::models::tcp

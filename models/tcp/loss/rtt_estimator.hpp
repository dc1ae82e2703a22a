// Round-trip time and retransmission timeout (RFC 6298), with Karn's rule: one segment at a time is timed,
// and none that was sent again. The clock granularity G is 1 ms. Times in picoseconds; RTO between the
// profile's bounds. Read next: models/tcp/timers.cpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace patchcord::models::tcp {

class RttEstimator {
  public:
    RttEstimator(sim::Duration initial_rto, sim::Duration min_rto, sim::Duration max_rto)
        : min_rto_{min_rto}, max_rto_{max_rto}, rto_{initial_rto} {}

    sim::Duration srtt() const { return srtt_; }
    sim::Duration rttvar() const { return rttvar_; }
    /// With the present backoff.
    sim::Duration rto() const { return rto_; }

    /// New data up to `end` leaves now: it is timed if nothing else is.
    void sent(Seq end, sim::Time now) {
        if (!timed_) timed_ = Timed{end, now};
    }
    /// Something was sent again: what is being timed would be ambiguous (Karn).
    void retransmitted() { timed_.reset(); }
    /// Everything before `ack` has arrived.
    void acknowledged(Seq ack, sim::Time now) {
        if (!timed_ || ack.before(timed_->end)) return;
        measure(now - timed_->at);
        timed_.reset();
    }
    /// 5.5: the timer ran out. The longer RTO stays until the next measurement (Karn, Partridge 1987).
    void back_off() { rto_ = std::min(2 * rto_, max_rto_); }
    /// 5.7: the SYN had to be sent again, so data begins with 3 s.
    void restart_after_syn_loss() { rto_ = std::max<sim::Duration>(rto_base(), std::chrono::seconds{3}); }

  private:
    struct Timed {
        Seq end;
        sim::Time at;
    };
    static constexpr sim::Duration kGranularity = std::chrono::milliseconds{1};

    /// 2.2 and 2.3: alpha 1/8, beta 1/4, K 4.
    void measure(sim::Duration r) {
        if (srtt_ == sim::Duration{0}) {
            srtt_ = r;
            rttvar_ = r / 2;
        } else {
            const sim::Duration error = srtt_ > r ? srtt_ - r : r - srtt_;
            rttvar_ = rttvar_ - rttvar_ / 4 + error / 4;
            srtt_ = srtt_ - srtt_ / 8 + r / 8;
        }
        rto_ = rto_base();
    }
    sim::Duration rto_base() const {
        return std::clamp<sim::Duration>(srtt_ + std::max(kGranularity, 4 * rttvar_), min_rto_, max_rto_);
    }

    sim::Duration min_rto_;
    sim::Duration max_rto_;
    sim::Duration rto_;
    sim::Duration srtt_{0};
    sim::Duration rttvar_{0};
    std::optional<Timed> timed_;
};

}  // namespace patchcord::models::tcp

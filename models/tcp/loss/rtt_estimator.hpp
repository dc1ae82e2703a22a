// Round-trip time and retransmission timeout: RFC 6298, or Linux's variant of it, in which RTTVAR is the
// largest deviation of the last round trip, is at least min_rto and falls once a round trip only. Also the
// smallest round trip of the last five minutes (RFC 8985 6.2). What may be measured (Karn's rule) is the
// caller's business. Times in picoseconds. Read next: models/tcp/timers.cpp.
#pragma once

#include "models/tcp/config.hpp"
#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

namespace patchcord::models::tcp {

class RttEstimator {
  public:
    explicit RttEstimator(const Config& config)
        : rule_{config.rto_rule},
          min_rto_{config.min_rto},
          max_rto_{config.max_rto},
          initial_rto_{config.initial_rto},
          slop_{config.rto_slop},
          rto_{config.initial_rto} {}

    /// 0 before the first measurement.
    sim::Duration srtt() const { return srtt_; }
    sim::Duration rttvar() const { return rttvar_; }
    sim::Duration min_rtt() const { return min_rtt_; }
    sim::Duration latest() const { return latest_; }
    /// With the present backoff, between the profile's bounds, and Config::rto_slop.
    sim::Duration rto() const { return fresh_ ? rto_ : rto_ + slop_; }

    /// A round trip that Karn's rule allows. `snd_una` and `snd_nxt` tell round trips apart.
    void measure(sim::Duration rtt, sim::Time now, Seq snd_una, Seq snd_nxt);
    /// RFC 6298 5.5: the timer ran out. The longer RTO stays until the next measurement.
    void back_off();
    /// RFC 6298 5.7: the SYN had to be sent again, so data begins with 3 s.
    void restart_after_syn_loss();

  private:
    void measure_rfc(sim::Duration rtt);
    void measure_linux(sim::Duration rtt, Seq snd_una, Seq snd_nxt);
    void note_minimum(sim::Duration rtt, sim::Time now);
    sim::Duration base() const;

    RtoRule rule_;
    sim::Duration min_rto_;
    sim::Duration max_rto_;
    sim::Duration initial_rto_;
    sim::Duration slop_;
    bool fresh_ = true;  // nothing was measured and nothing timed out
    sim::Duration rto_;
    sim::Duration srtt_{0};
    sim::Duration rttvar_{0};
    sim::Duration latest_{0};
    sim::Duration min_rtt_{0};
    sim::Time min_rtt_at_ = sim::kStart;
    sim::Duration mean_deviation_{0};     // Linux
    sim::Duration largest_deviation_{0};  // of this round trip
    Seq round_;                           // which ends when this is acknowledged
};

}  // namespace patchcord::models::tcp

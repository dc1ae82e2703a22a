// RACK (RFC 8985 6): a segment is lost when one that was sent sufficiently later has been delivered. Keeps
// what was delivered most recently, in the order of sending, and how much reordering to allow for. Not here:
// tail-loss probes (recovery.hpp), timers. Read next: models/tcp/loss/rack.cpp.
#pragma once

#include "models/tcp/loss/scoreboard.hpp"
#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

#include <cstdint>

namespace patchcord::models::tcp {

class Rack {
  public:
    /// `segment` has been delivered. `min_rtt`: a retransmission that seems faster was not what came.
    void delivered(const SentSegment& segment, sim::Time now, sim::Duration min_rtt);
    /// A D-SACK: something was sent again needlessly, so more reordering is allowed for (RFC 8985 6.2 step
    /// 4).
    void duplicate_reported(Seq snd_una, Seq snd_nxt);
    /// At the end of each recovery without a D-SACK the memory of it fades.
    void recovery_ended();
    void note_delivery() { advanced_ = true; }

    /// What the reordering window follows from.
    struct Situation {
        sim::Time now;
        sim::Duration srtt;
        sim::Duration min_rtt;
        bool in_recovery;
        bool reordering_seen;
        bool enough_sacked;  ///< as many as the threshold of duplicate ACKs
    };
    /// Marks what is lost. Returns how long until more may have to be, 0 if nothing waits.
    sim::Duration detect(Scoreboard& board, const Situation& situation);
    /// Whether something was delivered since the last detect().
    bool has_advanced() const { return advanced_; }
    /// How long `segment`, of which nothing is known, may still take; not above 0: it is lost.
    sim::Duration remaining(const SentSegment& segment, sim::Time now, sim::Duration window) const;
    sim::Duration window(const Situation& situation) const;

  private:
    bool sent_before_delivered(const SentSegment& segment) const;

    sim::Time sent_ = sim::kStart;  // of the most recently sent segment that was delivered
    Seq end_;
    sim::Duration rtt_{0};
    bool advanced_ = false;
    std::uint32_t steps_ = 1;    // of min_rtt / 4
    std::uint32_t persist_ = 0;  // recoveries that the steps last
    Seq steps_until_;            // one more a round trip
    bool stepped_ = false;
};

}  // namespace patchcord::models::tcp

// HyStart (Ha, Rhee 2008) as Linux has it: in slow start, the first sign that a queue grows says that cwnd is
// enough. The signs: ACKs that follow each other closely for half an RTT (they fill the pipe), or a round in
// which all of the first RTT samples are well above the least. RFC 9406 (HyStart++) is its successor and not
// this. Read next: models/tcp/cc/cubic.cpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

namespace patchcord::models::tcp::cc {

class HyStart {
  public:
    /// A connection, or slow start after a timeout, begins.
    void begin(const Snapshot& snapshot);
    /// An RTT sample in slow start: whether it is the first sign that slow start should end. Says so once.
    bool delay_grows(const Snapshot& snapshot, std::uint32_t cwnd, sim::Duration rtt, sim::Duration min_rtt);

  private:
    void begin_round(const Snapshot& snapshot);
    bool train_is_long(sim::Time now, sim::Duration min_rtt);
    bool rtt_is_high(sim::Duration rtt, sim::Duration min_rtt);

    bool found_ = false;
    Seq round_end_;  // the round is over when more than this is acknowledged
    sim::Time round_begin_;
    sim::Time last_close_ack_;   // the end of the train of ACKs
    sim::Duration round_rtt_{};  // least of the round
    std::uint32_t samples_ = 0;
};

}  // namespace patchcord::models::tcp::cc

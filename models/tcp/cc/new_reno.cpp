// The arithmetic of NewReno. Section numbers are those of RFC 5681 unless said otherwise.
// Recovery inflates cwnd by what has left the network and deflates it when it ends.
// Read next: models/tcp/cc/new_reno.hpp.
#include "models/tcp/cc/new_reno.hpp"

#include <algorithm>

namespace patchcord::models::tcp::cc {

void NewReno::established(std::uint32_t mss, std::uint32_t initial_window_segments) {
    initial_window_ = initial_window_segments * mss;
    cwnd_ = initial_window_;
}

void NewReno::acknowledged(const Snapshot& snapshot, std::uint32_t acked) {
    if (!snapshot.cwnd_limited)
        return;  // RFC 7661 and 5681 3.1: an unused window says nothing about the path
    if (cwnd_ < ssthresh_) {
        cwnd_ += std::min(acked, snapshot.mss);  // (2)
    } else {
        acked_in_avoidance_ += acked;
        if (acked_in_avoidance_ >= cwnd_) {  // one SMSS per window of data
            acked_in_avoidance_ -= cwnd_;
            cwnd_ += snapshot.mss;
        }
    }
    cwnd_ = std::min(cwnd_, kUnlimited);
}

void NewReno::enter_recovery(const Snapshot& snapshot) {
    ssthresh_ = std::max(snapshot.flight / 2, 2 * snapshot.mss);  // (4)
    cwnd_ = ssthresh_ + 3 * snapshot.mss;
    acked_in_avoidance_ = 0;
}

void NewReno::duplicate_in_recovery(const Snapshot& snapshot) {
    cwnd_ += snapshot.mss;
}

void NewReno::partial_acknowledged(const Snapshot& snapshot, std::uint32_t acked) {
    cwnd_ -= std::min(cwnd_, acked);  // RFC 6582 3.2 step 3
    if (acked >= snapshot.mss) cwnd_ += snapshot.mss;
    cwnd_ = std::max(cwnd_, snapshot.mss);
}

void NewReno::exit_recovery(const Snapshot& snapshot) {
    cwnd_ = std::min(ssthresh_,
                     std::max(snapshot.flight, snapshot.mss) + snapshot.mss);  // RFC 6582 3.2 step 3 (1)
}

void NewReno::timeout(const Snapshot& snapshot, bool first) {
    if (first)
        ssthresh_ = std::max(snapshot.flight / 2, 2 * snapshot.mss);  // (4); not again for the same data
    cwnd_ = snapshot.mss;                                             // the loss window
    acked_in_avoidance_ = 0;
}

void NewReno::restart_after_idle(const Snapshot&) {
    cwnd_ = std::min(cwnd_, initial_window_);  // 4.1 with RFC 6928
}

}  // namespace patchcord::models::tcp::cc

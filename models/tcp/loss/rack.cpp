// The arithmetic of RACK. Section numbers are those of RFC 8985.
// What was sent once lies in the order of sending, so the search ends at the first such segment that was sent
// after the delivered one.
// Read next: models/tcp/loss/recovery.cpp.
#include "models/tcp/loss/rack.hpp"

#include <algorithm>

namespace patchcord::models::tcp {
namespace {

constexpr std::uint32_t kPersist = 16;     // 6.2 step 4: RACK.reo_wnd_persist
constexpr std::uint32_t kMostSteps = 255;  // the window is bounded by SRTT anyway

}  // namespace

// 6.2 steps 1 and 2
void Rack::delivered(const SentSegment& segment, sim::Time now, sim::Duration min_rtt) {
    const sim::Duration rtt = now - segment.sent;
    if (segment.ever_resent && rtt < min_rtt) return;
    advanced_ = true;
    rtt_ = rtt;
    if (segment.sent > sent_ || (segment.sent == sent_ && segment.end().after(end_))) {
        sent_ = segment.sent;
        end_ = segment.end();
    }
}

void Rack::duplicate_reported(Seq snd_una, Seq snd_nxt) {
    persist_ = kPersist;
    if (stepped_ && snd_una.before(steps_until_)) return;
    stepped_ = true;
    steps_until_ = snd_nxt;
    steps_ = std::min(steps_ + 1, kMostSteps);
}

void Rack::recovery_ended() {
    if (persist_ > 0 && --persist_ == 0) steps_ = 1;
}

// 6.2 step 4
sim::Duration Rack::window(const Situation& situation) const {
    if (!situation.reordering_seen && (situation.in_recovery || situation.enough_sacked)) return {};
    return std::min(situation.min_rtt / 4 * steps_, situation.srtt);
}

sim::Duration Rack::remaining(const SentSegment& segment, sim::Time now, sim::Duration window) const {
    return rtt_ + window - (now - segment.sent);
}

bool Rack::sent_before_delivered(const SentSegment& segment) const {
    return segment.sent < sent_ || (segment.sent == sent_ && segment.end().before(end_));
}

// 6.2 step 5
sim::Duration Rack::detect(Scoreboard& board, const Situation& situation) {
    advanced_ = false;
    const sim::Duration reordering = window(situation);
    sim::Duration longest{0};
    for (std::uint32_t i = 0; i < board.size(); ++i) {
        const SentSegment& segment = board[i];
        if (!sent_before_delivered(segment)) {
            if (!segment.ever_resent) break;
            continue;
        }
        if (segment.sacked || (segment.lost && !segment.resent)) continue;
        const sim::Duration left = remaining(segment, situation.now, reordering);
        if (left <= sim::Duration{0}) {
            board.set_lost(i);
        } else {
            longest = std::max(longest, left);
        }
    }
    return longest;
}

}  // namespace patchcord::models::tcp

// The two rules. Linux's numbers are those of TCP_DELACK_MIN (40 ms), TCP_DELACK_MAX (200 ms) and
// TCP_MAX_QUICKACKS (16); knobs of the profile where the profile has one.
// Read next: models/tcp/ack_policy.hpp.
#include "models/tcp/ack_policy.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace patchcord::models::tcp {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kMostQuick = 16;
constexpr sim::Duration kLongest = 200ms;
constexpr std::uint32_t kDefaultMss = 536;
constexpr std::uint32_t kSmallestMss = 88;

}  // namespace

void AckPolicy::begin(std::uint32_t mss, std::uint32_t window, sim::Time now) {
    last_received_ = now;
    peer_mss_ = std::max(std::min({mss, window / 2, kDefaultMss}), kSmallestMss);
}

void AckPolicy::raise_quick(std::uint32_t window, std::uint32_t most) {
    std::uint32_t wanted = window / (2 * peer_mss_);
    if (wanted == 0) wanted = 2;
    quick_ = std::max(quick_, std::min(wanted, most));
}

// The peer's segments are as large as the largest, until two in a row are of one smaller size.
void AckPolicy::learn_peer_mss(std::uint32_t length, bool pushed) {
    const std::uint32_t last = std::exchange(last_size_, 0);
    if (length >= peer_mss_) {
        peer_mss_ = std::min<std::uint32_t>(length, config_.mss);
        pushed_ = pushed_ || pushed;
        return;
    }
    if (length >= kDefaultMss || (length >= kSmallestMss && !pushed)) {
        last_size_ = length;
        if (length == last) {
            peer_mss_ = length;
            return;
        }
    }
    pushed_twice_ = pushed_twice_ || pushed_;
    pushed_ = true;
}

void AckPolicy::received(std::uint32_t length, bool pushed, sim::Time now, sim::Duration rto,
                         std::uint32_t window) {
    due_ = true;
    ++segments_;
    if (config_.ack_rule == AckRule::Rfc5681) {
        last_received_ = now;
        return;
    }
    learn_peer_mss(length, pushed);
    const sim::Duration least = config_.delayed_ack;
    if (ato_ == sim::Duration{0}) {
        raise_quick(window, kMostQuick);
        ato_ = least;
    } else {
        const sim::Duration gap = now - last_received_;
        if (gap <= least / 2) {
            ato_ = ato_ / 2 + least / 2;
        } else if (gap < ato_) {
            ato_ = std::min(ato_ / 2 + gap, rto);
        } else if (gap > rto) {
            raise_quick(window, kMostQuick);
        }
    }
    last_received_ = now;
}

void AckPolicy::received_duplicate(std::uint32_t window) {
    due_ = true;
    if (config_.ack_rule == AckRule::Rfc5681) {
        segments_ = config_.ack_every;
        return;
    }
    raise_quick(window, kMostQuick);
    interactive_ = false;
    ato_ = config_.delayed_ack;
}

void AckPolicy::ack_sent() {
    segments_ = 0;
    due_ = false;
    pushed_ = pushed_twice_ = false;
    if (quick_ > 0 && --quick_ == 0) ato_ = config_.delayed_ack;
}

void AckPolicy::data_sent(sim::Time now) {
    if (config_.ack_rule == AckRule::Linux && ato_ > sim::Duration{0} && now - last_received_ < ato_)
        interactive_ = true;
}

void AckPolicy::timer_fired(sim::Duration rto) {
    if (config_.ack_rule == AckRule::Rfc5681) return;
    if (interactive_) {
        interactive_ = false;
        ato_ = config_.delayed_ack;
    } else {
        ato_ = std::min(2 * ato_, rto);
    }
}

void AckPolicy::set_quick(bool on, std::uint32_t window) {
    interactive_ = !on;
    if (on) raise_quick(window, kMostQuick);
}

bool AckPolicy::wants_now(std::uint32_t unacknowledged, bool window_grows) const {
    if (config_.ack_rule == AckRule::Rfc5681) return segments_ >= config_.ack_every;
    return (unacknowledged > peer_mss_ && window_grows) || is_quick();
}

bool AckPolicy::wants_now_after_read(std::uint32_t unacknowledged, bool drained) const {
    if (config_.ack_rule == AckRule::Rfc5681 || !due_) return false;
    return unacknowledged > peer_mss_ || (drained && (pushed_twice_ || (pushed_ && !interactive_)));
}

sim::Duration AckPolicy::delay(sim::Duration srtt) const {
    if (config_.ack_rule == AckRule::Rfc5681) return config_.delayed_ack;
    const sim::Duration least = config_.delayed_ack;
    sim::Duration wait = ato_;
    if (wait > least) {
        sim::Duration most = interactive_ || pushed_ ? kLongest : sim::Duration{500ms};
        if (srtt > sim::Duration{0}) most = std::min(most, std::max(srtt, least));
        wait = std::min(wait, most);
    }
    return std::min(wait, kLongest);
}

}  // namespace patchcord::models::tcp

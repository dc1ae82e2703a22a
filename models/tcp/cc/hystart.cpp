// HyStart's two detectors, with the constants of Linux's tcp_cubic. Read next: models/tcp/cc/hystart.hpp.
#include "models/tcp/cc/hystart.hpp"

#include <algorithm>

namespace patchcord::models::tcp::cc {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kLowWindow = 16;        // segments: below, slow start goes on in any case
constexpr std::uint32_t kSamples = 8;           // of a round that are only collected
constexpr sim::Duration kAckSpacing = 2ms;      // within which ACKs are a train
constexpr sim::Duration kAckDelay = 1ms;        // what a receiver's aggregation may add to a train
constexpr sim::Duration kLeastDelay = 4ms;      // the growth of RTT that counts is min_rtt / 8, at least this
constexpr sim::Duration kGreatestDelay = 16ms;  // and at most this

}  // namespace

void HyStart::begin(const Snapshot& snapshot) {
    found_ = false;
    begin_round(snapshot);
}

void HyStart::begin_round(const Snapshot& snapshot) {
    round_end_ = snapshot.snd_nxt;
    round_begin_ = snapshot.now;
    last_close_ack_ = snapshot.now;
    round_rtt_ = sim::Duration::max();
    samples_ = 0;
}

bool HyStart::delay_grows(const Snapshot& snapshot, std::uint32_t cwnd, sim::Duration rtt,
                          sim::Duration min_rtt) {
    if (found_) return false;
    if (snapshot.snd_una.after(round_end_)) begin_round(snapshot);
    if (cwnd < kLowWindow) return false;
    const bool train = train_is_long(snapshot.now, min_rtt);
    const bool high = rtt_is_high(rtt, min_rtt);
    found_ = train || high;
    return found_;
}

bool HyStart::train_is_long(sim::Time now, sim::Duration min_rtt) {
    if (now - last_close_ack_ > kAckSpacing) return false;
    last_close_ack_ = now;
    return now - round_begin_ > (min_rtt + kAckDelay) / 2;
}

bool HyStart::rtt_is_high(sim::Duration rtt, sim::Duration min_rtt) {
    round_rtt_ = std::min(round_rtt_, rtt);
    if (samples_ < kSamples) {
        ++samples_;
        return false;
    }
    return round_rtt_ > min_rtt + std::clamp(min_rtt / 8, kLeastDelay, kGreatestDelay);
}

}  // namespace patchcord::models::tcp::cc

// RFC 6298 2.2 and 2.3 (alpha 1/8, beta 1/4, K 4, granularity 1 ms), and what Linux does instead.
// All in integers, so that every compiler gives the same.
// Read next: models/tcp/loss/rtt_estimator.hpp.
#include "models/tcp/loss/rtt_estimator.hpp"

#include <algorithm>
#include <chrono>

namespace patchcord::models::tcp {
namespace {

constexpr sim::Duration kGranularity = std::chrono::milliseconds{1};
constexpr sim::Duration kMinimumWindow = std::chrono::minutes{5};

sim::Duration distance(sim::Duration a, sim::Duration b) {
    return a > b ? a - b : b - a;
}

}  // namespace

void RttEstimator::measure(sim::Duration rtt, sim::Time now, Seq snd_una, Seq snd_nxt) {
    rtt = std::max<sim::Duration>(rtt, std::chrono::nanoseconds{1});
    note_minimum(rtt, now);
    latest_ = rtt;
    if (rule_ == RtoRule::Linux) {
        measure_linux(rtt, snd_una, snd_nxt);
    } else {
        measure_rfc(rtt);
    }
    rto_ = base();
    fresh_ = false;
}

void RttEstimator::note_minimum(sim::Duration rtt, sim::Time now) {
    if (min_rtt_ != sim::Duration{0} && rtt > min_rtt_ && now - min_rtt_at_ < kMinimumWindow) return;
    min_rtt_ = rtt;
    min_rtt_at_ = now;
}

void RttEstimator::measure_rfc(sim::Duration rtt) {
    if (srtt_ == sim::Duration{0}) {
        srtt_ = rtt;
        rttvar_ = rtt / 2;
        return;
    }
    rttvar_ = rttvar_ - rttvar_ / 4 + distance(srtt_, rtt) / 4;
    srtt_ = srtt_ - srtt_ / 8 + rtt / 8;
}

// The deviation counts for an eighth of its weight when the round trip got shorter than all that was
// expected, and RTTVAR is four mean deviations, of which the largest of a round trip counts.
void RttEstimator::measure_linux(sim::Duration rtt, Seq snd_una, Seq snd_nxt) {
    if (srtt_ == sim::Duration{0}) {
        srtt_ = rtt;
        mean_deviation_ = rtt / 2;
        rttvar_ = std::max(4 * mean_deviation_, min_rto_) / 4;
        largest_deviation_ = rttvar_;
        round_ = snd_nxt;
        return;
    }
    sim::Duration error = distance(srtt_, rtt);
    if (rtt < srtt_) {
        error -= mean_deviation_;
        if (error > sim::Duration{0}) error /= 8;
    } else {
        error -= mean_deviation_;
    }
    srtt_ = srtt_ + (rtt - srtt_) / 8;
    mean_deviation_ += error / 4;
    if (mean_deviation_ > largest_deviation_) {
        largest_deviation_ = mean_deviation_;
        rttvar_ = std::max(rttvar_, largest_deviation_);
    }
    if (snd_una.after(round_)) {
        if (largest_deviation_ < rttvar_) rttvar_ -= (rttvar_ - largest_deviation_) / 4;
        round_ = snd_nxt;
        largest_deviation_ = min_rto_ / 4;
    }
}

sim::Duration RttEstimator::base() const {
    const sim::Duration spread = std::max(kGranularity, 4 * rttvar_);
    if (rule_ == RtoRule::Linux) return std::min(srtt_ + spread, max_rto_);
    return std::clamp(srtt_ + spread, min_rto_, max_rto_);
}

void RttEstimator::back_off() {
    rto_ = std::min(2 * rto_, max_rto_);
    fresh_ = false;
}

void RttEstimator::restart_after_syn_loss() {
    rto_ =
        std::max<sim::Duration>(srtt_ == sim::Duration{0} ? initial_rto_ : base(), std::chrono::seconds{3});
}

}  // namespace patchcord::models::tcp

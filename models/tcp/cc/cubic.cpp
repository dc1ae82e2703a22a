// CUBIC in integers. Section numbers are those of RFC 9438; where it leaves a choice, the choice is Linux's,
// named at its place. Time in 1/1024 s, C = 410/1024, beta = 717/1024. Read next: models/tcp/cc/cubic.hpp.
#include "models/tcp/cc/cubic.hpp"

#include <algorithm>

namespace patchcord::models::tcp::cc {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kC = 410;       // 5: C = 0.4, times 1024
constexpr std::uint64_t kBeta = 717;    // 4.6: beta 0.7, times 1024
constexpr std::uint64_t kScale = 1024;  // of both
/// 4.3: Reno at CUBIC's beta gains a segment per cwnd (1 + beta) / (3 (1 - beta)) acknowledged; in eighths.
constexpr std::uint32_t kRenoScale = 8 * (kScale + kBeta) / 3 / (kScale - kBeta);
/// (t - K)^3 of the ticks is 2^30 times that of the seconds.
constexpr std::uint32_t kCubeShift = 10 + 30;
/// While cwnd stays the same, Linux looks at the curve no more often.
constexpr sim::Duration kLookEvery = sim::Duration{1s} / 32;
constexpr std::int64_t kFarthest = 1 << 18;  // ticks from K, 256 s: its cube times C fits into 63 bits

/// The largest integer whose cube is at most `value`, which is below 2^60.
std::uint64_t cube_root(std::uint64_t value) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = 1U << 20; bit > 0; bit >>= 1) {
        const std::uint64_t candidate = root + bit;
        if (candidate * candidate * candidate <= value) root = candidate;
    }
    return root;
}

}  // namespace

void Cubic::established(const Snapshot& snapshot, std::uint32_t initial_window) {
    cwnd_ = initial_window;
    hystart_.begin(snapshot);
}

void Cubic::acknowledged(const Snapshot& snapshot, std::uint32_t acked) {
    if (!snapshot.cwnd_limited) return;  // 5.8
    if (in_slow_start()) acked = slow_start(acked);
    if (acked == 0) return;
    update(snapshot.now, acked);
    raise_every(epoch_->raise_every, acked);
}

void Cubic::measured(const Snapshot& snapshot, sim::Duration rtt) {
    if (epoch_ && snapshot.now - epoch_->begin < 1s) return;  // Linux: the queue is that of the loss before
    min_rtt_ = std::min(rtt, min_rtt_.value_or(rtt));
    if (!rules_.hystart || !in_slow_start()) return;
    if (hystart_.delay_grows(snapshot, cwnd_, rtt, *min_rtt_)) ssthresh_ = cwnd_;
}

std::uint32_t Cubic::reduced(const Snapshot&) {
    epoch_.reset();
    acked_ = 0;
    const bool shrinking = cwnd_ < w_max_;  // 4.7, fast convergence: leave room for the newcomer
    const std::uint64_t cwnd = cwnd_;
    w_max_ = shrinking ? static_cast<std::uint32_t>(cwnd * (kScale + kBeta) / (2 * kScale)) : cwnd_;
    return std::max(static_cast<std::uint32_t>(cwnd * kBeta / kScale), 2U);  // 4.6
}

void Cubic::timed_out(const Snapshot& snapshot) {
    epoch_.reset();  // 4.8; Linux forgets the path altogether
    acked_ = 0;
    w_max_ = 0;
    min_rtt_.reset();
    hystart_.begin(snapshot);
}

void Cubic::resumed(const Snapshot& snapshot, sim::Time last_sent) {
    if (epoch_)  // 5.8: the time of silence does not count
        epoch_->begin = std::min(epoch_->begin + (snapshot.now - last_sent), snapshot.now);
}

void Cubic::update(sim::Time now, std::uint32_t acked) {
    const bool begins = !epoch_;
    if (begins) begin_epoch(now);
    epoch_->reno_acked += acked;
    if (!begins && epoch_->last_cwnd == cwnd_ && now - epoch_->last_update <= kLookEvery) return;
    follow_curve(now);
    keep_up_with_reno();
    epoch_->raise_every = std::max(epoch_->raise_every, 2U);  // 4.4: 1.5 times as much per RTT at most
}

/// 4.2 (2): K = cbrt((Wmax - cwnd) / C).
void Cubic::begin_epoch(sim::Time now) {
    const std::uint64_t gap = w_max_ > cwnd_ ? w_max_ - cwnd_ : 0;
    const std::uint64_t reachable = std::min<std::uint64_t>(gap, 1U << 20);
    const auto k = static_cast<std::int64_t>(cube_root((reachable << kCubeShift) / kC));
    epoch_ = Epoch{.begin = now,
                   .k = Ticks{k},
                   .origin = std::max(w_max_, cwnd_),
                   .reno_cwnd = cwnd_,
                   .reno_acked = 0,
                   .last_cwnd = cwnd_,
                   .last_update = now,
                   .raise_every = 2};
}

/// 4.2 (1), one RTT ahead: W(t + RTT).
std::uint32_t Cubic::target(sim::Time now) const {
    const sim::Duration ahead = now - epoch_->begin + min_rtt_.value_or(0s);
    const std::int64_t from_k = (std::chrono::duration_cast<Ticks>(ahead) - epoch_->k).count();
    const std::int64_t distance = std::min(from_k < 0 ? -from_k : from_k, kFarthest);
    const auto cube = static_cast<std::uint64_t>(distance * distance * distance);
    const std::uint64_t delta = kC * cube >> kCubeShift;
    if (from_k < 0)
        return epoch_->origin - static_cast<std::uint32_t>(std::min<std::uint64_t>(delta, epoch_->origin));
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(epoch_->origin + delta, kInfinite));
}

void Cubic::follow_curve(sim::Time now) {
    epoch_->last_cwnd = cwnd_;
    epoch_->last_update = now;
    const std::uint32_t goal = target(now);
    epoch_->raise_every = goal > cwnd_ ? cwnd_ / (goal - cwnd_) : 100 * cwnd_;
    // Linux: where nothing is known yet, 5 % per RTT at least.
    if (w_max_ == 0) epoch_->raise_every = std::min(epoch_->raise_every, 20U);
}

/// 4.3.
void Cubic::keep_up_with_reno() {
    const std::uint32_t per_segment = std::max(cwnd_ * kRenoScale / 8, 1U);
    while (epoch_->reno_acked > per_segment) {
        epoch_->reno_acked -= per_segment;
        epoch_->reno_cwnd += 1;
    }
    if (epoch_->reno_cwnd <= cwnd_) return;
    epoch_->raise_every = std::min(epoch_->raise_every, cwnd_ / (epoch_->reno_cwnd - cwnd_));
}

}  // namespace patchcord::models::tcp::cc

// The arithmetic of RFC 5681 3.1 in segments. Equation numbers are those of the RFC.
// Read next: models/tcp/cc/aimd.hpp.
#include "models/tcp/cc/aimd.hpp"

#include <algorithm>

namespace patchcord::models::tcp::cc {

void Aimd::acknowledged(const Snapshot& snapshot, std::uint32_t acked) {
    if (!snapshot.cwnd_limited) return;  // RFC 7661: an unused window says nothing about the path
    if (in_slow_start()) acked = slow_start(acked);
    if (acked > 0) raise_every(std::max(cwnd_, 1U), acked);
}

std::uint32_t Aimd::reduced(const Snapshot& snapshot) {
    acked_ = 0;
    const std::uint32_t window = rules_.halve_flight ? snapshot.in_flight : cwnd_;
    return std::max(window / 2, 2U);  // (4)
}

std::uint32_t Aimd::slow_start(std::uint32_t acked) {
    acked = std::min(acked, rules_.abc_limit);  // (2)
    const std::uint32_t growth = std::min(acked, ssthresh_ - cwnd_);
    cwnd_ += growth;
    return acked - growth;
}

void Aimd::raise_every(std::uint32_t count, std::uint32_t acked) {
    if (acked_ >= count) {  // collected while `count` was higher: worth one segment, as in Linux
        acked_ = 0;
        cwnd_ += 1;
    }
    acked_ += acked;
    cwnd_ = std::min(cwnd_ + acked_ / count, kInfinite);  // (3), once per window
    acked_ %= count;
}

}  // namespace patchcord::models::tcp::cc

// Skip sampling. The logarithm is the portable one, so that the same seed flips the same bits on every
// machine. A gap above 2^62 bits, which is 50 days at 1 Tbit/s, counts as 2^62. Read next:
// models/ethernet/bit_errors.hpp.
#include "models/ethernet/bit_errors.hpp"

#include "sim/core/check.hpp"
#include "sim/core/portable_math.hpp"

#include <algorithm>

namespace patchcord::models::ethernet {
namespace {

constexpr double kErrorsInBurst = 0.5;
constexpr double kLogRightInBurst = -0.6931471805599453;  // ln(1 - kErrorsInBurst)

/// ln(1 - p); as if p were a little less than 1 when it is 1.
double log_not(double p) {
    return p > 0.5 ? sim::portable_log(std::max(1.0 - p, 0x1p-53)) : sim::portable_log1p(-p);
}

}  // namespace

void BitErrors::set_ratio(double ratio, double burst, LineCode code) {
    sim::check(ratio >= 0.0 && ratio <= 0.5, "a bit error ratio is out of range");
    sim::check(burst == 0.0 || burst >= 1.0, "a burst of bit errors is shorter than a bit");
    code_ = code;
    log_good_ = log_not(ratio);
    gap_ = kEndless;
    const double share = ratio / kErrorsInBurst;  // of the time in the bad state
    bursts_ = burst > 0.0 && share < 1.0;
    if (ratio == 0.0) return;
    if (bursts_) {
        const double leave_bad = 1.0 / burst;
        const double leave_good = leave_bad * share / (1.0 - share);
        log_stay_bad_ = log_not(leave_bad);
        log_stay_good_ = log_not(leave_good);
        bad_ = stream_.unit() <= share;
        left_ = 1 + draw(bad_ ? log_stay_bad_ : log_stay_good_);
    }
    gap_ = draw_gap();
}

sim::Signal::Damage BitErrors::flip(std::uint64_t start_bits, std::span<std::uint8_t> frame) {
    using Damage = sim::Signal::Damage;
    const std::uint64_t end = start_bits + 8 * frame.size();
    bool start_hit = false;
    bool is_data = true;
    std::uint64_t bad = gap_;
    for (; bad < end; bad += 1 + draw_gap()) {
        if (bad < start_bits) {
            start_hit = true;
        } else {
            is_data &= strike(code_, bad - start_bits, frame, stream_);
        }
    }
    gap_ = bad - end;
    return start_hit ? Damage::Start : is_data ? Damage::Bits : Damage::Symbol;
}

std::uint64_t BitErrors::draw(double log_other) {
    constexpr double kLongest = 0x1p62;
    const double gap = sim::portable_log(stream_.unit()) / log_other;
    return gap >= kLongest ? std::uint64_t{1} << 62 : static_cast<std::uint64_t>(gap);
}

std::uint64_t BitErrors::draw_gap() {
    return bursts_ ? draw_gap_of_bursts() : draw(log_good_);
}

std::uint64_t BitErrors::draw_gap_of_bursts() {
    constexpr std::uint64_t kFar = std::uint64_t{1} << 62;
    std::uint64_t gap = 0;
    while (gap < kFar) {
        if (bad_) {
            const std::uint64_t good = draw(kLogRightInBurst);
            if (good < left_) {
                left_ -= good + 1;
                return gap + good;
            }
        }
        gap += left_;
        bad_ = !bad_;
        left_ = 1 + draw(bad_ ? log_stay_bad_ : log_stay_good_);
    }
    return kFar;
}

}  // namespace patchcord::models::ethernet

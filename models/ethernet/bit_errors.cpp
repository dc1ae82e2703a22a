// Skip sampling. The logarithm is the portable one, so that the same seed flips the same bits on every
// machine. A gap above 2^62 bits, which is 50 days at 1 Tbit/s, counts as 2^62. Read next:
// models/ethernet/bit_errors.hpp.
#include "models/ethernet/bit_errors.hpp"

#include "sim/core/check.hpp"
#include "sim/core/portable_math.hpp"

namespace patchcord::models::ethernet {

void BitErrors::set_ratio(double ratio) {
    sim::check(ratio >= 0.0 && ratio <= 0.5, "a bit error ratio is out of range");
    log_good_ = sim::portable_log1p(-ratio);
    gap_ = ratio > 0.0 ? draw_gap() : kEndless;
}

bool BitErrors::flip(std::uint64_t start_bits, std::span<std::uint8_t> frame) {
    const std::uint64_t end = start_bits + 8 * frame.size();
    bool start_hit = false;
    std::uint64_t bad = gap_;
    for (; bad < end; bad += 1 + draw_gap()) {
        if (bad < start_bits) {
            start_hit = true;
        } else {
            const std::uint64_t bit = bad - start_bits;
            frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ 1u << bit % 8);
        }
    }
    gap_ = bad - end;
    return start_hit;
}

std::uint64_t BitErrors::draw_gap() {
    constexpr double kLongest = 0x1p62;
    const double gap = sim::portable_log(stream_.unit()) / log_good_;
    return gap >= kLongest ? std::uint64_t{1} << 62 : static_cast<std::uint64_t>(gap);
}

}  // namespace patchcord::models::ethernet

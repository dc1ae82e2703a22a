// The algorithm of the paper's figure 2, with its names: avg, count, p_b, p_a.
// Read next: models/ethernet/red.hpp.
#include "models/ethernet/red.hpp"

#include "sim/core/portable_math.hpp"

#include <algorithm>

namespace patchcord::models::ethernet {

bool Red::drops(std::size_t waiting, sim::Time now, sim::Duration typical) {
    const auto& [minimum, maximum, probability, weight] = parameters_;
    if (waiting > 0) {
        average_ += weight * (static_cast<double>(waiting) - average_);
    } else {
        const double frames = static_cast<double>((now - empty_since_).count()) /
                              static_cast<double>(std::max<std::int64_t>(1, typical.count()));
        average_ *= 1.0 + sim::portable_expm1(frames * sim::portable_log1p(-weight));
    }
    if (average_ < minimum) {
        count_ = -1;
        return false;
    }
    if (average_ >= maximum) {
        count_ = 0;
        return true;
    }
    ++count_;
    const double p_b = probability * (average_ - minimum) / (maximum - minimum);
    const double left = 1.0 - static_cast<double>(count_) * p_b;
    const double p_a = left <= 0.0 ? 1.0 : p_b / left;
    if (stream_.unit() > p_a) return false;
    count_ = 0;
    return true;
}

}  // namespace patchcord::models::ethernet

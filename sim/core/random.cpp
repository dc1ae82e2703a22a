// The block function behind a random stream. Philox4x64-10: key = (seed, name), counter = (n, port, purpose,
// 0). Changing a word of this changes every run with chance in it. Read next: sim/core/random.hpp.
#include "sim/core/random.hpp"

#include "sim/core/portable_math.hpp"

#include <Random123/philox.h>

#include <cmath>

namespace patchcord::sim {

void RandomStream::refill() {
    const r123::Philox4x64::key_type key = {{key_[0], key_[1]}};
    const r123::Philox4x64::ctr_type counter = {{counter_++, port_, purpose_, 0}};
    const auto words = r123::Philox4x64{}(counter, key);
    for (std::size_t i = 0; i < block_.size(); ++i)
        block_[i] = words[i];
    used_ = 0;
}

std::uint64_t RandomStream::below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide{bits()} * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const std::uint64_t threshold = (0 - bound) % bound;
        while (static_cast<std::uint64_t>(product) < threshold)
            product = Wide{bits()} * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
}

double RandomStream::normal() {
    for (;;) {
        const double x = 2.0 * unit() - 1.0;
        const double y = 2.0 * unit() - 1.0;
        const double square = x * x + y * y;
        if (square > 0.0 && square < 1.0) return x * std::sqrt(-2.0 * portable_log(square) / square);
    }
}

}  // namespace patchcord::sim

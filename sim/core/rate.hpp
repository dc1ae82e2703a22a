// A transmission rate in bit/s. `time_to_send` is the only place in the program that rounds a time: 128-bit
// arithmetic, rounded up to the next picosecond, so that a link never carries more than its rate. Exact for
// every rate that divides 10^12, and for whole octets at all Ethernet speeds (400 Gbit/s takes 2.5 ps a bit).
// Read next: sim/core/time.hpp.
#pragma once

#include "sim/core/check.hpp"
#include "sim/core/time.hpp"

#include <compare>
#include <cstdint>
#include <limits>

namespace patchcord::sim {

class Rate {
  public:
    constexpr Rate() = default;
    /// `bits_per_second` from 1 to 10^12 (one bit then takes 1 ps).
    static constexpr Rate bits_per_second(std::uint64_t value) { return Rate{value}; }
    static constexpr Rate megabits_per_second(std::uint64_t value) { return Rate{value * 1'000'000}; }

    constexpr std::uint64_t bits_per_second() const { return bits_per_second_; }

    /// Time that `bits` occupy the medium, rounded up to a picosecond; it must be less than 106 days. The
    /// rate must not be zero.
    constexpr Duration time_to_send(std::uint64_t bits) const {
        if (picoseconds_per_bit_ != 0) return in_range(Wide{bits} * picoseconds_per_bit_);
        check(bits_per_second_ != 0, "a rate of zero");
        const Wide scaled = Wide{bits} * kPicosecondsPerSecond;
        return in_range((scaled + bits_per_second_ - 1) / bits_per_second_);
    }

    friend constexpr auto operator<=>(const Rate& left, const Rate& right) {
        return left.bits_per_second_ <=> right.bits_per_second_;
    }
    friend constexpr bool operator==(const Rate& left, const Rate& right) {
        return left.bits_per_second_ == right.bits_per_second_;
    }

  private:
    __extension__ using Wide = unsigned __int128;
    static constexpr Duration in_range(Wide picoseconds) {
        check(picoseconds <= std::numeric_limits<std::int64_t>::max(), "a time of more than 106 days");
        return Duration{static_cast<std::int64_t>(picoseconds)};
    }
    static constexpr std::uint64_t kPicosecondsPerSecond = 1'000'000'000'000;
    constexpr explicit Rate(std::uint64_t value)
        : bits_per_second_{value},
          picoseconds_per_bit_{
              value != 0 && kPicosecondsPerSecond % value == 0 ? kPicosecondsPerSecond / value : 0} {}

    std::uint64_t bits_per_second_ = 0;
    std::uint64_t picoseconds_per_bit_ = 0;  // 0 when a bit is not a whole number of picoseconds
};

}  // namespace patchcord::sim

// Sequence numbers (RFC 9293 3.4): 32 bits that wrap around. There is no operator<, because "less" means
// nothing on a circle; what one asks is whether a number lies before or after another within half the circle,
// or how far it is. Read next: models/tcp/tcb.hpp.
#pragma once

#include <cstdint>

namespace patchcord::models::tcp {

class Seq {
  public:
    constexpr Seq() = default;
    constexpr explicit Seq(std::uint32_t value) : value_{value} {}
    constexpr std::uint32_t value() const { return value_; }

    friend constexpr Seq operator+(Seq seq, std::uint32_t count) { return Seq{seq.value_ + count}; }
    friend constexpr Seq operator-(Seq seq, std::uint32_t count) { return Seq{seq.value_ - count}; }
    constexpr Seq& operator+=(std::uint32_t count) {
        value_ += count;
        return *this;
    }
    /// How far `right` must go to reach `left`, modulo 2^32.
    friend constexpr std::uint32_t operator-(Seq left, Seq right) { return left.value_ - right.value_; }
    friend constexpr bool operator==(Seq, Seq) = default;

    constexpr bool before(Seq other) const { return static_cast<std::int32_t>(value_ - other.value_) < 0; }
    constexpr bool after(Seq other) const { return other.before(*this); }
    constexpr bool at_or_before(Seq other) const { return !after(other); }
    constexpr bool at_or_after(Seq other) const { return !before(other); }
    /// first =< this < first + count
    constexpr bool in_window(Seq first, std::uint32_t count) const { return *this - first < count; }

  private:
    std::uint32_t value_ = 0;
};

constexpr Seq earlier(Seq left, Seq right) {
    return left.before(right) ? left : right;
}
constexpr Seq later(Seq left, Seq right) {
    return left.before(right) ? right : left;
}

}  // namespace patchcord::models::tcp

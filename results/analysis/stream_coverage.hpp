// Which bytes of a TCP stream have arrived, each counted once. Positions are 64-bit offsets from the byte
// behind the SYN, so streams may be longer than the 2^32 of sequence numbers. Read next:
// results/analysis/tcp_flows.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>

namespace patchcord::results {

class StreamCoverage {
  public:
    /// Bytes that have arrived without a gap from the first one on.
    std::uint64_t in_order() const { return in_order_; }

    /// The position of a sequence number that is `offset` behind that of the first byte, modulo 2^32: the one
    /// nearest to in_order(). Negative before the first byte.
    std::int64_t position(std::uint32_t offset) const {
        const auto distance = static_cast<std::int32_t>(offset - static_cast<std::uint32_t>(in_order_));
        return static_cast<std::int64_t>(in_order_) + distance;
    }

    /// `length` bytes from `position` on arrived. True if in_order() grew.
    bool add(std::int64_t position, std::uint32_t length) {
        const std::int64_t end = position + length;
        if (end <= static_cast<std::int64_t>(in_order_)) return false;
        const auto begin = static_cast<std::uint64_t>(std::max<std::int64_t>(position, 0));
        auto& island = islands_[begin];
        island = std::max(island, static_cast<std::uint64_t>(end));
        const std::uint64_t before = in_order_;
        while (!islands_.empty() && islands_.begin()->first <= in_order_) {
            in_order_ = std::max(in_order_, islands_.begin()->second);
            islands_.erase(islands_.begin());
        }
        return in_order_ != before;
    }

  private:
    std::uint64_t in_order_ = 0;
    std::map<std::uint64_t, std::uint64_t> islands_;  // begin, end
};

}  // namespace patchcord::results

// The bytes that the peer has sent and the application has not read, and behind them, with gaps, those that
// came out of order. Out-of-order bytes lie where they will belong, so filling a gap moves nothing. The free
// space is the window. Read next: models/tcp/segment_arrives.cpp (seventh check).
#pragma once

#include "models/tcp/buffer/byte_ring.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::models::tcp {

class ReceiveBuffer {
  public:
    explicit ReceiveBuffer(std::size_t limit) : limit_{limit} {}

    /// In order and not read.
    std::size_t readable() const { return readable_; }
    /// What may still come from RCV.NXT on.
    std::size_t space() const { return limit_ > readable_ ? limit_ - readable_ : 0; }
    /// Bytes that may wait; what is there stays.
    void set_limit(std::size_t limit) { limit_ = limit; }
    bool has_gaps() const { return !islands_.empty(); }
    /// How far behind RCV.NXT the last byte that has come ends; 0 without gaps.
    std::size_t extent() const { return islands_.empty() ? 0 : islands_.back().end - readable_; }

    /// Whether all of these octets, which begin `offset` behind RCV.NXT, have come already, out of order.
    bool holds(std::size_t offset, std::size_t count) const {
        const std::size_t begin = readable_ + offset;
        return std::ranges::any_of(islands_, [&](const Island& island) {
            return island.begin <= begin && begin + count <= island.end;
        });
    }
    /// Takes `bytes` that begin `offset` octets behind RCV.NXT and fit into space(). Returns how far RCV.NXT
    /// moves.
    std::size_t insert(std::size_t offset, std::span<const std::uint8_t> bytes) {
        if (bytes.empty()) return 0;
        const std::size_t begin = readable_ + offset;
        const std::size_t end = begin + bytes.size();
        ring_.reserve(end, islands_.empty() ? readable_ : islands_.back().end);
        ring_.write(begin, bytes);
        if (offset > 0) {
            add_island({begin, end});
            return 0;
        }
        const std::size_t before = readable_;
        readable_ = end;
        while (!islands_.empty() && islands_.front().begin <= readable_) {
            readable_ = std::max(readable_, islands_.front().end);
            islands_.erase(islands_.begin());
        }
        return readable_ - before;
    }
    /// Copies out the oldest bytes that are readable and says how many.
    std::size_t read(std::span<std::uint8_t> out) {
        const std::size_t count = std::min(out.size(), readable_);
        peek(0, out.first(count));
        drop(count);
        return count;
    }
    /// Copies out what lies `offset` bytes behind the oldest; offset + size are readable.
    void peek(std::size_t offset, std::span<std::uint8_t> out) {
        if (!out.empty()) ring_.read(offset, out);
    }
    /// Forgets the oldest `count` bytes, which are readable.
    void drop(std::size_t count) {
        if (count == 0) return;
        ring_.advance(count);
        readable_ -= count;
        for (Island& island : islands_)
            island = {island.begin - count, island.end - count};
    }
    /// Throws away everything that is readable.
    void discard() { drop(readable_); }

  private:
    /// Bytes behind a gap, as positions in the ring; sorted, not touching.
    struct Island {
        std::size_t begin;
        std::size_t end;
    };
    void add_island(Island fresh) {
        auto at =
            std::ranges::find_if(islands_, [&](const Island& island) { return island.end >= fresh.begin; });
        while (at != islands_.end() && at->begin <= fresh.end) {
            fresh = {std::min(fresh.begin, at->begin), std::max(fresh.end, at->end)};
            at = islands_.erase(at);
        }
        islands_.insert(at, fresh);
    }

    std::size_t limit_;
    ByteRing ring_;
    std::size_t readable_ = 0;
    std::vector<Island> islands_;
};

}  // namespace patchcord::models::tcp

// The bytes that the application has sent and the peer has not acknowledged: the first of them has the
// sequence number SND.UNA (ISS + 1 while the SYN is not acknowledged). A segment is copied out of it and
// summed in one pass. The sender may have marked ends of records (MSG_EOR), across which no segment goes.
// Read next: models/tcp/output.cpp.
#pragma once

#include "models/tcp/buffer/byte_ring.hpp"
#include "models/wire/checksum.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace patchcord::models::tcp {

class SendBuffer {
  public:
    explicit SendBuffer(std::size_t limit) : limit_{limit} {}

    std::size_t size() const { return size_; }
    std::size_t space() const { return limit_ > size_ ? limit_ - size_ : 0; }
    std::size_t limit() const { return limit_; }
    /// What is there stays.
    void set_limit(std::size_t limit) { limit_ = limit; }

    /// Takes as many bytes as there is space for, and says how many.
    std::size_t append(std::span<const std::uint8_t> bytes) {
        return append_anyway(bytes.first(std::min(bytes.size(), space())));
    }
    /// Takes all of them, for a caller who counts memory in another way.
    std::size_t append_anyway(std::span<const std::uint8_t> bytes) {
        const std::size_t count = bytes.size();
        ring_.reserve(size_ + count, size_);
        if (count > 0) ring_.write(size_, bytes);
        size_ += count;
        return count;
    }
    /// Copies from `offset` on into `out`, and returns the Internet checksum's sum of the bytes.
    std::uint16_t copy(std::size_t offset, std::span<std::uint8_t> out) {
        const ByteRing::Stretch from = ring_.stretch(offset, out.size());
        const std::uint16_t sum = wire::copy_and_sum(out, from.first);
        if (from.second.empty()) return sum;
        const std::uint16_t rest = wire::copy_and_sum(out.subspan(from.first.size()), from.second);
        return wire::ChecksumSum{}
            .add_summed(sum, from.first.size())
            .add_summed(rest, from.second.size())
            .folded();
    }
    /// The peer has the first `count` bytes.
    void acknowledge(std::size_t count) {
        ring_.advance(count);
        size_ -= count;
        begin_ += count;
        while (!record_ends_.empty() && record_ends_.front() <= begin_)
            record_ends_.erase(record_ends_.begin());
    }

    /// A record ends with the last byte that was taken.
    void end_record() {
        const std::uint64_t end = begin_ + size_;
        if (size_ > 0 && (record_ends_.empty() || record_ends_.back() != end)) record_ends_.push_back(end);
    }
    /// How many bytes from `offset` on belong to the same record; all there ever will be, without marks.
    std::size_t until_record_end(std::size_t offset) const {
        for (const std::uint64_t end : record_ends_) {
            if (end > begin_ + offset) return end - begin_ - offset;
        }
        return std::numeric_limits<std::size_t>::max();
    }
    bool ends_record(std::size_t offset) const {
        return std::ranges::find(record_ends_, begin_ + offset) != record_ends_.end();
    }

  private:
    std::size_t limit_;
    ByteRing ring_;
    std::size_t size_ = 0;
    std::uint64_t begin_ = 0;                 // bytes that were acknowledged
    std::vector<std::uint64_t> record_ends_;  // counted from the first byte ever taken
};

}  // namespace patchcord::models::tcp

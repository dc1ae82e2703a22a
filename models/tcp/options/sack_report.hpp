// What the receiver says about data that came out of order: up to four SACK blocks, the one that holds the
// newest segment first (RFC 2018 4), and before them once a duplicate that came (D-SACK, RFC 2883 4). The
// bytes themselves are in buffer/receive_buffer.hpp. Read next: models/tcp/segment_arrives.cpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "models/wire/tcp_options.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace patchcord::models::tcp {

class SackReport {
  public:
    bool empty() const { return size_ == 0 && !duplicate_; }

    /// [begin, end) lies behind RCV.NXT and has just come.
    void add(Seq begin, Seq end) {
        Block fresh{begin, end};
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const Block& old = blocks_[i];
            if (old.begin.at_or_before(fresh.end) && old.end.at_or_after(fresh.begin)) {
                fresh = {earlier(old.begin, fresh.begin), later(old.end, fresh.end)};
            } else {
                blocks_[kept++] = old;
            }
        }
        size_ = std::min(kept + 1, kMost);
        std::copy_backward(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(size_ - 1),
                           blocks_.begin() + static_cast<std::ptrdiff_t>(size_));
        blocks_[0] = fresh;
    }
    /// RCV.NXT has moved.
    void advance(Seq rcv_nxt) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (blocks_[i].end.after(rcv_nxt)) blocks_[kept++] = blocks_[i];
        }
        size_ = kept;
    }
    /// [begin, end) came although it was here.
    void note_duplicate(Seq begin, Seq end) {
        if (!duplicate_) {
            duplicate_ = Block{begin, end};
        } else if (begin.at_or_before(duplicate_->end) && end.at_or_after(duplicate_->begin)) {
            duplicate_ = Block{earlier(begin, duplicate_->begin), later(end, duplicate_->end)};
        }
    }
    /// For the acknowledgment that is sent now; the duplicate is reported once.
    wire::SackBlocks take() {
        wire::SackBlocks out;
        if (duplicate_) out.push_back({duplicate_->begin.value(), duplicate_->end.value()});
        duplicate_.reset();
        for (std::size_t i = 0; i < size_; ++i)
            out.push_back({blocks_[i].begin.value(), blocks_[i].end.value()});
        return out;
    }
    /// Blocks that the next segment will carry.
    std::size_t size() const { return std::min(size_ + (duplicate_ ? 1 : 0), kMost); }

  private:
    struct Block {
        Seq begin;
        Seq end;
    };
    static constexpr std::size_t kMost = wire::SackBlocks::kMaximum;

    std::array<Block, kMost> blocks_{};
    std::size_t size_ = 0;
    std::optional<Block> duplicate_;
};

}  // namespace patchcord::models::tcp

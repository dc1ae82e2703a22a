// The segments that were sent and are not acknowledged, in order, and what is known of each: selectively
// acknowledged (RFC 2018), deemed lost, sent again. From their counts follows how much is in the network (the
// pipe of RFC 6675 4), in segments as Linux counts them. Where the peer does not speak SACK, duplicate ACKs
// stand for segments that have arrived, without saying which. Not here: when something is lost (recovery.hpp,
// rack.hpp). Read next: models/tcp/loss/recovery.hpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace patchcord::models::tcp {

struct SentSegment {
    Seq begin;
    std::uint32_t length = 0;  ///< numbers that it takes: text and FIN
    sim::Time sent = {};       ///< when it was sent last
    bool sacked = false;
    bool lost = false;    ///< not counted as in the network; to be sent again unless `resent`
    bool resent = false;  ///< sent again, and that one is in the network
    bool ever_resent = false;
    bool probe = false;  ///< it was sent into a closed window
    bool push = false;   ///< it ended what the application had written

    Seq end() const { return begin + length; }
};

class Scoreboard {
  public:
    bool empty() const { return size_ == 0; }
    /// Segments sent and not acknowledged cumulatively (Linux: packets_out).
    std::uint32_t size() const { return size_; }
    const SentSegment& operator[](std::uint32_t at) const { return ring_[(head_ + at) & mask_]; }
    const SentSegment& front() const { return (*this)[0]; }
    const SentSegment& back() const { return (*this)[size_ - 1]; }

    /// Selectively acknowledged, or stood for by duplicate ACKs.
    std::uint32_t sacked() const { return sacked_ + arrived_; }
    std::uint32_t lost() const { return lost_; }
    /// Sent again and in the network.
    std::uint32_t resent() const { return resent_; }
    /// What is not in the network any more.
    std::uint32_t left() const { return sacked() + lost_; }
    /// In the network, as far as is known.
    std::uint32_t in_flight() const { return size_ - left() + resent_; }

    /// The segment that holds `number`; size() when none does.
    std::uint32_t find(Seq number) const;

    void push(const SentSegment& segment) {
        if (size_ == ring_.size()) grow();
        ++size_;
        at(size_ - 1) = segment;
    }
    void pop() {
        const SentSegment& first = front();
        sacked_ -= first.sacked ? 1 : 0;
        lost_ -= first.lost ? 1 : 0;
        resent_ -= first.resent ? 1 : 0;
        head_ = (head_ + 1) & mask_;
        --size_;
    }
    /// Cuts a segment in two, `length` from its front; both keep what is known.
    void split(std::uint32_t at, std::uint32_t length);
    /// Makes one of a segment and the next, which was never sent again and is not sacked.
    void merge_with_next(std::uint32_t at);
    /// More is sent in the last segment than before (of a probe whose window opened).
    void extend_last(std::uint32_t length, bool push) {
        at(size_ - 1).length = length;
        at(size_ - 1).push = push;
        at(size_ - 1).probe = false;
    }
    /// The front segment's text up to `una` is acknowledged.
    void trim_front(Seq una);

    void set_sacked(std::uint32_t at);
    void set_lost(std::uint32_t at);
    void clear_lost(std::uint32_t at);
    void set_resent(std::uint32_t at, sim::Time now);
    void clear_resent(std::uint32_t at);
    /// Nothing is lost after all.
    void clear_all_lost();
    /// What was sacked may have been thrown away by the peer (reneging, RFC 2018 8).
    void clear_all_sacked();

    /// Without SACK: so many segments have arrived somewhere behind the first. Never so many that the first,
    /// which must be missing, and what is lost could not be among the rest. False when it had to be limited.
    bool set_arrived(std::uint32_t count);

  private:
    SentSegment& at(std::uint32_t index) { return ring_[(head_ + index) & mask_]; }
    void grow();
    std::uint32_t most_arrived() const;

    std::vector<SentSegment> ring_;  // a power of two
    std::uint32_t mask_ = 0;
    std::uint32_t head_ = 0;
    std::uint32_t size_ = 0;
    std::uint32_t sacked_ = 0;   // marked in the ring
    std::uint32_t arrived_ = 0;  // not marked: see set_arrived()
    std::uint32_t lost_ = 0;
    std::uint32_t resent_ = 0;
};

}  // namespace patchcord::models::tcp

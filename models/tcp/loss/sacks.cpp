// What an acknowledgment says has arrived: SACK blocks (RFC 2018), D-SACK (RFC 2883), the cumulative number;
// the round trips that can be measured on it (Karn's rule), and the reordering that shows. Everything is
// found out before anything is concluded: that is recovery.cpp. Read next: models/tcp/loss/recovery.cpp.
#include "models/tcp/loss/recovery.hpp"

#include <algorithm>

namespace patchcord::models::tcp {
namespace {

constexpr std::uint32_t kMostReordering = 300;  // segments; Linux tcp_max_reordering

}  // namespace

// RFC 2883 4: a first block that lies below the cumulative number or within the second reports a duplicate.
void Recovery::take_sacks(Ack& ack, std::span<const wire::SackBlock> blocks) {
    if (blocks.empty()) return;
    const Seq begin{blocks[0].left};
    const Seq end{blocks[0].right};
    bool is_report = begin.before(ack.ack);
    if (blocks.size() > 1)
        is_report |= begin.at_or_after(Seq{blocks[1].left}) && end.at_or_before(Seq{blocks[1].right});
    if (is_report) note_duplicate(ack, begin, end);
    const Seq highest = highest_sacked(ack.prior_una);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const Seq left{blocks[i].left};
        const Seq right{blocks[i].right};
        const bool duplicate = is_report && i == 0;
        if (is_valid_block(ack, left, right, duplicate)) mark_block(ack, left, right, duplicate, highest);
    }
    if (state_ != CaState::Loss || undo_from_) note_reordering(ack);
    ack.reordered.reset();
}

bool Recovery::is_valid_block(const Ack& ack, Seq begin, Seq end, bool duplicate) const {
    if (end.after(ack.snd_nxt) || !begin.before(end)) return false;
    if (begin.after(ack.prior_una)) return true;
    return duplicate && undo_from_ && end.at_or_before(ack.prior_una) && end.after(*undo_from_);
}

// The segments that lie within the block. Of one that lies across an edge nothing is believed (as in Linux):
// it goes again as a whole, if it goes.
void Recovery::mark_block(Ack& ack, Seq begin, Seq end, bool duplicate, Seq highest) {
    std::uint32_t at = board_.find(begin);
    if (at < board_.size() && board_[at].begin.before(begin)) ++at;
    for (; at < board_.size() && board_[at].end().at_or_before(end); ++at) {
        const SentSegment& segment = board_[at];
        if (duplicate && segment.ever_resent && undo_from_ && undo_resent_ > 0 &&
            segment.end().after(*undo_from_))
            --undo_resent_;
        if (!segment.sacked) mark_sacked(ack, at, highest);
    }
}

void Recovery::mark_sacked(Ack& ack, std::uint32_t at, Seq highest) {
    const SentSegment& segment = board_[at];
    rack_.delivered(segment, ack.now, rtt_.min_rtt());
    if (!segment.ever_resent) {
        if (segment.begin.before(highest))
            ack.reordered = earlier(ack.reordered.value_or(segment.begin), segment.begin);
        if (segment.end().at_or_before(high_seq_)) ack.original_delivered = true;
        if (!ack.first_sacked) ack.first_sacked = segment.sent;
        ack.last_sacked = segment.sent;
    }
    board_.set_sacked(at);
    ack.sacked_new = true;
    ++ack.delivered;
}

void Recovery::note_duplicate(Ack& ack, Seq begin, Seq end) {
    const std::uint32_t segments = std::max(1u, (end - begin) / std::max(1u, ack.mss));
    ack.duplicate_report = true;
    if (tail_probe_ && tail_probe_->resent && end == tail_probe_->end) {
        ack.probe_duplicate = true;
    } else if (reordering_seen_) {
        rack_.duplicate_reported(ack.prior_una, ack.snd_nxt);
    }
    if (undo_from_ && undo_resent_ > 0 && end.at_or_before(ack.prior_una) && end.after(*undo_from_))
        undo_resent_ -= std::min(undo_resent_, static_cast<std::int32_t>(segments));
}

// Linux: just behind the highest segment that is sacked.
Seq Recovery::highest_sacked(Seq snd_una) const {
    if (board_.sacked() == 0) return snd_una;
    for (std::uint32_t i = board_.size(); i-- > 0;) {
        if (board_[i].sacked) return board_[i].end();
    }
    return snd_una;
}

void Recovery::take_cumulative(Ack& ack) {
    const Seq highest = ack.prior_highest;
    const bool had_sacked = highest.after(ack.prior_una);
    std::uint32_t acked = 0;
    std::optional<sim::Time> first;
    std::optional<sim::Time> last;
    while (!board_.empty() && board_.front().end().at_or_before(ack.ack)) {
        const SentSegment& segment = board_.front();
        if (segment.ever_resent) {
            ack.resent_acked = true;
        } else if (!segment.sacked) {
            if (!first) first = segment.sent;
            last = segment.sent;
            if (had_sacked && segment.begin.before(highest))
                ack.reordered = earlier(ack.reordered.value_or(segment.begin), segment.begin);
            if (segment.end().at_or_before(high_seq_)) ack.original_delivered = true;
        }
        if (!segment.sacked && ack.sack_permitted) {
            ++ack.delivered;
            rack_.delivered(segment, ack.now, rtt_.min_rtt());
        }
        board_.pop();
        ++acked;
    }
    if (acked > 0) {
        ack.acked_data = true;
        // RFC 6582 3.2 step 3: of the partial acknowledgments only the first one restarts the timer.
        const bool impatient = !config_.prr && !ack.sack_permitted && state_ == CaState::Recovery;
        ack.restarts_timer = !impatient || !partial_ack_seen_;
        partial_ack_seen_ = impatient;
    }
    if (!board_.empty() && board_.front().begin.before(ack.ack)) board_.trim_front(ack.ack);
    if (ack.resent_acked) first.reset();
    measure(ack, first, last);
    if (!ack.sack_permitted) {
        remove_arrived(ack, acked);
    } else if (ack.reordered) {
        note_reordering(ack);
    }
}

// Without SACK nothing confirms that it was the original that arrived.
void Recovery::remove_arrived(Ack& ack, std::uint32_t acked) {
    if (acked > 0) {
        const std::uint32_t arrived = board_.sacked();
        ack.delivered += std::max(acked > arrived ? acked - arrived : 0, 1u);
        board_.set_arrived(arrived - std::min(arrived, acked - 1));
    }
    if (ack.resent_acked) ack.original_delivered = false;
}

// Karn's rule is in which times were kept. Where the cumulative number tells nothing, SACK does.
void Recovery::measure(Ack& ack, std::optional<sim::Time> first, std::optional<sim::Time> last) {
    if (first) {
        ack.rtt = ack.now - *first;
        ack.last_rtt = ack.now - *last;
    } else if (ack.first_sacked) {
        ack.rtt = ack.now - *ack.first_sacked;
    }
    if (ack.last_sacked && (!first || *ack.last_sacked > *last)) ack.last_rtt = ack.now - *ack.last_sacked;
    const bool head_is_older =
        !board_.empty() && ack.rtt && !ack.acked_data && *ack.rtt > ack.now - board_.front().sent;
    if (head_is_older) ack.restarts_timer = true;
}

// Something arrived after what was sent later: from now on so much reordering is expected.
void Recovery::note_reordering(const Ack& ack) {
    if (!ack.reordered) return;
    const Seq highest = highest_sacked(ack.ack);
    if (!ack.reordered->before(highest)) return;
    const std::uint32_t distance = (highest - *ack.reordered + ack.mss - 1) / std::max(1u, ack.mss);
    reordering_ = std::min(std::max(reordering_, distance), kMostReordering);
    reordering_seen_ = true;
}

}  // namespace patchcord::models::tcp

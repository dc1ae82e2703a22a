// The states of the sender and what cwnd does in them: RFC 5681 3.2, 6582 3.2, 6675 5, 6937 3, 8985 7, 5682.
// One acknowledgment goes through react() once; what it told about single segments was found before
// (sacks.cpp). Taking a reduction back is in undo.cpp. Read next: models/tcp/loss/undo.cpp.
#include "models/tcp/loss/recovery.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

cc::Snapshot Recovery::snapshot(sim::Time now, Seq snd_una, Seq snd_nxt) const {
    return {.now = now,
            .in_flight = board_.in_flight(),
            .cwnd_limited = cwnd_limited(),
            .snd_una = snd_una,
            .snd_nxt = snd_nxt,
            .srtt = rtt_.srtt()};
}

Resend Recovery::react(Ack& ack, bool duplicate, bool new_data_waits) {
    sack_permitted_ = ack.sack_permitted;
    duplicates_ = duplicate ? duplicates_ + 1 : ack.advanced ? 0 : duplicates_;
    reordering_timeout_ = sim::Duration{0};
    const std::uint32_t lost_before = board_.lost();
    const cc::Snapshot before = snapshot(ack.now, ack.ack, ack.snd_nxt);
    if (tail_probe_) take_tail_probe(ack);
    const bool leaves = reduces_cwnd() && !config_.prr;  // then cwnd was set by RFC 6582 3.2 step 3
    Resend resend = Resend::Nothing;
    const bool says_nothing = !ack.carries_data && !ack.window_update && !ack.acked_data;
    const bool alarms = ack.sacked_new || ack.ece || ack.duplicate_report;
    if (says_nothing || alarms || state_ != CaState::Open) resend = alert(ack, duplicate, new_data_waits);
    ack.newly_lost = board_.lost() > lost_before ? board_.lost() - lost_before : 0;
    if (reduces_cwnd()) {
        reduce(ack);
    } else if (may_raise_cwnd(ack) && !leaves) {
        congestion_.acknowledged(before, ack.delivered);
    }
    return resend;
}

bool Recovery::may_raise_cwnd(const Ack& ack) const {
    if (ack.delivered == 0) return false;
    if (reordering_ > config_.duplicate_threshold) return ack.acked_data || ack.sacked_new;
    return ack.acked_data;
}

Resend Recovery::alert(Ack& ack, bool duplicate, bool new_data_waits) {
    if (ack.ece) undo_ssthresh_ = 0;
    if (peer_reneges(ack)) return Resend::Nothing;
    if (state_ == CaState::Open) {
        first_resent_.reset();
    } else if (leave_what_is_over(ack)) {
        return Resend::Nothing;
    }
    Resend resend = Resend::Lost;
    if (state_ == CaState::Recovery) {
        if (!go_on_in_recovery(ack, duplicate)) return Resend::Nothing;
        if (state_ == CaState::Recovery) return Resend::Lost;
    } else if (state_ == CaState::Loss) {
        if (!go_on_in_loss(ack, duplicate, new_data_waits, resend)) return resend;
    } else {
        if (!ack.sack_permitted) {
            if (ack.advanced) board_.set_arrived(0);
            if (duplicate) add_arrived(ack);
        }
        if (state_ <= CaState::Disorder) undo_by_duplicates();
        find_losses(ack);
    }
    if (board_.lost() == 0) {
        try_to_open(ack);
        return Resend::Nothing;
    }
    if (state_ != CaState::Recovery) enter_recovery(ack);
    return Resend::Lost;
}

// True: the acknowledgment needs no more attention.
bool Recovery::leave_what_is_over(const Ack& ack) {
    if (ack.ack.before(high_seq_)) return false;
    if (state_ == CaState::Cwr) {
        if (ack.ack != high_seq_) {  // CWR lasts until something above is acknowledged
            end_reduction();
            set_state(CaState::Open);
        }
    } else if (state_ == CaState::Recovery) {
        if (!ack.sack_permitted) board_.set_arrived(0);
        return undo_recovery(ack);
    }
    return false;
}

// False: the acknowledgment needs no more attention.
bool Recovery::go_on_in_recovery(Ack& ack, bool duplicate) {
    if (!ack.advanced) {
        if (!ack.sack_permitted && duplicate) add_arrived(ack);
    } else if (undo_partial(ack)) {
        return false;
    } else if (!ack.sack_permitted && congestion_.leaves_at_partial_ack()) {
        board_.set_arrived(0);
        end_reduction();
        keep_open(ack.snd_nxt);
        return false;
    }
    if (undo_by_duplicates()) try_to_open(ack);
    find_losses(ack);
    return true;
}

// RFC 5682 3.1 (with SACK) and 2.1: do the acknowledgments after a timeout come from what was sent before it?
bool Recovery::go_on_in_loss(Ack& ack, bool duplicate, bool new_data_waits, Resend& resend) {
    const bool recovered = ack.ack.at_or_after(high_seq_);
    resend = Resend::Nothing;
    bool decided = ack.advanced && undo_loss(ack, false);
    if (!decided && frto_) {
        if (ack.original_delivered && undo_loss(ack, true)) {
            decided = true;
        } else if (ack.snd_nxt.after(high_seq_)) {
            if (ack.sacked_new || duplicate) frto_ = false;  // step 3a: it was a loss
        } else if (ack.advanced && !recovered) {
            high_seq_ = ack.snd_nxt;  // step 2b: new data tells
            if (new_data_waits) {
                resend = Resend::NewDataFirst;
                decided = true;
            } else {
                frto_ = false;
            }
        }
    }
    if (!decided && recovered) {
        undo_recovery(ack);
        decided = true;
    }
    if (!decided) {
        if (!ack.sack_permitted) {
            if (ack.snd_nxt.after(high_seq_) && duplicate) {
                add_arrived(ack);
            } else if (ack.advanced) {
                board_.set_arrived(0);
            }
        }
        resend = Resend::Lost;
    }
    find_losses(ack);
    return state_ == CaState::Open || ack.resent_lost;
}

// An ACK that moves nothing, without SACK: something behind the hole has arrived.
void Recovery::add_arrived(Ack& ack) {
    const std::uint32_t before = board_.sacked();
    if (!board_.set_arrived(before + 1)) reordering_ = std::min(board_.size() + 1, 300u);
    if (board_.sacked() > before) ++ack.delivered;
}

Rack::Situation Recovery::situation(sim::Time now) const {
    return {.now = now,
            .srtt = rtt_.srtt(),
            .min_rtt = rtt_.min_rtt(),
            .in_recovery = state_ >= CaState::Recovery,
            .reordering_seen = reordering_seen_,
            .enough_sacked = board_.sacked() >= reordering_};
}

void Recovery::find_losses(Ack& ack) {
    if (board_.empty() || !config_.fast_retransmit) return;
    if (ack.sack_permitted && config_.detection == LossDetection::Rack) {
        if (!rack_.has_advanced()) return;
        const std::uint32_t resent = board_.resent();
        reordering_timeout_ = rack_.detect(board_, situation(ack.now));
        if (reordering_timeout_ > sim::Duration{0}) ack.restarts_timer = false;
        if (board_.resent() < resent) ack.resent_lost = true;
    } else if (ack.sack_permitted) {
        find_losses_by_count(ack);
    } else {  // RFC 6582 3.2 steps 2 and 3
        const bool begins = state_ < CaState::Recovery && duplicates_ >= config_.duplicate_threshold &&
                            (!recover_ || ack.ack.after(*recover_));
        const bool goes_on = state_ == CaState::Recovery && ack.advanced;
        if (begins || goes_on) board_.set_lost(0);
        if (goes_on) prr_out_ = 0;  // the next hole goes whatever cwnd says
    }
}

// RFC 6675 4, IsLost: as many segments above it are sacked as the threshold says, or so many bytes.
void Recovery::find_losses_by_count(const Ack& ack) {
    std::uint32_t above = 0;
    std::uint32_t bytes = 0;
    for (std::uint32_t i = board_.size(); i-- > 0;) {
        const SentSegment& segment = board_[i];
        if (segment.sacked) {
            ++above;
            bytes += segment.length;
        } else if (above >= reordering_ || bytes > (reordering_ - 1) * ack.mss) {
            if (!segment.ever_resent) board_.set_lost(i);
        }
    }
    // The first hole is sent again even when few enough are left that the rest cannot be counted (5,
    // step 4.2).
    if (state_ == CaState::Recovery && ack.advanced && !board_.empty() && !board_.front().sacked &&
        !board_.front().ever_resent && board_.sacked() > 0)
        board_.set_lost(0);
}

std::uint32_t Recovery::flight_before_limited_transmit() const {
    if (state_ != CaState::Disorder) return board_.size();
    const std::uint32_t before = board_.find(high_seq_);
    return before == 0 ? board_.size() : before;
}

void Recovery::begin_reduction(sim::Time now, Seq snd_una, Seq snd_nxt) {
    cc::Snapshot loss = snapshot(now, snd_una, snd_nxt);
    loss.in_flight = flight_before_limited_transmit();
    high_seq_ = snd_nxt;
    tail_probe_.reset();
    prior_cwnd_ = congestion_.cwnd();
    prr_delivered_ = 0;
    prr_out_ = 0;
    congestion_.set_ssthresh(congestion_.reduced(loss));
    if (!config_.prr) congestion_.set_cwnd(std::min(congestion_.cwnd(), congestion_.ssthresh()));
}

// RFC 6675 5 step 4, RFC 5681 3.2 steps 2 and 3
void Recovery::enter_recovery(const Ack& ack) {
    if (!any_resent()) first_resent_.reset();
    undo_ssthresh_ = 0;
    remember_for_undo(ack.ack);
    if (!reduces_cwnd()) {
        if (!ack.ece) undo_ssthresh_ = current_ssthresh();
        begin_reduction(ack.now, ack.ack, ack.snd_nxt);
    }
    set_state(CaState::Recovery);
    partial_ack_seen_ = false;
    recover_ = ack.snd_nxt;
    if (congestion_.starts_over_after_loss()) {  // Tahoe: as after a timeout
        set_state(CaState::Loss);
        for (std::uint32_t i = 0; i < board_.size(); ++i)
            board_.set_lost(i);
        board_.set_arrived(0);
        congestion_.set_cwnd(1);
        frto_ = false;
    }
}

// RFC 6937 3.1, with its slow-start bound, as Linux: a segment more when data was delivered and nothing lost.
void Recovery::reduce(const Ack& ack) {
    if (!config_.prr || ack.delivered == 0 || prior_cwnd_ == 0) return;
    const std::uint32_t ssthresh = congestion_.ssthresh();
    const std::uint32_t pipe = board_.in_flight();
    prr_delivered_ += ack.delivered;
    std::uint32_t allowed = 0;
    if (pipe > ssthresh) {
        const std::uint64_t share = std::uint64_t{ssthresh} * prr_delivered_ + prior_cwnd_ - 1;
        const auto due = static_cast<std::uint32_t>(share / prior_cwnd_);
        allowed = due > prr_out_ ? due - prr_out_ : 0;
    } else {
        allowed = std::max(prr_delivered_ > prr_out_ ? prr_delivered_ - prr_out_ : 0, ack.delivered);
        if (ack.advanced && ack.newly_lost == 0) ++allowed;
        allowed = std::min(ssthresh - pipe, allowed);
    }
    allowed = std::max(allowed, prr_out_ > 0 ? 0u : 1u);  // the first one goes at once
    congestion_.set_cwnd(pipe + allowed);
}

void Recovery::end_reduction() {
    const std::uint32_t ssthresh = congestion_.ssthresh();
    if (ssthresh >= cc::CongestionControl::kInfinite) return;
    if (config_.prr) {
        if (state_ == CaState::Cwr || undo_from_) congestion_.set_cwnd(ssthresh);
    } else if (!sack_permitted_) {  // RFC 6582 3.2 step 3, (1)
        congestion_.set_cwnd(std::min(ssthresh, std::max(board_.in_flight(), 1u) + 1));
    } else {
        congestion_.set_cwnd(ssthresh);
    }
}

void Recovery::keep_open(Seq snd_nxt) {
    const CaState state = board_.left() > 0 || any_resent() ? CaState::Disorder : CaState::Open;
    if (state_ == state) return;
    set_state(state);
    high_seq_ = snd_nxt;
}

void Recovery::try_to_open(const Ack& ack) {
    if (!any_resent()) first_resent_.reset();
    if (ack.ece) reduce_without_loss(ack.now, ack.ack, ack.snd_nxt);
    if (state_ != CaState::Cwr) keep_open(ack.snd_nxt);
}

void Recovery::reduce_without_loss(sim::Time now, Seq snd_una, Seq snd_nxt) {
    undo_ssthresh_ = 0;
    if (state_ >= CaState::Cwr) return;
    undo_from_.reset();
    begin_reduction(now, snd_una, snd_nxt);
    set_state(CaState::Cwr);
}

// RFC 2018 8: the peer acknowledges up to something that it had SACKed, so it has thrown that away.
bool Recovery::peer_reneges(Ack& ack) {
    if (!ack.sack_permitted || board_.empty() || !board_.front().sacked || !ack.acked_data) return false;
    board_.clear_all_sacked();
    for (std::uint32_t i = 0; i < board_.size(); ++i)
        board_.set_lost(i);
    ack.restarts_timer = true;
    return false;
}

void Recovery::too_large(std::uint32_t mss, Seq snd_nxt) {
    bool any = false;
    for (std::uint32_t i = 0; i < board_.size(); ++i) {
        if (board_[i].sacked || board_[i].length <= mss) continue;
        board_.set_lost(i);
        any = true;
    }
    if (!any || state_ == CaState::Loss) return;
    high_seq_ = snd_nxt;
    congestion_.set_ssthresh(current_ssthresh());
    undo_ssthresh_ = 0;
    undo_from_.reset();
    set_state(CaState::Loss);
}

// RFC 8985 7.4.1: what the answer to a tail-loss probe says.
void Recovery::take_tail_probe(Ack& ack) {
    if (ack.ack.before(tail_probe_->end)) return;
    if (!tail_probe_->resent || ack.probe_duplicate) {
        tail_probe_.reset();
    } else if (ack.ack.after(tail_probe_->end)) {  // the probe repaired a loss: one reduction
        begin_reduction(ack.now, ack.ack, ack.snd_nxt);
        set_state(CaState::Cwr);
        end_reduction();
        keep_open(ack.snd_nxt);
    } else if (!ack.advanced && !ack.carries_data && !ack.window_update && !ack.sacked_new) {
        tail_probe_.reset();  // the original and the probe arrived
    }
}

bool Recovery::may_probe_tail() const {
    const bool calm = state_ == CaState::Open || state_ == CaState::Cwr;
    return config_.tail_loss_probe && sack_permitted_ && calm && !board_.empty() && !board_.back().sacked;
}

void Recovery::tail_probed(Seq snd_nxt, bool resent) {
    tail_probe_ = TailProbe{snd_nxt, resent};
}

void Recovery::sent(const SentSegment& segment) {
    board_.push(segment);
    if (reduces_cwnd()) ++prr_out_;
}

void Recovery::sent_again(std::uint32_t at, sim::Time now) {
    if (!first_resent_) first_resent_ = now;
    board_.set_resent(at, now);
    undo_resent_ = std::max(undo_resent_, 0) + 1;
    if (reduces_cwnd()) ++prr_out_;
}

std::uint32_t Recovery::next_to_resend() const {
    if (board_.lost() == 0) return board_.size();
    std::uint32_t left = board_.lost();
    for (std::uint32_t i = 0; i < board_.size() && left > 0; ++i) {
        if (!board_[i].lost) continue;
        if (!board_[i].resent) return i;
        --left;
    }
    return board_.size();
}

void Recovery::note_usage(bool limited, Seq snd_una, Seq snd_nxt) {
    const bool new_round = snd_una.at_or_after(usage_until_);
    if (!new_round && !limited && (limited_ || board_.size() <= most_out_)) return;
    limited_ = limited;
    most_out_ = board_.size();
    usage_until_ = snd_nxt;
}

bool Recovery::cwnd_limited() const {
    return limited_ || (congestion_.in_slow_start() && congestion_.cwnd() < 2 * most_out_);
}

// RFC 5681 3.1, RFC 6298 5.4, RFC 8985 6.3
void Recovery::timed_out(sim::Time now, Seq snd_una, Seq snd_nxt, std::uint32_t times) {
    const bool new_recovery = state_ < CaState::Recovery;
    const bool first_for_this = state_ <= CaState::Disorder || snd_una.at_or_after(high_seq_) ||
                                (state_ == CaState::Loss && times == 1);
    const cc::Snapshot loss = snapshot(now, snd_una, snd_nxt);
    const bool reneged = sack_permitted_ && !board_.empty() && board_.front().sacked;
    if (reneged || !sack_permitted_) board_.clear_all_sacked();
    const bool by_time = config_.detection == LossDetection::Rack && sack_permitted_ && !reneged;
    for (std::uint32_t i = 0; i < board_.size(); ++i) {
        if (by_time && i > 0 && rack_.remaining(board_[i], now, sim::Duration{0}) > sim::Duration{0})
            continue;
        board_.set_lost(i);
    }
    if (first_for_this) {
        undo_ssthresh_ = current_ssthresh();
        prior_cwnd_ = congestion_.cwnd();
        cc::Snapshot all = loss;
        all.in_flight = board_.size();
        congestion_.set_ssthresh(congestion_.reduced(all));
        remember_for_undo(snd_una);
    }
    congestion_.set_cwnd(board_.in_flight() + 1);
    congestion_.timed_out(snapshot(now, snd_una, snd_nxt));
    if (state_ <= CaState::Disorder && board_.sacked() >= reordering_)
        reordering_ = std::min(reordering_, config_.duplicate_threshold);
    set_state(CaState::Loss);
    high_seq_ = snd_nxt;
    recover_ = snd_nxt;
    duplicates_ = 0;
    tail_probe_.reset();
    frto_ = config_.frto && (new_recovery || times > 1);
}

bool Recovery::reordering_timed_out(sim::Time now, Seq snd_una, Seq snd_nxt) {
    reordering_timeout_ = rack_.detect(board_, situation(now));
    if (board_.lost() == 0) return false;
    if (state_ < CaState::Recovery) {
        Ack none{.now = now,
                 .ack = snd_una,
                 .prior_una = snd_una,
                 .snd_nxt = snd_nxt,
                 .prior_highest = snd_una,
                 .sack_permitted = true};
        enter_recovery(none);
        if (config_.prr) {
            none.delivered = 1;  // so that one segment goes at once
            reduce(none);
        }
    }
    return true;
}

}  // namespace patchcord::models::tcp

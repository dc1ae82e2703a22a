// Taking back a reduction that turns out to have been wrong: the acknowledgment was caused by the original
// (Eifel, RFC 3522, by timestamps), every retransmission was reported as a duplicate (D-SACK, RFC 3708), or
// F-RTO says so (RFC 5682).
// Read next: models/tcp/loss/recovery.hpp.
#include "models/tcp/loss/recovery.hpp"

#include <algorithm>

namespace patchcord::models::tcp {

void Recovery::remember_for_undo(Seq snd_una) {
    if (!config_.undo) return;
    undo_from_ = snd_una;
    undo_resent_ = board_.resent() > 0 ? static_cast<std::int32_t>(board_.resent()) : -1;
}

// Linux tcp_current_ssthresh: what cwnd had come to counts as well.
std::uint32_t Recovery::current_ssthresh() const {
    if (reduces_cwnd()) return congestion_.ssthresh();
    const std::uint32_t cwnd = congestion_.cwnd();
    if (cwnd >= cc::CongestionControl::kInfinite) return cwnd;
    return std::max(congestion_.ssthresh(), cwnd / 2 + cwnd / 4);
}

// By its timestamp; or nothing has been sent again yet. (Where the state was held without SACK, the first
// retransmission is forgotten, and this says nothing.)
bool Recovery::is_from_original(const Ack& ack) const {
    if (first_resent_) return ack.echoes_original;
    return ack.sack_permitted || ack.ack.before(high_seq_);
}

bool Recovery::may_undo(const Ack& ack) const {
    return undo_from_ && (undo_resent_ == 0 || is_from_original(ack));
}

void Recovery::undo(bool nothing_lost) {
    if (nothing_lost) board_.clear_all_lost();
    if (undo_ssthresh_ > 0) {
        congestion_.set_cwnd(congestion_.undone(prior_cwnd_));
        congestion_.set_ssthresh(std::max(undo_ssthresh_, congestion_.ssthresh()));
    }
    undo_from_.reset();
    rack_.note_delivery();
}

// Without SACK nothing tells duplicate ACKs that the retransmissions cause from those of new losses, until
// something above is acknowledged (RFC 6582 4).
bool Recovery::must_hold_state(const Ack& ack) {
    if (!config_.prr || ack.ack != high_seq_ || ack.sack_permitted) return false;
    if (!any_resent()) first_resent_.reset();
    return true;
}

bool Recovery::undo_recovery(const Ack& ack) {
    if (may_undo(ack)) {
        undo(false);
    } else {
        rack_.recovery_ended();
        if (state_ == CaState::Recovery) end_reduction();
    }
    if (must_hold_state(ack)) return true;
    set_state(CaState::Open);
    return false;
}

bool Recovery::undo_partial(const Ack& ack) {
    if (!undo_from_ || !is_from_original(ack)) return false;
    reordering_seen_ = true;
    if (any_resent()) return true;  // what else was sent again is on its way: wait
    first_resent_.reset();
    undo(true);
    keep_open(ack.snd_nxt);
    return false;
}

bool Recovery::undo_loss(const Ack& ack, bool by_frto) {
    if (!by_frto && !may_undo(ack)) return false;
    undo(true);
    frto_ = false;
    if (must_hold_state(ack)) return true;
    if (by_frto || ack.sack_permitted) {
        undo_from_.reset();
        set_state(CaState::Open);
    }
    return true;
}

bool Recovery::undo_by_duplicates() {
    if (!undo_from_ || undo_resent_ != 0) return false;
    undo(false);
    return true;
}

}  // namespace patchcord::models::tcp

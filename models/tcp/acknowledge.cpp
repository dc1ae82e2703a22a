// The fifth check's work in the synchronized states: what an acknowledgment says about our data, about losses
// and about the peer's window. RFC 9293 3.10.7.4, RFC 5681 3.2 (fast retransmit), RFC 6582 3.2 (NewReno), RFC
// 6298 5. Not here: how much is sent next (output.cpp), how windows grow (cc/). Read next:
// models/tcp/output.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using wire::TcpState;

cc::Snapshot Connection::snapshot() const {
    return {.now = context_.now(),
            .mss = tcb_.mss,
            .flight = tcb_.snd_max - tcb_.snd_una,
            .cwnd_limited = tcb_.flight() + tcb_.mss > congestion_->cwnd()};
}

void Connection::acknowledge(const Segment& segment) {
    const bool of_our_fin = segment.ack.after(tcb_.text_end());
    // RFC 5681 2: the definition of a duplicate acknowledgment.
    const bool duplicate = segment.ack == tcb_.snd_una && retransmission_.is_armed() &&
                           segment.length() == 0 && segment.window == tcb_.snd_wnd;
    if (persist_.is_armed()) tcb_.backoffs = 0;  // RFC 9293 3.8.6.1, MUST-37: the peer answers
    if (segment.ack.after(tcb_.snd_una)) {
        acknowledge_new_data(segment);
    } else if (duplicate) {
        duplicate_ack();
    }
    update_send_window(segment);
    if (of_our_fin) our_fin_acknowledged();
    if (tcb_.state == TcpState::Closed) return;
    output();
    sample();
}

void Connection::acknowledge_new_data(const Segment& segment) {
    const cc::Snapshot before = snapshot();
    const std::uint32_t acked = segment.ack - tcb_.snd_una;
    const std::uint32_t syn = tcb_.is_synchronized() ? 0 : 1;
    const std::size_t text = std::min<std::size_t>(acked - syn, tcb_.send.size());
    tcb_.send.acknowledge(text);
    tcb_.snd_una = segment.ack;
    tcb_.snd_nxt = later(tcb_.snd_nxt, tcb_.snd_una);
    tcb_.rtt.acknowledged(segment.ack, context_.now());
    tcb_.duplicate_acks = 0;
    soft_error_.reset();
    if (tcb_.is_synchronized()) {
        tcb_.backoffs = 0;
        stop_persisting();
        if (tcb_.in_recovery) {
            acknowledge_in_recovery(acked);
        } else if (text > 0) {
            congestion_->acknowledged(before, static_cast<std::uint32_t>(text));
        }
    }
    if (!tcb_.in_recovery || !tcb_.partial_ack_seen) restart_retransmission_timer();
    if (tcb_.in_recovery) tcb_.partial_ack_seen = true;
    if (tcb_.recover && !tcb_.in_recovery && (tcb_.snd_una - 1).after(*tcb_.recover)) tcb_.recover.reset();
    if (text > 0 && has_send_space()) writable_.notify_all();
}

// RFC 6582 3.2 step 3
void Connection::acknowledge_in_recovery(std::uint32_t acked) {
    if (tcb_.snd_una.after(*tcb_.recover)) {
        tcb_.in_recovery = false;
        congestion_->exit_recovery(snapshot());
        return;
    }
    retransmit_first(SegmentKind::PartialAck);
    congestion_->partial_acknowledged(snapshot(), acked);
}

void Connection::duplicate_ack() {
    if (tcb_.in_recovery) {
        congestion_->duplicate_in_recovery(snapshot());
        return;
    }
    if (++tcb_.duplicate_acks == 1) tcb_.duplicates_began = tcb_.snd_max;
    if (!config_.fast_retransmit || tcb_.duplicate_acks != config_.duplicate_threshold) return;
    if (tcb_.recover) return;  // RFC 6582 3.2 step 2: not more than `recover` is acknowledged
    tcb_.in_recovery = true;
    tcb_.partial_ack_seen = false;
    tcb_.recover = tcb_.snd_max - 1;
    cc::Snapshot loss = snapshot();
    loss.flight = tcb_.duplicates_began - tcb_.snd_una;  // RFC 5681 3.2 step 2: without limited transmit
    congestion_->enter_recovery(loss);
    retransmit_first(SegmentKind::FastRetransmit);
}

void Connection::update_send_window(const Segment& segment) {
    const bool newer = tcb_.snd_wl1.before(segment.seq) ||
                       (tcb_.snd_wl1 == segment.seq && tcb_.snd_wl2.at_or_before(segment.ack));
    if (!newer || segment.ack.before(tcb_.snd_una)) return;
    const std::uint32_t before = std::exchange(tcb_.snd_wnd, segment.window);
    tcb_.max_snd_wnd = std::max(tcb_.max_snd_wnd, tcb_.snd_wnd);
    tcb_.snd_wl1 = segment.seq;
    tcb_.snd_wl2 = segment.ack;
    if (tcb_.snd_wnd > before) stop_persisting();
}

}  // namespace patchcord::models::tcp

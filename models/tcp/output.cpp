// Step 3 of the way of a packet: what is sent, when. What was lost goes before what is new; windows and
// congestion window, Nagle's rule and the sender's part of silly-window avoidance (RFC 9293 3.7.4, 3.8.6.2.1)
// decide how much. Not here: what is lost (loss/), how a segment is built (transmit.cpp). Read next:
// models/tcp/transmit.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using trace::TimerKind;
using wire::TcpState;

void Connection::output() {
    if (tcb_.board().lost() > 0) resend_lost();
    send_new_data();
}

// RFC 6675 5 (C): the holes, in order, as far as cwnd and the peer's window allow. False when cwnd is used
// up.
bool Connection::resend_lost() {
    if (persist_.is_armed()) return true;  // the window is closed
    Recovery& recovery = tcb_.recovery;
    bool all = true;
    bool head = false;
    for (;;) {
        const std::uint32_t at = recovery.next_to_resend();
        if (at == tcb_.board().size()) break;
        all = recovery.quota() > 0;
        if (!all) break;
        const Seq begin = tcb_.board()[at].begin;
        if (begin.at_or_after(tcb_.snd_una + tcb_.snd_wnd) && begin != tcb_.snd_una) break;
        head = head || at == 0;
        resend(at, resend_kind());
    }
    if (head && pending_ == TimerKind::Reordering)
        set_retransmission_timer(TimerKind::Retransmission, tcb_.rtt.rto());
    if (tcb_.board().resent() > 0 && !retransmission_.is_armed()) rearm_retransmission_timer();
    return all;
}

SegmentKind Connection::resend_kind() const {
    if (tcb_.recovery.state() == CaState::Loss) return SegmentKind::Timeout;
    return !tcb_.sack && tcb_.recovery.first_resent() ? SegmentKind::PartialAck : SegmentKind::FastRetransmit;
}

// Small segments that follow each other go as one; what is larger than the path or the peer's window takes
// now goes in parts. (Where the window is closed, a segment goes whole, as a probe.)
void Connection::join_with_next(std::uint32_t at) {
    Scoreboard& board = tcb_.board();
    const Seq edge = tcb_.snd_una + tcb_.snd_wnd;
    const std::uint32_t open = edge.after(board[at].begin) ? edge - board[at].begin : present_mss();
    const std::uint32_t most = std::min(present_mss(), open);
    if (board[at].length > most) return board.split(at, most);
    while (at + 1 < board.size()) {
        const SentSegment& next = board[at + 1];
        const bool joins = !next.sacked && !next.resent && next.end().at_or_before(tcb_.text_end()) &&
                           board[at].length + next.length <= most &&
                           !tcb_.send.ends_record(next.begin - tcb_.text_begin());
        if (!joins) return;
        board.merge_with_next(at);
    }
}

void Connection::resend(std::uint32_t at, SegmentKind kind) {
    join_with_next(at);
    const SentSegment segment = tcb_.board()[at];
    const bool fin = segment.end().after(tcb_.text_end());
    const std::uint32_t length = segment.length - (fin ? 1 : 0);
    wire::TcpFlags flags = wire::kAck;
    if (fin) flags |= wire::kFin;
    if (length > 0 && segment.push) flags |= wire::kPsh;
    tcb_.recovery.sent_again(at, context_.now());
    ++tcb_.total_resent;
    transmit(segment.begin, length, flags, kind, true);
}

std::uint32_t Connection::mss_beside_options(std::uint32_t options) const {
    if (tcb_.sack && !tcb_.sacks.empty()) {
        const std::size_t most = tcb_.timestamps.on() ? 3 : 4;
        options += 4 + 8 * static_cast<std::uint32_t>(std::min(tcb_.sacks.size(), most));
    }
    std::uint32_t mss = tcb_.mss;
    // Linux: two segments fit into the largest window, so that it can be filled and acknowledged at once.
    const bool halves = config_.nagle_rule == NagleRule::Minshall && tcb_.max_snd_wnd > 0;
    if (halves) {
        const std::uint32_t largest = tcb_.max_snd_wnd > 536 ? tcb_.max_snd_wnd / 2 : tcb_.max_snd_wnd;
        mss = std::min(mss, std::max(largest, 48u) + options);
    }
    return mss > options + 8 ? mss - options : 8;
}

bool Connection::fin_wanted() const {
    return tcb_.state == TcpState::FinWait1 || tcb_.state == TcpState::Closing ||
           tcb_.state == TcpState::LastAck;
}

// True when something was sent.
bool Connection::send_new_data() {
    if (!tcb_.is_open() || tcb_.state == TcpState::TimeWait || tcb_.state == TcpState::FinWait2) return false;
    bool sent = false;
    while (send_next())
        sent = true;
    const bool limited = tcb_.recovery.quota() == 0;
    if (sent || limited) tcb_.recovery.note_usage(limited, tcb_.snd_una, tcb_.snd_nxt);
    if (sent) {
        schedule_tail_probe(false);
    } else if (tcb_.board().empty() && !retransmission_.is_armed() && !persist_.is_armed() &&
               (tcb_.text_end() != tcb_.snd_una || fin_wanted())) {
        start_persisting();  // 3.8.6.1, and the override timeout of 3.8.6.2.1
    }
    return sent;
}

bool Connection::send_next() {
    const Seq text_end = tcb_.text_end();
    if (tcb_.snd_nxt.after(text_end)) return false;  // the FIN is out
    const std::uint32_t available = text_end - tcb_.snd_nxt;
    if (available == 0 && !fin_wanted()) return false;
    if (tcb_.recovery.quota() == 0 && available > 0) return false;
    const std::uint32_t usable = usable_window();
    const std::size_t record = tcb_.send.until_record_end(tcb_.snd_nxt - tcb_.text_begin());
    const auto length =
        static_cast<std::uint32_t>(std::min<std::size_t>({available, usable, present_mss(), record}));
    const bool fin = fin_wanted() && length == available && length < usable;
    if (!may_send(length, available, fin) && !(length > 0 && length == record)) return false;
    send_at_nxt(length, fin, length > 0 ? SegmentKind::Data : SegmentKind::Control);
    return true;
}

void Connection::send_at_nxt(std::uint32_t length, bool fin, SegmentKind kind) {
    const bool first = tcb_.board().empty();
    if (first && length > 0)
        tcb_.congestion->resumed(tcb_.recovery.snapshot(context_.now(), tcb_.snd_una, tcb_.snd_nxt),
                                 last_data_sent_);
    wire::TcpFlags flags = wire::kAck;
    if (fin) flags |= wire::kFin;
    const Seq seq = tcb_.snd_nxt;
    const Seq end = seq + length;
    const bool ends_write = end == tcb_.text_end() && end == tcb_.snd_push;
    const bool push = length > 0 && (ends_write || tcb_.send.ends_record(end - tcb_.text_begin()));
    if (push) flags |= wire::kPsh;
    tcb_.snd_nxt += length + (fin ? 1 : 0);
    if (length > 0 && length < present_mss()) tcb_.snd_small = tcb_.snd_nxt;
    tcb_.recovery.sent({.begin = seq,
                        .length = length + (fin ? 1 : 0),
                        .sent = context_.now(),
                        .probe = kind == SegmentKind::WindowProbe,
                        .push = push});
    transmit(seq, length, flags, kind);
    if (kind == SegmentKind::WindowProbe) return;
    stop_persisting();
    if (first || pending_ == TimerKind::TailProbe || !retransmission_.is_armed())
        rearm_retransmission_timer();
}

// 3.8.6.2.1: send when a whole segment can be sent, when everything can be sent and nothing is waiting for an
// acknowledgment (or Nagle's rule is off), or when half of the largest window that the peer ever offered can
// be sent. Linux lets small data wait only behind other small data, and never sends a part of a segment.
bool Connection::may_send(std::uint32_t length, std::uint32_t available, bool fin) const {
    if (length == 0) return fin;
    if (length >= present_mss()) return true;
    const bool idle = tcb_.snd_nxt == tcb_.text_begin();
    const bool corked = config_.cork || push_ == Push::Hold;
    if (length == available && (fin || tcb_.snd_up || push_ == Push::Now)) return true;
    if (corked) return false;
    const bool behind_small = tcb_.snd_small.after(tcb_.snd_una) && tcb_.snd_small.at_or_before(tcb_.snd_nxt);
    const bool minshall = config_.nagle_rule == NagleRule::Minshall;
    if (length == available && (!config_.nagle || idle || (minshall && !behind_small))) return true;
    return !minshall && idle && length >= tcb_.max_snd_wnd / 2;
}

// RFC 5681 4.1, RFC 2861: cwnd says little about a path that was not used.
void Connection::note_restart_after_idle() {
    if (config_.idle_restart == IdleRestart::Never || !tcb_.board().empty()) return;
    const sim::Duration rto = tcb_.rtt.rto();
    sim::Duration idle = context_.now() - last_data_sent_;
    if (idle <= rto) return;
    cc::CongestionControl& congestion = *tcb_.congestion;
    const std::uint32_t restart = std::min(config_.initial_window, congestion.cwnd());
    std::uint32_t cwnd = congestion.cwnd();
    if (cwnd >= cc::CongestionControl::kInfinite) return;
    if (config_.idle_restart == IdleRestart::Halving) {
        congestion.set_ssthresh(std::max(congestion.ssthresh(), cwnd / 2 + cwnd / 4));
        for (idle -= rto; idle > sim::Duration{0} && cwnd > restart; idle -= rto)
            cwnd /= 2;
    } else {
        cwnd = restart;
    }
    congestion.set_cwnd(std::max(cwnd, restart));
}

void Connection::announce_window() {
    if (!tcb_.is_synchronized() || is_at_end()) return;
    if (tcb_.window.is_worth_telling(tcb_.rcv_nxt, receive_space())) return send_ack();
    const bool drained = tcb_.receive.readable() == 0;
    if (tcb_.acks.wants_now_after_read(tcb_.rcv_nxt - tcb_.last_ack_sent, drained)) send_ack();
}

}  // namespace patchcord::models::tcp

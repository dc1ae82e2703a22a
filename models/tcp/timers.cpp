// The timeouts of a connection: retransmission (RFC 6298 5), tail-loss probe and reordering (RFC 8985 7
// and 6.3), persist (RFC 9293 3.8.6.1), keepalive (3.8.4), delayed acknowledgment (3.8.6.3) and 2 MSL
// (3.4.2). The first three share one timer, of which only one can be due. A timer that is pushed back by
// every ACK costs nothing: sim::Timer re-arms lazily. Read next: models/tcp/connection.hpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using trace::TimerAction;
using trace::TimerKind;
using wire::Error;
using wire::TcpState;

void Connection::arm(sim::Timer& timer, TimerKind kind, sim::Duration delay, std::uint32_t count) {
    timer.arm_after(delay);
    trace_timer(kind, TimerAction::Armed, timer.expires(), count);
}

void Connection::disarm(sim::Timer& timer, TimerKind kind) {
    if (!timer.is_armed()) return;
    trace_timer(kind, TimerAction::Cancelled, timer.expires(), 0);
    timer.disarm();
}

void Connection::trace_timer(TimerKind kind, TimerAction action, sim::Time expires, std::uint32_t count) {
    layer_.tracer().emit([&] {
        return trace::TimerChange{
            context_.now(), context_.id(), id_, kind, action, expires, static_cast<std::uint8_t>(count)};
    });
}

void Connection::set_retransmission_timer(TimerKind kind, sim::Duration delay) {
    pending_ = kind;
    arm(retransmission_, kind, delay, tcb_.backoffs);
}

// RFC 6298 5.3: an acknowledgment of new data came.
void Connection::restart_retransmission_timer() {
    if (!schedule_tail_probe(true)) {
        pending_ = TimerKind::Retransmission;
        rearm_retransmission_timer();
    }
}

// RFC 6298 5.1 and 5.2. Where a shorter timer ran until now, the time since the first segment was sent
// counts.
void Connection::rearm_retransmission_timer() {
    if (tcb_.state == TcpState::SynReceived) return;  // it is the SYN,ACK's
    if (tcb_.board().empty()) return stop_retransmission_timer();
    sim::Duration delay = tcb_.rtt.rto();
    if (pending_ != TimerKind::Retransmission && retransmission_.is_armed())
        delay = std::max<sim::Duration>(delay - (context_.now() - tcb_.board().front().sent), kLeastTimeout);
    set_retransmission_timer(TimerKind::Retransmission, delay);
}

// RFC 8985 7.2. `from_now`: the RTO would begin now, as an acknowledgment restarts it.
bool Connection::schedule_tail_probe(bool from_now) {
    if (!tcb_.recovery.may_probe_tail() || persist_.is_armed() || !tcb_.is_synchronized()) return false;
    sim::Duration delay = config_.initial_rto;
    if (const sim::Duration srtt = tcb_.rtt.srtt(); srtt > sim::Duration{0})
        delay = 2 * srtt + (tcb_.board().size() == 1 ? config_.min_rto : kLeastTimeout);
    const sim::Duration rto = tcb_.rtt.rto();
    const sim::Duration left = from_now ? rto : rto - (context_.now() - tcb_.board().front().sent);
    if (left > sim::Duration{0}) delay = std::min(delay, left);
    set_retransmission_timer(TimerKind::TailProbe, delay);
    return true;
}

void Connection::retransmission_timer() {
    switch (pending_) {
        case TimerKind::TailProbe:
            return tail_probe_timeout();
        case TimerKind::Reordering:
            return reordering_timeout();
        default:
            break;
    }
    ++tcb_.backoffs;
    if (tcb_.backoffs == 1) trouble_since_ = context_.now();
    trace_timer(TimerKind::Retransmission, TimerAction::Fired, context_.now(), tcb_.backoffs);
    if (tcb_.state == TcpState::SynSent || tcb_.state == TcpState::SynReceived) {
        handshake_timeout();
    } else {
        retransmission_timeout();
    }
}

// RFC 6298 5.5; Linux lets the first few pass without doubling while it connects, and does not count them.
// (Not so where the SYN had text.)
void Connection::handshake_timeout() {
    const bool reply = tcb_.state == TcpState::SynReceived;
    const std::uint32_t linear = reply || tcb_.fast_open.sent_text ? 0 : config_.syn_linear;
    const std::uint32_t most = reply ? config_.synack_retries : config_.syn_retries + linear;
    const bool by_user = config_.user_timeout > sim::Duration{0};  // RFC 5482
    const sim::Duration limit = by_user ? config_.user_timeout
                                : reply ? sim::Duration{0}
                                        : config_.handshake_limit;
    const bool by_time = limit > sim::Duration{0};
    const bool late = (by_time && context_.now() - syn_sent_ >= limit) || (!by_user && tcb_.backoffs > most);
    if (late) return end(soft_error_.value_or(Error::TimedOut));
    if (tcb_.backoffs > linear) tcb_.rtt.back_off();
    ++tcb_.total_resent;
    sim::Duration delay = tcb_.rtt.rto();
    if (by_time) delay = std::min(delay, syn_sent_ + limit - context_.now());
    set_retransmission_timer(TimerKind::Retransmission, std::max<sim::Duration>(delay, kLeastTimeout));
    send_syn();
}

// When what is waiting began to go wrong: the first retransmission or probe.
sim::Time Connection::trouble_since() const {
    if (persist_.is_armed() || tcb_.board().empty()) return trouble_since_;
    return tcb_.recovery.first_resent().value_or(tcb_.board().front().sent);
}

// RFC 5482, or R2 of RFC 9293 3.8.3.
bool Connection::gives_up() {
    const bool by_time = config_.user_timeout > sim::Duration{0};
    const bool late =
        by_time ? context_.now() - trouble_since() >= config_.user_timeout : tcb_.backoffs > config_.retries;
    if (late) end(soft_error_.value_or(Error::TimedOut));
    return late;
}

// RFC 6298 5.4 to 5.7, RFC 5681 3.1
void Connection::retransmission_timeout() {
    if (gives_up()) return;
    tcb_.recovery.timed_out(context_.now(), tcb_.snd_una, tcb_.snd_nxt, tcb_.backoffs);
    tcb_.ecn.reduced();
    tcb_.rtt.back_off();
    // 3.8.6: the peer has taken its window back, so it is probed (MUST-36), and the connection lives as long
    // as it answers. But the first retransmission disregards the window, which may only be rounded (RFC
    // 7323 2.4).
    const bool probes = config_.window_probe == WindowProbe::NextOctet;
    if (probes && tcb_.snd_wnd == 0 && tcb_.backoffs > 1) return start_persisting();
    resend(0, SegmentKind::Timeout);
    sim::Duration delay = tcb_.rtt.rto();
    if (config_.user_timeout > sim::Duration{0})
        delay =
            std::min(delay, std::max<sim::Duration>(config_.user_timeout - (context_.now() - trouble_since()),
                                                    kLeastTimeout));
    set_retransmission_timer(TimerKind::Retransmission, delay);
    sample();
}

// RFC 8985 7.3: new data if there is some, or else the last segment again.
void Connection::tail_probe_timeout() {
    trace_timer(TimerKind::TailProbe, TimerAction::Fired, context_.now(), 0);
    Recovery& recovery = tcb_.recovery;
    if (!recovery.tail_probe_out() && !tcb_.board().empty() && !tcb_.board().back().sacked) {
        const std::uint32_t text = tcb_.text_end().after(tcb_.snd_nxt) ? tcb_.text_end() - tcb_.snd_nxt : 0;
        const std::uint32_t length = std::min({text, usable_window(), present_mss()});
        const bool fresh = length > 0 && (length == text || length == present_mss());
        if (fresh) {
            send_at_nxt(length, false, SegmentKind::Data);
        } else {
            resend(tcb_.board().size() - 1, SegmentKind::TailProbe);
        }
        recovery.tail_probed(tcb_.snd_nxt, !fresh);
    }
    pending_ = TimerKind::Retransmission;
    rearm_retransmission_timer();
}

void Connection::reordering_timeout() {
    trace_timer(TimerKind::Reordering, TimerAction::Fired, context_.now(), 0);
    pending_ = TimerKind::Retransmission;
    if (tcb_.recovery.reordering_timed_out(context_.now(), tcb_.snd_una, tcb_.snd_nxt)) {
        tcb_.ecn.reduced();
        resend_lost();
    }
    if (tcb_.recovery.reordering_timeout() > sim::Duration{0}) {
        set_retransmission_timer(TimerKind::Reordering, tcb_.recovery.reordering_timeout() + kLeastTimeout);
    } else {
        rearm_retransmission_timer();
    }
    sample();
}

void Connection::start_persisting() {
    if (tcb_.probes == 0) trouble_since_ = context_.now();
    const sim::Duration delay =
        std::min<sim::Duration>(tcb_.rtt.rto() * (1ll << std::min(tcb_.probes, 16u)), config_.max_rto);
    stop_retransmission_timer();
    arm(persist_, TimerKind::Persist, delay, tcb_.probes);
}

void Connection::stop_persisting() {
    disarm(persist_, TimerKind::Persist);
    tcb_.probes = 0;
}

// 3.8.6.1: a probe carries the first octet that the window does not allow, or the FIN; Linux's carries
// nothing, and an old number that must be answered. The window may also be open, but too small for
// silly-window avoidance: then what fits goes, as any data does (the override timeout of 3.8.6.2.1).
void Connection::persist_timeout() {
    ++tcb_.probes;
    trace_timer(TimerKind::Persist, TimerAction::Fired, context_.now(), tcb_.probes);
    ++tcb_.backoffs;
    if (gives_up()) return;
    const std::uint32_t text = tcb_.text_end().after(tcb_.snd_nxt) ? tcb_.text_end() - tcb_.snd_nxt : 0;
    const std::uint32_t fits = std::min({text, usable_window(), present_mss()});
    if (fits > 0) {
        tcb_.backoffs = 0;
        tcb_.snd_push = tcb_.text_end();  // whoever corked it is not waited for any longer
        send_at_nxt(fits, false, SegmentKind::Data);
        return;
    }
    if (config_.window_probe == WindowProbe::OldNumber) {
        transmit(tcb_.snd_una - 1, 0, wire::kAck, SegmentKind::WindowProbe);
    } else if (tcb_.board().empty()) {
        const bool fin = text == 0;
        send_at_nxt(fin ? 0 : 1, fin, SegmentKind::WindowProbe);
    } else {
        resend_probe();
    }
    start_persisting();
}

// Only the first octet, or the FIN, of what is out: the window is closed.
void Connection::resend_probe() {
    const SentSegment& first = tcb_.board().front();
    const bool fin = first.begin == tcb_.text_end();
    transmit(first.begin, fin ? 0 : 1, fin ? wire::kFin | wire::kAck : wire::kAck, SegmentKind::WindowProbe,
             true);
}

void Connection::start_keepalive() {
    if (!config_.keepalive || !tcb_.is_synchronized() || tcb_.state == TcpState::TimeWait) {
        return disarm(keepalive_, TimerKind::Keepalive);
    }
    const sim::Duration idle = context_.now() - last_arrival_;
    arm(keepalive_, TimerKind::Keepalive,
        std::max<sim::Duration>(config_.keepalive_idle - idle, std::chrono::milliseconds{1}));
}

// 3.8.4: a segment with an old number must be answered. Whoever waits for an acknowledgment of data needs
// none.
void Connection::keepalive_timeout() {
    const sim::Duration idle = context_.now() - last_arrival_;
    if (idle < config_.keepalive_idle || !tcb_.board().empty() || persist_.is_armed()) {
        keepalive_probes_ = 0;
        const bool quiet = idle >= config_.keepalive_idle;
        return arm(keepalive_, TimerKind::Keepalive,
                   quiet ? config_.keepalive_idle : config_.keepalive_idle - idle);
    }
    trace_timer(TimerKind::Keepalive, TimerAction::Fired, context_.now(), keepalive_probes_ + 1);
    const bool late = config_.user_timeout > sim::Duration{0}
                          ? idle >= config_.user_timeout && keepalive_probes_ > 0
                          : keepalive_probes_ >= config_.keepalive_count;
    if (late) {
        send_rst(acceptable_seq(), wire::kRst | wire::kAck);
        return end(Error::TimedOut);
    }
    ++keepalive_probes_;
    transmit(tcb_.snd_una - 1, 0, wire::kAck, SegmentKind::Keepalive);
    arm(keepalive_, TimerKind::Keepalive, config_.keepalive_interval, keepalive_probes_);
}

void Connection::ack_later() {
    const sim::Duration delay = tcb_.acks.delay(tcb_.rtt.srtt());
    if (delay == sim::Duration{0}) {
        send_ack();
    } else if (!delayed_ack_.is_armed() || delayed_ack_.expires() > context_.now() + delay) {
        arm(delayed_ack_, TimerKind::DelayedAck, delay);
    } else if (config_.ack_rule == AckRule::Linux && delayed_ack_.expires() <= context_.now() + delay / 4) {
        send_ack();  // it would go soon anyway
    }
}

void Connection::delayed_ack_timeout() {
    trace_timer(TimerKind::DelayedAck, TimerAction::Fired, context_.now(), 0);
    tcb_.acks.timer_fired(tcb_.rtt.rto());
    send_ack();
}

void Connection::two_msl_timeout() {
    trace_timer(TimerKind::TimeWait, TimerAction::Fired, context_.now(), 0);
    end(std::nullopt);
}

}  // namespace patchcord::models::tcp

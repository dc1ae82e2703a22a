// The timeouts of a connection: retransmission (RFC 6298 5), persist (RFC 9293 3.8.6.1), delayed
// acknowledgment (3.8.6.3) and 2 MSL (3.4.2). A timer that is pushed back by every ACK costs nothing:
// sim::Timer re-arms lazily. Read next: models/tcp/connection.hpp.
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

// RFC 6298 5.1 to 5.3
void Connection::restart_retransmission_timer() {
    if (tcb_.snd_una == tcb_.snd_max) {
        disarm(retransmission_, TimerKind::Retransmission);
    } else {
        arm(retransmission_, TimerKind::Retransmission, tcb_.rtt.rto(), tcb_.backoffs);
    }
}

// RFC 6298 5.4 to 5.7, RFC 5681 3.1
void Connection::retransmission_timeout() {
    ++tcb_.backoffs;
    trace_timer(TimerKind::Retransmission, TimerAction::Fired, context_.now(), tcb_.backoffs);
    const bool handshake = tcb_.state == TcpState::SynSent || tcb_.state == TcpState::SynReceived;
    if (tcb_.backoffs > (handshake ? config_.syn_retries : config_.retries)) {
        end(soft_error_.value_or(Error::TimedOut));
        return;
    }
    congestion_->timeout(snapshot(), tcb_.backoffs == 1);
    tcb_.rtt.back_off();
    tcb_.in_recovery = false;
    tcb_.duplicate_acks = 0;
    tcb_.recover = tcb_.snd_max - 1;  // RFC 6582 3.2 step 4
    tcb_.snd_nxt = tcb_.snd_una;
    // 3.8.6: the peer has taken its window back, so it is probed (MUST-36), and the connection lives as long
    // as it answers. But the first retransmission disregards the window, which may only be rounded (RFC
    // 7323 2.4).
    if (tcb_.is_synchronized() && tcb_.snd_wnd == 0 && tcb_.backoffs > 1) return start_persisting();
    retransmit_first(SegmentKind::Timeout);
    restart_retransmission_timer();
    sample();
}

void Connection::start_persisting() {
    const sim::Duration delay =
        std::min<sim::Duration>(tcb_.rtt.rto() * (1ll << std::min(tcb_.probes, 16u)), config_.max_rto);
    arm(persist_, TimerKind::Persist, delay, tcb_.probes);
}

void Connection::stop_persisting() {
    disarm(persist_, TimerKind::Persist);
    tcb_.probes = 0;
}

// 3.8.6.1: a probe carries the first octet that the window does not allow, or the FIN. The window may also be
// open, but too small for silly-window avoidance: then what fits goes, as any data does (the override timeout
// of 3.8.6.2.1).
void Connection::persist_timeout() {
    ++tcb_.probes;
    trace_timer(TimerKind::Persist, TimerAction::Fired, context_.now(), tcb_.probes);
    const std::uint32_t text = tcb_.text_end() - tcb_.snd_una;
    if (tcb_.snd_wnd > 0) return send_at_nxt(std::min({text, usable_window(), tcb_.mss}), false);
    if (++tcb_.backoffs > config_.retries) return end(soft_error_.value_or(Error::TimedOut));
    const bool fin = text == 0;
    transmit(tcb_.snd_una, fin ? 0 : 1, fin ? wire::kFin | wire::kAck : wire::kAck, SegmentKind::WindowProbe);
    tcb_.snd_max = later(tcb_.snd_max, tcb_.snd_una + 1);
    start_persisting();
}

void Connection::ack_later() {
    if (config_.delayed_ack == sim::Duration{0}) {
        send_ack();
    } else if (!delayed_ack_.is_armed()) {
        arm(delayed_ack_, TimerKind::DelayedAck, config_.delayed_ack);
    }
}

void Connection::delayed_ack_timeout() {
    trace_timer(TimerKind::DelayedAck, TimerAction::Fired, context_.now(), 0);
    send_ack();
}

void Connection::two_msl_timeout() {
    trace_timer(TimerKind::TimeWait, TimerAction::Fired, context_.now(), 0);
    end(std::nullopt);
}

}  // namespace patchcord::models::tcp

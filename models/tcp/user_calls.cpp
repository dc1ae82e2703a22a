// The calls of the user: RFC 9293 3.10.1 to 3.10.5, and how a connection begins and ends.
// Nothing here waits: a call that would block says so, and the socket waits in readable() or writable().
// Read next: models/tcp/segment_arrives.cpp.
#include "models/tcp/cc/registry.hpp"
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"
#include "sim/core/random.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using wire::Error;
using wire::failure;
using wire::TcpState;

Connection::Connection(TcpLayer& layer, trace::ConnectionId id, const wire::FourTuple& tuple,
                       const Config& config, ip::PortLease port)
    : layer_{layer},
      context_{layer.context()},
      id_{id},
      tuple_{tuple},
      config_{config},
      port_{std::move(port)},
      tcb_{config_},
      retransmission_{context_, *this, sim::calls<&Connection::retransmission_timer>},
      persist_{context_, *this, sim::calls<&Connection::persist_timeout>},
      keepalive_{context_, *this, sim::calls<&Connection::keepalive_timeout>},
      delayed_ack_{context_, *this, sim::calls<&Connection::delayed_ack_timeout>},
      two_msl_{context_, *this, sim::calls<&Connection::two_msl_timeout>} {}

Connection::~Connection() = default;

// RFC 6528: a clock of 4 us plus a keyed hash of the four-tuple. The key is the seed.
void Connection::choose_iss(std::optional<Seq> above) {
    sim::RandomStream keyed{context_.seed(), context_.name(), tuple_.hash(), "isn"};
    const auto clock = static_cast<std::uint32_t>(sim::ticks(context_.now()) / 4'000'000);
    tcb_.iss = Seq{config_.isn.value_or(static_cast<std::uint32_t>(keyed.bits()) + clock)};
    // RFC 9293 3.6.1; Linux goes so far that a window of the old incarnation cannot reach it.
    if (above && config_.ack_rule == AckRule::Linux) {
        tcb_.iss = *above + 65'537;
    } else if (above && !tcb_.iss.after(*above)) {
        tcb_.iss = *above + 1;
    }
    tcb_.snd_una = tcb_.snd_nxt = tcb_.iss;
    // RFC 7323 7.1: the clock of the timestamps begins anywhere, too.
    tcb_.timestamps.set_offset(static_cast<std::uint32_t>(keyed.bits()));
}

void Connection::open_active() {
    choose_iss({});
    tcb_.snd_push = tcb_.text_end();
    set_state(TcpState::SynSent);
    send_syn();
}

wire::Result<bool> Connection::connected() {
    if (error_) return failure(*std::exchange(error_, std::nullopt));
    if (tcb_.state == TcpState::SynSent || tcb_.state == TcpState::SynReceived) {
        return failure(Error::ResourceUnavailableTryAgain);
    }
    if (tcb_.state == TcpState::Closed) return failure(Error::ConnectionAborted);
    return true;
}

// 3.10.4, for one direction.
wire::Result<void> Connection::shutdown_send() {
    if (tcb_.state == TcpState::Closed) return failure(Error::NotConnected);
    queue_fin();
    return {};
}

void Connection::shutdown_receive() {
    receive_shut_ = true;
    readable_.notify_all();
}

void Connection::queue_fin() {
    if (tcb_.fin_queued) return;
    tcb_.fin_queued = true;
    if (tcb_.state == TcpState::Established) {
        set_state(TcpState::FinWait1);
    } else if (tcb_.state == TcpState::CloseWait) {
        set_state(TcpState::LastAck);
    } else {
        return;  // SYN-SENT, SYN-RECEIVED: when the handshake is over
    }
    writable_.notify_all();
    output();
}

void Connection::close() {
    user_closed_ = true;
    if (tcb_.state == TcpState::Closed) {
        port_.release();
    } else if (tcb_.state == TcpState::SynSent) {
        end(std::nullopt);
    } else if (tcb_.receive.readable() > 0 && tcb_.state != TcpState::TimeWait) {
        reset_peer();  // RFC 2525 2.17: the peer must learn that its data was thrown away
    } else {
        queue_fin();
        if (tcb_.state == TcpState::FinWait2) arm(two_msl_, trace::TimerKind::TimeWait, config_.fin_wait_2);
    }
}

// 3.10.5. In CLOSING, LAST-ACK and TIME-WAIT both ends have said all they wanted.
void Connection::abort() {
    user_closed_ = true;
    const bool peer_waits = tcb_.state == TcpState::SynReceived || tcb_.state == TcpState::Established ||
                            tcb_.state == TcpState::FinWait1 || tcb_.state == TcpState::FinWait2 ||
                            tcb_.state == TcpState::CloseWait;
    if (peer_waits) {
        reset_peer();
    } else {
        end(std::nullopt);
    }
}

void Connection::reset_peer() {
    send_rst(acceptable_seq(), wire::kRst | wire::kAck);
    end(std::nullopt);
}

void Connection::vanish() {
    user_closed_ = true;
    listener_ = nullptr;
    end(std::nullopt);
}

// Linux do_tcp_setsockopt: taking the cork away, or Nagle's rule, lets go what waits for it.
void Connection::reconfigure(const Config& config) {
    const Config before = std::exchange(config_, config);
    if (config.receive_buffer != before.receive_buffer) {
        tcb_.window.set_buffer(config.receive_buffer);
        tcb_.receive.set_limit(config.receive_buffer);
    }
    if (config.send_buffer != before.send_buffer) tcb_.send.set_limit(config.send_buffer);
    if (before.nagle && !config.nagle) push(Push::Now);
    if (before.cork && !config.cork) push(Push::Normal);
    if (config.keepalive != before.keepalive || config.keepalive_idle != before.keepalive_idle)
        start_keepalive();
    if (config.notsent_lowat > before.notsent_lowat && has_send_space()) writable_.notify_all();
}

void Connection::set_nagle(bool on) {
    Config config = config_;
    config.nagle = on;
    reconfigure(config);
}

void Connection::set_send_memory(std::uint32_t bytes) {
    send_memory_ = bytes;
    if (has_send_space()) writable_.notify_all();
}

void Connection::acknowledge_quickly(bool on) {
    tcb_.acks.set_quick(on, receive_window());
    if (on && delayed_ack_.is_armed()) send_ack();
}

std::optional<Error> Connection::take_error() {
    return std::exchange(error_, std::nullopt);
}

void Connection::set_state(TcpState state) {
    const TcpState from = std::exchange(tcb_.state, state);
    layer_.tracer().emit([&] {
        return trace::TcpStateChange{context_.now(), context_.id(), id_, tuple_, from, state, cause_};
    });
    if (user_closed_) writable_.notify_all();  // close() may wait for the end of the good-bye
}

void Connection::end(std::optional<Error> error) {
    if (tcb_.state == TcpState::Closed) return;
    if (error) error_ = error;
    leave_fast_open_queue(false);
    stop_retransmission_timer();
    disarm(persist_, trace::TimerKind::Persist);
    disarm(keepalive_, trace::TimerKind::Keepalive);
    disarm(delayed_ack_, trace::TimerKind::DelayedAck);
    disarm(two_msl_, trace::TimerKind::TimeWait);
    set_state(TcpState::Closed);
    if (user_closed_ || listener_ != nullptr) port_.release();  // nobody will ask for it
    if (listener_ != nullptr) std::exchange(listener_, nullptr)->handshake_ended();
    wake_all();
    layer_.remove(*this);
}

void Connection::wake_all() {
    readable_.notify_all();
    writable_.notify_all();
}

std::optional<Connection::TimerView> Connection::timer() const {
    using trace::TimerKind;
    if (retransmission_.is_armed()) return TimerView{pending_, retransmission_.expires(), tcb_.backoffs};
    if (persist_.is_armed()) return TimerView{TimerKind::Persist, persist_.expires(), tcb_.probes};
    if (keepalive_.is_armed())
        return TimerView{TimerKind::Keepalive, keepalive_.expires(), keepalive_probes_};
    if (two_msl_.is_armed()) return TimerView{TimerKind::TimeWait, two_msl_.expires(), 0};
    return std::nullopt;
}

void Connection::sample() {
    note_what_limits();
    trace_sample();
}

void Connection::trace_sample() {
    layer_.tracer().emit([&] {
        const auto bytes = [&](std::uint32_t segments) {
            constexpr std::uint32_t kInfinite = cc::CongestionControl::kInfinite;
            return segments < kInfinite / tcb_.mss ? segments * present_mss() : kInfinite;
        };
        return trace::TcpSample{.at = context_.now(),
                                .node = context_.id(),
                                .connection = id_,
                                .snd_una = tcb_.snd_una.value(),
                                .snd_nxt = tcb_.snd_nxt.value(),
                                .snd_wnd = tcb_.snd_wnd,
                                .cwnd = bytes(tcb_.congestion->cwnd()),
                                .ssthresh = bytes(tcb_.congestion->ssthresh()),
                                .rcv_nxt = tcb_.rcv_nxt.value(),
                                .rcv_wnd = receive_window(),
                                .srtt = tcb_.rtt.srtt(),
                                .rto = tcb_.rtt.rto()};
    });
}

}  // namespace patchcord::models::tcp

// Step 3 of the way of a packet: what is sent, when. Windows and congestion window, Nagle's rule and the
// sender's part of silly-window avoidance (RFC 9293 3.7.4, 3.8.6.2.1), and the building of a segment in the
// headroom of its buffer. Not here: when something must be sent again (acknowledge.cpp, timers.cpp). Read
// next: models/tcp/timers.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"
#include "models/wire/tcp.hpp"
#include "sim/core/buffer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using trace::TimerKind;
using wire::TcpState;

void Connection::output() {
    while (send_next()) {
    }
}

std::uint32_t Connection::usable_window() const {
    const bool resending = tcb_.snd_nxt.before(tcb_.snd_max) && !tcb_.in_recovery;
    std::uint32_t cwnd = resending ? congestion_->resend_window() : congestion_->cwnd();
    if (config_.limited_transmit && !tcb_.in_recovery && !resending) {
        cwnd += std::min(tcb_.duplicate_acks, 2u) * tcb_.mss;  // RFC 3042
    }
    const std::uint32_t window = std::min(tcb_.snd_wnd, cwnd);
    return window > tcb_.flight() ? window - tcb_.flight() : 0;
}

bool Connection::send_next() {
    if (tcb_.state == TcpState::TimeWait || tcb_.state == TcpState::FinWait2 || !tcb_.is_synchronized())
        return false;
    const bool fin_wanted = tcb_.state == TcpState::FinWait1 || tcb_.state == TcpState::Closing ||
                            tcb_.state == TcpState::LastAck;
    const Seq text_end = tcb_.text_end();
    if (tcb_.snd_nxt.after(text_end)) return false;  // the FIN is out
    const std::uint32_t available = text_end - tcb_.snd_nxt;
    if (available == 0 && !fin_wanted) return false;
    const std::uint32_t usable = usable_window();
    const std::uint32_t length = std::min({available, usable, tcb_.mss});
    const bool fin = fin_wanted && length == available && length < usable;
    if (!may_send(length, available, fin)) {
        if (may_probe_window()) start_persisting();
        return false;
    }
    send_at_nxt(length, fin);
    return true;
}

// Sends `length` octets from snd_nxt on. With a new octet at its end a segment can be timed, even if its
// first ones went before (in a probe, or before a timeout): only this one can bring the acknowledgment of its
// end.
void Connection::send_at_nxt(std::uint32_t length, bool fin) {
    wire::TcpFlags flags = wire::kAck;
    if (fin) flags |= wire::kFin;
    const Seq seq = tcb_.snd_nxt;
    if (length > 0 && seq + length == tcb_.text_end()) flags |= wire::kPsh;
    tcb_.snd_nxt += length + (fin ? 1 : 0);
    const bool again = tcb_.snd_nxt.at_or_before(tcb_.snd_max);
    if (again) {
        tcb_.rtt.retransmitted();
    } else {
        tcb_.snd_max = tcb_.snd_nxt;
        tcb_.rtt.sent(tcb_.snd_max, context_.now());
    }
    transmit(seq, length, flags,
             again        ? SegmentKind::Timeout
             : length > 0 ? SegmentKind::Data
                          : SegmentKind::Control);
    stop_persisting();
    if (!retransmission_.is_armed()) restart_retransmission_timer();
}

// 3.8.6.2.1: send when a whole segment can be sent, when everything can be sent and nothing is waiting for an
// acknowledgment (or Nagle's rule is off), or when half of the largest window that the peer ever offered can
// be sent. What a timeout sends again has passed this once. (An octet that only a probe carried has not; then
// the retransmission timer is off.)
bool Connection::may_send(std::uint32_t length, std::uint32_t available, bool fin) const {
    if (length == 0) return fin;
    if (length == tcb_.mss) return true;
    if (retransmission_.is_armed() && tcb_.snd_nxt.before(tcb_.snd_max)) return true;
    if (length == available && (!config_.nagle || fin || tcb_.snd_nxt == tcb_.snd_una)) return true;
    return tcb_.snd_nxt == tcb_.snd_una && length >= tcb_.max_snd_wnd / 2;
}

// Nothing is in flight, so no acknowledgment will come, and the window is too small: 3.8.6.1 and the override
// timeout of 3.8.6.2.1.
bool Connection::may_probe_window() const {
    return tcb_.snd_nxt == tcb_.snd_una && !retransmission_.is_armed() && !persist_.is_armed();
}

void Connection::retransmit_first(SegmentKind kind) {
    tcb_.rtt.retransmitted();
    if (!tcb_.is_synchronized()) {
        tcb_.snd_nxt = tcb_.iss;
        send_syn();
        return;
    }
    const std::uint32_t text = tcb_.text_end() - tcb_.snd_una;
    const std::uint32_t sent = tcb_.snd_max - tcb_.snd_una;
    const std::uint32_t length = std::min({text, sent, tcb_.mss});
    const bool fin = length == text && sent > text;
    wire::TcpFlags flags = wire::kAck;
    if (fin) flags |= wire::kFin;
    if (length > 0 && length == text) flags |= wire::kPsh;
    transmit(tcb_.snd_una, length, flags, kind);
    tcb_.snd_nxt = later(tcb_.snd_nxt, tcb_.snd_una + length + (fin ? 1 : 0));
}

std::uint16_t Connection::announced_mss() const {
    const std::size_t mtu = layer_.ipv4().mtu_toward(tuple_.remote.address);
    return static_cast<std::uint16_t>(std::min<std::size_t>(config_.mss, mtu - 40));
}

// In SYN-SENT a SYN, in SYN-RECEIVED a SYN,ACK.
void Connection::send_syn() {
    const bool again = tcb_.snd_max != tcb_.iss;
    tcb_.snd_nxt = tcb_.snd_max = tcb_.iss + 1;
    if (again) {
        tcb_.rtt.retransmitted();
    } else {
        tcb_.rtt.sent(tcb_.snd_max, context_.now());
    }
    const bool reply = tcb_.state == TcpState::SynReceived;
    transmit(tcb_.iss, 0, reply ? wire::kSyn | wire::kAck : wire::kSyn,
             tcb_.backoffs > 0 ? SegmentKind::Timeout : SegmentKind::Control);
    if (!retransmission_.is_armed()) restart_retransmission_timer();
}

// The number of a segment without text: SND.NXT, as 3.10 says everywhere. But where the window has closed or
// shrunk around what was sent (a probe, for one), the peer would not accept that number: then the window's
// edge.
Seq Connection::acceptable_seq() const {
    return tcb_.is_synchronized() ? earlier(tcb_.snd_max, tcb_.snd_una + tcb_.snd_wnd) : tcb_.snd_max;
}

void Connection::send_ack() {
    transmit(acceptable_seq(), 0, wire::kAck, SegmentKind::Control);
}

// RFC 5961 7: ten in five seconds, as there, so that two ends that misunderstand each other, or an attacker,
// do not cause a storm.
void Connection::send_challenge_ack() {
    constexpr std::uint32_t kMost = 10;
    constexpr sim::Duration kInterval = std::chrono::seconds{5};
    if (context_.now() >= challenges_end_) {
        challenges_end_ = context_.now() + kInterval;
        challenges_ = 0;
    }
    if (challenges_ == kMost) return;
    ++challenges_;
    send_ack();
}

void Connection::send_rst(Seq seq, wire::TcpFlags flags) {
    transmit(seq, 0, flags, SegmentKind::Control);
}

std::uint32_t Connection::receive_window() const {
    return tcb_.rcv_adv.after(tcb_.rcv_nxt) ? tcb_.rcv_adv - tcb_.rcv_nxt : 0;
}

// 3.8.6.2.2: what the window must grow by to be worth mentioning.
std::uint32_t Connection::window_step() const {
    return std::max(1u, std::min(config_.receive_buffer / 2, std::uint32_t{config_.mss}));
}

void Connection::announce_window() {
    const std::uint32_t window = receive_window();
    const std::size_t most = std::size_t{0xFFFF} << tcb_.rcv_shift;  // that the field can say
    const bool is_small =
        window < std::max<std::size_t>(1, std::min<std::size_t>(config_.receive_buffer, most) / 2);
    const bool is_expecting = tcb_.is_synchronized() && !tcb_.peer_fin;
    if (is_small && is_expecting && std::min(tcb_.receive.space(), most) >= window + window_step())
        send_ack();
}

// The right edge moves by window_step() at least, and never to the left. Scaling rounds: upward as long as
// the buffer has space, else down; the octets that are then not announced are still taken (RFC 7323 2.4).
std::uint16_t Connection::window_to_advertise(bool scaled) {
    const std::uint8_t shift = scaled ? tcb_.rcv_shift : 0;
    const std::uint32_t old = receive_window();
    const auto space = static_cast<std::uint32_t>(std::min<std::size_t>(tcb_.receive.space(), 0x4000'0000));
    const std::uint32_t fraction = (1u << shift) - 1;
    const bool is_worthwhile = space >= old + window_step() || space == config_.receive_buffer;
    const std::uint32_t window = is_worthwhile ? space : std::min((old + fraction) & ~fraction, space);
    const std::uint32_t field = std::min(window >> shift, 0xFFFFu);
    tcb_.rcv_adv = later(tcb_.rcv_adv, tcb_.rcv_nxt + (field << shift));
    return static_cast<std::uint16_t>(field);
}

void Connection::transmit(Seq seq, std::uint32_t length, wire::TcpFlags flags, SegmentKind kind) {
    sim::Buffer segment{context_.buffers(), length};
    segment.set_packet(context_.next_packet());
    std::uint16_t sum = 0;
    if (length > 0) sum = tcb_.send.copy(seq - tcb_.text_begin(), segment.append(length));

    wire::TcpOptions options;
    if (flags.syn()) {
        options.mss = announced_mss();
        if (flags.ack() ? tcb_.scaling : config_.window_scale) options.window_scale = tcb_.rcv_shift;
    }
    wire::TcpHeader header;
    header.source_port = tuple_.local.port;
    header.destination_port = tuple_.remote.port;
    header.seq = seq.value();
    header.flags = flags;
    if (flags.ack()) header.ack = tcb_.rcv_nxt.value();
    header.window = window_to_advertise(!flags.syn());
    const auto layout = wire::TcpOptionLayout::Linux;
    const std::size_t header_size = wire::TcpHeader::kMinimumSize + wire::options_size(options, layout);
    const std::span<std::uint8_t> bytes = segment.prepend(header_size);
    header.emit(options, layout, bytes);
    wire::fill_tcp_checksum(bytes, sum, length, tuple_.local.address, tuple_.remote.address);

    if (flags.ack()) {
        tcb_.segments_unacknowledged = 0;
        disarm(delayed_ack_, TimerKind::DelayedAck);
    }
    if (length > 0) last_data_sent_ = context_.now();
    layer_.tracer().emit([&] {
        const bool counts = trace::is_retransmission(kind);
        return trace::SegmentSent{
            .at = context_.now(),
            .node = context_.id(),
            .connection = id_,
            .packet = segment.packet(),
            .kind = kind,
            .seq = seq.value(),
            .length = length,
            .retransmission = static_cast<std::uint8_t>(counts ? std::max(1u, tcb_.backoffs) : 0)};
    });
    layer_.send(std::move(segment), tuple_);
}

}  // namespace patchcord::models::tcp

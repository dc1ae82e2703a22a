// Building one segment in the headroom of its buffer: header, options, checksum, what the trace is told; and
// the segments without data: SYN, ACK, challenge, RST. Not here: what is sent when (output.cpp). Read next:
// models/tcp/timers.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"
#include "models/wire/tcp.hpp"
#include "sim/core/buffer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using trace::TimerKind;
using wire::TcpState;

std::uint16_t Connection::announced_mss() const {
    const std::size_t mtu = layer_.ipv4().mtu_toward(tuple_.remote.address);
    const std::size_t path =
        config_.manners == Manners::Bsd ? mtu : std::min<std::size_t>(mtu, tcb_.path_mtu);
    return static_cast<std::uint16_t>(std::min<std::size_t>(config_.mss, path - 40));
}

std::uint32_t Connection::receive_space() const {
    return static_cast<std::uint32_t>(std::min<std::size_t>(tcb_.receive.space(), 0x4000'0000));
}

// In SYN-SENT a SYN, in SYN-RECEIVED a SYN,ACK.
void Connection::send_syn() {
    const bool reply = tcb_.state == TcpState::SynReceived;
    const bool first = tcb_.snd_nxt == tcb_.iss;
    const bool again = tcb_.total_resent > 0;
    const bool asks_ecn = !reply && config_.ecn == Ecn::Active && tcb_.total_resent < config_.ecn_syns;
    const std::uint32_t text =
        first && tcb_.fast_open.sent_text ? static_cast<std::uint32_t>(tcb_.send.size()) : 0;
    if (first) {
        syn_sent_ = context_.now();
        tcb_.snd_nxt = tcb_.iss + 1 + text;
    }
    wire::TcpFlags flags = reply ? wire::kSyn | wire::kAck : wire::kSyn;
    if (reply && tcb_.ecn.on()) flags |= wire::kEce;
    if (asks_ecn) flags |= wire::kEce | wire::kCwr;  // RFC 3168 6.1.1.1
    if (text > 0)
        tcb_.recovery.sent({.begin = tcb_.iss + 1, .length = text, .sent = context_.now(), .push = true});
    transmit(tcb_.iss, text, flags, again ? SegmentKind::Timeout : SegmentKind::Control);
    tcb_.fast_open.option.reset();
    if (!retransmission_.is_armed()) set_retransmission_timer(TimerKind::Retransmission, tcb_.rtt.rto());
}

// The number of a segment without text: SND.NXT, as 3.10 says everywhere. But where the window has closed or
// shrunk around what was sent (a probe, for one), the peer would not accept that number: then the window's
// edge.
Seq Connection::acceptable_seq() const {
    return tcb_.is_synchronized() ? earlier(tcb_.snd_nxt, tcb_.snd_una + tcb_.snd_wnd) : tcb_.snd_nxt;
}

void Connection::send_ack() {
    if (repeats_fin()) return transmit(tcb_.text_end(), 0, wire::kFin | wire::kAck, SegmentKind::Control);
    transmit(acceptable_seq(), 0, wire::kAck, SegmentKind::Control);
}

// RFC 5961 7, so that two ends that misunderstand each other, or an attacker, do not cause a storm.
void Connection::send_challenge_ack() {
    if (context_.now() >= challenges_end_) {
        challenges_end_ = context_.now() + config_.challenge_interval;
        challenges_ = 0;
    }
    if (challenges_ == config_.challenges) return;
    ++challenges_;
    transmit(acceptable_seq(), 0, wire::kAck, SegmentKind::Control);
}

void Connection::send_rst(Seq seq, wire::TcpFlags flags) {
    transmit(seq, 0, flags, SegmentKind::Control);
}

// A SYN offers what the profile wants, a SYN,ACK what both want.
wire::TcpOptions Connection::options_for(wire::TcpFlags flags) {
    wire::TcpOptions options;
    if (flags.syn()) [[unlikely]] {
        const bool reply = flags.ack();
        if (config_.no_options) return options;
        options.mss = announced_mss();
        if (config_.plain_late_syns && !reply && tcb_.total_resent > 2) return options;
        if (reply ? tcb_.scaling : config_.window_scale) options.window_scale = tcb_.window.shift();
        options.sack_permitted = reply ? tcb_.sack : config_.sack;
        if (reply ? tcb_.timestamps.on() : config_.timestamps)
            options.timestamps = tcb_.timestamps.option(context_.now());
        if (tcb_.fast_open.option) tcb_.fast_open.option->put_into(options);
        return options;
    }
    if (tcb_.timestamps.on()) options.timestamps = tcb_.timestamps.option(context_.now());
    if (tcb_.sack && !tcb_.sacks.empty() && !flags.rst()) options.sack = tcb_.sacks.take();
    return options;
}

std::uint16_t Connection::window_field(wire::TcpFlags flags) {
    if (flags.rst() && (!flags.ack() || config_.manners == Manners::Bsd)) return 0;
    if (flags.syn())
        return tcb_.window.announce_in_syn(tcb_.rcv_nxt, receive_space(),
                                           announced_mss() - (tcb_.timestamps.on() ? 12u : 0u));
    return tcb_.window.announce(tcb_.rcv_nxt, receive_space());
}

// `again`: the text was sent before, so it carries neither ECT nor CWR (RFC 3168 6.1.5).
void Connection::transmit(Seq seq, std::uint32_t length, wire::TcpFlags flags, SegmentKind kind, bool again) {
    sim::Buffer segment{context_.buffers(), length};
    segment.set_packet(context_.next_packet());
    std::uint16_t sum = 0;
    const Seq text = flags.syn() ? seq + 1 : seq;
    if (length > 0) sum = tcb_.send.copy(text - tcb_.text_begin(), segment.append(length));

    const bool is_new_data = length > 0 && !again;
    wire::TcpHeader header;
    header.source_port = tuple_.local.port;
    header.destination_port = tuple_.remote.port;
    header.seq = seq.value();
    header.flags = flags;
    if (!flags.syn() && !flags.rst()) {
        if (tcb_.ecn.echoes()) header.flags |= wire::kEce;
        if (is_new_data && tcb_.ecn.on() && tcb_.ecn.take_confirmation()) header.flags |= wire::kCwr;
        if (tcb_.snd_up && tcb_.snd_up->after(seq) && *tcb_.snd_up - seq <= 0xFFFF) {  // RFC 6093
            header.flags |= wire::kUrg;
            header.urgent_pointer = static_cast<std::uint16_t>(*tcb_.snd_up - seq);
        }
    }
    if (flags.ack()) header.ack = tcb_.rcv_nxt.value();
    header.window = window_field(flags);
    const wire::TcpOptions options = options_for(flags);
    const std::size_t header_size =
        wire::TcpHeader::kMinimumSize + wire::options_size(options, config_.layout);
    const std::span<std::uint8_t> bytes = segment.prepend(header_size);
    header.emit(options, config_.layout, bytes);
    wire::fill_tcp_checksum(bytes, sum, length, tuple_.local.address, tuple_.remote.address);
    segment.vouch();

    if (flags.ack()) {
        tcb_.last_ack_sent = tcb_.rcv_nxt;
        tcb_.acks.ack_sent();
        disarm(delayed_ack_, TimerKind::DelayedAck);
    }
    if (length > 0) {
        tcb_.acks.data_sent(context_.now());
        last_data_sent_ = context_.now();
    }
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
    const bool marks = is_new_data && tcb_.ecn.on();
    const auto ecn = static_cast<std::uint8_t>(marks ? wire::Ecn::Ect0 : wire::Ecn::NotEct);
    layer_.send(std::move(segment), tuple_, static_cast<std::uint8_t>((config_.tos & ~3u) | ecn),
                config_.ttl);
}

}  // namespace patchcord::models::tcp

// The places of TCP_INFO's fields, and what this stack fills in. Connection::info() is the one place that
// says where each figure comes from. Read next: models/tcp/connection.hpp.
#include "models/tcp/info.hpp"

#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace patchcord::models::tcp {
namespace {

constexpr std::array kFields{
    InfoField{"tcpi_state", &Info::tcpi_state, 0, 1},
    InfoField{"tcpi_ca_state", &Info::tcpi_ca_state, 1, 1},
    InfoField{"tcpi_retransmits", &Info::tcpi_retransmits, 2, 1},
    InfoField{"tcpi_probes", &Info::tcpi_probes, 3, 1},
    InfoField{"tcpi_backoff", &Info::tcpi_backoff, 4, 1},
    InfoField{"tcpi_options", &Info::tcpi_options, 5, 1},
    InfoField{"tcpi_snd_wscale", &Info::tcpi_snd_wscale, 6, 1, 0, 4},
    InfoField{"tcpi_rcv_wscale", &Info::tcpi_rcv_wscale, 6, 1, 4, 4},
    InfoField{"tcpi_delivery_rate_app_limited", &Info::tcpi_delivery_rate_app_limited, 7, 1, 0, 1},
    InfoField{"tcpi_fastopen_client_fail", &Info::tcpi_fastopen_client_fail, 7, 1, 1, 2},
    InfoField{"tcpi_rto", &Info::tcpi_rto, 8, 4},
    InfoField{"tcpi_ato", &Info::tcpi_ato, 12, 4},
    InfoField{"tcpi_snd_mss", &Info::tcpi_snd_mss, 16, 4},
    InfoField{"tcpi_rcv_mss", &Info::tcpi_rcv_mss, 20, 4},
    InfoField{"tcpi_unacked", &Info::tcpi_unacked, 24, 4},
    InfoField{"tcpi_sacked", &Info::tcpi_sacked, 28, 4},
    InfoField{"tcpi_lost", &Info::tcpi_lost, 32, 4},
    InfoField{"tcpi_retrans", &Info::tcpi_retrans, 36, 4},
    InfoField{"tcpi_fackets", &Info::tcpi_fackets, 40, 4},
    InfoField{"tcpi_last_data_sent", &Info::tcpi_last_data_sent, 44, 4},
    InfoField{"tcpi_last_ack_sent", &Info::tcpi_last_ack_sent, 48, 4},
    InfoField{"tcpi_last_data_recv", &Info::tcpi_last_data_recv, 52, 4},
    InfoField{"tcpi_last_ack_recv", &Info::tcpi_last_ack_recv, 56, 4},
    InfoField{"tcpi_pmtu", &Info::tcpi_pmtu, 60, 4},
    InfoField{"tcpi_rcv_ssthresh", &Info::tcpi_rcv_ssthresh, 64, 4},
    InfoField{"tcpi_rtt", &Info::tcpi_rtt, 68, 4},
    InfoField{"tcpi_rttvar", &Info::tcpi_rttvar, 72, 4},
    InfoField{"tcpi_snd_ssthresh", &Info::tcpi_snd_ssthresh, 76, 4},
    InfoField{"tcpi_snd_cwnd", &Info::tcpi_snd_cwnd, 80, 4},
    InfoField{"tcpi_advmss", &Info::tcpi_advmss, 84, 4},
    InfoField{"tcpi_reordering", &Info::tcpi_reordering, 88, 4},
    InfoField{"tcpi_rcv_rtt", &Info::tcpi_rcv_rtt, 92, 4},
    InfoField{"tcpi_rcv_space", &Info::tcpi_rcv_space, 96, 4},
    InfoField{"tcpi_total_retrans", &Info::tcpi_total_retrans, 100, 4},
    InfoField{"tcpi_pacing_rate", &Info::tcpi_pacing_rate, 104, 8},
    InfoField{"tcpi_max_pacing_rate", &Info::tcpi_max_pacing_rate, 112, 8},
    InfoField{"tcpi_bytes_acked", &Info::tcpi_bytes_acked, 120, 8},
    InfoField{"tcpi_bytes_received", &Info::tcpi_bytes_received, 128, 8},
    InfoField{"tcpi_segs_out", &Info::tcpi_segs_out, 136, 4},
    InfoField{"tcpi_segs_in", &Info::tcpi_segs_in, 140, 4},
    InfoField{"tcpi_notsent_bytes", &Info::tcpi_notsent_bytes, 144, 4},
    InfoField{"tcpi_min_rtt", &Info::tcpi_min_rtt, 148, 4},
    InfoField{"tcpi_data_segs_in", &Info::tcpi_data_segs_in, 152, 4},
    InfoField{"tcpi_data_segs_out", &Info::tcpi_data_segs_out, 156, 4},
    InfoField{"tcpi_delivery_rate", &Info::tcpi_delivery_rate, 160, 8},
    InfoField{"tcpi_busy_time", &Info::tcpi_busy_time, 168, 8},
    InfoField{"tcpi_rwnd_limited", &Info::tcpi_rwnd_limited, 176, 8},
    InfoField{"tcpi_sndbuf_limited", &Info::tcpi_sndbuf_limited, 184, 8},
    InfoField{"tcpi_delivered", &Info::tcpi_delivered, 192, 4},
    InfoField{"tcpi_delivered_ce", &Info::tcpi_delivered_ce, 196, 4},
    InfoField{"tcpi_bytes_sent", &Info::tcpi_bytes_sent, 200, 8},
    InfoField{"tcpi_bytes_retrans", &Info::tcpi_bytes_retrans, 208, 8},
    InfoField{"tcpi_dsack_dups", &Info::tcpi_dsack_dups, 216, 4},
    InfoField{"tcpi_reord_seen", &Info::tcpi_reord_seen, 220, 4},
    InfoField{"tcpi_rcv_ooopack", &Info::tcpi_rcv_ooopack, 224, 4},
    InfoField{"tcpi_snd_wnd", &Info::tcpi_snd_wnd, 228, 4},
    InfoField{"tcpi_rcv_wnd", &Info::tcpi_rcv_wnd, 232, 4},
    InfoField{"tcpi_rehash", &Info::tcpi_rehash, 236, 4},
    InfoField{"tcpi_total_rto", &Info::tcpi_total_rto, 240, 2},
    InfoField{"tcpi_total_rto_recoveries", &Info::tcpi_total_rto_recoveries, 242, 2},
    InfoField{"tcpi_total_rto_time", &Info::tcpi_total_rto_time, 244, 4},
};

/// include/net/tcp_states.h. A connection in TIME-WAIT is not the socket's any more.
std::uint64_t linux_state(wire::TcpState state) {
    using wire::TcpState;
    switch (state) {
        case TcpState::Established:
            return 1;
        case TcpState::SynSent:
            return 2;
        case TcpState::SynReceived:
            return 3;
        case TcpState::FinWait1:
            return 4;
        case TcpState::FinWait2:
            return 5;
        case TcpState::CloseWait:
            return 8;
        case TcpState::LastAck:
            return 9;
        case TcpState::Listen:
            return 10;
        case TcpState::Closing:
            return 11;
        default:
            return 7;
    }
}

std::uint64_t microseconds(sim::Duration duration) {
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::microseconds>(duration).count());
}
std::uint64_t milliseconds(sim::Duration duration) {
    return microseconds(duration) / 1000;
}

}  // namespace

std::span<const InfoField> info_fields() {
    return kFields;
}

const InfoField* find_info_field(std::string_view name) {
    const auto found = std::ranges::find(kFields, name, &InfoField::name);
    return found == kFields.end() ? nullptr : &*found;
}

std::size_t write_info(const Info& info, std::span<std::uint8_t> out) {
    std::array<std::uint8_t, kInfoSize> bytes{};
    for (const InfoField& field : kFields) {
        const std::uint64_t mask = field.bits == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << field.bits) - 1;
        const std::uint64_t value = (info.*field.member & mask) << field.shift;
        for (std::size_t i = 0; i < field.size; ++i)
            bytes[field.offset + i] |= static_cast<std::uint8_t>(value >> (8 * i));
    }
    const std::size_t count = std::min(out.size(), bytes.size());
    std::ranges::copy_n(bytes.begin(), static_cast<std::ptrdiff_t>(count), out.begin());
    return count;
}

// tcp_get_info. The counts of octets are differences of sequence numbers, so they begin anew every 2^32.
Info Connection::info() const {
    constexpr std::uint64_t kInfinite = cc::CongestionControl::kInfinite;
    const sim::Time now = context_.now();
    const Scoreboard& board = tcb_.board();
    const bool handshaking =
        tcb_.state == wire::TcpState::SynSent || tcb_.state == wire::TcpState::SynReceived;
    Info info;
    info.tcpi_state = linux_state(tcb_.state);
    info.tcpi_ca_state = static_cast<std::uint64_t>(tcb_.recovery.state());
    info.tcpi_retransmits = tcb_.backoffs;
    info.tcpi_backoff = tcb_.backoffs;
    info.tcpi_probes = tcb_.probes + keepalive_probes_;
    info.tcpi_options = (tcb_.timestamps.on() ? 1u : 0u) | (tcb_.sack ? 2u : 0u) | (tcb_.scaling ? 4u : 0u) |
                        (tcb_.ecn.on() ? 8u : 0u) | (tcb_.ecn.seen() ? 16u : 0u) |
                        (tcb_.fast_open.text_taken ? 32u : 0u);
    info.tcpi_snd_wscale = tcb_.snd_shift;
    info.tcpi_rcv_wscale = tcb_.scaling ? tcb_.window.shift() : 0;
    info.tcpi_rto = microseconds(tcb_.rtt.rto());
    info.tcpi_ato = microseconds(tcb_.acks.ato());
    info.tcpi_snd_mss = present_mss();
    info.tcpi_rcv_mss = tcb_.acks.peer_mss();
    info.tcpi_unacked = handshaking ? 1 : board.size();
    info.tcpi_sacked = board.sacked();
    info.tcpi_lost = board.lost();
    info.tcpi_retrans = board.resent();
    info.tcpi_last_data_sent = milliseconds(now - last_data_sent_);
    info.tcpi_last_data_recv = milliseconds(now - tcb_.acks.last_received());
    info.tcpi_last_ack_recv = milliseconds(now - last_arrival_);
    info.tcpi_pmtu = layer_.ipv4().mtu_toward(tuple_.remote.address);
    info.tcpi_rcv_ssthresh = tcb_.window.slow_start_threshold();
    info.tcpi_rtt = microseconds(tcb_.rtt.srtt());
    info.tcpi_rttvar = microseconds(tcb_.rtt.rttvar());
    info.tcpi_min_rtt = microseconds(tcb_.rtt.min_rtt());
    info.tcpi_snd_ssthresh = std::min<std::uint64_t>(tcb_.congestion->ssthresh(), kInfinite);
    info.tcpi_snd_cwnd = std::min<std::uint64_t>(tcb_.congestion->cwnd(), kInfinite);
    info.tcpi_advmss = announced_mss();
    info.tcpi_reordering = tcb_.recovery.reordering();
    info.tcpi_rcv_space = tcb_.window.buffer();
    info.tcpi_total_retrans = tcb_.total_resent;
    info.tcpi_bytes_acked = tcb_.snd_una - tcb_.iss;
    info.tcpi_bytes_received = handshaking ? 0 : tcb_.rcv_nxt - tcb_.irs - 1 - (is_at_end() ? 1 : 0);
    info.tcpi_notsent_bytes = not_sent();
    info.tcpi_busy_time = microseconds(send_clock_.busy(now));
    info.tcpi_rwnd_limited = microseconds(send_clock_.in(Sending::WindowLimited, now));
    info.tcpi_sndbuf_limited = microseconds(send_clock_.in(Sending::BufferLimited, now));
    info.tcpi_snd_wnd = tcb_.snd_wnd;
    info.tcpi_rcv_wnd = receive_window();
    return info;
}

}  // namespace patchcord::models::tcp

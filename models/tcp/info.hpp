// What TCP_INFO tells of a connection: Linux's struct tcp_info by its names, in its units (microseconds, in
// the fields named last_ milliseconds, windows in segments), and where each field lies in its bytes
// (include/uapi/ linux/tcp.h). What this stack does not have stays 0. Read next: models/tcp/info.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace patchcord::models::tcp {

struct Info {
    std::uint64_t tcpi_state = 0;        ///< as Linux numbers it: 1 ESTABLISHED to 11 CLOSING
    std::uint64_t tcpi_ca_state = 0;     ///< 0 Open, 1 Disorder, 2 CWR, 3 Recovery, 4 Loss
    std::uint64_t tcpi_retransmits = 0;  ///< timeouts in a row
    std::uint64_t tcpi_probes = 0;       ///< zero-window or keepalive probes in a row
    std::uint64_t tcpi_backoff = 0;      ///< doublings of the timeout
    std::uint64_t tcpi_options =
        0;  ///< 1 timestamps, 2 SACK, 4 window scale, 8 ECN, 16 ECN seen, 32 data in the SYN
    std::uint64_t tcpi_snd_wscale = 0;
    std::uint64_t tcpi_rcv_wscale = 0;
    std::uint64_t tcpi_delivery_rate_app_limited = 0;
    std::uint64_t tcpi_fastopen_client_fail = 0;
    std::uint64_t tcpi_rto = 0;  ///< us
    std::uint64_t tcpi_ato = 0;  ///< us
    std::uint64_t tcpi_snd_mss = 0;
    std::uint64_t tcpi_rcv_mss = 0;
    std::uint64_t tcpi_unacked = 0;  ///< segments; of a listener: connections that wait
    std::uint64_t tcpi_sacked = 0;   ///< segments; of a listener: its backlog
    std::uint64_t tcpi_lost = 0;     ///< segments
    std::uint64_t tcpi_retrans = 0;  ///< segments sent again and still out
    std::uint64_t tcpi_fackets = 0;
    std::uint64_t tcpi_last_data_sent = 0;  ///< ms ago
    std::uint64_t tcpi_last_ack_sent = 0;
    std::uint64_t tcpi_last_data_recv = 0;  ///< ms ago
    std::uint64_t tcpi_last_ack_recv = 0;   ///< ms ago
    std::uint64_t tcpi_pmtu = 0;
    std::uint64_t tcpi_rcv_ssthresh = 0;
    std::uint64_t tcpi_rtt = 0;           ///< us
    std::uint64_t tcpi_rttvar = 0;        ///< us
    std::uint64_t tcpi_snd_ssthresh = 0;  ///< segments; 0x7fffffff: none yet
    std::uint64_t tcpi_snd_cwnd = 0;      ///< segments
    std::uint64_t tcpi_advmss = 0;
    std::uint64_t tcpi_reordering = 0;  ///< segments
    std::uint64_t tcpi_rcv_rtt = 0;     ///< us
    std::uint64_t tcpi_rcv_space = 0;
    std::uint64_t tcpi_total_retrans = 0;
    std::uint64_t tcpi_pacing_rate = 0;      ///< bytes/s
    std::uint64_t tcpi_max_pacing_rate = 0;  ///< bytes/s
    std::uint64_t tcpi_bytes_acked = 0;
    std::uint64_t tcpi_bytes_received = 0;
    std::uint64_t tcpi_segs_out = 0;
    std::uint64_t tcpi_segs_in = 0;
    std::uint64_t tcpi_notsent_bytes = 0;
    std::uint64_t tcpi_min_rtt = 0;  ///< us
    std::uint64_t tcpi_data_segs_in = 0;
    std::uint64_t tcpi_data_segs_out = 0;
    std::uint64_t tcpi_delivery_rate = 0;   ///< bytes/s
    std::uint64_t tcpi_busy_time = 0;       ///< us
    std::uint64_t tcpi_rwnd_limited = 0;    ///< us
    std::uint64_t tcpi_sndbuf_limited = 0;  ///< us
    std::uint64_t tcpi_delivered = 0;
    std::uint64_t tcpi_delivered_ce = 0;
    std::uint64_t tcpi_bytes_sent = 0;
    std::uint64_t tcpi_bytes_retrans = 0;
    std::uint64_t tcpi_dsack_dups = 0;
    std::uint64_t tcpi_reord_seen = 0;
    std::uint64_t tcpi_rcv_ooopack = 0;
    std::uint64_t tcpi_snd_wnd = 0;
    std::uint64_t tcpi_rcv_wnd = 0;
    std::uint64_t tcpi_rehash = 0;
    std::uint64_t tcpi_total_rto = 0;
    std::uint64_t tcpi_total_rto_recoveries = 0;
    std::uint64_t tcpi_total_rto_time = 0;  ///< ms
};

/// A field: its name, and its place in the bytes. `bits` is 0 for whole bytes.
struct InfoField {
    std::string_view name;
    std::uint64_t Info::*member;
    std::uint16_t offset;
    std::uint8_t size;  ///< bytes
    std::uint8_t shift = 0;
    std::uint8_t bits = 0;
};

/// All of them, in the order of the bytes.
std::span<const InfoField> info_fields();
/// Null when there is none of that name.
const InfoField* find_info_field(std::string_view name);

/// Bytes of struct tcp_info.
inline constexpr std::size_t kInfoSize = 248;
/// Writes as many of the kInfoSize bytes as there is room for, little-endian, and says how many.
std::size_t write_info(const Info& info, std::span<std::uint8_t> out);

}  // namespace patchcord::models::tcp

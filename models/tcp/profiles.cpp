// The profiles: one table each, each row with its source. Adding a profile adds a table, an enumerator and a
// name. Sizes in bytes. Read next: models/tcp/config.hpp. What `book` leaves out, it leaves out so that a
// lesson has less on the screen.
#include "models/tcp/config.hpp"

#include <array>

namespace patchcord::models::tcp {
namespace {

using namespace std::chrono_literals;

constexpr Config kRfc{
    .mss = 1460,                                // RFC 9293 3.7.1: MTU 1500 less the fixed headers (RFC 6691)
    .window_scale = true,                       // RFC 7323 2
    .timestamps = true,                         // RFC 7323 3
    .trims_to_window = true,                    // RFC 9293 3.10.7.4
    .requires_timestamps = true,                // RFC 7323 3.2
    .sack = true,                               // RFC 2018
    .ecn = Ecn::Passive,                        // RFC 3168 leaves it to the host; Linux's default
    .layout = wire::TcpOptionLayout::Linux,     // RFC 7323 appendix A
    .receive_buffer = 262'144,                  // our choice: needs scaling, so that it can be seen
    .receive_maximum = 262'144,                 // no auto-tuning
    .send_buffer = 262'144,                     // our choice: the same
    .initial_window = 10,                       // RFC 6928 2
    .congestion = cc::Algorithm::NewReno,       // RFC 5681, RFC 6582
    .abc_limit = 1,                             // RFC 5681 3.1 (2)
    .halve_flight = true,                       // RFC 5681 3.1 (4)
    .hystart = false,                           // RFC 9406 is for those who want it
    .idle_restart = IdleRestart::AtOnce,        // RFC 5681 4.1
    .fast_retransmit = true,                    // RFC 5681 3.2
    .detection = LossDetection::DuplicateAcks,  // RFC 5681 3.2, RFC 6675 5
    .duplicate_threshold = 3,                   // RFC 5681 3.2
    .limited_transmit = true,                   // RFC 3042
    .tail_loss_probe = false,                   // RFC 8985 is for those who want it
    .prr = false,                               // RFC 6937 was experimental
    .frto = true,                               // RFC 5682
    .undo = true,                               // RFC 3522, RFC 3708
    .dsack = true,                              // RFC 2883
    .nagle = true,                              // RFC 9293 3.7.4
    .nagle_rule = NagleRule::Rfc9293,           // RFC 9293 3.7.4
    .window_probe = WindowProbe::NextOctet,     // RFC 9293 3.8.6.1
    .ack_rule = AckRule::Rfc5681,               // RFC 5681 4.2
    .delayed_ack = 200ms,                       // RFC 9293 3.8.6.3: less than 500 ms; BSD's 200 ms
    .ack_every = 2,                             // RFC 5681 4.2
    .rto_rule = RtoRule::Rfc6298,               // RFC 6298 2
    .initial_rto = 1s,                          // RFC 6298 2.1
    .min_rto = 1s,                              // RFC 6298 2.4
    .max_rto = 60s,                             // RFC 6298 2.5
    .syn_retries = 7,               // RFC 1122 4.2.3.5: at least 3 minutes (1+2+4+8+16+32+60+60 s)
    .synack_retries = 7,            // the same
    .syn_linear = 0,                // RFC 6298 5.5
    .challenges = 10,               // RFC 5961 7
    .challenge_interval = 5s,       // RFC 5961 7
    .retries = 15,                  // RFC 1122 4.2.3.5: at least 100 s; Linux tcp_retries2
    .msl = 120s,                    // RFC 9293 3.4.2
    .reset_ends_time_wait = false,  // RFC 1337
    .fin_wait_2 = 60s,              // RFC 1122 4.2.2.20 allows one; Linux tcp_fin_timeout
    .isn = std::nullopt,            // RFC 6528
};

constexpr Config kBook{
    .mss = 1460,                                // RFC 9293 3.7.1
    .window_scale = false,                      // no options but MSS
    .timestamps = false,                        // no options but MSS
    .trims_to_window = true,                    // RFC 9293 3.10.7.4
    .requires_timestamps = false,               // unused
    .sack = false,                              // no options but MSS
    .ecn = Ecn::Off,                            // a lesson of its own
    .layout = wire::TcpOptionLayout::Linux,     // nothing to order
    .receive_buffer = 65'535,                   // the largest window without scaling
    .receive_maximum = 65'535,                  // no auto-tuning
    .send_buffer = 65'535,                      // our choice: the same
    .initial_window = 10,                       // unused without congestion control
    .congestion = cc::Algorithm::None,          // the peer's window alone limits
    .abc_limit = 1,                             // unused
    .halve_flight = true,                       // RFC 5681 3.1 (4)
    .hystart = false,                           // unused
    .idle_restart = IdleRestart::AtOnce,        // RFC 5681 4.1
    .fast_retransmit = true,                    // RFC 5681 3.2
    .detection = LossDetection::DuplicateAcks,  // RFC 5681 3.2
    .duplicate_threshold = 3,                   // RFC 5681 3.2
    .limited_transmit = false,                  // not in the textbooks
    .tail_loss_probe = false,                   // not in the textbooks
    .prr = false,                               // not in the textbooks
    .frto = false,                              // not in the textbooks
    .undo = false,                              // not in the textbooks
    .dsack = false,                             // not in the textbooks
    .nagle = true,                              // RFC 9293 3.7.4
    .nagle_rule = NagleRule::Rfc9293,           // RFC 9293 3.7.4
    .window_probe = WindowProbe::NextOctet,     // RFC 9293 3.8.6.1
    .ack_rule = AckRule::Rfc5681,               // RFC 5681 4.2
    .delayed_ack = 200ms,                       // BSD, Stevens
    .ack_every = 2,                             // RFC 5681 4.2
    .rto_rule = RtoRule::Rfc6298,               // RFC 6298 2
    .initial_rto = 1s,                          // RFC 6298 2.1
    .min_rto = 1s,                              // RFC 6298 2.4
    .max_rto = 60s,                             // RFC 6298 2.5
    .syn_retries = 7,                           // RFC 1122 4.2.3.5
    .synack_retries = 7,                        // the same
    .syn_linear = 0,                            // RFC 6298 5.5
    .challenges = 10,                           // RFC 5961 7
    .challenge_interval = 5s,                   // RFC 5961 7
    .retries = 15,                              // RFC 1122 4.2.3.5
    .msl = 120s,                                // RFC 9293 3.4.2
    .reset_ends_time_wait = false,              // RFC 1337
    .fin_wait_2 = 60s,                          // Linux tcp_fin_timeout
    .isn = std::nullopt,                        // RFC 6528
};

constexpr Config kLinux{
    .mss = 1460,                             // MTU 1500
    .window_scale = true,                    // tcp_window_scaling
    .timestamps = true,                      // tcp_timestamps
    .trims_to_window = false,                // tcp_sequence, since 6.17
    .requires_timestamps = false,            // tcp_fast_parse_options
    .sack = true,                            // tcp_sack
    .ecn = Ecn::Passive,                     // tcp_ecn 2
    .layout = wire::TcpOptionLayout::Linux,  // tcp_options_write
    .receive_buffer = 65'536,                // tcp_rmem[1] 131072, of which half is window
    .receive_maximum = 6'291'456,            // tcp_rmem[2]: wscale 7
    .send_buffer = 2'097'152,                // tcp_wmem[2] 4 MiB with its auto-tuning, half of it payload
    .initial_window = 10,                    // TCP_INIT_CWND
    .congestion = cc::Algorithm::Cubic,      // tcp_congestion_control
    .abc_limit = 0xFFFF,                     // tcp_slow_start: every segment acknowledged counts
    .halve_flight = false,                   // half of cwnd
    .hystart = true,                         // tcp_cubic.hystart
    .idle_restart = IdleRestart::Halving,    // tcp_slow_start_after_idle
    .fast_retransmit = true,                 // always
    .detection = LossDetection::Rack,        // tcp_recovery 1
    .duplicate_threshold = 3,                // tcp_reordering
    .limited_transmit = true,                // tcp_limited_transmit
    .tail_loss_probe = true,                 // tcp_early_retrans 3
    .prr = true,                             // tcp_cwnd_reduction
    .frto = true,                            // tcp_frto 2
    .undo = true,                            // tcp_try_undo_*
    .dsack = true,                           // tcp_dsack
    .nagle = true,                           // RFC 9293 3.7.4
    .nagle_rule = NagleRule::Minshall,       // tcp_minshall_check
    .window_probe = WindowProbe::OldNumber,  // tcp_xmit_probe_skb
    .ack_rule = AckRule::Linux,              // tcp_event_data_recv, __tcp_ack_snd_check
    .delayed_ack = 40ms,                     // TCP_DELACK_MIN; up to 200 ms by the rate of arrivals
    .ack_every = 2,                          // __tcp_ack_snd_check: more than one full segment
    .rto_rule = RtoRule::Linux,              // tcp_rtt_estimator
    .initial_rto = 1s,                       // TCP_TIMEOUT_INIT
    .min_rto = 200ms,                        // TCP_RTO_MIN
    .max_rto = 120s,                         // TCP_RTO_MAX
    .syn_retries = 6,                        // tcp_syn_retries
    .synack_retries = 5,                     // tcp_synack_retries
    .syn_linear = 4,                         // tcp_syn_linear_timeouts
    .challenges = 1,                         // tcp_oow_rate_limited
    .challenge_interval = 500ms,             // tcp_invalid_ratelimit
    .retries = 15,                           // tcp_retries2
    .msl = 30s,                              // TCP_TIMEWAIT_LEN 60 s
    .reset_ends_time_wait = true,            // tcp_rfc1337 0
    .fin_wait_2 = 60s,                       // tcp_fin_timeout
    .isn = std::nullopt,                     // secure_tcp_seq
    .drops_syn_fin = true,                   // tcp_rcv_state_process
    .syn_cookies = true,                     // tcp_syncookies 1
    .icmp_ends_handshake = true,             // tcp_req_err
};

constexpr Config kFreeBsd{
    .mss = 1460,                                // MTU 1500
    .window_scale = true,                       // net.inet.tcp.rfc1323
    .timestamps = true,                         // net.inet.tcp.rfc1323
    .trims_to_window = true,                    // RFC 9293 3.10.7.4
    .requires_timestamps = true,                // net.inet.tcp.tolerate_missing_ts 0
    .sack = true,                               // net.inet.tcp.sack.enable
    .ecn = Ecn::Passive,                        // net.inet.tcp.ecn.enable 2
    .layout = wire::TcpOptionLayout::FreeBsd,   // tcp_addoptions
    .receive_buffer = 65'536,                   // net.inet.tcp.recvspace
    .receive_maximum = 2'097'152,               // net.inet.tcp.recvbuf_max: wscale 6
    .send_buffer = 2'097'152,                   // net.inet.tcp.sendbuf_max with its auto-tuning
    .initial_window = 10,                       // net.inet.tcp.initcwnd_segments
    .congestion = cc::Algorithm::Cubic,         // net.inet.tcp.cc.algorithm
    .abc_limit = 2,                             // net.inet.tcp.abc_l_var
    .halve_flight = false,                      // half of cwnd
    .hystart = false,                           // HyStart++ is off by default
    .idle_restart = IdleRestart::AtOnce,        // cc_after_idle
    .fast_retransmit = true,                    // always
    .detection = LossDetection::DuplicateAcks,  // the default stack: RFC 6675
    .duplicate_threshold = 3,                   // tcprexmtthresh
    .limited_transmit = true,                   // net.inet.tcp.rfc3042
    .tail_loss_probe = false,                   // only in the RACK stack
    .prr = true,                                // net.inet.tcp.do_prr
    .frto = false,                              // not there
    .undo = true,                               // Eifel by timestamps: tcp_do_segment, TF_PREVVALID
    .dsack = true,                              // tcp_sack.c
    .nagle = true,                              // RFC 9293 3.7.4
    .nagle_rule = NagleRule::Rfc9293,           // RFC 9293 3.7.4
    .window_probe = WindowProbe::NextOctet,     // RFC 9293 3.8.6.1
    .ack_rule = AckRule::Rfc5681,               // net.inet.tcp.delayed_ack
    .delayed_ack = 40ms,                        // net.inet.tcp.delacktime
    .ack_every = 2,                             // DELAY_ACK
    .rto_rule = RtoRule::Rfc6298,               // tcp_xmit_timer
    .initial_rto = 1s,                          // net.inet.tcp.rexmit_initial
    .min_rto = 30ms,                            // net.inet.tcp.rexmit_min
    .max_rto = 64s,                             // TCPTV_REXMTMAX
    .syn_retries = 12,                          // net.inet.tcp.rexmit_drop_options aside: TCP_MAXRXTSHIFT
    .synack_retries = 3,                        // SYNCACHE_MAXREXMTS
    .syn_linear = 0,                            // doubling
    .challenges = 10,                           // RFC 5961 7
    .challenge_interval = 5s,                   // RFC 5961 7
    .retries = 12,                              // TCP_MAXRXTSHIFT
    .msl = 30s,                                 // net.inet.tcp.msl
    .reset_ends_time_wait = false,              // RFC 1337
    .fin_wait_2 = 60s,                          // net.inet.tcp.finwait2_timeout
    .isn = std::nullopt,                        // RFC 6528
    .manners = Manners::Bsd,                    // what it is
    .whole_segments = true,                     // tcp_mss
    .ecn_syns = 2,                              // net.inet.tcp.ecn.maxretries 1
    .rto_slop = 200ms,                          // net.inet.tcp.rexmit_slop
    .handshake_limit = 75s,                     // net.inet.tcp.keepinit
    .syn_cookies = true,                        // net.inet.tcp.syncookies 1
};

struct Row {
    Profile profile;
    std::string_view name;
    const Config& config;
};

constexpr std::array kRows{
    Row{Profile::Rfc, "rfc", kRfc},
    Row{Profile::Book, "book", kBook},
    Row{Profile::Linux, "linux", kLinux},
    Row{Profile::FreeBsd, "freebsd", kFreeBsd},
};

}  // namespace

const Config& profile_config(Profile profile) {
    return kRows[static_cast<std::size_t>(profile)].config;
}

std::optional<Profile> profile_from_name(std::string_view name) {
    for (const Row& row : kRows) {
        if (row.name == name) return row.profile;
    }
    return std::nullopt;
}

std::string_view to_string(Profile profile) {
    return kRows[static_cast<std::size_t>(profile)].name;
}

}  // namespace patchcord::models::tcp

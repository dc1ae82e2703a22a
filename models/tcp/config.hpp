// The knobs of TCP, and the profiles that set them: `linux` and `freebsd` behave as those kernels do, `rfc`
// says what the RFCs say where they differ from both, `book` is the plainest TCP, for lessons. A knob means
// nothing to the wire until the connection negotiates or uses it. Read next: models/tcp/profiles.cpp (the
// tables, each row with its source).
#pragma once

#include "models/tcp/cc/congestion_control.hpp"
#include "models/wire/tcp_options.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace patchcord::models::tcp {

/// Explicit congestion notification (RFC 3168), as Linux's tcp_ecn: never, when the peer asks, ask for it.
enum class Ecn : std::uint8_t { Off, Passive, Active };

/// How RTO follows from the measurements: RFC 6298, or Linux's variant of it (RTTVAR is at least min_rto, and
/// falls once a round trip only).
enum class RtoRule : std::uint8_t { Rfc6298, Linux };

/// How holes are found: by the number of duplicate ACKs or of bytes SACKed above them (RFC 5681, 6675), or by
/// time (RFC 8985).
enum class LossDetection : std::uint8_t { DuplicateAcks, Rack };

/// When a received segment is acknowledged: RFC 5681 4.2 with a timer; or Linux's: at once early in a
/// connection and when the peer seems to wait, otherwise with a timer that adapts.
enum class AckRule : std::uint8_t { Rfc5681, Linux };

/// What cwnd does when nothing was sent for longer than an RTO: nothing; it falls to the initial window at
/// once (RFC 5681 4.1), or by half for each RTO (RFC 2861, Linux).
enum class IdleRestart : std::uint8_t { Never, AtOnce, Halving };

/// Which small segments wait while data is in flight: all (RFC 9293 3.7.4), or only behind another small one
/// (Minshall's variant, Linux). With it goes whether half of the peer's largest window is worth sending into
/// (RFC 9293 3.8.6.2.1).
enum class NagleRule : std::uint8_t { Rfc9293, Minshall };

/// What a probe of a closed window carries: the first octet of what waits (RFC 9293 3.8.6.1), or nothing,
/// with an old number (Linux).
enum class WindowProbe : std::uint8_t { NextOctet, OldNumber };

/// What no RFC decides: which errors the application is told, how buffer sizes are told, the window of a RST.
enum class Manners : std::uint8_t { Linux, Bsd };

struct Config {
    // What is offered in a SYN, and accepted.
    std::uint16_t mss;     ///< largest segment that is accepted, bytes; also limited by the MTU
    bool window_scale;     ///< RFC 7323 2
    bool timestamps;       ///< RFC 7323 3, with PAWS
    bool trims_to_window;  ///< of a segment beyond the window the part within is taken (RFC 9293 3.10.7.4)
    bool requires_timestamps;  ///< agreed on, they must be on every segment (RFC 7323 3.2)
    bool sack;                 ///< RFC 2018
    Ecn ecn;
    wire::TcpOptionLayout layout;

    // Buffers and windows.
    std::uint32_t receive_buffer;   ///< bytes that may wait for the application, 1 to 2^30
    std::uint32_t receive_maximum;  ///< to which auto-tuning may grow it; the window scale follows from it
    std::uint32_t send_buffer;      ///< bytes, 1 to 2^30

    // Congestion and recovery.
    std::uint32_t initial_window;  ///< segments
    cc::Algorithm congestion;
    std::uint32_t abc_limit;  ///< see cc::Rules
    bool halve_flight;        ///< see cc::Rules
    bool hystart;
    IdleRestart idle_restart;
    bool fast_retransmit;
    LossDetection detection;
    std::uint32_t duplicate_threshold;  ///< duplicate ACKs before a fast retransmit
    bool limited_transmit;              ///< RFC 3042: new data on the first two duplicate ACKs
    bool tail_loss_probe;               ///< RFC 8985 7
    bool prr;                           ///< RFC 6937: proportional rate reduction
    bool frto;                          ///< RFC 5682
    bool undo;   ///< RFC 3522 (Eifel), RFC 3708 (D-SACK): wrong reductions are taken back
    bool dsack;  ///< RFC 2883: duplicates are reported

    // When something is sent.
    bool nagle;
    NagleRule nagle_rule;
    WindowProbe window_probe;
    AckRule ack_rule;
    sim::Duration delayed_ack;  ///< how long an ACK may wait; 0 acknowledges everything at once
    std::uint32_t ack_every;    ///< full-sized segments after which an ACK does not wait

    // Timers.
    RtoRule rto_rule;
    sim::Duration initial_rto;
    sim::Duration min_rto;
    sim::Duration max_rto;
    std::uint32_t syn_retries;     ///< retransmissions of a SYN before connect gives up
    std::uint32_t synack_retries;  ///< retransmissions of a SYN,ACK
    std::uint32_t syn_linear;      ///< of the SYN's retransmissions, so many do not double the timeout
    std::uint32_t
        challenges;  ///< acknowledgments of what is out of place, in challenge_interval (RFC 5961 7)
    sim::Duration challenge_interval;
    std::uint32_t retries;             ///< retransmissions of the same data before the connection is given up
    sim::Duration msl;                 ///< TIME-WAIT lasts twice this
    bool reset_ends_time_wait;         ///< against RFC 1337
    sim::Duration fin_wait_2;          ///< how long FIN-WAIT-2 lasts when the application has closed
    std::optional<std::uint32_t> isn;  ///< a fixed initial sequence number, instead of RFC 6528 from the seed

    // What socket options set (TCP_CORK, SO_KEEPALIVE and so on); the same in every profile.
    bool cork = false;                                     ///< only full segments, for 200 ms at most
    bool keepalive = false;                                ///< RFC 9293 3.8.4
    sim::Duration keepalive_idle = std::chrono::hours{2};  ///< Linux tcp_keepalive_time
    sim::Duration keepalive_interval = std::chrono::seconds{75};
    std::uint32_t keepalive_count = 9;
    sim::Duration user_timeout{0};  ///< RFC 5482; 0: by `retries`
    std::uint32_t notsent_lowat = 0xFFFF'FFFF;
    std::uint8_t tos = 0;
    std::uint8_t ttl = 64;
    bool fast_open_needs_cookie = true;  ///< not TCP_FASTOPEN_NO_COOKIE

    // Where kernels depart from the RFCs.
    Manners manners = Manners::Linux;
    bool blind_reset = false;    ///< a RST anywhere in the window resets, against RFC 5961 3.2
    bool blind_syn = false;      ///< a SYN in the window resets, against RFC 5961 4.2
    bool drops_syn_fin = false;  ///< a SYN,FIN opens no connection, although RFC 9293 processes its SYN
    bool whole_segments =
        false;                   ///< the receive buffer is rounded up to whole segments when the MSS is known
    bool icmp_may_reset = true;  ///< hard errors end an active handshake (RFC 9293 3.9.2.2 lets them do so)
    bool no_options = false;     ///< no option in a SYN (TCP_NOOPT)
    bool plain_late_syns = false;  ///< from the third retransmission on a SYN offers only its MSS
    std::uint32_t ecn_syns = 1;    ///< SYNs, the first included, that ask for ECN (RFC 3168 6.1.1.1)
    sim::Duration rto_slop{0};  ///< added to each timeout but the first of a SYN, behind min_rto and max_rto
    sim::Duration handshake_limit{0};  ///< how long an active open may take; 0: by syn_retries

    // What a listener does when it is flooded.
    bool syn_cookies = false;  ///< RFC 4987 3.6; or else the SYN is dropped
    /// A destination that ICMP says is unreachable ends a handshake that nobody knows of yet.
    bool icmp_ends_handshake = false;
};

enum class Profile : std::uint8_t { Rfc, Book, Linux, FreeBsd };

const Config& profile_config(Profile profile);
std::optional<Profile> profile_from_name(std::string_view name);
std::string_view to_string(Profile profile);

}  // namespace patchcord::models::tcp

// The knobs of a host's stack: "tcp" and "arp" of a node or of the defaults. A knob that is absent keeps the
// value of the host's profile, so no row has a default. Ranges are what the protocol can mean at all,
// generous on purpose: lessons turn knobs to where things break. Read next: scenarios/description/knobs.hpp.
#include "scenarios/description/tables.hpp"

#include <array>

namespace patchcord::scenarios {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000'000;
constexpr std::int64_t kSecond = 1'000 * kMillisecond;
constexpr std::int64_t kHour = 3'600 * kSecond;
constexpr std::int64_t kGibibyte = 1 << 30;

using models::tcp::cc::Algorithm;

constexpr std::array<std::string_view, 5> kCongestionWords{"none", "tahoe", "reno", "newreno", "cubic"};
static_assert(Algorithm{0} == Algorithm::None && Algorithm{1} == Algorithm::Tahoe &&
              Algorithm{2} == Algorithm::Reno && Algorithm{3} == Algorithm::NewReno &&
              Algorithm{4} == Algorithm::Cubic);

using models::tcp::Ecn;
constexpr std::array<std::string_view, 3> kEcnWords{"off", "passive", "active"};
static_assert(Ecn{0} == Ecn::Off && Ecn{1} == Ecn::Passive && Ecn{2} == Ecn::Active);

using models::tcp::IdleRestart;
constexpr std::array<std::string_view, 3> kIdleWords{"never", "at-once", "halving"};
static_assert(IdleRestart{0} == IdleRestart::Never && IdleRestart{1} == IdleRestart::AtOnce &&
              IdleRestart{2} == IdleRestart::Halving);

using models::tcp::LossDetection;
constexpr std::array<std::string_view, 2> kDetectionWords{"duplicate-acks", "rack"};
static_assert(LossDetection{0} == LossDetection::DuplicateAcks && LossDetection{1} == LossDetection::Rack);

constexpr std::array kTcpFields{
    Field{.name = "mss",
          .kind = FieldKind::Size,
          .help = "largest segment that this host accepts, headers apart (RFC 9293 3.7.1)",
          .range = {1, 65'495},
          .store = store<&TcpKnobs::mss>},
    Field{.name = "window_scale",
          .kind = FieldKind::Flag,
          .help = "offer and accept window scaling (RFC 7323 2)",
          .store = store<&TcpKnobs::window_scale>},
    Field{.name = "timestamps",
          .kind = FieldKind::Flag,
          .help = "offer and accept timestamps, with protection against old segments (RFC 7323 3)",
          .store = store<&TcpKnobs::timestamps>},
    Field{.name = "sack",
          .kind = FieldKind::Flag,
          .help = "offer and accept selective acknowledgements (RFC 2018)",
          .store = store<&TcpKnobs::sack>},
    Field{.name = "ecn",
          .kind = FieldKind::Word,
          .help = "congestion marks: never, when the peer asks, or ask for them (RFC 3168)",
          .store = store<&TcpKnobs::ecn>,
          .words = kEcnWords},
    Field{.name = "receive_buffer",
          .kind = FieldKind::Size,
          .help = "bytes that wait for the application at the most; the largest window",
          .range = {1, kGibibyte},
          .store = store<&TcpKnobs::receive_buffer>},
    Field{.name = "receive_maximum",
          .kind = FieldKind::Size,
          .help = "to which the receive buffer grows by itself when the application reads fast; "
                  "receive_buffer, if only that is given",
          .range = {1, kGibibyte},
          .store = store<&TcpKnobs::receive_maximum>},
    Field{.name = "send_buffer",
          .kind = FieldKind::Size,
          .help = "bytes that were written but not acknowledged, at the most",
          .range = {1, kGibibyte},
          .store = store<&TcpKnobs::send_buffer>},
    Field{.name = "initial_window",
          .kind = FieldKind::Count,
          .help = "segments that may be sent before the first acknowledgement (RFC 6928)",
          .range = {1, 1'000},
          .store = store<&TcpKnobs::initial_window>},
    Field{.name = "congestion",
          .kind = FieldKind::Word,
          .help = "congestion control; \"none\" leaves only the window of the peer",
          .store = store<&TcpKnobs::congestion>,
          .words = kCongestionWords},
    Field{.name = "hystart",
          .kind = FieldKind::Flag,
          .help = "cubic leaves slow start when the round trips grow longer (RFC 9406)",
          .store = store<&TcpKnobs::hystart>},
    Field{.name = "idle_restart",
          .kind = FieldKind::Word,
          .help = "the congestion window after idling longer than a retransmission timeout (RFC 5681 4.1, "
                  "RFC 2861)",
          .store = store<&TcpKnobs::idle_restart>,
          .words = kIdleWords},
    Field{.name = "fast_retransmit",
          .kind = FieldKind::Flag,
          .help = "resend after duplicate acknowledgements, before the timer (RFC 5681 3.2)",
          .store = store<&TcpKnobs::fast_retransmit>},
    Field{.name = "detection",
          .kind = FieldKind::Word,
          .help =
              "how losses are found: by counting duplicate acknowledgements, or by time (RFC 6675, RFC 8985)",
          .store = store<&TcpKnobs::detection>,
          .words = kDetectionWords},
    Field{.name = "duplicate_threshold",
          .kind = FieldKind::Count,
          .help = "duplicate acknowledgements before a fast retransmit",
          .range = {1, 100},
          .store = store<&TcpKnobs::duplicate_threshold>},
    Field{.name = "limited_transmit",
          .kind = FieldKind::Flag,
          .help = "send new data on the first duplicate acknowledgements (RFC 3042)",
          .store = store<&TcpKnobs::limited_transmit>},
    Field{.name = "tail_loss_probe",
          .kind = FieldKind::Flag,
          .help = "probe for losses at the end of a flight (RFC 8985 7)",
          .store = store<&TcpKnobs::tail_loss_probe>},
    Field{.name = "prr",
          .kind = FieldKind::Flag,
          .help = "spread sending evenly while recovering (RFC 6937)",
          .store = store<&TcpKnobs::prr>},
    Field{.name = "frto",
          .kind = FieldKind::Flag,
          .help = "find out whether a timeout was needless (RFC 5682)",
          .store = store<&TcpKnobs::frto>},
    Field{.name = "undo",
          .kind = FieldKind::Flag,
          .help = "take needless reductions of the congestion window back (RFC 3522, RFC 3708)",
          .store = store<&TcpKnobs::undo>},
    Field{.name = "dsack",
          .kind = FieldKind::Flag,
          .help = "tell the sender of duplicates (RFC 2883)",
          .store = store<&TcpKnobs::dsack>},
    Field{.name = "nagle",
          .kind = FieldKind::Flag,
          .help = "hold small segments back while data is unacknowledged (RFC 9293 3.7.4)",
          .store = store<&TcpKnobs::nagle>},
    Field{.name = "delayed_ack",
          .kind = FieldKind::DurationOrOff,
          .help = "how long an acknowledgement may wait; \"off\" sends each at once (RFC 9293 3.8.6.3)",
          .range = {0, kSecond / 2},
          .store = store<&TcpKnobs::delayed_ack>},
    Field{.name = "ack_every",
          .kind = FieldKind::Count,
          .help = "full-sized segments after which an acknowledgement does not wait",
          .range = {1, 100},
          .store = store<&TcpKnobs::ack_every>},
    Field{.name = "initial_rto",
          .kind = FieldKind::Duration,
          .help = "retransmission timeout before the first measurement (RFC 6298 2.1)",
          .range = {kMillisecond, kHour},
          .store = store<&TcpKnobs::initial_rto>},
    Field{.name = "min_rto",
          .kind = FieldKind::Duration,
          .help = "lower bound of the retransmission timeout (RFC 6298 2.4)",
          .range = {kMillisecond, kHour},
          .store = store<&TcpKnobs::min_rto>},
    Field{.name = "max_rto",
          .kind = FieldKind::Duration,
          .help = "upper bound of the retransmission timeout (RFC 6298 2.5)",
          .range = {kMillisecond, kHour},
          .store = store<&TcpKnobs::max_rto>},
    Field{.name = "syn_retries",
          .kind = FieldKind::Count,
          .help = "how often a SYN is sent again before connect gives up",
          .range = {0, 30},
          .store = store<&TcpKnobs::syn_retries>},
    Field{.name = "synack_retries",
          .kind = FieldKind::Count,
          .help = "how often a SYN-ACK is sent again before the half-open connection is forgotten",
          .range = {0, 30},
          .store = store<&TcpKnobs::synack_retries>},
    Field{.name = "retries",
          .kind = FieldKind::Count,
          .help = "how often the same data is sent again before the connection is given up (RFC 9293 3.8.3)",
          .range = {0, 30},
          .store = store<&TcpKnobs::retries>},
    Field{.name = "msl",
          .kind = FieldKind::Duration,
          .help = "maximum segment lifetime; TIME-WAIT lasts twice as long (RFC 9293 3.4.2)",
          .range = {kMillisecond, kHour},
          .store = store<&TcpKnobs::msl>},
    Field{.name = "isn",
          .kind = FieldKind::Count,
          .help = "a fixed initial sequence number, instead of one from the seed (RFC 6528)",
          .range = {0, 0xFFFF'FFFF},
          .store = store<&TcpKnobs::isn>},
    Field{.name = "keepalive",
          .kind = FieldKind::Flag,
          .help = "probe connections that are idle (RFC 9293 3.8.4)",
          .store = store<&TcpKnobs::keepalive>},
    Field{.name = "keepalive_idle",
          .kind = FieldKind::Duration,
          .help = "how long a connection is idle before the first keepalive probe",
          .range = {kMillisecond, 24 * kHour},
          .store = store<&TcpKnobs::keepalive_idle>},
    Field{.name = "keepalive_interval",
          .kind = FieldKind::Duration,
          .help = "time between keepalive probes that are not answered",
          .range = {kMillisecond, 24 * kHour},
          .store = store<&TcpKnobs::keepalive_interval>},
    Field{.name = "keepalive_count",
          .kind = FieldKind::Count,
          .help = "keepalive probes without an answer before the connection is given up",
          .range = {1, 127},
          .store = store<&TcpKnobs::keepalive_count>},
    Field{.name = "user_timeout",
          .kind = FieldKind::DurationOrOff,
          .help = "how long data may stay unacknowledged before the connection is given up; \"off\" counts "
                  "retries (RFC 5482)",
          .range = {0, 24 * kHour},
          .store = store<&TcpKnobs::user_timeout>},
    Field{.name = "syn_cookies",
          .kind = FieldKind::Flag,
          .help = "answer with a cookie when the queue of half-open connections is full (RFC 4987 3.6)",
          .store = store<&TcpKnobs::syn_cookies>}};

constexpr std::array kArpFields{
    Field{.name = "timeout",
          .kind = FieldKind::Duration,
          .help = "age at which an entry of the ARP cache is forgotten (RFC 1122 2.3.2.1)",
          .range = {kMillisecond, 24 * kHour},
          .store = store<&ArpKnobs::timeout>},
    Field{.name = "retries",
          .kind = FieldKind::Count,
          .help = "requests after the first, one each second, before the host counts as unreachable",
          .range = {0, 30},
          .store = store<&ArpKnobs::retries>}};

constexpr std::array kCardFields{
    Field{.name = "rate",
          .kind = FieldKind::Rate,
          .help = "the fastest PHY that it has; that of the cable when absent",
          .store = store<&CardKnobs::rate>},
    Field{.name = "tx_ring",
          .kind = FieldKind::Count,
          .help = "frames in the driver's transmit ring; when it is full, frames wait in the cable's queue",
          .range = {1, 65'536},
          .store = store<&CardKnobs::tx_ring>},
    Field{
        .name = "rx_ring",
        .kind = FieldKind::Count,
        .help = "frames in the driver's receive ring; when it is full, what comes is lost. 256 with rx_time",
        .range = {1, 65'536},
        .store = store<&CardKnobs::rx_ring>},
    Field{.name = "rx_time",
          .kind = FieldKind::Duration,
          .help = "what the processor needs for each frame of the receive ring. 1 us with rx_ring",
          .range = {1, kHour},
          .store = store<&CardKnobs::rx_time>}};

}  // namespace

constexpr Table kCardTable{"a card", "the network card of a host and its driver", kCardFields};
constexpr Table kTcpTable{"a TCP", "knobs of TCP; what is absent is as in the profile", kTcpFields};
constexpr Table kArpTable{"an ARP", "knobs of ARP; what is absent is as in the profile", kArpFields};

}  // namespace patchcord::scenarios

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
    Field{.name = "receive_buffer",
          .kind = FieldKind::Size,
          .help = "bytes that wait for the application at the most; the largest window",
          .range = {1, kGibibyte},
          .store = store<&TcpKnobs::receive_buffer>},
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
    Field{.name = "fast_retransmit",
          .kind = FieldKind::Flag,
          .help = "resend after duplicate acknowledgements, before the timer (RFC 5681 3.2)",
          .store = store<&TcpKnobs::fast_retransmit>},
    Field{.name = "duplicate_threshold",
          .kind = FieldKind::Count,
          .help = "duplicate acknowledgements before a fast retransmit",
          .range = {1, 100},
          .store = store<&TcpKnobs::duplicate_threshold>},
    Field{.name = "limited_transmit",
          .kind = FieldKind::Flag,
          .help = "send new data on the first duplicate acknowledgements (RFC 3042)",
          .store = store<&TcpKnobs::limited_transmit>},
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
          .help = "how often a SYN or SYN-ACK is sent again before connect gives up",
          .range = {0, 30},
          .store = store<&TcpKnobs::syn_retries>},
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
          .store = store<&TcpKnobs::isn>}};

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

}  // namespace

constexpr Table kTcpTable{"a TCP", "knobs of TCP; what is absent is as in the profile", kTcpFields};
constexpr Table kArpTable{"an ARP", "knobs of ARP; what is absent is as in the profile", kArpFields};

}  // namespace patchcord::scenarios

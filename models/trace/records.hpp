// What the simulator knows and no capture does: plain records of what happened, where, when, and which packet
// or timer it belongs to. Every record starts with `at` and `node`. The records of one instant and one node
// are emitted in the order in which things happened, so sorting stably by (at, node) gives one order, however
// the nodes were partitioned. Sequence numbers are raw 32-bit values. Read next: models/trace/sink.hpp,
// models/trace/tracer.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/error.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <string_view>

namespace patchcord::models::trace {

/// A TCP connection (or listener) of a node: the node's counter, from 1.
enum class ConnectionId : std::uint32_t {};

/// A card began to send: the first preamble bit. `duration`: preamble to the last bit of the FCS.
/// `frame` is without FCS, padded; valid during the call, share() it to keep it.
struct FrameSent {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    sim::Duration duration;
    const sim::Frame& frame;
};

/// The last bit of a good frame reached a card (before its MAC filter).
struct FrameReceived {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    const sim::Frame& frame;
};

/// A frame ended. `node` and `port`: the receiver's for Fcs and Sfd, and for LinkDown if it came so far,
/// otherwise the sender's. A frame lost to Cut was sent (there is a FrameSent at the same time); one lost to
/// Queue was not.
struct FrameLost {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    wire::LossCause cause;
    sim::PacketId packet;
    const sim::Frame* unsent = nullptr;  ///< as FrameSent::frame, of a frame that was not sent; may be null
};

/// A layer above the card dropped a packet.
struct PacketDropped {
    sim::Time at;
    sim::NodeId node;
    wire::DropReason reason;
    sim::PacketId packet;
};

enum class SegmentKind : std::uint8_t {
    Control,         ///< first sending of a segment without data: SYN, FIN, ACK, RST
    Data,            ///< first sending of data
    Timeout,         ///< retransmission because the retransmission timer ran out
    FastRetransmit,  ///< retransmission after three duplicate ACKs
    PartialAck,      ///< retransmission of the next hole in NewReno recovery (RFC 6582)
    WindowProbe,     ///< zero-window probe
    TailProbe,       ///< retransmission as a tail-loss probe (RFC 8985 7)
    Keepalive,       ///< probe of an idle connection (RFC 9293 3.8.4)
};

/// A connection handed a segment to IP. `packet` is the packet that carries it; `length` counts data bytes,
/// not SYN and FIN.
struct SegmentSent {
    sim::Time at;
    sim::NodeId node;
    ConnectionId connection;
    sim::PacketId packet;
    SegmentKind kind;
    std::uint32_t seq;
    std::uint32_t length;
    std::uint8_t retransmission;  ///< the how-many-th time that this data is sent again; 0 for first sendings
};

struct TcpStateChange {
    sim::Time at;
    sim::NodeId node;
    ConnectionId connection;
    wire::FourTuple tuple;
    wire::TcpState from;
    wire::TcpState to;
    sim::PacketId cause;  ///< the segment that arrived; none for calls and timers
};

/// The sender's variables after something changed them. Windows in bytes.
struct TcpSample {
    sim::Time at;
    sim::NodeId node;
    ConnectionId connection;
    std::uint32_t snd_una;
    std::uint32_t snd_nxt;
    std::uint32_t snd_wnd;
    std::uint32_t cwnd;
    std::uint32_t ssthresh;
    std::uint32_t rcv_nxt;
    std::uint32_t rcv_wnd;
    sim::Duration srtt;  ///< 0 before the first measurement
    sim::Duration rto;
};

enum class TimerKind : std::uint8_t {
    Retransmission,
    Persist,
    DelayedAck,
    TimeWait,
    TailProbe,   ///< in place of Retransmission, before it
    Reordering,  ///< in place of Retransmission: how long RACK waits for what may only be late
    Keepalive,
};
enum class TimerAction : std::uint8_t { Armed, Fired, Cancelled };

/// `expires` is when it will fire, fired or would have fired; `count` how often it has fired in a row.
struct TimerChange {
    sim::Time at;
    sim::NodeId node;
    ConnectionId connection;
    TimerKind kind;
    TimerAction action;
    sim::Time expires;
    std::uint8_t count;
};

/// A socket call came back. `value` is its return value (a descriptor, a count of bytes, 0), or -1 with
/// `error`.
struct SocketCall {
    sim::Time at;
    sim::NodeId node;
    std::string_view process;
    std::string_view call;
    int descriptor;
    std::int64_t value;
    wire::Error error;      ///< meaningful when value is -1
    wire::FourTuple tuple;  ///< of the socket after the call
    sim::Time called_at;    ///< earlier than `at` for a call that blocked
};

enum class ArpState : std::uint8_t { Incomplete, Reachable, Failed, Expired };

struct ArpChange {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    wire::Ipv4Address address;
    wire::MacAddress mac;
    ArpState state;
};

/// A switch learnt that `mac` is behind `port`.
struct MacLearned {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    wire::MacAddress mac;
    std::uint16_t vlan = 1;
};

/// The link at this port went down, or came up. Both ends tell it, at the same time.
struct LinkChange {
    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    bool up;
    sim::Rate rate = {};       ///< of a link that came up
    bool half_duplex = false;  ///< this end of it
};

/// A host lost its power, or came back with an empty stack.
struct HostChange {
    sim::Time at;
    sim::NodeId node;
    bool up;
};

/// A line that an application prints, or the end of a process by an error (`failed`).
struct AppLog {
    sim::Time at;
    sim::NodeId node;
    std::string_view process;
    std::string_view text;
    bool failed;
};

constexpr std::string_view to_string(SegmentKind kind) {
    switch (kind) {
        case SegmentKind::Control:
            return "control";
        case SegmentKind::Data:
            return "data";
        case SegmentKind::Timeout:
            return "timeout";
        case SegmentKind::FastRetransmit:
            return "fast-retransmit";
        case SegmentKind::PartialAck:
            return "partial-ack";
        case SegmentKind::WindowProbe:
            return "window-probe";
        case SegmentKind::TailProbe:
            return "tail-probe";
        case SegmentKind::Keepalive:
            return "keepalive";
    }
    return "?";
}

constexpr bool is_retransmission(SegmentKind kind) {
    return kind == SegmentKind::Timeout || kind == SegmentKind::FastRetransmit ||
           kind == SegmentKind::PartialAck || kind == SegmentKind::TailProbe;
}

constexpr std::string_view to_string(TimerKind kind) {
    switch (kind) {
        case TimerKind::Retransmission:
            return "retransmission";
        case TimerKind::Persist:
            return "persist";
        case TimerKind::DelayedAck:
            return "delayed-ack";
        case TimerKind::TimeWait:
            return "time-wait";
        case TimerKind::TailProbe:
            return "tail-probe";
        case TimerKind::Reordering:
            return "reordering";
        case TimerKind::Keepalive:
            return "keepalive";
    }
    return "?";
}

constexpr std::string_view to_string(ArpState state) {
    switch (state) {
        case ArpState::Incomplete:
            return "incomplete";
        case ArpState::Reachable:
            return "reachable";
        case ArpState::Failed:
            return "failed";
        case ArpState::Expired:
            return "expired";
    }
    return "?";
}

}  // namespace patchcord::models::trace

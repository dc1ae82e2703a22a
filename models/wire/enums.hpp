// Words that several layers and the trace records share: TCP states (RFC 9293 3.3.2), why a frame was lost on
// the wire, why a header cannot be read, why a layer dropped a packet. `to_string` gives the names that
// appear in every output. Enumerators are stored in run files: add at the end, never reorder. Read next:
// models/trace/records.hpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchcord::models::wire {

enum class TcpState : std::uint8_t {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
};

constexpr std::string_view to_string(TcpState state) {
    switch (state) {
        case TcpState::Closed:
            return "CLOSED";
        case TcpState::Listen:
            return "LISTEN";
        case TcpState::SynSent:
            return "SYN-SENT";
        case TcpState::SynReceived:
            return "SYN-RECEIVED";
        case TcpState::Established:
            return "ESTABLISHED";
        case TcpState::FinWait1:
            return "FIN-WAIT-1";
        case TcpState::FinWait2:
            return "FIN-WAIT-2";
        case TcpState::CloseWait:
            return "CLOSE-WAIT";
        case TcpState::Closing:
            return "CLOSING";
        case TcpState::LastAck:
            return "LAST-ACK";
        case TcpState::TimeWait:
            return "TIME-WAIT";
    }
    return "?";
}

/// Why a frame that a card sent, or wanted to send, never reached another card whole.
enum class LossCause : std::uint8_t {
    Cut,         ///< a fault of the scenario took it
    Fcs,         ///< bit errors: the receiver's frame check failed
    Sfd,         ///< a bit error in the start frame delimiter: the receiver never saw a frame
    Queue,       ///< the transmit queue was full
    Collision,   ///< given up after collisions
    LinkDown,    ///< the link was down, or went down while the frame was on it
    NoReceiver,  ///< nothing is plugged in at the other end
    Length,      ///< the receiver found it too short or too long
    Symbol,      ///< the receiver's PHY saw symbols that are no data
    Early,       ///< dropped at random before the transmit queue was full (RED)
};

/// It came as far as the receiver's card.
constexpr bool is_found_by_receiver(LossCause cause) {
    return cause == LossCause::Fcs || cause == LossCause::Sfd || cause == LossCause::Length ||
           cause == LossCause::Symbol;
}
/// The sender's card did not get to send it.
constexpr bool is_before_sending(LossCause cause) {
    return cause == LossCause::Queue || cause == LossCause::Early || cause == LossCause::NoReceiver;
}

constexpr std::string_view to_string(LossCause cause) {
    switch (cause) {
        case LossCause::Cut:
            return "cut";
        case LossCause::Fcs:
            return "fcs";
        case LossCause::Sfd:
            return "sfd";
        case LossCause::Queue:
            return "queue";
        case LossCause::Collision:
            return "collision";
        case LossCause::LinkDown:
            return "link-down";
        case LossCause::NoReceiver:
            return "no-receiver";
        case LossCause::Length:
            return "length";
        case LossCause::Symbol:
            return "symbol";
        case LossCause::Early:
            return "early-drop";
    }
    return "?";
}

/// Why bytes are not the header they should be; every `parse` of this folder names one of these or succeeds.
enum class ParseError : std::uint8_t {
    Truncated,        ///< fewer bytes than the fixed header
    BadType,          ///< a version, hardware type, protocol type or operation that is not ours
    BadHeaderLength,  ///< the header length is below its minimum or beyond the packet
    BadLength,        ///< the length field is below the header's size or beyond the bytes
    BadChecksum,
    BadOption,  ///< an option of length 0 or 1, or past the end of the header
    BadName,    ///< a domain name that is too long, or whose pointers do not lead backwards
};

constexpr std::string_view to_string(ParseError error) {
    switch (error) {
        case ParseError::Truncated:
            return "truncated";
        case ParseError::BadType:
            return "bad type";
        case ParseError::BadHeaderLength:
            return "bad header length";
        case ParseError::BadLength:
            return "bad length";
        case ParseError::BadChecksum:
            return "bad checksum";
        case ParseError::BadOption:
            return "bad option";
        case ParseError::BadName:
            return "bad name";
    }
    return "?";
}

/// Why a layer above the card dropped a packet that arrived, or that it was asked to send.
enum class DropReason : std::uint8_t {
    Malformed,              ///< see ParseError
    Checksum,               ///< IPv4, ICMP, UDP or TCP checksum
    UnknownEtherType,       ///< no layer takes it
    UnknownProtocol,        ///< no transport takes it
    NotForMe,               ///< another host's address, and this host does not forward
    BadSource,              ///< a source address that no host may have
    NoRoute,                ///< no route to the destination
    NoArpReply,             ///< the next hop did not answer
    ArpQueueFull,           ///< a newer packet took its place while the next hop was being asked
    TtlExpired,             ///< TTL 0 in transit
    TooBig,                 ///< larger than the MTU, and DF is set
    BadFragment,            ///< fragments that overlap or exceed 64 KiB
    ReassemblyTimeout,      ///< not all fragments came in time
    NoPort,                 ///< no socket on the port
    ReceiveBufferFull,      ///< the application does not read fast enough
    BacklogFull,            ///< the listener's queue is full
    BadFlags,               ///< a combination of TCP flags that nobody sends
    OutsideWindow,          ///< TCP sequence number not acceptable (RFC 9293 3.10.7.4)
    BadAck,                 ///< TCP acknowledgment of what was never sent, or none where one is needed
    OldTimestamp,           ///< PAWS (RFC 7323 5.3)
    MissingTimestamp,       ///< negotiated, but absent (RFC 7323 3.2)
    RateLimited,            ///< an answer suppressed by its rate limit
    InterfaceDown,          ///< the interface is not up
    FragmentsNotSupported,  ///< this host does not put fragments together
    ReceiveRingFull,        ///< the driver did not take frames from the card fast enough
    PortBlocked,            ///< the spanning tree does not use the switch's port
    WrongVlan,              ///< the switch's port does not belong to the frame's VLAN
};

constexpr std::string_view to_string(DropReason reason) {
    switch (reason) {
        case DropReason::Malformed:
            return "malformed";
        case DropReason::Checksum:
            return "checksum";
        case DropReason::UnknownEtherType:
            return "unknown-ethertype";
        case DropReason::UnknownProtocol:
            return "unknown-protocol";
        case DropReason::NotForMe:
            return "not-for-me";
        case DropReason::BadSource:
            return "bad-source";
        case DropReason::NoRoute:
            return "no-route";
        case DropReason::NoArpReply:
            return "no-arp-reply";
        case DropReason::ArpQueueFull:
            return "arp-queue-full";
        case DropReason::TtlExpired:
            return "ttl-expired";
        case DropReason::TooBig:
            return "too-big";
        case DropReason::BadFragment:
            return "bad-fragment";
        case DropReason::ReassemblyTimeout:
            return "reassembly-timeout";
        case DropReason::NoPort:
            return "no-port";
        case DropReason::ReceiveBufferFull:
            return "receive-buffer-full";
        case DropReason::BacklogFull:
            return "backlog-full";
        case DropReason::BadFlags:
            return "bad-flags";
        case DropReason::OutsideWindow:
            return "outside-window";
        case DropReason::BadAck:
            return "bad-ack";
        case DropReason::OldTimestamp:
            return "old-timestamp";
        case DropReason::MissingTimestamp:
            return "missing-timestamp";
        case DropReason::RateLimited:
            return "rate-limited";
        case DropReason::InterfaceDown:
            return "interface-down";
        case DropReason::FragmentsNotSupported:
            return "fragments-not-supported";
        case DropReason::ReceiveRingFull:
            return "receive-ring-full";
        case DropReason::PortBlocked:
            return "port-blocked";
        case DropReason::WrongVlan:
            return "wrong-vlan";
    }
    return "?";
}

constexpr DropReason drop_reason(ParseError error) {
    return error == ParseError::BadChecksum ? DropReason::Checksum : DropReason::Malformed;
}

}  // namespace patchcord::models::wire

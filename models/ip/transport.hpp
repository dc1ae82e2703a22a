// What IP and the transports above it know of each other: a datagram that arrived, an error that ICMP (or the
// failed search for a MAC address) reports about one that was sent, and how to send. The transports implement
// TransportReceiver, and host/stack binds them once. Read next: models/ip/ipv4_layer.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "sim/core/ids.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::ip {

/// A packet that this host sent did not get there.
struct TransportError {
    wire::IcmpType type;
    std::uint8_t code;
    std::uint16_t next_hop_mtu;  ///< with "fragmentation needed" (RFC 1191), else 0
    wire::Ipv4Address source;    ///< of the packet in question, so one of ours
    wire::Ipv4Address destination;
    std::span<const std::uint8_t> quoted;  ///< the first bytes behind its IP header, at least 8
    wire::Ipv4Address reporter{};          ///< who says so: a router, the destination, or this host itself
};

/// What an application is told (RFC 1122 4.1.3.3, 4.2.3.9, with the errno values of Linux); nothing for types
/// that it never hears of.
constexpr std::optional<wire::Error> application_error(wire::IcmpType type, std::uint8_t code) {
    using enum wire::Error;
    if (type == wire::IcmpType::TimeExceeded) return HostUnreachable;
    if (type == wire::IcmpType::ParameterProblem) return NoProtocolOption;
    if (type != wire::IcmpType::Unreachable) return std::nullopt;
    switch (wire::UnreachableCode{code}) {
        case wire::UnreachableCode::Net:
        case wire::UnreachableCode::NetUnknown:
        case wire::UnreachableCode::NetProhibited:
        case wire::UnreachableCode::NetForTos:
            return NetworkUnreachable;
        case wire::UnreachableCode::Protocol:
            return NoProtocolOption;
        case wire::UnreachableCode::Port:
            return ConnectionRefused;
        case wire::UnreachableCode::FragmentationNeeded:
            return MessageTooLong;
        case wire::UnreachableCode::SourceRouteFailed:
            return OperationNotSupported;
        case wire::UnreachableCode::HostUnknown:
            return HostIsDown;
        default:
            return HostUnreachable;
    }
}

/// What brought a datagram.
struct Carrier {
    sim::PacketId packet;
    /// Skip: the bytes are as their sender's stack left them, so the checksums in them are right.
    wire::ChecksumCheck checksums = wire::ChecksumCheck::Verify;
};

class TransportReceiver {
  public:
    /// A whole datagram for this host; `payload` is valid during the call.
    virtual void input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
                       const Carrier& carrier) = 0;
    virtual void error(const TransportError& error) = 0;

  protected:
    ~TransportReceiver() = default;
};

/// How a datagram is sent.
struct SendOptions {
    std::uint8_t ttl = 64;
    std::uint8_t tos = 0;
    bool dont_fragment = false;
};

}  // namespace patchcord::models::ip

// ICMP messages (RFC 792): type, code, checksum, four bytes whose meaning depends on the type, and a body:
// the echoed data, or for errors the beginning of the datagram that caused them (RFC 1122 3.2.2). Not the
// rules for sending them: those are models/ip/icmp_layer. Read next: models/wire/ipv4.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/checksum.hpp"
#include "models/wire/enums.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

/// Other values keep their number.
enum class IcmpType : std::uint8_t {
    EchoReply = 0,
    Unreachable = 3,
    SourceQuench = 4,
    Redirect = 5,
    EchoRequest = 8,
    TimeExceeded = 11,
    ParameterProblem = 12,
    TimestampRequest = 13,
    TimestampReply = 14,
};

/// Codes of IcmpType::Unreachable (RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1).
enum class UnreachableCode : std::uint8_t {
    Net = 0,
    Host = 1,
    Protocol = 2,
    Port = 3,
    FragmentationNeeded = 4,
    SourceRouteFailed = 5,
    NetUnknown = 6,
    HostUnknown = 7,
    SourceHostIsolated = 8,
    NetProhibited = 9,
    HostProhibited = 10,
    NetForTos = 11,
    HostForTos = 12,
    Prohibited = 13,
    PrecedenceViolation = 14,
    PrecedenceCutoff = 15,
};

/// Codes of IcmpType::TimeExceeded.
enum class TimeExceededCode : std::uint8_t { InTransit = 0, Reassembly = 1 };

/// Codes of IcmpType::Redirect.
enum class RedirectCode : std::uint8_t { Net = 0, Host = 1, NetForTos = 2, HostForTos = 3 };

struct IcmpHeader {
    static constexpr std::size_t kSize = 8;

    IcmpType type{};
    std::uint8_t code = 0;
    std::uint32_t rest = 0;  ///< bytes 4 to 7; the functions below name their meanings

    static constexpr IcmpHeader echo(IcmpType type, std::uint16_t id, std::uint16_t sequence) {
        return {type, 0, std::uint32_t{id} << 16 | sequence};
    }
    /// `mtu` of the next hop for FragmentationNeeded (RFC 1191 4), else 0.
    static constexpr IcmpHeader unreachable(UnreachableCode code, std::uint16_t mtu = 0) {
        return {IcmpType::Unreachable, static_cast<std::uint8_t>(code), mtu};
    }
    static constexpr IcmpHeader time_exceeded(TimeExceededCode code) {
        return {IcmpType::TimeExceeded, static_cast<std::uint8_t>(code), 0};
    }
    /// `pointer`: the offset in the quoted datagram of the byte at fault.
    static constexpr IcmpHeader parameter_problem(std::uint8_t pointer) {
        return {IcmpType::ParameterProblem, 0, std::uint32_t{pointer} << 24};
    }
    static constexpr IcmpHeader redirect(RedirectCode code, Ipv4Address gateway) {
        return {IcmpType::Redirect, static_cast<std::uint8_t>(code), gateway.value()};
    }

    constexpr std::uint16_t id() const { return static_cast<std::uint16_t>(rest >> 16); }
    constexpr std::uint16_t sequence() const { return static_cast<std::uint16_t>(rest); }
    constexpr std::uint16_t mtu() const { return static_cast<std::uint16_t>(rest); }
    constexpr Ipv4Address gateway() const { return Ipv4Address{rest}; }
    constexpr std::uint8_t pointer() const { return static_cast<std::uint8_t>(rest >> 24); }

    /// A report about another datagram: its body quotes that one, and no error may be sent in reply to it.
    constexpr bool is_error() const {
        return type == IcmpType::Unreachable || type == IcmpType::SourceQuench ||
               type == IcmpType::Redirect || type == IcmpType::TimeExceeded ||
               type == IcmpType::ParameterProblem;
    }

    /// Writes the first 8 bytes of `message`, whose body is already in place behind them, with the checksum
    /// of the whole.
    void emit(std::span<std::uint8_t> message) const;

    friend bool operator==(const IcmpHeader&, const IcmpHeader&) = default;
};

struct IcmpView {
    IcmpHeader header;
    std::span<const std::uint8_t> body;

    /// Truncated or BadChecksum.
    static tl::expected<IcmpView, ParseError> parse(std::span<const std::uint8_t> message,
                                                    ChecksumCheck check = ChecksumCheck::Verify);
};

}  // namespace patchcord::models::wire

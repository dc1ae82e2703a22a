// The names of things on the wire: MAC addresses (RFC 9542), IPv4 addresses (RFC 791), prefixes (RFC 4632),
// endpoints, and the four-tuple that names a TCP connection (RFC 9293 3.3.1).
// All are small ordered values in host order; bytes.hpp knows how they lie in a packet.
// What `to_string` writes is what `parse` takes. Read next: models/wire/ethernet.hpp.
#pragma once

#include "models/wire/bytes.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace patchcord::models::wire {

/// A 48-bit Ethernet address. The default value is 00:00:00:00:00:00, which no card has.
class MacAddress {
  public:
    static constexpr std::size_t kSize = 6;
    using Bytes = std::array<std::uint8_t, kSize>;

    constexpr MacAddress() = default;
    /// The low 48 bits of `value`; the first octet on the wire is the most significant of them.
    static constexpr MacAddress from_u64(std::uint64_t value) { return MacAddress{value & 0xFFFF'FFFF'FFFF}; }
    static constexpr MacAddress from_bytes(std::span<const std::uint8_t, kSize> bytes) {
        return MacAddress{load_be48(bytes.data())};
    }
    /// Six two-digit hexadecimal octets with colons, in either case: "02:00:00:00:00:01".
    static std::optional<MacAddress> parse(std::string_view text);

    constexpr std::uint64_t value() const { return value_; }
    constexpr Bytes bytes() const {
        Bytes out{};
        store_be48(out.data(), value_);
        return out;
    }

    constexpr bool is_broadcast() const { return value_ == 0xFFFF'FFFF'FFFF; }
    /// The I/G bit: multicast or broadcast.
    constexpr bool is_group() const { return (value_ >> 40 & 1) != 0; }
    /// The U/L bit: not given out by the IEEE.
    constexpr bool is_locally_administered() const { return (value_ >> 41 & 1) != 0; }

    friend constexpr auto operator<=>(MacAddress, MacAddress) = default;

    static const MacAddress kBroadcast;

  private:
    constexpr explicit MacAddress(std::uint64_t value) : value_{value} {}
    std::uint64_t value_ = 0;
};

inline constexpr MacAddress MacAddress::kBroadcast = MacAddress::from_u64(0xFFFF'FFFF'FFFF);

/// A 32-bit IPv4 address. The default value is 0.0.0.0.
class Ipv4Address {
  public:
    static constexpr std::size_t kSize = 4;

    constexpr Ipv4Address() = default;
    /// In host order: 10.0.0.1 is 0x0A000001.
    constexpr explicit Ipv4Address(std::uint32_t value) : value_{value} {}
    constexpr Ipv4Address(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
        : value_{std::uint32_t{a} << 24 | std::uint32_t{b} << 16 | std::uint32_t{c} << 8 | d} {}
    /// Four decimal octets without leading zeros: "10.0.0.1".
    static std::optional<Ipv4Address> parse(std::string_view text);

    constexpr std::uint32_t value() const { return value_; }

    constexpr bool is_unspecified() const { return value_ == 0; }
    constexpr bool is_loopback() const { return value_ >> 24 == 127; }
    constexpr bool is_multicast() const { return value_ >> 28 == 0xE; }
    /// The limited broadcast address 255.255.255.255; a subnet's own is `Ipv4Prefix::broadcast`.
    constexpr bool is_broadcast() const { return value_ == 0xFFFF'FFFF; }

    friend constexpr auto operator<=>(Ipv4Address, Ipv4Address) = default;

    static const Ipv4Address kAny;
    static const Ipv4Address kBroadcast;

  private:
    std::uint32_t value_ = 0;
};

inline constexpr Ipv4Address Ipv4Address::kAny{};
inline constexpr Ipv4Address Ipv4Address::kBroadcast{0xFFFF'FFFF};

/// An address with the length of its network part, as an interface or a route has it. The host bits are kept.
class Ipv4Prefix {
  public:
    constexpr Ipv4Prefix() = default;
    /// `length` from 0 to 32.
    constexpr Ipv4Prefix(Ipv4Address address, std::uint8_t length) : address_{address}, length_{length} {}
    /// An address, a slash and a length from 0 to 32: "10.0.0.1/24".
    static std::optional<Ipv4Prefix> parse(std::string_view text);

    constexpr Ipv4Address address() const { return address_; }
    constexpr std::uint8_t length() const { return length_; }

    constexpr Ipv4Address mask() const { return Ipv4Address{mask_bits()}; }
    constexpr Ipv4Address network() const { return Ipv4Address{address_.value() & mask_bits()}; }
    /// The last address: the directed broadcast address, which prefixes of 31 (RFC 3021) and 32 bits lack.
    constexpr Ipv4Address broadcast() const { return Ipv4Address{address_.value() | ~mask_bits()}; }
    constexpr bool is_broadcast(Ipv4Address other) const { return length_ <= 30 && other == broadcast(); }
    constexpr bool contains(Ipv4Address other) const {
        return ((other.value() ^ address_.value()) & mask_bits()) == 0;
    }

    friend constexpr auto operator<=>(const Ipv4Prefix&, const Ipv4Prefix&) = default;

  private:
    constexpr std::uint32_t mask_bits() const {
        return static_cast<std::uint32_t>(~std::uint64_t{0} << (32 - length_));
    }

    Ipv4Address address_;
    std::uint8_t length_ = 0;
};

/// One end of a conversation: "10.0.0.1:80".
struct Endpoint {
    Ipv4Address address{};
    std::uint16_t port = 0;

    friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// Both ends of a connection, as one of them sees it.
struct FourTuple {
    Endpoint local{};
    Endpoint remote{};

    constexpr FourTuple reversed() const { return {remote, local}; }

    /// Spreads over all 64 bits and is the same on every machine; two multiplications.
    constexpr std::uint64_t hash() const {
        const std::uint64_t addresses = std::uint64_t{local.address.value()} << 32 | remote.address.value();
        const std::uint64_t ports = std::uint64_t{local.port} << 16 | remote.port;
        const std::uint64_t mixed = (addresses ^ ports << 13) * 0x9E37'79B9'7F4A'7C15 + ports;
        return (mixed ^ mixed >> 32) * 0xD6E8'FEB8'6659'FD93;
    }

    friend constexpr auto operator<=>(const FourTuple&, const FourTuple&) = default;
};

std::string to_string(MacAddress address);
std::string to_string(Ipv4Address address);
std::string to_string(const Ipv4Prefix& prefix);
std::string to_string(const Endpoint& endpoint);
/// "10.0.0.1:49152 > 10.0.0.2:80", local first.
std::string to_string(const FourTuple& tuple);

}  // namespace patchcord::models::wire

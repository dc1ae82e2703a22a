// Addresses as text, there and back (RFC 791, RFC 4632; MAC addresses with colons).
// Strict: no spaces, no leading zeros, nothing left over, so a typing error is never another address.
// Not the names of hosts: those belong to a scenario. Read next: models/wire/address.hpp.
#include "models/wire/address.hpp"

#include <fmt/format.h>

#include <charconv>

namespace patchcord::models::wire {
namespace {

/// Takes a decimal number of at most `limit` from the front of `text`, or leaves it untouched.
std::optional<std::uint8_t> take_decimal(std::string_view& text, unsigned limit) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto digits = static_cast<std::size_t>(end - text.data());
    const bool leading_zero = digits > 1 && text.front() == '0';
    if (error != std::errc{} || leading_zero || value > limit) return std::nullopt;
    text.remove_prefix(digits);
    return static_cast<std::uint8_t>(value);
}

bool take(std::string_view& text, char wanted) {
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<MacAddress> MacAddress::parse(std::string_view text) {
    if (text.size() != 3 * kSize - 1) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        if (at != 0 && text[at - 1] != ':') return std::nullopt;
        std::uint8_t octet = 0;
        const char* const last = text.data() + at + 2;
        const auto [end, error] = std::from_chars(text.data() + at, last, octet, 16);
        if (error != std::errc{} || end != last) return std::nullopt;
        value = value << 8 | octet;
    }
    return from_u64(value);
}

std::optional<Ipv4Address> Ipv4Address::parse(std::string_view text) {
    std::uint32_t value = 0;
    for (int octets = 0; octets < 4; ++octets) {
        if (octets != 0 && !take(text, '.')) return std::nullopt;
        const auto octet = take_decimal(text, 255);
        if (!octet) return std::nullopt;
        value = value << 8 | *octet;
    }
    if (!text.empty()) return std::nullopt;
    return Ipv4Address{value};
}

std::optional<Ipv4Prefix> Ipv4Prefix::parse(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = Ipv4Address::parse(text.substr(0, slash));
    text.remove_prefix(slash + 1);
    const auto length = take_decimal(text, 32);
    if (!address || !length || !text.empty()) return std::nullopt;
    return Ipv4Prefix{*address, *length};
}

std::string to_string(MacAddress address) {
    const auto octets = address.bytes();
    return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", octets[0], octets[1], octets[2],
                       octets[3], octets[4], octets[5]);
}

std::string to_string(Ipv4Address address) {
    const std::uint32_t value = address.value();
    return fmt::format("{}.{}.{}.{}", value >> 24, value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF);
}

std::string to_string(const Ipv4Prefix& prefix) {
    return fmt::format("{}/{}", to_string(prefix.address()), prefix.length());
}

std::string to_string(const Endpoint& endpoint) {
    return fmt::format("{}:{}", to_string(endpoint.address), endpoint.port);
}

std::string to_string(const FourTuple& tuple) {
    return fmt::format("{} > {}", to_string(tuple.local), to_string(tuple.remote));
}

}  // namespace patchcord::models::wire

// SipHash-2-4 (Aumasson, Bernstein 2012): a keyed hash of short inputs that cannot be foreseen without the
// key. Cookies are made with it: Fast Open's (RFC 7413) and those in a SYN,ACK (RFC 4987 3.6). Not a hash for
// tables. Read next: models/tcp/handshake/fast_open_cookie.hpp, syn_cookie.hpp.
#pragma once

#include <cstdint>
#include <span>

namespace patchcord::models::tcp::handshake {

struct SipKey {
    std::uint64_t k0 = 0;
    std::uint64_t k1 = 0;

    /// From 16 bytes, as the paper has them: both halves little-endian.
    static SipKey from_bytes(std::span<const std::uint8_t, 16> bytes);
    friend bool operator==(const SipKey&, const SipKey&) = default;
};

std::uint64_t siphash(const SipKey& key, std::span<const std::uint8_t> bytes);

}  // namespace patchcord::models::tcp::handshake

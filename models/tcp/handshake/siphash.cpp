// The rounds of SipHash-2-4, in the names of the paper's section 2.
// Read next: models/tcp/handshake/siphash.hpp.
#include "models/tcp/handshake/siphash.hpp"

#include <bit>
#include <cstddef>

namespace patchcord::models::tcp::handshake {
namespace {

/// Up to eight bytes, little-endian.
std::uint64_t load_le(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t at = bytes.size(); at > 0; --at)
        value = value << 8 | bytes[at - 1];
    return value;
}

struct State {
    std::uint64_t v0, v1, v2, v3;

    explicit State(const SipKey& key)
        : v0{key.k0 ^ 0x736f6d6570736575},
          v1{key.k1 ^ 0x646f72616e646f6d},
          v2{key.k0 ^ 0x6c7967656e657261},
          v3{key.k1 ^ 0x7465646279746573} {}

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    void compress(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

}  // namespace

SipKey SipKey::from_bytes(std::span<const std::uint8_t, 16> bytes) {
    return {load_le(bytes.first<8>()), load_le(bytes.last<8>())};
}

std::uint64_t siphash(const SipKey& key, std::span<const std::uint8_t> bytes) {
    State state{key};
    const std::uint64_t length = bytes.size();
    for (; bytes.size() >= 8; bytes = bytes.subspan(8))
        state.compress(load_le(bytes.first(8)));
    state.compress(length << 56 | load_le(bytes));
    state.v2 ^= 0xFF;
    for (int round = 0; round < 4; ++round)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace patchcord::models::tcp::handshake

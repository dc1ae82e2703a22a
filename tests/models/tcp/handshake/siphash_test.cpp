// SipHash-2-4 against the vectors of its paper (appendix A) and of its reference implementation. Read next:
// models/tcp/handshake/siphash.cpp.
#include "models/tcp/handshake/siphash.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

using namespace patchcord::models::tcp::handshake;

namespace {

/// The key of the vectors: 00 01 02 .. 0f.
SipKey counting_key() {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t at = 0; at < bytes.size(); ++at)
        bytes[at] = static_cast<std::uint8_t>(at);
    return SipKey::from_bytes(bytes);
}

/// 00 01 02 .. of so many bytes.
std::uint64_t hash_of(std::size_t length) {
    std::vector<std::uint8_t> bytes(length);
    for (std::size_t at = 0; at < length; ++at)
        bytes[at] = static_cast<std::uint8_t>(at);
    return siphash(counting_key(), bytes);
}

}  // namespace

TEST_CASE("SipHash-2-4 gives the published values") {
    CHECK(counting_key() == SipKey{0x0706050403020100, 0x0f0e0d0c0b0a0908});
    CHECK(hash_of(15) == 0xa129ca6149be45e5);  // appendix A
    CHECK(hash_of(0) == 0x726fdb47dd0e0e31);
    CHECK(hash_of(1) == 0x74f839c593dc67fd);
    CHECK(hash_of(8) == 0x93f5f5799a932462);
}

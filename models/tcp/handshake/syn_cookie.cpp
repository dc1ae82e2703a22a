// The layout is Linux's: cookie = hash(first) + IRS + (minutes << 24) + ((hash(second, minutes) + index) mod
// 2^24). An attacker must guess 24 bits, and the SYN's own number adds to what he does not know.
// Read next: models/tcp/handshake/syn_cookie.hpp.
#include "models/tcp/handshake/syn_cookie.hpp"

#include "models/wire/bytes.hpp"

#include <array>
#include <chrono>
#include <cstddef>

namespace patchcord::models::tcp::handshake {
namespace {

constexpr std::array<std::uint16_t, 4> kMss{536, 1300, 1440, 1460};
constexpr std::uint32_t kMask = 0xFF'FFFF;
constexpr std::uint32_t kMinutes = 2;  // that a cookie is good for

constexpr std::uint32_t kScaleBits = 0xF;  // of them all: no window scale
constexpr std::uint32_t kSackBit = 0x10;
constexpr std::uint32_t kEcnBit = 0x20;
constexpr std::uint32_t kOptionBits = 0x3F;

std::uint32_t minute(sim::Time now) {
    return static_cast<std::uint32_t>(now.time_since_epoch() / std::chrono::minutes{1});
}

}  // namespace

std::uint32_t SynCookies::hash(const SipKey& key, const wire::FourTuple& tuple, std::uint32_t count) const {
    std::array<std::uint8_t, 16> bytes{};
    wire::store_be32(bytes.data(), tuple.remote.address.value());
    wire::store_be32(bytes.data() + 4, tuple.local.address.value());
    wire::store_be16(bytes.data() + 8, tuple.remote.port);
    wire::store_be16(bytes.data() + 10, tuple.local.port);
    wire::store_be32(bytes.data() + 12, count);
    return static_cast<std::uint32_t>(siphash(key, bytes));
}

Seq SynCookies::make(const wire::FourTuple& tuple, Seq irs, std::uint16_t mss, sim::Time now) const {
    std::uint32_t index = kMss.size() - 1;
    while (index > 0 && kMss[index] > mss)
        --index;
    const std::uint32_t count = minute(now);
    const std::uint32_t secret = (hash(second_, tuple, count) + index) & kMask;
    return Seq{hash(first_, tuple, 0) + irs.value() + (count << 24) + secret};
}

std::optional<std::uint16_t> SynCookies::check(const wire::FourTuple& tuple, Seq irs, Seq acknowledged,
                                               sim::Time now) const {
    const std::uint32_t cookie = acknowledged.value() - hash(first_, tuple, 0) - irs.value();
    const std::uint32_t count = minute(now);
    const std::uint32_t age = (count - (cookie >> 24)) & 0xFF;
    if (age >= kMinutes) return std::nullopt;
    const std::uint32_t index = (cookie - hash(second_, tuple, count - age)) & kMask;
    if (index >= kMss.size()) return std::nullopt;
    return kMss[index];
}

std::uint32_t SynCookieOptions::into(std::uint32_t timestamp) const {
    std::uint32_t bits = window_scale.value_or(kScaleBits) & kScaleBits;
    if (sack_permitted) bits |= kSackBit;
    if (ecn) bits |= kEcnBit;
    const std::uint32_t marked = (timestamp & ~kOptionBits) | bits;
    return marked > timestamp ? marked - (kOptionBits + 1) : marked;
}

SynCookieOptions SynCookieOptions::from(std::uint32_t timestamp) {
    SynCookieOptions options{
        .window_scale = {}, .sack_permitted = (timestamp & kSackBit) != 0, .ecn = (timestamp & kEcnBit) != 0};
    const std::uint32_t scale = timestamp & kScaleBits;
    if (scale != kScaleBits) options.window_scale = static_cast<std::uint8_t>(scale);
    return options;
}

}  // namespace patchcord::models::tcp::handshake

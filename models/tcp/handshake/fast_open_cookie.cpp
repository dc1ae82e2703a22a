// A cookie is SipHash over the client's address and the server's, as Linux makes it: both in network order,
// the hash in little-endian order. Read next: models/tcp/handshake/fast_open_cookie.hpp.
#include "models/tcp/handshake/fast_open_cookie.hpp"

#include "models/wire/bytes.hpp"

#include <algorithm>
#include <charconv>

namespace patchcord::models::tcp::handshake {
namespace {

FastOpenCookie made_with(const SipKey& key, wire::Ipv4Address client, wire::Ipv4Address server) {
    std::array<std::uint8_t, 8> addresses{};
    wire::store_be32(addresses.data(), client.value());
    wire::store_be32(addresses.data() + 4, server.value());
    const std::uint64_t hash = siphash(key, addresses);
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t at = 0; at < bytes.size(); ++at)
        bytes[at] = static_cast<std::uint8_t>(hash >> 8 * at);
    return *FastOpenCookie::from_bytes(bytes);
}

/// "xxxxxxxx-xxxxxxxx-xxxxxxxx-xxxxxxxx": the words are little-endian in the key.
std::optional<SipKey> parse_key(std::string_view text) {
    std::array<std::uint64_t, 4> words{};
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string_view word = text.substr(0, text.find('-'));
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), words[at], 16);
        if (error != std::errc{} || end != word.data() + word.size() || word.size() > 8) return std::nullopt;
        const bool last = at + 1 == words.size();
        if (last != (word.size() == text.size())) return std::nullopt;
        text.remove_prefix(last ? word.size() : word.size() + 1);
    }
    return SipKey{words[1] << 32 | words[0], words[3] << 32 | words[2]};
}

}  // namespace

std::optional<FastOpenCookie> FastOpenCookie::from_bytes(std::span<const std::uint8_t> bytes) {
    const bool fits = bytes.size() >= kMinimum && bytes.size() <= kMaximum && bytes.size() % 2 == 0;
    if (!fits && !bytes.empty()) return std::nullopt;
    FastOpenCookie cookie;
    std::ranges::copy(bytes, cookie.bytes_.begin());
    cookie.size_ = bytes.size();
    return cookie;
}

std::optional<FastOpenOption> FastOpenOption::of(const wire::TcpOptions& options) {
    if (!options.fast_open) return std::nullopt;
    const auto cookie = FastOpenCookie::from_bytes(*options.fast_open);
    if (!cookie) return std::nullopt;
    return FastOpenOption{*cookie, options.fast_open_experimental};
}

void FastOpenOption::put_into(wire::TcpOptions& options) const {
    options.fast_open = cookie.bytes();
    options.fast_open_experimental = experimental;
}

std::optional<FastOpenKeys> FastOpenKeys::parse(std::string_view text) {
    const std::size_t comma = text.find(',');
    const auto primary = parse_key(text.substr(0, comma));
    if (!primary) return std::nullopt;
    if (comma == std::string_view::npos) return FastOpenKeys{*primary};
    const auto backup = parse_key(text.substr(comma + 1));
    if (!backup) return std::nullopt;
    return FastOpenKeys{*primary, backup};
}

FastOpenCookie FastOpenKeys::cookie(wire::Ipv4Address client, wire::Ipv4Address server) const {
    return made_with(primary_, client, server);
}

FastOpenKeys::Match FastOpenKeys::match(const FastOpenCookie& cookie, wire::Ipv4Address client,
                                        wire::Ipv4Address server) const {
    if (cookie == made_with(primary_, client, server)) return Match::Primary;
    if (backup_ && cookie == made_with(*backup_, client, server)) return Match::Backup;
    return Match::None;
}

void FastOpenKeys::rotate(const SipKey& next) {
    backup_ = primary_;
    primary_ = next;
}

}  // namespace patchcord::models::tcp::handshake

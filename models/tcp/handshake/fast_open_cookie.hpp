// The cookie of Fast Open (RFC 7413 4.1) and the option that carries it: a server makes it of both addresses
// with its key, and takes data in a SYN from whoever shows it again. An empty cookie asks for one. Not here:
// what a client remembers (fast_open_cache.hpp), what a server does with it (fast_open_server.hpp).
// Read next: models/tcp/handshake/fast_open_server.hpp.
#pragma once

#include "models/tcp/handshake/siphash.hpp"
#include "models/wire/address.hpp"
#include "models/wire/tcp_options.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchcord::models::tcp::handshake {

class FastOpenCookie {
  public:
    static constexpr std::size_t kMinimum = 4;
    static constexpr std::size_t kMaximum = 16;

    /// Asks for a cookie.
    FastOpenCookie() = default;
    /// No bytes, or an even number from 4 to 16 (4.1.1); nothing for any other.
    static std::optional<FastOpenCookie> from_bytes(std::span<const std::uint8_t> bytes);

    bool empty() const { return size_ == 0; }
    std::span<const std::uint8_t> bytes() const { return {bytes_.data(), size_}; }

    friend bool operator==(const FastOpenCookie&, const FastOpenCookie&) = default;

  private:
    std::array<std::uint8_t, kMaximum> bytes_{};
    std::size_t size_ = 0;
};

/// What a SYN or SYN,ACK says about Fast Open.
struct FastOpenOption {
    FastOpenCookie cookie;
    bool experimental = false;  ///< in option 254, as before RFC 7413

    /// Nothing if the option is absent or malformed, which counts the same.
    static std::optional<FastOpenOption> of(const wire::TcpOptions& options);
    /// `options` must not outlive this.
    void put_into(wire::TcpOptions& options) const;

    friend bool operator==(const FastOpenOption&, const FastOpenOption&) = default;
};

/// A server's keys. Cookies of the key before the present one are still believed (4.1.2).
class FastOpenKeys {
  public:
    explicit FastOpenKeys(const SipKey& primary, std::optional<SipKey> backup = {})
        : primary_{primary}, backup_{backup} {}
    /// Four words in hexadecimal, as Linux's tcp_fastopen_key: "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4", and
    /// perhaps a backup key behind a comma.
    static std::optional<FastOpenKeys> parse(std::string_view text);

    enum class Match : std::uint8_t { None, Primary, Backup };
    FastOpenCookie cookie(wire::Ipv4Address client, wire::Ipv4Address server) const;
    Match match(const FastOpenCookie& cookie, wire::Ipv4Address client, wire::Ipv4Address server) const;
    /// The present key becomes the backup.
    void rotate(const SipKey& next);

    friend bool operator==(const FastOpenKeys&, const FastOpenKeys&) = default;

  private:
    SipKey primary_;
    std::optional<SipKey> backup_;
};

}  // namespace patchcord::models::tcp::handshake

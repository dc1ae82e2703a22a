// SYN cookies (RFC 4987 3.6, Bernstein 1996): when the queue of handshakes is full, the SYN,ACK's sequence
// number says all that the ACK must prove, and nothing is stored. It holds a counter of minutes and an index
// into a table of MSS; other options survive only in the low bits of a timestamp. Not here: when cookies are
// used (backlog.hpp). Read next: models/tcp/handshake/syn_cookie.cpp.
#pragma once

#include "models/tcp/handshake/siphash.hpp"
#include "models/tcp/seq.hpp"
#include "models/wire/address.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>

namespace patchcord::models::tcp::handshake {

class SynCookies {
  public:
    /// Two secrets of the host.
    SynCookies(const SipKey& first, const SipKey& second) : first_{first}, second_{second} {}

    /// The ISS of a SYN,ACK to a SYN with this `irs`, whose MSS is rounded down to one of 536, 1300, 1440 and
    /// 1460 (and up to the first).
    Seq make(const wire::FourTuple& tuple, Seq irs, std::uint16_t mss, sim::Time now) const;
    /// `acknowledged` is SEG.ACK - 1 of an ACK, `irs` its SEG.SEQ - 1: the MSS, if it is the answer to a
    /// cookie that is not older than two minutes.
    std::optional<std::uint16_t> check(const wire::FourTuple& tuple, Seq irs, Seq acknowledged,
                                       sim::Time now) const;

  private:
    std::uint32_t hash(const SipKey& key, const wire::FourTuple& tuple, std::uint32_t count) const;

    SipKey first_;
    SipKey second_;
};

/// What a SYN offered besides its MSS, in the low six bits of the TSval of a SYN,ACK with a cookie; it comes
/// back in TSecr.
struct SynCookieOptions {
    std::optional<std::uint8_t> window_scale;  ///< 0 to 14
    bool sack_permitted = false;
    bool ecn = false;

    /// The last value not after `timestamp` that says this.
    std::uint32_t into(std::uint32_t timestamp) const;
    static SynCookieOptions from(std::uint32_t timestamp);

    friend bool operator==(const SynCookieOptions&, const SynCookieOptions&) = default;
};

}  // namespace patchcord::models::tcp::handshake

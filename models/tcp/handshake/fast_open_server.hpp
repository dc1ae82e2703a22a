// The listening side of Fast Open (RFC 7413 4.2.1): whether the data of a SYN is taken before the handshake
// is over, what the SYN,ACK says, and how many such connections may be pending, so that stolen cookies do not
// fill the host (5.1). Not here: the connection itself. Read next: models/tcp/handshake/fast_open_cookie.hpp.
#pragma once

#include "models/tcp/handshake/fast_open_cookie.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace patchcord::models::tcp::handshake {

/// What the host allows, as Linux's tcp_fastopen says bit by bit.
struct FastOpenRules {
    bool client = true;               ///< 0x1: SYNs may carry data
    bool server = false;              ///< 0x2: listeners with a queue (TCP_FASTOPEN) take it
    bool client_needs_cookie = true;  ///< not 0x4
    bool server_needs_cookie = true;  ///< not 0x200
    bool all_listeners = false;       ///< 0x400: a listener's queue is its backlog without being asked for

    static FastOpenRules from_bits(std::uint32_t bits);
    friend bool operator==(const FastOpenRules&, const FastOpenRules&) = default;
};

struct FastOpenAnswer {
    bool take = false;                     ///< the connection begins now, with the SYN's data
    std::optional<FastOpenOption> option;  ///< for the SYN,ACK
};

/// A SYN has come for a listener that takes part (rules.server, room in its queue). `asked`: what it says;
/// `has_data`: text or FIN.
FastOpenAnswer answer_fast_open(const FastOpenRules& rules, const FastOpenKeys& keys,
                                const wire::FourTuple& tuple, const std::optional<FastOpenOption>& asked,
                                bool has_data);

/// Connections of a listener that took a SYN's data and whose handshake is not over (5.1).
class FastOpenQueue {
  public:
    /// At most so many (TCP_FASTOPEN); 0: the listener takes no part.
    void set_limit(std::size_t limit) { limit_ = limit; }
    std::size_t limit() const { return limit_; }
    bool has_room(sim::Time now);

    void began() { ++pending_; }
    /// Its handshake is over, or it gave up.
    void ended() { --pending_; }
    /// A reset ended it. Its place stays taken for a minute, or else spoofed SYNs that are reset by whom they
    /// name would cost nothing.
    void reset(sim::Time now);

  private:
    std::size_t limit_ = 0;
    std::size_t pending_ = 0;       // those that were reset included
    std::deque<sim::Time> resets_;  // when their places become free
};

}  // namespace patchcord::models::tcp::handshake

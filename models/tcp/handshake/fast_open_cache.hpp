// What a client remembers of servers for Fast Open (RFC 7413 4.1.3): the cookie, the MSS, how the option was
// understood, and whether data in a SYN got lost. One per host; as Linux's tcp_metrics. Not here: what is
// sent in a SYN. Read next: models/tcp/handshake/fast_open_cookie.hpp.
#pragma once

#include "models/tcp/handshake/fast_open_cookie.hpp"
#include "models/wire/address.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace patchcord::models::tcp::handshake {

/// How an opening with Fast Open went, when the SYN,ACK has come.
struct FastOpenOutcome {
    std::uint16_t mss;                     ///< that the SYN,ACK announced, bytes; 0: none
    std::optional<FastOpenOption> answer;  ///< in the SYN,ACK
    std::optional<FastOpenOption> asked;   ///< in our first SYN; nothing if it had no option
    bool sent_data;                        ///< in our first SYN
    bool data_acknowledged;                ///< all of it
    bool syn_resent;
    /// A server that gives no cookie, or takes no data and gives no new one, is asked no more (FreeBSD).
    bool gives_up_soon = false;
};

class FastOpenCache {
  public:
    struct Entry {
        std::uint16_t mss = 0;                 ///< bytes; 0: not known
        std::optional<FastOpenOption> cookie;  ///< never empty
        std::uint32_t losses = 0;              ///< SYNs with data, in a row, that seem to have got lost
        sim::Time last_loss{};
        enum class Form : std::uint8_t { Standard, Experimental, StandardForGood };
        Form ask_in = Form::Standard;  ///< how to ask for a cookie
        bool refused = false;          ///< it is not asked any more
    };

    /// The option for the first SYN: the cookie, or the wish for one.
    FastOpenOption option_for(wire::Ipv4Address remote) const;
    bool is_refused(wire::Ipv4Address remote) const;
    /// The MSS that the server announced the last time; nothing if that is not known.
    std::optional<std::uint16_t> mss(wire::Ipv4Address remote) const;
    /// Whether a SYN may carry data: not for `pause` after one got lost, twice as long after each further one
    /// (4.1.3.1). A pause of 0 forgives at once, as Linux does.
    bool may_send_data(wire::Ipv4Address remote, sim::Time now, sim::Duration pause) const;

    void learn(wire::Ipv4Address remote, sim::Time now, const FastOpenOutcome& outcome);
    const Entry* find(wire::Ipv4Address remote) const;
    void clear() { entries_.clear(); }

  private:
    std::map<wire::Ipv4Address, Entry> entries_;
};

}  // namespace patchcord::models::tcp::handshake

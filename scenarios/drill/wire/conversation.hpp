// The socket under test, as the wire sees it: which ports it has, which initial sequence numbers the script
// and the live connection have, and which timestamps of the script stand for which live ones. Numbers in a
// segment with SYN are absolute, all others relative to the initial one of their direction; a number of ours
// moves between the script and the wire by a constant, one of the remote end is used as it is written. Not
// here: the packets themselves (build.hpp, compare.hpp). Read next: scenarios/drill/wire/conversation.cpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/ipv4.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace patchcord::scenarios::drill {

/// Timestamps (RFC 7323 3) of one connection.
class TimestampMap {
  public:
    /// Our segment has `live` where the script says `script`. The first one is the base of the others.
    void learn(std::uint32_t script, std::uint32_t live);
    /// What a live value of ours is in the script's numbers; nothing before the first was learnt.
    std::optional<std::uint32_t> to_script(std::uint32_t live) const;
    /// What the remote end has to echo where the script says `script`: a value that was learnt.
    std::optional<std::uint32_t> to_live(std::uint32_t script) const;
    /// The same by the distance from the base, learnt or not.
    std::optional<std::uint32_t> interpolated(std::uint32_t script) const;

    /// The remote end sent this value, which may be echoed.
    void remote_sent(std::uint32_t value) { sent_.insert(value); }
    bool was_sent(std::uint32_t value) const { return sent_.contains(value); }

  private:
    struct Pair {
        std::uint32_t script;
        std::uint32_t live;
    };
    std::optional<Pair> base_;
    std::map<std::uint32_t, std::uint32_t> live_of_;
    std::set<std::uint32_t> sent_;
};

/// What the script has done with the socket so far.
enum class Stage : std::uint8_t {
    Fresh,       ///< socket() was called, at the most bound
    Listening,   ///< the first packet that comes makes a child of it
    Child,       ///< a packet came to the listener
    Answered,    ///< and a SYN,ACK went out
    Connecting,  ///< connect() was called; the first SYN tells the ports
    SynSent,     ///< and that SYN was expected
    Open,
};

struct Conversation {
    models::wire::IpProtocol protocol = models::wire::IpProtocol::Tcp;
    Stage stage = Stage::Fresh;
    models::wire::Endpoint local{};  ///< port 0: not known yet
    models::wire::Endpoint remote{};
    int descriptor = -1;  ///< of the host; -1: it was not accepted yet

    std::uint32_t script_local_isn = 0;
    std::uint32_t live_local_isn = 0;
    std::uint32_t remote_isn = 0;
    TimestampMap timestamps{};

    /// From the script to the wire, modulo 2^32, for numbers of our direction.
    std::uint32_t local_offset(bool syn) const {
        return syn ? live_local_isn - script_local_isn : live_local_isn;
    }
    std::uint32_t remote_offset(bool syn) const { return syn ? 0 : remote_isn; }

    // Bytes that programs wrote, counted as sequence numbers of the script: a segment that ends at one of
    // them must have PSH if the script says so.
    std::uint32_t written = 1;  ///< the number behind the last byte
    std::set<std::uint32_t> boundaries{};

    void wrote(std::uint64_t bytes) {
        written += static_cast<std::uint32_t>(bytes);
        boundaries.insert(written);
    }
};

}  // namespace patchcord::scenarios::drill

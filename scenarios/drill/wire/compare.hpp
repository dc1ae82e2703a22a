// Whether a packet that came is the one that the script expects. Segments that follow each other are joined
// first, because scripts are written with segmentation offload in mind. Both packets are in the script's
// numbers. Read next: scenarios/drill/wire/compare.cpp.
#pragma once

#include "scenarios/drill/wire/conversation.hpp"
#include "scenarios/drill/wire/packet.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

/// What a script says of a packet: its fields, and which of them count.
struct Expected {
    enum class Tos : std::uint8_t {
        Any,
        Ecn,    ///< the two ECN bits
        Ect01,  ///< ECT(0) or ECT(1)
        Whole,
    };

    Packet packet{};
    Tos tos = Tos::Any;
    bool ttl = false;
    bool seq = true;
    bool ack = true;
    bool window = false;
    bool options = true;  ///< false: `<...>`, any will do
    bool id = false;      ///< the identifier of an ICMP echo
    /// PSH that is missing is a fault only at the end of one of these writes.
    bool push_at_boundaries_only = true;
};

/// How far a timestamp may be from the script's; 0 ticks: it is not looked at.
struct TimestampRule {
    std::int64_t tick_usecs = 0;
    std::int64_t tolerance_usecs = 0;
};

/// What is wrong: "window: expected 65535, actual 64240". Nothing when all is as expected.
std::optional<std::string> difference(const Expected& expected, const Packet& actual,
                                      const Conversation& conversation, const TimestampRule& timestamps);

/// Whether `next` can be joined to `before` (the fragment in front of it) when `missing` more bytes are
/// wanted: what is wrong, or nothing.
std::optional<std::string> joint_fault(const Packet& before, const Packet& next, std::uint32_t missing);
/// One packet of several: sequence number and CWR of the first, all else of the last.
Packet joined(const std::vector<Packet>& fragments);

/// In packetdrill's notation, without what does not count.
std::string to_text(const Expected& expected);

}  // namespace patchcord::scenarios::drill

// One line about a frame, in tcpdump's words, for people who will meet tcpdump next.
// It differs where tcpdump looks further or blurs: an ARP packet's length is always 28, fragments are marked,
// payloads other than DNS and unknown types are not interpreted.
// Read next: models/wire/dissect.hpp.
#pragma once

#include "models/wire/dissect.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace patchcord::models::wire {

/// Initial sequence numbers to count from. Without one, numbers are shown as they are on the wire.
struct SequenceBases {
    std::optional<std::uint32_t> source{};       ///< ISN of the segment's sender: for `seq`
    std::optional<std::uint32_t> destination{};  ///< ISN of its receiver: for `ack` and SACK blocks
};

/// "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, win 65535, options [mss 1460], length 0"
std::string describe(std::span<const std::uint8_t> frame_without_fcs, const SequenceBases& bases = {});
std::string describe(const Dissection& frame, const SequenceBases& bases = {});

}  // namespace patchcord::models::wire

// UDP conversations (RFC 768) and pings (RFC 792, echo) of a run: how many packets each side sent, and how
// many arrived. Not ICMP errors: those belong to the packet that they quote. Read next:
// results/export/summary.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "results/analysis/journeys.hpp"
#include "results/record/run.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// One way: packets that a card was given to send, those that reached the destination's card, and the bytes
/// of payload sent (of an echo: its data).
struct DatagramDirection {
    std::uint64_t packets = 0;
    std::uint64_t delivered = 0;
    std::uint64_t bytes = 0;
};

/// directions[0] is what `first` sent. For an echo the ports are 0 and `echo_id` is the identifier.
struct DatagramFlow {
    enum class Protocol : std::uint8_t { Udp, Echo };

    Protocol protocol;
    models::wire::Endpoint first;
    models::wire::Endpoint second;
    std::uint16_t echo_id = 0;
    std::array<DatagramDirection, 2> directions;
    sim::Time began;
};

constexpr std::string_view to_string(DatagramFlow::Protocol protocol) {
    return protocol == DatagramFlow::Protocol::Udp ? "udp" : "ping";
}

/// In the order in which they began.
std::vector<DatagramFlow> datagram_flows(const Run& run, const Journeys& journeys);

}  // namespace patchcord::results

// The messages that bridges tell each other to agree on a tree (IEEE 802.1D-1998 9.3): the configuration
// BPDU and the topology change notification, behind the LLC header 42-42-03 in a frame with a length field.
// Not here: what a bridge does with them (models/ethernet/spanning_tree.hpp).
// Read next: models/wire/control/bpdu.cpp.
#pragma once

#include "models/wire/ethernet.hpp"
#include "sim/core/time.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

/// The lower the better (9.2.5): priority, then address.
struct BridgeId {
    std::uint16_t priority = 0x8000;
    MacAddress address{};

    friend auto operator<=>(const BridgeId&, const BridgeId&) = default;
};

struct Bpdu {
    /// Where they are sent; a switch never forwards it.
    static constexpr MacAddress kDestination = MacAddress::from_u64(0x0180'C200'0000);
    enum class Kind : std::uint8_t { Configuration = 0x00, TopologyChange = 0x80 };

    Kind kind = Kind::Configuration;
    // Of a configuration:
    bool topology_change = false;
    bool acknowledgment = false;
    BridgeId root = {};
    std::uint32_t root_path_cost = 0;
    BridgeId bridge = {};
    std::uint16_t port = 0;       ///< priority and number
    sim::Duration message_age{};  ///< times in units of 1/256 s, below 256 s
    sim::Duration max_age{};
    sim::Duration hello_time{};
    sim::Duration forward_delay{};

    /// Of a whole frame; nothing if it is something else.
    static std::optional<Bpdu> parse(std::span<const std::uint8_t> frame);
    /// Octets of the frame without padding.
    std::size_t size() const;
    /// Writes size() octets.
    void emit(MacAddress source, std::span<std::uint8_t> frame) const;
};

}  // namespace patchcord::models::wire

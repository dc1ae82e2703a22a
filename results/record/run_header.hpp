// What is known of a run besides its records: the network as it was built, and how the run ended.
// Plain values that the assembler of a scenario fills in.
// Read next: results/record/recorder.hpp.
#pragma once

#include "models/ethernet/phy.hpp"
#include "models/wire/address.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

enum class NodeKind : std::uint8_t { Host, Switch, Hub };

constexpr std::string_view to_string(NodeKind kind) {
    switch (kind) {
        case NodeKind::Host:
            return "host";
        case NodeKind::Switch:
            return "switch";
        case NodeKind::Hub:
            return "hub";
    }
    return "";
}

/// A card, or a port of a hub. `name` is unique within its node: "eth0".
struct PortInfo {
    std::string name;
    models::wire::MacAddress mac;                     ///< ports of hubs have none
    std::optional<models::wire::Ipv4Prefix> address;  ///< ports of switches have none
};

/// Ports in the order of their PortIds.
struct NodeInfo {
    std::string name;
    NodeKind kind = NodeKind::Host;
    std::vector<PortInfo> ports;
};

/// One card of one node.
struct PortRef {
    sim::NodeId node = sim::kNoNode;
    sim::PortId port{};

    friend constexpr auto operator<=>(const PortRef&, const PortRef&) = default;
};

struct LinkInfo {
    std::string name;
    std::array<PortRef, 2> ends;
    sim::Rate rate;
    sim::Duration delay{};                              ///< one way
    std::optional<models::ethernet::Phy> fastest = {};  ///< that both ends have
    std::optional<models::ethernet::Phy> phy = {};  ///< whose rate it is, if its bit errors are the cable's
    bool up = true;                                 ///< it comes up
    sim::Duration start{};                          ///< until it is up, from the start; 0: it is up then
    std::uint32_t failed_tries = 0;                 ///< to train at higher speeds
};

/// Nodes in the order of their NodeIds.
struct RunHeader {
    std::string name;   ///< as the command line says it: "lost-segment"
    std::string title;  ///< for people, in their language; may be empty
    std::uint64_t seed = 0;
    std::vector<NodeInfo> nodes;
    std::vector<LinkInfo> links;
};

enum class StopReason : std::uint8_t {
    Idle,        ///< nothing was left to happen
    Until,       ///< the time that the scenario or the user set
    EventLimit,  ///< --max-events
    WallLimit,   ///< --wall-limit
    Interrupted,
};

constexpr std::string_view to_string(StopReason reason) {
    switch (reason) {
        case StopReason::Idle:
            return "idle";
        case StopReason::Until:
            return "until";
        case StopReason::EventLimit:
            return "event-limit";
        case StopReason::WallLimit:
            return "wall-limit";
        case StopReason::Interrupted:
            return "interrupted";
    }
    return "?";
}

struct RunEnd {
    sim::Time at;
    StopReason reason = StopReason::Idle;
    std::uint64_t events = 0;
};

}  // namespace patchcord::results

// Names of things that cross the borders of a node: nodes, ports, packets. Dense, small, ordered, printable.
// Identifiers depend only on the node that draws them, never on a global counter, so that they do not depend
// on how a run is partitioned. Read next: sim/event/event_key.hpp.
#pragma once

#include <compare>
#include <cstdint>

namespace patchcord::sim {

/// Position of a node in the order of the scenario: 0 to 2^24 - 1.
enum class NodeId : std::uint32_t {};
inline constexpr NodeId kNoNode{0xFF'FFFF};

/// A port (network card) of a node, from 0.
enum class PortId : std::uint16_t {};

constexpr std::uint32_t index(NodeId node) {
    return static_cast<std::uint32_t>(node);
}
constexpr std::uint16_t index(PortId port) {
    return static_cast<std::uint16_t>(port);
}

/// A packet: the node that made it and that node's counter (from 1). It travels with the frame, also through
/// switches.
class PacketId {
  public:
    constexpr PacketId() = default;
    constexpr PacketId(NodeId node, std::uint64_t counter)
        : value_{std::uint64_t{index(node)} << 40 | counter} {}
    constexpr NodeId node() const { return NodeId{static_cast<std::uint32_t>(value_ >> 40)}; }
    constexpr std::uint64_t counter() const { return value_ & ((std::uint64_t{1} << 40) - 1); }
    constexpr std::uint64_t value() const { return value_; }
    constexpr explicit operator bool() const { return value_ != 0; }
    friend constexpr auto operator<=>(PacketId, PacketId) = default;

  private:
    std::uint64_t value_ = 0;
};

}  // namespace patchcord::sim

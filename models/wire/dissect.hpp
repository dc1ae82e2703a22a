// A whole frame taken apart: one view per layer that is there, each pointing into the frame.
// Total over arbitrary bytes, and checksums are not looked at, so that a damaged frame can be shown too.
// For describing, matching and drawing; the stack parses layer by layer.
// Read next: models/wire/describe.hpp.
#pragma once

#include "models/wire/arp.hpp"
#include "models/wire/ethernet.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"
#include "models/wire/udp.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

/// Without `ethernet` there is nothing else. At most one of `arp` and `ipv4`, and one of `tcp`, `udp` and
/// `icmp`. A fragment has its transport header's view only if it is the first and holds that header.
struct Dissection {
    std::span<const std::uint8_t> frame;
    std::optional<EthernetHeader> ethernet;
    std::optional<ArpPacket> arp;
    std::optional<Ipv4View> ipv4;
    std::optional<TcpView> tcp;
    std::optional<UdpView> udp;
    std::optional<IcmpView> icmp;
    /// Why the layer after the last one that is there could not be read; absent if none is known to follow.
    std::optional<ParseError> error;
};

/// `frame` starts with the destination address and ends before the FCS.
Dissection dissect(std::span<const std::uint8_t> frame);

}  // namespace patchcord::models::wire

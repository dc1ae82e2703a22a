// A whole frame taken apart: one view per layer that is there, each pointing into the frame.
// Total over arbitrary bytes, and checksums are not looked at, so that a damaged frame can be shown too.
// For describing, matching and drawing; the stack parses layer by layer.
// Read next: models/wire/describe.hpp.
#pragma once

#include "models/wire/arp.hpp"
#include "models/wire/control/bpdu.hpp"
#include "models/wire/control/mac_control.hpp"
#include "models/wire/ethernet.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"
#include "models/wire/udp.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

/// The beginning of a frame, as a capture with a snap length keeps it.
struct CapturedFrame {
    std::span<const std::uint8_t> bytes;
    std::size_t length;  ///< of the whole frame without FCS, at least bytes.size()
};

/// Without `ethernet` there is nothing else. At most one of `bpdu`, `pause`, `arp` and `ipv4`, and one of
/// `tcp`, `udp` and `icmp`. A fragment has its transport header's view only if it is the first and holds that
/// header.
struct Dissection {
    std::span<const std::uint8_t> frame;
    std::size_t missing = 0;  ///< bytes of the frame behind `frame`, which were not kept
    std::optional<EthernetHeader> ethernet;
    std::optional<VlanTag> vlan;
    std::optional<Bpdu> bpdu;
    std::optional<PauseFrame> pause;
    std::optional<ArpPacket> arp;
    std::optional<Ipv4View> ipv4;
    std::optional<TcpView> tcp;
    std::optional<UdpView> udp;
    std::optional<IcmpView> icmp;
    /// Why the layer after the last one that is there could not be read; absent if none is known to follow.
    std::optional<ParseError> error;

    /// Behind a VLAN tag, if there is one. There must be an Ethernet header.
    EtherType type() const { return vlan ? vlan->type : ethernet->type; }
    /// Without FCS.
    std::size_t frame_length() const { return frame.size() + missing; }
    /// Bytes behind the IPv4 header, padding apart, also those that are missing. There must be one.
    std::size_t ip_payload_length() const { return ipv4->payload.size() + missing; }
    /// Bytes of TCP or UDP data, or behind the ICMP header, also those that are missing; 0 without these.
    std::size_t data_length() const;
};

/// `frame` starts with the destination address and ends before the FCS.
Dissection dissect(std::span<const std::uint8_t> frame);
/// What is missing must be data: all headers are within the bytes.
Dissection dissect(const CapturedFrame& frame);

}  // namespace patchcord::models::wire

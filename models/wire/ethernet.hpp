// The Ethernet II header (RFC 894, IEEE 802.3 3.2): destination, source, type; and the sizes of a frame.
// Not the card: padding, FCS, preamble and gaps are models/ethernet/nic. Frames here come without the FCS.
// Read next: models/wire/arp.hpp, models/wire/ipv4.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/bytes.hpp"
#include "models/wire/crc32.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

/// Values from 0x0600 are types; below, the field is a length (IEEE 802.3 3.2.6).
enum class EtherType : std::uint16_t {
    Ipv4 = 0x0800,
    Arp = 0x0806,
    Vlan = 0x8100,
    Ipv6 = 0x86DD,
    MacControl = 0x8808,
    Lldp = 0x88CC,
};

// Sizes in bytes; frames without their FCS.
inline constexpr std::size_t kMinimumFrame = 60;
inline constexpr std::size_t kMaximumFrame = 1514;
inline constexpr std::size_t kEthernetMtu = 1500;
inline constexpr std::size_t kPreambleAndSfd = 8;
inline constexpr std::size_t kInterframeGap = 12;

/// The tag of IEEE 802.1Q 9.6: EtherType 0x8100 and two octets with priority and VLAN, between the source
/// address and the type.
inline constexpr std::size_t kVlanTag = 4;
inline constexpr std::uint16_t kFirstVlan = 1;
inline constexpr std::uint16_t kLastVlan = 4094;

/// A frame without FCS; a tag may make it longer than others may be.
constexpr bool is_frame_size(std::size_t size, bool tagged) {
    return size >= kMinimumFrame && size <= kMaximumFrame + (tagged ? kVlanTag : 0);
}

struct VlanTag {
    std::uint16_t vlan = 0;     ///< 0: only the priority counts
    std::uint8_t priority = 0;  ///< 0 to 7
    EtherType type{};           ///< of what follows

    /// `frame` begins with an Ethernet header; nothing if that is of another type, or the frame ends.
    static std::optional<VlanTag> parse(std::span<const std::uint8_t> frame);
};

struct EthernetHeader {
    static constexpr std::size_t kSize = 14;

    MacAddress destination{};
    MacAddress source{};
    EtherType type{};

    /// Nothing if there are fewer than 14 bytes.
    static std::optional<EthernetHeader> parse(std::span<const std::uint8_t> frame) {
        if (frame.size() < kSize) return std::nullopt;
        const std::uint8_t* const at = frame.data();
        return EthernetHeader{MacAddress::from_u64(load_be48(at)), MacAddress::from_u64(load_be48(at + 6)),
                              EtherType{load_be16(at + 12)}};
    }

    /// Writes the first 14 bytes of `frame`, which must have them.
    void emit(std::span<std::uint8_t> frame) const {
        std::uint8_t* const at = frame.data();
        store_be48(at, destination.value());
        store_be48(at + 6, source.value());
        store_be16(at + 12, static_cast<std::uint16_t>(type));
    }

    friend bool operator==(const EthernetHeader&, const EthernetHeader&) = default;
};

inline std::optional<VlanTag> VlanTag::parse(std::span<const std::uint8_t> frame) {
    const auto header = EthernetHeader::parse(frame);
    if (!header || header->type != EtherType::Vlan || frame.size() < EthernetHeader::kSize + kVlanTag)
        return std::nullopt;
    const std::uint16_t control = load_be16(frame.data() + EthernetHeader::kSize);
    return VlanTag{.vlan = static_cast<std::uint16_t>(control & 0x0FFF),
                   .priority = static_cast<std::uint8_t>(control >> 13),
                   .type = EtherType{load_be16(frame.data() + EthernetHeader::kSize + 2)}};
}

}  // namespace patchcord::models::wire

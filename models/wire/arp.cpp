// Reading and writing ARP packets (RFC 826, "Packet format").
// The four fields that say "IPv4 over Ethernet" are constants here and nowhere else.
// Not the cache or its timers: models/ip/arp_table. Read next: models/wire/arp.hpp.
#include "models/wire/arp.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/ethernet.hpp"

namespace patchcord::models::wire {
namespace {

constexpr std::uint16_t kHardwareEthernet = 1;
constexpr auto kProtocolIpv4 = static_cast<std::uint16_t>(EtherType::Ipv4);
constexpr std::uint16_t kAddressLengths = MacAddress::kSize << 8 | Ipv4Address::kSize;

}  // namespace

tl::expected<ArpPacket, ParseError> ArpPacket::parse(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kSize) return tl::unexpected{ParseError::Truncated};
    const std::uint8_t* const at = bytes.data();
    const auto operation = ArpOperation{load_be16(at + 6)};
    const bool is_ours = load_be16(at) == kHardwareEthernet && load_be16(at + 2) == kProtocolIpv4 &&
                         load_be16(at + 4) == kAddressLengths &&
                         (operation == ArpOperation::Request || operation == ArpOperation::Reply);
    if (!is_ours) return tl::unexpected{ParseError::BadType};
    return ArpPacket{operation, MacAddress::from_u64(load_be48(at + 8)), Ipv4Address{load_be32(at + 14)},
                     MacAddress::from_u64(load_be48(at + 18)), Ipv4Address{load_be32(at + 24)}};
}

void ArpPacket::emit(std::span<std::uint8_t> out) const {
    std::uint8_t* const at = out.data();
    store_be16(at, kHardwareEthernet);
    store_be16(at + 2, kProtocolIpv4);
    store_be16(at + 4, kAddressLengths);
    store_be16(at + 6, static_cast<std::uint16_t>(operation));
    store_be48(at + 8, sender_mac.value());
    store_be32(at + 14, sender_ip.value());
    store_be48(at + 18, target_mac.value());
    store_be32(at + 24, target_ip.value());
}

}  // namespace patchcord::models::wire

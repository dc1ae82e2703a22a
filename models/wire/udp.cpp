// Reading and writing UDP headers (RFC 768).
// The checksum covers a pseudo-header too, so both directions need the addresses.
// Read next: models/wire/udp.hpp.
#include "models/wire/udp.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/ipv4.hpp"

namespace patchcord::models::wire {
namespace {

ChecksumSum datagram_sum(std::span<const std::uint8_t> datagram, Ipv4Address source,
                         Ipv4Address destination) {
    const auto protocol = static_cast<std::uint8_t>(IpProtocol::Udp);
    return pseudo_header_sum(source, destination, protocol, datagram.size()).add(datagram);
}

}  // namespace

void UdpHeader::emit(std::span<std::uint8_t> datagram, Ipv4Address source, Ipv4Address destination) const {
    std::uint8_t* const at = datagram.data();
    store_be16(at, source_port);
    store_be16(at + 2, destination_port);
    store_be16(at + 4, static_cast<std::uint16_t>(datagram.size()));
    store_be16(at + 6, 0);
    const std::uint16_t checksum = datagram_sum(datagram, source, destination).checksum();
    store_be16(at + 6, checksum == 0 ? 0xFFFF : checksum);
}

tl::expected<UdpView, ParseError> UdpView::parse(std::span<const std::uint8_t> datagram, Ipv4Address source,
                                                 Ipv4Address destination, ChecksumCheck check) {
    if (datagram.size() < UdpHeader::kSize) return tl::unexpected{ParseError::Truncated};
    const std::uint8_t* const at = datagram.data();
    const std::size_t length = load_be16(at + 4);
    if (length < UdpHeader::kSize || length > datagram.size()) return tl::unexpected{ParseError::BadLength};
    datagram = datagram.first(length);
    const bool has_checksum = load_be16(at + 6) != 0;
    if (check == ChecksumCheck::Verify && has_checksum &&
        !datagram_sum(datagram, source, destination).is_correct())
        return tl::unexpected{ParseError::BadChecksum};
    return UdpView{{load_be16(at), load_be16(at + 2)}, datagram.subspan(UdpHeader::kSize)};
}

tl::expected<UdpView, ParseError> UdpView::parse_quoted(std::span<const std::uint8_t> datagram) {
    if (datagram.size() < UdpHeader::kSize) return tl::unexpected{ParseError::Truncated};
    const std::uint8_t* const at = datagram.data();
    return UdpView{{load_be16(at), load_be16(at + 2)}, datagram.subspan(UdpHeader::kSize)};
}

}  // namespace patchcord::models::wire

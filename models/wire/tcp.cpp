// Reading and writing TCP headers (RFC 9293 3.1).
// The data offset and the checksum live only here: the rest of the program sees sizes.
// Read next: models/wire/tcp.hpp.
#include "models/wire/tcp.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/ipv4.hpp"

namespace patchcord::models::wire {
namespace {

constexpr std::size_t kChecksumAt = 16;

ChecksumSum pseudo_header(Ipv4Address source, Ipv4Address destination, std::size_t segment_size) {
    return pseudo_header_sum(source, destination, static_cast<std::uint8_t>(IpProtocol::Tcp), segment_size);
}

/// Fills the result where it will stay: copying what was just written field by field would wait for memory.
tl::expected<TcpView, ParseError> read_segment(std::span<const std::uint8_t> segment,
                                               std::size_t header_size) {
    const std::uint8_t* const at = segment.data();
    tl::expected<TcpView, ParseError> view;
    view->header.source_port = load_be16(at);
    view->header.destination_port = load_be16(at + 2);
    view->header.seq = load_be32(at + 4);
    view->header.ack = load_be32(at + 8);
    view->header.flags = TcpFlags{at[13]};
    view->header.window = load_be16(at + 14);
    view->header.urgent_pointer = load_be16(at + 18);
    view->option_bytes = segment.subspan(TcpHeader::kMinimumSize, header_size - TcpHeader::kMinimumSize);
    view->payload = segment.subspan(header_size);
    if (!parse_options(view->option_bytes, view->options)) view = tl::unexpected{ParseError::BadOption};
    return view;
}

}  // namespace

std::size_t TcpHeader::emit(const TcpOptions& options, TcpOptionLayout layout,
                            std::span<std::uint8_t> out) const {
    const std::size_t size = kMinimumSize + emit_options(options, layout, out.subspan(kMinimumSize));
    std::uint8_t* const at = out.data();
    store_be16(at, source_port);
    store_be16(at + 2, destination_port);
    store_be32(at + 4, seq);
    store_be32(at + 8, ack);
    at[12] = static_cast<std::uint8_t>(size / 4 << 4);
    at[13] = flags.bits();
    store_be16(at + 14, window);
    store_be16(at + kChecksumAt, 0);
    store_be16(at + 18, urgent_pointer);
    return size;
}

tl::expected<TcpView, ParseError> TcpView::parse(std::span<const std::uint8_t> segment, Ipv4Address source,
                                                 Ipv4Address destination, ChecksumCheck check) {
    if (segment.size() < TcpHeader::kMinimumSize) return tl::unexpected{ParseError::Truncated};
    const std::size_t size = (segment[12] >> 4) * 4U;
    if (size < TcpHeader::kMinimumSize || size > segment.size())
        return tl::unexpected{ParseError::BadHeaderLength};
    if (check == ChecksumCheck::Verify && !tcp_checksum_is_correct(segment, source, destination))
        return tl::unexpected{ParseError::BadChecksum};
    return read_segment(segment, size);
}

bool tcp_checksum_is_correct(std::span<const std::uint8_t> segment, Ipv4Address source,
                             Ipv4Address destination) {
    return pseudo_header(source, destination, segment.size()).add(segment).is_correct();
}

void fill_tcp_checksum(std::span<std::uint8_t> segment, Ipv4Address source, Ipv4Address destination) {
    fill_tcp_checksum(segment, 0, 0, source, destination);
}

void fill_tcp_checksum(std::span<std::uint8_t> header, std::uint16_t payload_sum, std::size_t payload_size,
                       Ipv4Address source, Ipv4Address destination) {
    const auto sum = pseudo_header(source, destination, header.size() + payload_size)
                         .add(header)
                         .add_summed(payload_sum, payload_size);
    store_be16(header.data() + kChecksumAt, sum.checksum());
}

}  // namespace patchcord::models::wire

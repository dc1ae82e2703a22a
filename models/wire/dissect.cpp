// Taking a frame apart, layer by layer, as far as it can be read.
// The way is the one of a packet up the stack, without a stack: EtherType, protocol, header.
// Read next: models/wire/dissect.hpp.
#include "models/wire/dissect.hpp"

#include <utility>

namespace patchcord::models::wire {
namespace {

template <class Part>
void keep(tl::expected<Part, ParseError> parsed, std::optional<Part>& part,
          std::optional<ParseError>& error) {
    if (parsed) {
        part = *std::move(parsed);
    } else {
        error = parsed.error();
    }
}

void dissect_transport(Dissection& out) {
    const Ipv4Header& ip = out.ipv4->header;
    const auto payload = out.ipv4->payload;
    if (ip.fragment_offset != 0) return;
    switch (ip.protocol) {
        case IpProtocol::Tcp:
            keep(TcpView::parse(payload, ip.source, ip.destination, ChecksumCheck::Skip), out.tcp, out.error);
            break;
        case IpProtocol::Udp:
            keep(UdpView::parse(payload, ip.source, ip.destination, ChecksumCheck::Skip), out.udp, out.error);
            break;
        case IpProtocol::Icmp:
            keep(IcmpView::parse(payload, ChecksumCheck::Skip), out.icmp, out.error);
            break;
    }
    if (ip.is_fragment()) out.error.reset();  // what is missing comes with the next fragment
}

}  // namespace

Dissection dissect(std::span<const std::uint8_t> frame) {
    Dissection out;
    out.frame = frame;
    out.ethernet = EthernetHeader::parse(frame);
    if (!out.ethernet) {
        out.error = ParseError::Truncated;
        return out;
    }
    const auto body = frame.subspan(EthernetHeader::kSize);
    if (out.ethernet->type == EtherType::Arp) keep(ArpPacket::parse(body), out.arp, out.error);
    if (out.ethernet->type == EtherType::Ipv4)
        keep(Ipv4View::parse(body, ChecksumCheck::Skip), out.ipv4, out.error);
    if (out.ipv4) dissect_transport(out);
    return out;
}

}  // namespace patchcord::models::wire

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

/// With bytes missing, lengths may be beyond those that are there.
tl::expected<Ipv4View, ParseError> parse_datagram(std::span<const std::uint8_t> body, std::size_t missing) {
    if (missing == 0) return Ipv4View::parse(body, ChecksumCheck::Skip);
    auto view = Ipv4View::parse_quoted(body);
    if (view && view->header.total_length > body.size() + missing)
        return tl::unexpected{ParseError::BadLength};
    return view;
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
            keep(out.missing == 0 ? UdpView::parse(payload, ip.source, ip.destination, ChecksumCheck::Skip)
                                  : UdpView::parse_quoted(payload),
                 out.udp, out.error);
            break;
        case IpProtocol::Icmp:
            keep(IcmpView::parse(payload, ChecksumCheck::Skip), out.icmp, out.error);
            break;
    }
    if (ip.is_fragment()) out.error.reset();  // what is missing comes with the next fragment
}

}  // namespace

std::size_t Dissection::data_length() const {
    if (tcp) return tcp->payload.size() + missing;
    if (udp) return udp->payload.size() + missing;
    return icmp ? icmp->body.size() + missing : 0;
}

Dissection dissect(std::span<const std::uint8_t> frame) {
    return dissect(CapturedFrame{frame, frame.size()});
}

Dissection dissect(const CapturedFrame& frame) {
    Dissection out;
    out.frame = frame.bytes;
    out.missing = frame.length - frame.bytes.size();
    out.ethernet = EthernetHeader::parse(frame.bytes);
    if (!out.ethernet) {
        out.error = ParseError::Truncated;
        return out;
    }
    out.vlan = VlanTag::parse(frame.bytes);
    const auto body = frame.bytes.subspan(EthernetHeader::kSize + (out.vlan ? kVlanTag : 0));
    switch (out.type()) {
        case EtherType::Arp:
            keep(ArpPacket::parse(body), out.arp, out.error);
            break;
        case EtherType::Ipv4:
            keep(parse_datagram(body, out.missing), out.ipv4, out.error);
            break;
        case EtherType::MacControl:
            out.pause = PauseFrame::parse(frame.bytes);
            break;
        default:
            out.bpdu = Bpdu::parse(frame.bytes);
    }
    if (out.ipv4) dissect_transport(out);
    return out;
}

}  // namespace patchcord::models::wire

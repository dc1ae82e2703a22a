// Arbitrary bytes through every parser of models/wire. Beyond not crashing: views lie inside the bytes, what
// was parsed can be written and parsed again to the same values, both CRC implementations agree, and text
// that parses is what is printed. Read next: models/wire/dissect.hpp, tests/fuzz/replay_main.cpp.
#include "models/wire/checksum.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/describe.hpp"
#include "models/wire/dissect.hpp"
#include "models/wire/dns_text.hpp"
#include "models/wire/expression/frame_filter.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

namespace {

using namespace patchcord::models::wire;
using Bytes = std::span<const std::uint8_t>;

void require(bool condition) {
    if (!condition) std::abort();
}

void require_inside(Bytes part, Bytes whole) {
    require(part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void sums(Bytes bytes) {
    require(crc32_portable(bytes) == crc32(bytes));
    const auto cut = bytes.size() / 3;
    require(crc32(bytes.subspan(cut), crc32(bytes.first(cut))) == crc32(bytes));
    const auto parts = ChecksumSum{}.add(bytes.first(cut)).add(bytes.subspan(cut));
    require(parts.folded() == internet_sum(bytes));
}

void arp(Bytes bytes) {
    const auto packet = ArpPacket::parse(bytes);
    if (!packet) return;
    std::array<std::uint8_t, ArpPacket::kSize> out{};
    packet->emit(out);
    require(std::ranges::equal(out, bytes.first(out.size())));
}

void ipv4(Bytes bytes) {
    for (const auto& view : {Ipv4View::parse(bytes, ChecksumCheck::Skip), Ipv4View::parse_quoted(bytes)}) {
        if (!view) continue;
        require_inside(view->payload, bytes);
        std::array<std::uint8_t, Ipv4Header::kMaximumSize> out{};
        const auto header = std::span{out}.first(view->header.emit(out));
        const auto again = Ipv4View::parse_quoted(header);
        require(again && again->header.source == view->header.source &&
                again->header.fragment_offset == view->header.fragment_offset &&
                std::ranges::equal(again->header.options, view->header.options));
        if (view->header.ttl != 0) decrement_ttl(header);
        set_ecn(header, Ecn::Ce);
        require(ChecksumSum{}.add(header).is_correct());
    }
}

void tcp(Bytes bytes) {
    const auto view = TcpView::parse(bytes, {}, {}, ChecksumCheck::Skip);
    if (!view) return;
    require_inside(view->payload, bytes);
    require_inside(view->option_bytes, bytes);
    for (const auto layout : {TcpOptionLayout::Linux, TcpOptionLayout::FreeBsd}) {
        std::array<std::uint8_t, TcpHeader::kMaximumSize> out{};
        const auto size = view->header.emit(view->options, layout, out);
        fill_tcp_checksum(std::span{out}.first(size), {}, {});
        const auto again = TcpView::parse(std::span{out}.first(size), {}, {});
        require(again && again->header == view->header && again->options.mss == view->options.mss &&
                again->options.timestamps == view->options.timestamps);
    }
}

void udp_and_icmp(Bytes bytes) {
    const auto datagram = UdpView::parse(bytes, {}, {}, ChecksumCheck::Skip);
    if (datagram) require_inside(datagram->payload, bytes);
    const auto message = IcmpView::parse(bytes, ChecksumCheck::Skip);
    if (message) require_inside(message->body, bytes);
}

void dns(Bytes bytes) {
    const auto message = DnsMessage::parse(bytes);
    if (!message) return;
    const auto again = DnsMessage::parse(message->emit());
    require(again && *again == *message && !dns_line(*message, bytes.size()).empty());
}

void frame(Bytes bytes) {
    const Dissection parts = dissect(bytes);
    require(!describe(parts, {.source = 1, .destination = 2}).empty());
    for (std::size_t id = 0; id < frame_fields().size(); ++id)
        (void)frame_field(static_cast<std::uint16_t>(id),
                          {parts, patchcord::sim::kNoNode, patchcord::sim::kNoNode});
}

void text(std::string_view words) {
    if (const auto address = Ipv4Address::parse(words)) require(to_string(*address) == words);
    if (const auto prefix = Ipv4Prefix::parse(words)) require(to_string(*prefix) == words);
    if (const auto mac = MacAddress::parse(words)) require(MacAddress::parse(to_string(*mac)) == mac);
    if (const auto filter = FrameFilter::compile(words)) {
        require(filter->text() == words);
        (void)filter->matches({dissect(Bytes{}), patchcord::sim::kNoNode, patchcord::sim::kNoNode});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes{data, size};
    sums(bytes);
    frame(bytes);
    for (const std::size_t layer :
         {0U, 14U, 34U, 42U}) {  // as if the headers below it, in a frame, were cut off
        const Bytes rest = bytes.subspan(std::min(layer, size));
        arp(rest);
        ipv4(rest);
        tcp(rest);
        udp_and_icmp(rest);
        dns(rest);
    }
    text({reinterpret_cast<const char*>(data), size});
    return 0;
}

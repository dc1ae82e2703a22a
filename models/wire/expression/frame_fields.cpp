// The rows and how each is read. A row is a name, a type, a function without state and a line of help.
// Read next: models/wire/expression/frame_fields.hpp.
#include "models/wire/expression/frame_fields.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace patchcord::models::wire {
namespace {

using Value = ExpressionValue;
using enum ValueType;

struct FrameField {
    FieldRow row;
    Value (*read)(const FrameInView&);
};

Value payload_text(std::span<const std::uint8_t> bytes) {
    return std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool has_protocol(const Dissection& frame, IpProtocol protocol) {
    return frame.ipv4 && frame.ipv4->header.protocol == protocol;
}
bool has_arp(const Dissection& frame, ArpOperation operation) {
    return frame.arp && frame.arp->operation == operation;
}
bool has_icmp(const Dissection& frame, IcmpType type) {
    return frame.icmp && frame.icmp->header.type == type;
}
TcpFlags flags(const Dissection& frame) {
    return frame.tcp ? frame.tcp->header.flags : TcpFlags{};
}
bool is_dns(const Dissection& frame) {
    constexpr std::uint16_t kPort = 53;  // RFC 1035 4.2.1
    return frame.udp &&
           (frame.udp->header.source_port == kPort || frame.udp->header.destination_port == kPort);
}
Value node(sim::NodeId id) {
    return id == sim::kNoNode ? Value{} : Value{id};
}

// Readers of a header's member: absent where there is no such header.
template <auto member>
Value of_ip(const FrameInView& view) {
    return view.frame.ipv4 ? Value{view.frame.ipv4->header.*member} : Value{};
}
template <auto member>
Value of_tcp(const FrameInView& view) {
    return view.frame.tcp ? Value{view.frame.tcp->header.*member} : Value{};
}
template <auto member>
Value of_udp(const FrameInView& view) {
    return view.frame.udp ? Value{view.frame.udp->header.*member} : Value{};
}
template <auto member>
Value of_arp(const FrameInView& view) {
    return view.frame.arp ? Value{(*view.frame.arp).*member} : Value{};
}
template <auto member>
Value of_ethernet(const FrameInView& view) {
    return view.frame.ethernet ? Value{(*view.frame.ethernet).*member} : Value{};
}
template <bool (TcpFlags::*flag)() const>
Value has_flag(const FrameInView& view) {
    return (flags(view.frame).*flag)();
}
Value port_of(const FrameInView& view, std::uint16_t TcpHeader::*tcp, std::uint16_t UdpHeader::*udp) {
    if (view.frame.tcp) return view.frame.tcp->header.*tcp;
    return view.frame.udp ? Value{view.frame.udp->header.*udp} : Value{};
}

constexpr std::array kKinds{
    FrameField{{"any", Truth, "every frame"}, [](const FrameInView&) -> Value { return true; }},
    FrameField{{"stp", Truth, "every message of the spanning tree"},
               [](const FrameInView& view) -> Value { return view.frame.bpdu.has_value(); }},
    FrameField{{"pause", Truth, "every PAUSE frame"},
               [](const FrameInView& view) -> Value { return view.frame.pause.has_value(); }},
    FrameField{{"arp", Truth, "every ARP packet"},
               [](const FrameInView& view) -> Value { return view.frame.arp.has_value(); }},
    FrameField{{"arp.request", Truth, "who has this address?"},
               [](const FrameInView& view) -> Value { return has_arp(view.frame, ArpOperation::Request); }},
    FrameField{{"arp.reply", Truth, "the answer to that"},
               [](const FrameInView& view) -> Value { return has_arp(view.frame, ArpOperation::Reply); }},
    FrameField{{"ip", Truth, "every IPv4 packet, fragments too"},
               [](const FrameInView& view) -> Value { return view.frame.ipv4.has_value(); }},
    FrameField{{"ip.fragment", Truth, "a fragment of a datagram"},
               [](const FrameInView& view) -> Value {
                   return view.frame.ipv4 && view.frame.ipv4->header.is_fragment();
               }},
    FrameField{{"icmp", Truth, "every ICMP message"},
               [](const FrameInView& view) -> Value { return has_protocol(view.frame, IpProtocol::Icmp); }},
    FrameField{{"icmp.echo-request", Truth, "a ping"},
               [](const FrameInView& view) -> Value { return has_icmp(view.frame, IcmpType::EchoRequest); }},
    FrameField{{"icmp.echo-reply", Truth, "the answer to a ping"},
               [](const FrameInView& view) -> Value { return has_icmp(view.frame, IcmpType::EchoReply); }},
    FrameField{{"icmp.unreachable", Truth, "destination unreachable, any code"},
               [](const FrameInView& view) -> Value { return has_icmp(view.frame, IcmpType::Unreachable); }},
    FrameField{{"icmp.time-exceeded", Truth, "TTL or reassembly time ran out"},
               [](const FrameInView& view) -> Value { return has_icmp(view.frame, IcmpType::TimeExceeded); }},
    FrameField{{"udp", Truth, "every UDP packet, fragments too"},
               [](const FrameInView& view) -> Value { return has_protocol(view.frame, IpProtocol::Udp); }},
    FrameField{{"dns", Truth, "UDP from or to port 53"},
               [](const FrameInView& view) -> Value { return is_dns(view.frame); }},
    FrameField{{"tcp", Truth, "every TCP segment"},
               [](const FrameInView& view) -> Value { return has_protocol(view.frame, IpProtocol::Tcp); }},
    FrameField{
        {"tcp.syn", Truth, "SYN without ACK: the first segment of a connection"},
        [](const FrameInView& view) -> Value { return flags(view.frame).syn() && !flags(view.frame).ack(); }},
    FrameField{
        {"tcp.syn-ack", Truth, "SYN and ACK: the listener's answer"},
        [](const FrameInView& view) -> Value { return flags(view.frame).syn() && flags(view.frame).ack(); }},
    FrameField{{"tcp.ack", Truth, "ACK and nothing else: no data, SYN, FIN or RST"},
               [](const FrameInView& view) -> Value {
                   return flags(view.frame).ack() && !flags(view.frame).any_of(kSyn | kFin | kRst) &&
                          view.frame.data_length() == 0;
               }},
    FrameField{
        {"tcp.data", Truth, "at least one byte of data"},
        [](const FrameInView& view) -> Value { return view.frame.tcp && view.frame.data_length() > 0; }},
    FrameField{{"tcp.fin", Truth, "FIN, with or without data"}, has_flag<&TcpFlags::fin>},
    FrameField{{"tcp.rst", Truth, "RST"}, has_flag<&TcpFlags::rst>},
    FrameField{{"tcp.flags.syn", Truth, "the SYN bit, with or without ACK"}, has_flag<&TcpFlags::syn>},
    FrameField{{"tcp.flags.ack", Truth, "the ACK bit"}, has_flag<&TcpFlags::ack>},
    FrameField{{"tcp.flags.psh", Truth, "the PSH bit"}, has_flag<&TcpFlags::psh>},
    FrameField{{"tcp.flags.urg", Truth, "the URG bit"}, has_flag<&TcpFlags::urg>},
    FrameField{{"tcp.flags.ece", Truth, "the ECE bit"}, has_flag<&TcpFlags::ece>},
    FrameField{{"tcp.flags.cwr", Truth, "the CWR bit"}, has_flag<&TcpFlags::cwr>}};

constexpr std::array kFields{
    FrameField{{"from", Node, "the node that sent it"},
               [](const FrameInView& view) -> Value { return node(view.from); }},
    FrameField{{"to", Node, "the node that it goes to"},
               [](const FrameInView& view) -> Value { return node(view.to); }},
    FrameField{{"frame.len", Number, "bytes from the destination MAC address to the padding, without FCS"},
               [](const FrameInView& view) -> Value { return std::uint64_t{view.frame.frame_length()}; }},
    FrameField{{"vlan", Number, "the VLAN of a frame with a tag"},
               [](const FrameInView& view) -> Value {
                   return view.frame.vlan ? Value{std::uint64_t{view.frame.vlan->vlan}} : Value{};
               }},
    FrameField{{"eth.src", Mac, "source MAC address"}, of_ethernet<&EthernetHeader::source>},
    FrameField{{"eth.dst", Mac, "destination MAC address"}, of_ethernet<&EthernetHeader::destination>},
    FrameField{{"arp.sender", Address, "the IPv4 address that asks or answers"},
               of_arp<&ArpPacket::sender_ip>},
    FrameField{{"arp.target", Address, "the IPv4 address that is asked for"}, of_arp<&ArpPacket::target_ip>},
    FrameField{{"ip.src", Address, "source address"}, of_ip<&Ipv4Header::source>},
    FrameField{{"ip.dst", Address, "destination address"}, of_ip<&Ipv4Header::destination>},
    FrameField{{"ip.ttl", Number, "time to live"}, of_ip<&Ipv4Header::ttl>},
    FrameField{{"ip.id", Number, "identification"}, of_ip<&Ipv4Header::id>},
    FrameField{{"ip.len", Number, "total length, bytes"}, of_ip<&Ipv4Header::total_length>},
    FrameField{{"src.port", Number, "source port of TCP or UDP"},
               [](const FrameInView& view) {
                   return port_of(view, &TcpHeader::source_port, &UdpHeader::source_port);
               }},
    FrameField{{"dst.port", Number, "destination port of TCP or UDP"},
               [](const FrameInView& view) {
                   return port_of(view, &TcpHeader::destination_port, &UdpHeader::destination_port);
               }},
    FrameField{{"seg.seq", Number, "sequence number as in the header"}, of_tcp<&TcpHeader::seq>},
    FrameField{{"seg.ack", Number, "acknowledgment number as in the header"},
               [](const FrameInView& view) -> Value {
                   return flags(view.frame).ack() ? Value{view.frame.tcp->header.ack} : Value{};
               }},
    FrameField{{"seg.len", Number, "bytes of TCP data"},
               [](const FrameInView& view) -> Value {
                   return view.frame.tcp ? Value{std::uint64_t{view.frame.data_length()}} : Value{};
               }},
    FrameField{{"seg.wnd", Number, "window as in the header, before scaling"}, of_tcp<&TcpHeader::window>},
    FrameField{{"tcp.mss", Number, "the MSS option, of a SYN"},
               [](const FrameInView& view) -> Value {
                   return view.frame.tcp && view.frame.tcp->options.mss ? Value{*view.frame.tcp->options.mss}
                                                                        : Value{};
               }},
    FrameField{{"tcp.payload", Text, "the bytes of TCP data: tcp.payload contains \"GET\""},
               [](const FrameInView& view) -> Value {
                   return view.frame.tcp ? payload_text(view.frame.tcp->payload) : Value{};
               }},
    FrameField{{"udp.len", Number, "bytes of UDP data"},
               [](const FrameInView& view) -> Value {
                   return view.frame.udp ? Value{std::uint64_t{view.frame.data_length()}} : Value{};
               }},
    FrameField{{"udp.payload", Text, "the bytes of UDP data"},
               [](const FrameInView& view) -> Value {
                   return view.frame.udp ? payload_text(view.frame.udp->payload) : Value{};
               }},
    FrameField{{"icmp.type", Number, "type of an ICMP message"},
               [](const FrameInView& view) -> Value {
                   return view.frame.icmp ? Value{static_cast<std::uint8_t>(view.frame.icmp->header.type)}
                                          : Value{};
               }},
    FrameField{{"icmp.code", Number, "code of an ICMP message"}, [](const FrameInView& view) -> Value {
                   return view.frame.icmp ? Value{view.frame.icmp->header.code} : Value{};
               }}};

constexpr auto kRows = [] {
    std::array<FieldRow, kKinds.size() + kFields.size()> rows{};
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        rows[i] = kKinds[i].row;
    for (std::size_t i = 0; i < kFields.size(); ++i)
        rows[kKinds.size() + i] = kFields[i].row;
    return rows;
}();

constexpr std::array kCalls{
    FieldRow{"port(80)", Truth, "its source or destination port"},
    FieldRow{"host(client)", Truth, "sent by that node or to it; also of an address: host(10.0.0.1)"}};

/// `first == value || second == value`, of fields that exist.
Bound either(const FrameScope& scope, std::string_view first, std::string_view second, const Bound& value) {
    const auto equal = [&](std::string_view name) {
        return operation(Operator::Equal, Truth, *scope.field(name), value);
    };
    return operation(Operator::Or, Truth, equal(first), equal(second));
}

}  // namespace

std::span<const FieldRow> frame_fields() {
    return kRows;
}

std::span<const FieldRow> frame_calls() {
    return kCalls;
}

ExpressionValue frame_field(std::uint16_t id, const FrameInView& view) {
    return id < kKinds.size() ? kKinds[id].read(view) : kFields[id - kKinds.size()].read(view);
}

std::optional<Bound> find_field(std::span<const FieldRow> rows, std::string_view name, std::size_t first_id) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].name != name) continue;
        return Bound{.kind = Bound::Kind::Field,
                     .type = rows[i].type,
                     .id = static_cast<std::uint16_t>(first_id + i),
                     .words = rows[i].words};
    }
    return std::nullopt;
}

std::optional<Bound> FrameScope::field(std::string_view name) const {
    return find_field(frame_fields(), name);
}

ExpressionResult<Bound> FrameScope::call(const Syntax& call) const {
    const bool is_port = call.name == "port";
    if (call.is_method || (!is_port && call.name != "host")) return unknown_call(call, *this);
    if (call.parts.size() != 1) return wrong_arguments(call, is_port ? "port(80)" : "host(client)");
    const bool is_node =
        call.parts[0].kind == Syntax::Kind::Name && nodes().find(call.parts[0].name) != nullptr;
    auto value = is_node && !is_port ? bind(call.parts[0], *this, Node) : bind(call.parts[0], *this);
    if (!value) return value;
    if (is_port) {
        if (value->type != Number) return wrong_arguments(call, "a port number: port(80)");
        return either(*this, "src.port", "dst.port", *value);
    }
    if (value->type == Node && value->kind == Bound::Kind::Constant)
        return either(*this, "from", "to", *value);
    if (value->type != Address) return wrong_arguments(call, "a node or an address: host(client)");
    return either(*this, "ip.src", "ip.dst", *value);
}

std::vector<std::string> FrameScope::names() const {
    std::vector<std::string> names;
    for (const FieldRow& row : frame_fields())
        names.emplace_back(row.name);
    names.insert(names.end(), {"port(", "host("});
    return names;
}

}  // namespace patchcord::models::wire

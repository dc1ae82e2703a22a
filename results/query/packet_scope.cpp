// Ids of frame fields come first, then those of the table here. A packet is what its first sender sent: what
// switches did with it counts only for its loss and its arrival. Read next: results/query/packet_scope.hpp.
#include "results/query/packet_scope.hpp"

#include "models/wire/dissect.hpp"
#include "models/wire/expression/frame_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace patchcord::results {
namespace {

using models::trace::SegmentKind;
using models::wire::Bound;
using models::wire::Dissection;
using models::wire::ExpressionResult;
using models::wire::FieldRow;
using models::wire::LossCause;
using models::wire::Syntax;
using enum models::wire::ValueType;
using Value = models::wire::ExpressionValue;

struct PacketInView {
    const Analysis& analysis;
    const Journey& journey;
    const SegmentInfo* segment;
    std::size_t number;
};

struct PacketField {
    FieldRow row;
    Value (*read)(const PacketInView&);
};

const Hop* lost_hop(const Journey& journey) {
    const auto lost =
        std::ranges::find_if(journey.hops, [](const Hop& hop) { return hop.fate == Hop::Fate::Lost; });
    return lost == journey.hops.end() ? nullptr : &*lost;
}

/// When the last bit reached the card that it is for; of a broadcast, the last card.
Value arrival(const PacketInView& packet) {
    std::optional<sim::Time> latest;
    for (const Hop& hop : packet.journey.hops) {
        if (hop.fate != Hop::Fate::Delivered) continue;
        if (!is_addressee(packet.analysis.run, hop, packet.analysis.journeys.bytes(hop))) continue;
        latest = std::max(latest.value_or(sim::kStart), hop.ended);
    }
    return latest ? Value{*latest - sim::kStart} : Value{};
}

bool is_kind(const PacketInView& packet, SegmentKind kind) {
    return packet.segment != nullptr && packet.segment->sent && packet.segment->sent->kind == kind;
}
bool is_class(const PacketInView& packet, SegmentClass kind) {
    return packet.segment != nullptr && packet.segment->kind == kind;
}

/// A sequence number of the header, counted from the SYN of the direction in which `way` is 0, or the other.
Value relative(const PacketInView& packet, std::size_t way, std::uint32_t models::wire::TcpHeader::*member) {
    if (packet.segment == nullptr) return {};
    const TcpFlow& flow = packet.analysis.tcp.all()[packet.segment->flow];
    const std::size_t direction = way == 0 ? packet.segment->direction : 1 - packet.segment->direction;
    const auto isn = flow.directions[direction].isn;
    const Dissection frame = models::wire::dissect(packet.analysis.journeys.captured(packet.journey));
    if (!isn || !frame.tcp || (way == 1 && !frame.tcp->header.flags.ack())) return {};
    return frame.tcp->header.*member - *isn;
}

constexpr auto kCauseWords = [] {
    std::array<std::string_view, FrameCounts::kCauses> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = to_string(static_cast<LossCause>(i));
    return words;
}();

constexpr std::array kPacketFields{
    PacketField{
        {"time", Time, "when its first bit left its sender"},
        [](const PacketInView& packet) -> Value { return packet.journey.origin().sent - sim::kStart; }},
    PacketField{{"arrived", Time, "when its last bit reached the card that it is for"}, arrival},
    PacketField{{"number", Number, "its place among all packets, from 1"},
                [](const PacketInView& packet) -> Value { return std::uint64_t{packet.number}; }},
    PacketField{{"lost", Truth, "somewhere on its way it was lost"},
                [](const PacketInView& packet) -> Value { return lost_hop(packet.journey) != nullptr; }},
    PacketField{{"lost.cause", Text, "why", kCauseWords},
                [](const PacketInView& packet) -> Value {
                    const Hop* const hop = lost_hop(packet.journey);
                    return hop == nullptr ? Value{} : Value{to_string(hop->cause)};
                }},
    PacketField{
        {"collisions", Number, "how often cards sent it again after a collision"},
        [](const PacketInView& packet) -> Value { return std::uint64_t{packet.journey.collisions()}; }},
    PacketField{{"flow", Number, "the TCP connection that it belongs to, from 1, in the order of their SYNs"},
                [](const PacketInView& packet) -> Value {
                    return packet.segment == nullptr ? Value{}
                                                     : Value{std::uint64_t{packet.segment->flow + 1}};
                }},
    PacketField{
        {"seg.rel_seq", Number, "sequence number counted from the SYN"},
        [](const PacketInView& packet) { return relative(packet, 0, &models::wire::TcpHeader::seq); }},
    PacketField{
        {"seg.rel_ack", Number, "acknowledgment number counted from the other side's SYN"},
        [](const PacketInView& packet) { return relative(packet, 1, &models::wire::TcpHeader::ack); }},
    PacketField{
        {"tcp.retransmission", Truth, "sent again, for any reason"},
        [](const PacketInView& packet) -> Value { return is_class(packet, SegmentClass::Retransmission); }},
    PacketField{{"tcp.timeout", Truth, "sent again because the retransmission timer ran out"},
                [](const PacketInView& packet) -> Value { return is_kind(packet, SegmentKind::Timeout); }},
    PacketField{
        {"tcp.fast-retransmit", Truth, "sent again after duplicate ACKs"},
        [](const PacketInView& packet) -> Value { return is_kind(packet, SegmentKind::FastRetransmit); }},
    PacketField{
        {"tcp.duplicate-ack", Truth, "an ACK that says nothing new (RFC 5681 2)"},
        [](const PacketInView& packet) -> Value { return is_class(packet, SegmentClass::DuplicateAck); }},
    PacketField{
        {"tcp.zero-window", Truth, "it closes the window, or probes a closed one"},
        [](const PacketInView& packet) -> Value { return is_class(packet, SegmentClass::ZeroWindow); }},
    PacketField{
        {"tcp.window-probe", Truth, "a probe of a closed window"},
        [](const PacketInView& packet) -> Value { return is_kind(packet, SegmentKind::WindowProbe); }}};

constexpr auto kRows = [] {
    std::array<FieldRow, kPacketFields.size()> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = kPacketFields[i].row;
    return rows;
}();

class PacketEnvironment final : public models::wire::ExpressionEnvironment {
  public:
    explicit PacketEnvironment(const PacketInView& packet)
        : packet_{packet}, frame_{models::wire::dissect(packet.analysis.journeys.captured(packet.journey))} {}

    Value field(std::uint16_t id) const override {
        const std::size_t of_frames = models::wire::frame_fields().size();
        if (id >= of_frames) return kPacketFields[id - of_frames].read(packet_);
        return models::wire::frame_field(id, {frame_, packet_.journey.origin().from.node, destination()});
    }

  private:
    sim::NodeId destination() const {
        if (!frame_.ipv4 && !frame_.arp) return sim::kNoNode;
        const auto address = frame_.arp ? frame_.arp->target_ip : frame_.ipv4->header.destination;
        return packet_.analysis.run.owner(address).value_or(sim::kNoNode);
    }

    const PacketInView& packet_;
    Dissection frame_;
};

}  // namespace

std::span<const FieldRow> packet_fields() {
    return kRows;
}

std::optional<Bound> PacketScope::field(std::string_view name) const {
    auto found = models::wire::find_field(models::wire::frame_fields(), name);
    return found ? found : models::wire::find_field(kRows, name, models::wire::frame_fields().size());
}

ExpressionResult<Bound> PacketScope::call(const Syntax& call) const {
    return models::wire::FrameScope{nodes()}.call(call);
}

std::vector<std::string> PacketScope::names() const {
    std::vector<std::string> names = models::wire::FrameScope{nodes()}.names();
    for (const FieldRow& row : kRows)
        names.emplace_back(row.name);
    return names;
}

PacketFacts::PacketFacts(const Analysis& analysis) : analysis_{analysis} {
    for (const Journey& journey : analysis.journeys.all()) {
        if (analysis.journeys.bytes(journey).empty()) continue;
        positions_.emplace(journey.packet, journeys_.size());
        journeys_.push_back(&journey);
    }
}

std::optional<std::size_t> PacketFacts::find(sim::PacketId packet) const {
    const auto found = positions_.find(packet);
    return found == positions_.end() ? std::nullopt : std::optional{found->second};
}

Value PacketFacts::evaluate(const Bound& expression, std::size_t packet) const {
    const Journey& journey = *journeys_[packet];
    const PacketInView view{analysis_, journey, analysis_.tcp.segment(journey.packet), packet + 1};
    return models::wire::evaluate(expression, PacketEnvironment{view});
}

models::wire::NamedNodes named_nodes(const Run& run) {
    models::wire::NamedNodes named;
    std::uint32_t number = 0;
    for (const NodeInfo& node : run.header().nodes) {
        models::wire::NamedNode row{.name = node.name, .id = sim::NodeId{number++}};
        for (const PortInfo& port : node.ports) {
            row.macs.push_back(port.mac);
            if (port.address) row.addresses.push_back(port.address->address());
        }
        named.add(std::move(row));
    }
    return named;
}

ExpressionResult<PacketFilter> PacketFilter::compile(std::string_view text,
                                                     const models::wire::NamedNodes& nodes) {
    auto program = std::make_shared<Program>();
    program->text = text;
    const auto syntax = models::wire::parse_expression(program->text);
    if (!syntax) return tl::unexpected{syntax.error()};
    auto bound = models::wire::bind(*syntax, PacketScope{nodes}, Truth);
    if (!bound) return tl::unexpected{std::move(bound.error())};
    program->expression = std::move(*bound);
    PacketFilter filter;
    filter.program_ = std::move(program);
    return filter;
}

}  // namespace patchcord::results

// SPDX-License-Identifier: GPL-3.0-or-later
// Rows come from results/export/packet_list.hpp; here they are taken apart and joined with the fate. Read
// next: gui/viewmodel/packet_table.hpp.
#include "gui/viewmodel/packet_table.hpp"

#include "gui/viewmodel/words.hpp"
#include "models/wire/describe.hpp"
#include "models/wire/dissect.hpp"
#include "results/export/format.hpp"
#include "results/export/packet_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace patchcord::gui {

namespace trace = models::trace;
namespace wire = models::wire;

using results::Hop;
using results::Journey;
using results::Language;
using results::PacketClass;
using results::PacketRow;

namespace {

constexpr std::size_t kFcsSize = 4;

wire::SequenceBases bases_of(const results::Analysis& analysis, sim::PacketId packet) {
    const results::SegmentInfo* const segment = analysis.tcp.segment(packet);
    if (segment == nullptr) return {};
    const results::TcpFlow& flow = analysis.tcp.all()[segment->flow];
    return {flow.directions[segment->direction].isn, flow.directions[1 - segment->direction].isn};
}

class RowMaker {
  public:
    RowMaker(const results::Analysis& analysis, Language language)
        : analysis_{analysis}, language_{language} {
        for (const trace::PacketDropped& drop : analysis.run.records<trace::PacketDropped>())
            dropped_.try_emplace(drop.packet, &drop);
    }

    TablePacket make(const PacketRow& row) const {
        const Journey& journey = *analysis_.journeys.find(row.packet);
        const wire::Dissection frame = wire::dissect(analysis_.journeys.captured(journey));
        const results::PacketText text = text_of(row.packet, frame);
        TablePacket out{.packet = row.packet,
                        .time = results::format_seconds(row.at, 6),
                        .from = with_port(name_of(row.node), source_port(frame)),
                        .to = with_port(receiver(frame), destination_port(frame)),
                        .protocol = protocol(frame),
                        .info = info(row.text, text),
                        .fate = {},
                        .kind = text.kind,
                        .lost = row.lost.has_value()};
        out.fate = fate(row, journey);
        return out;
    }

  private:
    const std::string& name_of(sim::NodeId node) const { return analysis_.run.node(node).name; }

    results::PacketText text_of(sim::PacketId packet, const wire::Dissection& frame) const {
        const results::SegmentInfo* const segment = analysis_.tcp.segment(packet);
        const results::TcpFlow* const flow = segment ? &analysis_.tcp.all()[segment->flow] : nullptr;
        if (segment != nullptr && frame.frame.empty()) return results::packet_text(*segment, *flow);
        return results::packet_text(frame, segment, flow);
    }

    static std::optional<std::uint16_t> source_port(const wire::Dissection& frame) {
        if (frame.tcp) return frame.tcp->header.source_port;
        return frame.udp ? std::optional{frame.udp->header.source_port} : std::nullopt;
    }
    static std::optional<std::uint16_t> destination_port(const wire::Dissection& frame) {
        if (frame.tcp) return frame.tcp->header.destination_port;
        return frame.udp ? std::optional{frame.udp->header.destination_port} : std::nullopt;
    }
    static std::string with_port(const std::string& name, std::optional<std::uint16_t> port) {
        return port ? fmt::format("{}:{}", name, *port) : name;
    }

    /// Whom the packet is for: the owner of its IP address, else of its MAC address.
    std::string receiver(const wire::Dissection& frame) const {
        if (!frame.ethernet) return "?";
        if (frame.ipv4) {
            const wire::Ipv4Address address = frame.ipv4->header.destination;
            const auto owner = analysis_.run.owner(address);
            return owner ? name_of(*owner) : to_string(address);
        }
        if (frame.ethernet->destination.is_group()) return "*";
        for (const results::NodeInfo& node : analysis_.run.header().nodes) {
            for (const results::PortInfo& port : node.ports) {
                if (port.mac == frame.ethernet->destination) return node.name;
            }
        }
        return to_string(frame.ethernet->destination);
    }

    static std::string protocol(const wire::Dissection& frame) {
        if (frame.arp) return "ARP";
        if (frame.bpdu) return "STP";
        if (frame.pause) return "PAUSE";
        if (frame.tcp) return "TCP";
        if (frame.udp) return "UDP";
        if (frame.icmp) return "ICMP";
        return frame.ipv4 ? "IP" : "";
    }

    /// Without the protocol and the addresses, which have columns of their own.
    static std::string info(std::string_view text, const results::PacketText& packet) {
        for (const std::string_view before : {"ARP, ", "IP "}) {
            if (!text.starts_with(before)) continue;
            text.remove_prefix(before.size());
            if (before != "IP ") break;
            if (const auto colon = text.find(": "); colon != std::string_view::npos)
                text.remove_prefix(colon + 2);
            break;
        }
        return packet.badge.empty() ? std::string{text} : fmt::format("{}  {}", packet.badge, text);
    }

    std::string fate(const PacketRow& row, const Journey& journey) const {
        if (row.lost) return fmt::format("✕ {}", results::loss_words(*row.lost, language_));
        const auto is_under_way = [](const Hop& hop) { return hop.fate == Hop::Fate::InFlight; };
        if (std::ranges::any_of(journey.hops, is_under_way))
            return std::string{results::word(results::Word::InFlight, language_)};
        if (const auto drop = dropped_.find(row.packet); drop != dropped_.end())
            return fmt::format("({})", to_string(drop->second->reason));
        const std::string tries = results::collision_words(row.collisions, language_);
        return tries.empty() ? "✓" : "✓ " + tries;
    }

    const results::Analysis& analysis_;
    Language language_;
    std::map<sim::PacketId, const trace::PacketDropped*> dropped_;
};

}  // namespace

PacketTable::PacketTable(const results::Analysis& analysis, Language language)
    : analysis_{&analysis}, language_{language} {
    const RowMaker maker{analysis, language};
    for (const PacketRow& row : results::packet_rows(analysis, {.language = language})) {
        row_of_.emplace(row.packet, rows_.size());
        rows_.push_back(maker.make(row));
    }
}

std::optional<std::size_t> PacketTable::row_of(sim::PacketId packet) const {
    const auto found = row_of_.find(packet);
    return found == row_of_.end() ? std::nullopt : std::optional{found->second};
}

std::string PacketTable::details(sim::PacketId packet) const {
    const Journey* const journey = analysis_ == nullptr ? nullptr : analysis_->journeys.find(packet);
    if (journey == nullptr) return {};
    const auto frame = analysis_->journeys.captured(*journey);
    std::string text = wire::describe(wire::dissect(frame), bases_of(*analysis_, packet));
    if (frame.bytes.empty()) text = results::word(results::Word::NeverSent, language_);
    const auto name_of = [&](sim::NodeId node) {
        return node == sim::kNoNode ? "?" : analysis_->run.node(node).name;
    };
    for (const Hop& hop : journey->hops) {
        text += fmt::format("\n{} s  {} → {}: ", results::format_seconds(hop.sent, 9), name_of(hop.from.node),
                            name_of(hop.to.node));
        if (hop.fate == Hop::Fate::Delivered) {
            text += fmt::format("{} {} s", word(GuiWord::ArrivedAt, language_),
                                results::format_seconds(hop.ended, 9));
        } else if (hop.fate == Hop::Fate::Lost || hop.fate == Hop::Fate::Collided) {
            text += fmt::format("✕ {}", results::loss_words(hop.cause, language_));
        } else {
            text += results::word(results::Word::InFlight, language_);
        }
    }
    if (frame.bytes.empty()) return text;
    return text +
           fmt::format("\n{} {}", frame.length + kFcsSize, results::word(results::Word::Bytes, language_));
}

std::optional<sim::PacketId> PacketTable::next_loss(std::optional<sim::PacketId> from, Way way) const {
    const auto current = from ? row_of(*from) : std::nullopt;
    const auto count = static_cast<std::ptrdiff_t>(rows_.size());
    const std::ptrdiff_t step = way == Way::Forward ? 1 : -1;
    std::ptrdiff_t row = way == Way::Forward ? 0 : count - 1;
    if (current) row = static_cast<std::ptrdiff_t>(*current) + step;
    for (; row >= 0 && row < count; row += step) {
        const TablePacket& packet = rows_[static_cast<std::size_t>(row)];
        if (packet.lost) return packet.packet;
    }
    return std::nullopt;
}

std::optional<sim::PacketId> PacketTable::step(std::optional<sim::PacketId> from,
                                               std::ptrdiff_t steps) const {
    if (rows_.empty()) return std::nullopt;
    const auto current = from ? row_of(*from) : std::nullopt;
    const auto last = static_cast<std::ptrdiff_t>(rows_.size()) - 1;
    if (!current) return rows_[steps > 0 ? 0 : rows_.size() - 1].packet;
    const std::ptrdiff_t row =
        std::clamp(static_cast<std::ptrdiff_t>(*current) + steps, std::ptrdiff_t{0}, last);
    return rows_[static_cast<std::size_t>(row)].packet;
}

}  // namespace patchcord::gui

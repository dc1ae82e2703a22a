// The rows, and two ways to write them. The text of a packet is made from the bytes that its first sender
// sent: what a bit error made of them is in the captures.
// Read next: results/export/packet_list.hpp.
#include "results/export/packet_list.hpp"

#include "models/wire/describe.hpp"
#include "results/export/format.hpp"
#include "results/export/log.hpp"
#include "results/export/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace patchcord::results {
namespace {

using What = FrameObservation::What;
using models::wire::LossCause;

constexpr int kDecimals = 6;

models::wire::SequenceBases bases_of(const Analysis& analysis, sim::PacketId packet) {
    const SegmentInfo* const segment = analysis.tcp.segment(packet);
    if (segment == nullptr) return {};
    const TcpFlow& flow = analysis.tcp.all()[segment->flow];
    return {flow.directions[segment->direction].isn, flow.directions[1 - segment->direction].isn};
}

std::string text_of(const Analysis& analysis, const Journey& journey, Language language) {
    const auto frame = analysis.journeys.captured(journey);
    if (!frame.bytes.empty())
        return models::wire::describe(models::wire::dissect(frame), bases_of(analysis, journey.packet));
    const SegmentInfo* const segment = analysis.tcp.segment(journey.packet);
    if (segment == nullptr) return std::string{word(Word::NeverSent, language)};
    return packet_text(*segment, analysis.tcp.all()[segment->flow]).text;
}

/// What a packet carries, as people can read it.
std::string data_of(const models::wire::CapturedFrame& frame) {
    const models::wire::Dissection parts = models::wire::dissect(frame);
    const auto bytes = parts.tcp   ? parts.tcp->payload
                       : parts.udp ? parts.udp->payload
                                   : std::span<const std::uint8_t>{};
    std::string text;
    for (const std::uint8_t byte : bytes) {
        const bool is_text = (byte >= 0x20 && byte < 0x7F) || byte == '\n';
        if (is_text) text += static_cast<char>(byte);
        if (!is_text && byte != '\r') text += '.';
    }
    return text;
}

/// Each line behind `indent` and with its end.
std::string indented(std::string_view text, std::string_view indent) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += fmt::format("{}{}\n", indent, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::optional<LossCause> loss_of(const Journey& journey) {
    const auto lost =
        std::ranges::find_if(journey.hops, [](const Hop& hop) { return hop.fate == Hop::Fate::Lost; });
    return lost == journey.hops.end() ? std::nullopt : std::optional{lost->cause};
}

class RowMaker {
  public:
    RowMaker(const Analysis& analysis, const PacketListOptions& options)
        : analysis_{analysis}, options_{options}, facts_{analysis} {}

    /// Every packet once.
    std::vector<PacketRow> of_all() {
        for (const Journey& journey : analysis_.journeys.all())
            add(journey, journey.origin().sent, journey.origin().from.node, false);
        return sorted();
    }
    /// What the cards of `node` saw, losses apart.
    std::vector<PacketRow> of(sim::NodeId node) {
        for (const FrameObservation& frame : analysis_.run.frames()) {
            const Journey* const journey = analysis_.journeys.find(frame.packet);
            if (frame.node != node || frame.what == What::Lost || journey == nullptr) continue;
            add(*journey, frame.at, node, frame.what == What::Received);
        }
        return sorted();
    }

  private:
    void add(const Journey& journey, sim::Time at, sim::NodeId node, bool received) {
        if (at < options_.from || at >= options_.until) return;
        if (options_.filter && !options_.filter->matches(facts_, journey.packet)) return;
        rows_.push_back({.at = at,
                         .node = node,
                         .received = received,
                         .packet = journey.packet,
                         .length = analysis_.journeys.captured(journey).length,
                         .text = text_of(analysis_, journey, options_.language),
                         .collisions = journey.collisions(),
                         .lost = received ? std::nullopt : loss_of(journey),
                         .data = options_.data ? data_of(analysis_.journeys.captured(journey)) : ""});
    }
    std::vector<PacketRow> sorted() {
        std::ranges::stable_sort(rows_, {}, &PacketRow::at);
        return std::move(rows_);
    }

    const Analysis& analysis_;
    const PacketListOptions& options_;
    PacketFacts facts_;
    std::vector<PacketRow> rows_;
};

}  // namespace

std::vector<PacketRow> packet_rows(const Analysis& analysis, const PacketListOptions& options) {
    RowMaker maker{analysis, options};
    return options.node ? maker.of(*options.node) : maker.of_all();
}

namespace {

/// The table with each row's data below it.
std::string with_data(std::string_view table, std::span<const PacketRow> rows) {
    constexpr std::string_view kIndent = "            ";
    const auto take_line = [&] {
        const std::string_view line = table.substr(0, table.find('\n') + 1);
        table.remove_prefix(line.size());
        return line;
    };
    std::string text{take_line()};
    for (const PacketRow& row : rows) {
        if (table.empty()) break;
        text += take_line();
        text += indented(row.data, kIndent);
    }
    return text;
}

}  // namespace

std::string format_packets(const Analysis& analysis, const PacketListOptions& options) {
    const std::vector<PacketRow> rows = packet_rows(analysis, options);
    if (rows.empty()) return fmt::format(" {}\n", word(Word::NoPackets, options.language));
    using enum Table::Align;
    Table table;
    table.add_column(word(Word::Time, options.language), Right);
    table.add_column(options.node ? "" : word(Word::Host, options.language), Left);
    table.add_column(word(Word::Packets, options.language), Left);
    const std::size_t shown = std::min(rows.size(), options.max_rows);
    for (const PacketRow& row : std::span{rows}.first(shown)) {
        const std::string_view way =
            options.ascii ? (row.received ? "<-" : "->") : (row.received ? "◀" : "▶");
        const std::string tries = collision_words(row.collisions, options.language);
        const std::string lost = row.lost ? fmt::format("  {} {}", options.ascii ? "X" : "✕",
                                                        loss_words(*row.lost, options.language))
                                          : "";
        table.add_row({format_seconds(row.at, kDecimals),
                       std::string{options.node ? way : analysis.run.node(row.node).name},
                       in_one_line(row.text) + (tries.empty() ? "" : "  " + tries) + lost});
    }
    std::string text = options.data ? with_data(table.text(), rows) : table.text();
    if (shown < rows.size()) {
        const TextOptions how{.ascii = options.ascii, .language = options.language};
        text += left_out(rows.size() - shown, how);
    }
    return text;
}

std::string packets_json(const Analysis& analysis, const PacketListOptions& options) {
    using Json = nlohmann::ordered_json;
    Json packets = Json::array();
    const std::vector<PacketRow> rows = packet_rows(analysis, options);
    for (const PacketRow& row : std::span{rows}.first(std::min(rows.size(), options.max_rows))) {
        Json packet = {{"at_ps", ticks(row.at)},
                       {"node", analysis.run.node(row.node).name},
                       {"direction", row.received ? "received" : "sent"},
                       {"length", row.length},
                       {"text", row.text},
                       {"collisions", row.collisions},
                       {"lost", row.lost ? Json(loss_words(*row.lost, Language::English)) : Json()}};
        if (options.data) packet["data"] = row.data;
        packets.push_back(std::move(packet));
    }
    const Json out{
        {"schema", "patchcord.packets/1"}, {"name", analysis.run.header().name}, {"packets", packets}};
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace patchcord::results

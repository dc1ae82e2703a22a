// Glyphs, colours and labels. Read next: results/export/ladder/ladder_two_lanes.cpp.
#include "results/export/ladder/ladder_style.hpp"

#include "results/export/format.hpp"

#include <fmt/format.h>

namespace patchcord::results {
namespace {

constexpr ArrowGlyphs kSolid{"─", "▶", "◀", "├", "┤", "┼"};
constexpr ArrowGlyphs kHeavy{"━", "▶", "◀", "┝", "┥", "┿"};
constexpr ArrowGlyphs kDouble{"═", "▶", "◀", "╞", "╡", "╪"};
constexpr ArrowGlyphs kDashed{"╌", "▶", "◀", "├", "┤", "┼"};
constexpr ArrowGlyphs kDashedHollow{"╌", "▷", "◁", "├", "┤", "┼"};
constexpr ArrowGlyphs kDotted{"┈", "▶", "◀", "├", "┤", "┼"};

constexpr ArrowGlyphs kAsciiSolid{"-", ">", "<", "|", "|", "+"};
constexpr ArrowGlyphs kAsciiDouble{"=", ">", "<", "|", "|", "+"};
constexpr ArrowGlyphs kAsciiDotted{".", ">", "<", "|", "|", "+"};

}  // namespace

ArrowGlyphs arrow_glyphs(PacketClass kind, bool ascii) {
    switch (kind) {
        case PacketClass::SynFin:
        case PacketClass::Rst:
            return ascii ? kAsciiSolid : kHeavy;
        case PacketClass::Data:
        case PacketClass::Other:
            return ascii ? kAsciiSolid : kSolid;
        case PacketClass::Retransmission:
            return ascii ? kAsciiDouble : kDouble;
        case PacketClass::Ack:
        case PacketClass::ZeroWindow:
            return ascii ? kAsciiDotted : kDashed;
        case PacketClass::DuplicateAck:
            return ascii ? kAsciiDotted : kDashedHollow;
        case PacketClass::Arp:
        case PacketClass::Icmp:
        case PacketClass::Udp:
            return ascii ? kAsciiDotted : kDotted;
    }
    return kSolid;
}

LadderGlyphs ladder_glyphs(bool ascii) {
    if (ascii) return {"|", ":", "X", "+", "o", "->"};
    return {"│", "┊", "✕", "⋯", "○", "→"};
}

Style style_of(PacketClass kind) {
    switch (kind) {
        case PacketClass::Data:
            return {32, false};
        case PacketClass::Udp:
            return {32, false};
        case PacketClass::Ack:
            return {245, false};
        case PacketClass::SynFin:
            return {36, true};
        case PacketClass::Rst:
            return {Style::kOwnColour, true};
        case PacketClass::Retransmission:
            return {166, true};
        case PacketClass::DuplicateAck:
            return {74, false};
        case PacketClass::ZeroWindow:
            return {175, false};
        case PacketClass::Arp:
            return {178, false};
        case PacketClass::Icmp:
        case PacketClass::Other:
            return {};
    }
    return {};
}

Style style_of(models::trace::TimerKind kind) {
    using models::trace::TimerKind;
    const bool is_trouble = kind != TimerKind::DelayedAck && kind != TimerKind::TimeWait;
    return is_trouble ? Style{166, true} : kNoteStyle;
}

std::string label(const LadderArrow& arrow, const LadderDisplay& ladder, std::size_t columns,
                  const PaintOptions& options) {
    std::string before;
    if (ladder.flows > 1 && arrow.flow) before = fmt::format("#{} ", *arrow.flow + 1);
    if (!arrow.text.badge.empty()) before += arrow.text.badge + ' ';
    if (options.width >= kWideTerminal && !arrow.text.extra.empty()) {
        const std::string all = before + arrow.text.text + ' ' + arrow.text.extra;
        if (display_width(all) <= columns) return all;
    }
    const std::string usual = before + arrow.text.text;
    if (display_width(usual) <= columns) return usual;
    return cut_to_width(before + arrow.text.brief, columns, options.ascii ? "" : "…");
}

std::string loss_label(const LadderLoss& loss, Language language) {
    std::string text{loss_words(loss.cause, language)};
    if (!loss.place.empty()) text += ": " + loss.place;
    return text;
}

std::string timer_label(const LadderTimer& timer, const LadderDisplay& ladder, std::size_t columns,
                        Language language) {
    const std::string before =
        ladder.flows > 1 && timer.flow ? fmt::format("#{} ", *timer.flow + 1) : std::string{};
    const std::string after = format_timer(timer.after);
    const std::string words = before + timer_words(timer.kind, timer.count, after, language);
    if (display_width(words) <= columns) return words;
    return cut_to_width(before + brief_timer_words(timer.kind, timer.count, after), columns, "");
}

std::string wait_label(sim::Duration wait, bool ascii) {
    return fmt::format("{} {} s", ladder_glyphs(ascii).dots, format_seconds(wait, 3));
}

std::string lane_note(const LadderRow& row, std::size_t lane, const LadderDisplay& ladder,
                      Language language) {
    if (row.note && row.note->lane == lane) return note_words(*row.note, language);
    for (auto state = row.states.rbegin(); state != row.states.rend(); ++state) {
        if (state->lane != lane) continue;
        const bool is_clear = ladder.flows < 2 || !state->flow || row.arrow || row.timer;
        return is_clear ? std::string{to_string(state->to)}
                        : fmt::format("#{} {}", *state->flow + 1, to_string(state->to));
    }
    if (!row.arrow) return {};
    for (const LadderHead& head : row.arrow->heads) {
        if (head.lane == lane && head.dropped) return fmt::format("({})", to_string(*head.dropped));
    }
    return {};
}

RowLines row_lines(const LadderDisplay& ladder, std::size_t row, const PaintOptions& options) {
    const LadderRow& shown = ladder.rows[row];
    const std::string time = format_seconds(shown.at, options.decimals);
    if (shown.wait == sim::Duration{0}) return {false, time};
    const bool told_by_next =
        shown.timer && row + 1 < ladder.rows.size() && ladder.rows[row + 1].at == shown.at;
    if (told_by_next) return {false, wait_label(shown.wait, options.ascii)};
    return {true, time};
}

}  // namespace patchcord::results

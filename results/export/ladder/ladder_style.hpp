// How the ladder looks on a terminal, whatever its layout: glyphs, colours, labels. Every class of packets
// has its own line, head or word, so that colour is never the only sign; the colours are those of Okabe and
// Ito (Color Universal Design, 2008), the nearest of a terminal's 256. Read next:
// results/export/ladder/ladder_text.cpp.
#pragma once

#include "results/analysis/ladder.hpp"
#include "results/export/ladder/canvas.hpp"
#include "results/export/ladder/ladder_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace patchcord::results {

/// How the arrows of one class of packets are drawn.
struct ArrowGlyphs {
    std::string_view line;
    std::string_view right;  ///< head
    std::string_view left;
    std::string_view from_left;   ///< where it leaves a lane that is at its left
    std::string_view from_right;  ///< where it leaves a lane that is at its right
    std::string_view crossing;    ///< of a lane that it passes
};

struct LadderGlyphs {
    std::string_view bar;
    std::string_view waiting_bar;
    std::string_view cross;
    std::string_view dots;
    std::string_view overheard;
    std::string_view to;
};

ArrowGlyphs arrow_glyphs(PacketClass kind, bool ascii);
LadderGlyphs ladder_glyphs(bool ascii);
Style style_of(PacketClass kind);
Style style_of(models::trace::TimerKind kind);

/// From this width on, arrival times and more of each packet are shown.
inline constexpr std::size_t kWideTerminal = 100;

inline constexpr Style kLaneStyle{245, false};
inline constexpr Style kTimeStyle{};
inline constexpr Style kStateStyle{Style::kOwnColour, true};
inline constexpr Style kLossStyle{166, true};
inline constexpr Style kNoteStyle{245, false};
inline Style style_of(const LadderNote& note) {
    return note.is_trouble() ? kLossStyle : kStateStyle;
}

/// The longest of the packet's texts that takes at most `columns`; on a terminal that is wide anyway, with
/// more than the usual.
std::string label(const LadderArrow& arrow, const LadderDisplay& ladder, std::size_t columns,
                  const PaintOptions& options);
std::string loss_label(const LadderLoss& loss, Language language);
/// In at most `columns`.
std::string timer_label(const LadderTimer& timer, const LadderDisplay& ladder, std::size_t columns,
                        Language language);
/// "⋯ 1.000 s"
std::string wait_label(sim::Duration wait, bool ascii);
/// What happened to the host of `lane`, the state that `row` begins on it, or why the host there threw the
/// packet away; empty for neither. Which of several connections it is stands there only when no packet or
/// timer says it.
std::string lane_note(const LadderRow& row, std::size_t lane, const LadderDisplay& ladder, Language language);

/// What a row's lines begin with. A wait has a line of its own, unless a timer ended it and something
/// happened then, at the same instant: then the timer's line shows the wait instead of the time.
struct RowLines {
    bool wait_line = false;
    std::string time;
};
RowLines row_lines(const LadderDisplay& ladder, std::size_t row, const PaintOptions& options);

}  // namespace patchcord::results

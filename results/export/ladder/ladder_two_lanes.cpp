// Two hosts and what goes between them, as textbooks draw it (RFC 9293, figure 6): a row is a packet, its
// text near the sender; beside the lanes the states that begin with it. Read next:
// results/export/ladder/ladder_lanes.cpp.
#include "results/export/format.hpp"
#include "results/export/ladder/canvas.hpp"
#include "results/export/ladder/ladder_layouts.hpp"
#include "results/export/ladder/ladder_style.hpp"

#include <algorithm>
#include <cmath>

namespace patchcord::results {
namespace {

constexpr std::size_t kLeastRegion = 24;
constexpr std::size_t kWidestRegion = 76;

/// Columns.
struct Geometry {
    std::size_t time_end;         ///< times end before this column
    std::size_t arrived_end = 0;  ///< as do arrival times; 0 if they are not shown
    std::size_t left;             ///< the left lane's bar
    std::size_t right;            ///< the right lane's bar
    std::size_t width;
};

class TwoLanesPainter {
  public:
    TwoLanesPainter(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options)
        : ladder_{ladder}, rows_{rows}, options_{options}, glyphs_{ladder_glyphs(options.ascii)} {}

    std::optional<std::string> paint() {
        if (!measure()) return std::nullopt;
        header();
        for (std::size_t row = 0; row < rows_; ++row)
            paint_row(row);
        return std::move(out_);
    }

  private:
    bool measure() {
        std::size_t time = display_width(word(Word::Time, options_.language));
        std::size_t notes[2] = {0, 0};
        for (std::size_t row = 0; row < rows_; ++row) {
            const LadderRow& shown = ladder_.rows[row];
            const RowLines lines = row_lines(ladder_, row, options_);
            time = std::max(time, display_width(lines.time));
            if (lines.wait_line) time = std::max(time, display_width(wait_label(shown.wait, options_.ascii)));
            for (std::size_t lane = 0; lane < 2; ++lane)
                notes[lane] =
                    std::max(notes[lane], display_width(lane_note(shown, lane, ladder_, options_.language)));
        }
        at_.width = options_.width;
        at_.time_end = 1 + time;
        std::size_t begin = at_.time_end;
        if (options_.width >= kWideTerminal) {
            const auto header_width = display_width(word(Word::Arrived, options_.language));
            begin = at_.arrived_end = at_.time_end + 2 + std::max(time, header_width);
        }
        at_.left =
            begin + 2 + std::max(notes[0] == 0 ? 0 : notes[0] + 1, display_width(ladder_.lanes[0].name) / 2);
        const std::size_t margin =
            std::max(notes[1] == 0 ? 1 : notes[1] + 2, display_width(ladder_.lanes[1].name) / 2 + 1);
        if (at_.left + margin + kLeastRegion > options_.width) return false;
        at_.right = std::min(options_.width - margin, at_.left + 1 + kWidestRegion);
        return true;
    }

    void end_line(const CanvasLine& line) { out_ += line.text(options_.color) + '\n'; }

    void header() {
        CanvasLine names;
        CanvasLine addresses;
        const auto time = word(Word::Time, options_.language);
        names.put(at_.time_end - display_width(time), time, kTimeStyle);
        if (at_.arrived_end != 0) {
            const auto text = word(Word::Arrived, options_.language);
            names.put(at_.arrived_end - display_width(text), text, kTimeStyle);
        }
        bool has_addresses = false;
        for (std::size_t lane = 0; lane < 2; ++lane) {
            const std::size_t bar = lane == 0 ? at_.left : at_.right;
            const std::string name = cut_to_width(ladder_.lanes[lane].name, at_.right - at_.left - 2);
            names.put(centred(name, bar), name, kStateStyle);
            addresses.put(centred(ladder_.lanes[lane].address, bar), ladder_.lanes[lane].address, kNoteStyle);
            has_addresses = has_addresses || !ladder_.lanes[lane].address.empty();
        }
        end_line(names);
        if (has_addresses) end_line(addresses);
    }

    /// Where `text` begins to be centred on `bar` and yet between the times and the right edge.
    std::size_t centred(const std::string& text, std::size_t bar) const {
        const std::size_t columns = display_width(text);
        const std::size_t first = std::max(at_.time_end, at_.arrived_end) + 2;
        const std::size_t wanted = bar >= columns / 2 ? bar - columns / 2 : 0;
        const std::size_t last = at_.width >= columns ? at_.width - columns : 0;
        return std::max(first, std::min(wanted, last));
    }

    void bars(CanvasLine& line, std::string_view glyph) const {
        line.put(at_.left, glyph, kLaneStyle);
        line.put(at_.right, glyph, kLaneStyle);
    }

    void paint_row(std::size_t number) {
        const LadderRow& row = ladder_.rows[number];
        const RowLines lines = row_lines(ladder_, number, options_);
        const std::string wait = wait_label(row.wait, options_.ascii);
        if (lines.wait_line) {
            CanvasLine line;
            line.put(at_.time_end - display_width(wait), wait, kNoteStyle);
            bars(line, glyphs_.waiting_bar);
            end_line(line);
        }
        CanvasLine line;
        const bool shows_wait = lines.time == wait;
        line.put(at_.time_end - display_width(lines.time), lines.time, shows_wait ? kNoteStyle : kTimeStyle);
        bars(line, shows_wait ? glyphs_.waiting_bar : glyphs_.bar);
        if (row.arrow) arrow(line, *row.arrow);
        if (row.timer) timer(line, *row.timer);
        if (row.note && !row.note->lane) note(line, *row.note);
        const std::string left = lane_note(row, 0, ladder_, options_.language);
        const std::string right = lane_note(row, 1, ladder_, options_.language);
        line.put(at_.left - 1 - std::min(at_.left - 1, display_width(left)), left, kStateStyle);
        line.put(at_.right + 2, right, kStateStyle);
        end_line(line);
    }

    void timer(CanvasLine& line, const LadderTimer& timer) const {
        const std::size_t room = at_.right - at_.left - 3;
        const std::string text = timer_label(timer, ladder_, room, options_.language);
        line.put(timer.lane == 0 ? at_.left + 2 : at_.right - 1 - display_width(text), text,
                 style_of(timer.kind));
    }

    void note(CanvasLine& line, const LadderNote& note) const {
        const std::size_t region = at_.right - at_.left - 1;
        const std::string text = cut_to_width(note_words(note, options_.language), region, "");
        line.put(at_.left + 1 + (region - display_width(text)) / 2, text, style_of(note));
    }

    void arrow(CanvasLine& line, const LadderArrow& arrow) const {
        if (arrow.heads.empty()) return;
        const LadderHead& head = arrow.heads.front();
        if (at_.arrived_end != 0 && head.arrived) {
            const std::string time = format_seconds(*head.arrived, options_.decimals);
            line.put(at_.arrived_end - display_width(time), time, kNoteStyle);
        }
        const ArrowGlyphs glyphs = arrow_glyphs(arrow.text.kind, options_.ascii);
        const Style style = style_of(arrow.text.kind);
        const bool to_right = arrow.from == 0;
        const std::size_t begin = at_.left + 1;
        const std::size_t end = at_.right;  // the region is [begin, end)
        line.put(to_right ? at_.left : at_.right, to_right ? glyphs.from_left : glyphs.from_right, style);

        if (head.loss && !arrow.duration.count()) return never_sent(line, arrow, *head.loss);
        const std::string why = head.loss ? loss_label(*head.loss, options_.language) : std::string{};
        const std::size_t why_columns = head.loss ? display_width(why) + 3 : head.arrived ? 1 : 4;
        const std::size_t region = end - begin;
        const std::size_t room = region > why_columns + 2 ? region - why_columns - 2 : 0;
        const std::string text = label(arrow, ladder_, room, options_);
        const std::size_t columns = display_width(text);
        const std::size_t lead = std::min<std::size_t>(2, room - columns);

        std::size_t length = region;  // of the line, from the sender
        const bool at_lane = head.loss && head.loss->position >= 1;
        if (head.loss) {
            const auto wanted =
                static_cast<std::size_t>(std::lround(head.loss->position * static_cast<double>(region)));
            length = std::min(std::max(wanted, lead + columns + 4), region);
            const std::size_t behind = std::min(region, display_width(why) + 2);
            if (!at_lane) length = std::min(length, std::max(region - behind, lead + columns + 3));
        } else if (!head.arrived) {
            length = region * 4 / 5;
        }
        const std::size_t line_begin = to_right ? begin : end - length;
        line.fill(line_begin, line_begin + length, glyphs.line, style);
        const std::size_t tip = to_right ? begin + length - 1 : end - length;
        if (head.loss) {
            line.put(tip, glyphs_.cross, kLossStyle);
            lost(line, why, tip, to_right, at_lane);
        } else if (head.arrived) {
            line.put(tip, to_right ? glyphs.right : glyphs.left, style);
        }
        if (!text.empty())
            line.put(to_right ? begin + lead : end - lead - columns - 2, ' ' + text + ' ', style);
    }

    /// Lost before it left, in a queue for example: no line, the cross at the sender.
    void never_sent(CanvasLine& line, const LadderArrow& arrow, const LadderLoss& loss) const {
        const std::string why = loss_label(loss, options_.language);
        const std::size_t region = at_.right - at_.left - 1;
        const std::size_t used = display_width(why) + 5;
        const std::string text = label(arrow, ladder_, region > used ? region - used : 0, options_);
        const std::size_t columns = display_width(text);
        const bool at_left = arrow.from == 0;
        line.put(at_left ? at_.left + 1 : at_.right - 1, glyphs_.cross, kLossStyle);
        line.put(at_left ? at_.left + 3 : at_.right - 2 - columns, text, style_of(arrow.text.kind));
        line.put(at_left ? at_.left + 5 + columns : at_.right - 4 - columns - display_width(why), why,
                 kLossStyle);
    }

    /// The cause, behind the cross, or before it if the packet came as far as the lane.
    void lost(CanvasLine& line, const std::string& why, std::size_t tip, bool to_right, bool before) const {
        const std::size_t columns = display_width(why);
        const bool at_its_right = to_right != before;
        line.put(at_its_right ? tip + 2 : tip - 1 - columns, why, kLossStyle);
        if (before) {
            line.put(at_its_right ? tip + 1 : tip - 1, " ");
            line.put(at_its_right ? tip + 2 + columns : tip - 2 - columns, " ");
        }
    }

    const LadderDisplay& ladder_;
    std::size_t rows_;
    const PaintOptions& options_;
    LadderGlyphs glyphs_;
    Geometry at_{};
    std::string out_;
};

}  // namespace

std::optional<std::string> paint_two_lanes(const LadderDisplay& ladder, std::size_t rows,
                                           const PaintOptions& options) {
    return TwoLanesPainter{ladder, rows, options}.paint();
}

}  // namespace patchcord::results

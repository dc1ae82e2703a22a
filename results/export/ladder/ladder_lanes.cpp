// Several lanes close together, and what each row is about in a column of text at their right.
// Read next: results/export/ladder/ladder_list.cpp.
#include "results/export/format.hpp"
#include "results/export/ladder/canvas.hpp"
#include "results/export/ladder/ladder_layouts.hpp"
#include "results/export/ladder/ladder_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace patchcord::results {
namespace {

constexpr std::size_t kLeastText = 36;
constexpr std::size_t kLeastGap = 6;
constexpr std::size_t kWidestGap = 16;

class LanesPainter {
  public:
    LanesPainter(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options)
        : ladder_{ladder}, rows_{rows}, options_{options}, glyphs_{ladder_glyphs(options.ascii)} {}

    std::optional<std::string> paint() {
        if (ladder_.lanes.empty() || !measure()) return std::nullopt;
        header();
        for (std::size_t row = 0; row < rows_; ++row)
            paint_row(row);
        return std::move(out_);
    }

  private:
    bool measure() {
        time_end_ = 1 + display_width(word(Word::Time, options_.language));
        for (std::size_t row = 0; row < rows_; ++row) {
            const RowLines lines = row_lines(ladder_, row, options_);
            time_end_ = std::max(time_end_, 1 + display_width(lines.time));
            if (lines.wait_line) {
                const std::string wait = wait_label(ladder_.rows[row].wait, options_.ascii);
                time_end_ = std::max(time_end_, 1 + display_width(wait));
            }
        }
        first_bar_ = time_end_ + 2 + (std::min(display_width(ladder_.lanes[0].name), kWidestGap) + 1) / 2;
        std::size_t widest = kLeastGap;
        for (const LadderLane& lane : ladder_.lanes)
            widest = std::max(widest, std::max(display_width(lane.name), display_width(lane.address)) + 2);
        gap_ = std::min(widest, kWidestGap);
        while (gap_ > kLeastGap && text_begin() + kLeastText > options_.width)
            --gap_;
        return text_begin() + kLeastText <= options_.width;
    }

    std::size_t bar(std::size_t lane) const { return first_bar_ + lane * gap_; }
    std::size_t text_begin() const { return bar(ladder_.lanes.size() - 1) + 3; }

    void end_line(const CanvasLine& line) { out_ += line.text(options_.color) + '\n'; }

    void header() {
        CanvasLine names;
        CanvasLine addresses;
        names.put(1, word(Word::Time, options_.language), kTimeStyle);
        bool all_fit = true;
        for (std::size_t lane = 0; lane < ladder_.lanes.size(); ++lane) {
            const std::string name = cut_to_width(ladder_.lanes[lane].name,
                                                  lane + 1 < ladder_.lanes.size() ? gap_ - 1 : gap_ + 3, "");
            names.put(bar(lane) - display_width(name) / 2, name, kStateStyle);
            const std::string& address = ladder_.lanes[lane].address;
            all_fit = all_fit && display_width(address) < gap_;
            addresses.put(bar(lane) - std::min(bar(lane), display_width(address) / 2), address, kNoteStyle);
        }
        end_line(names);
        if (all_fit) end_line(addresses);
    }

    void bars(CanvasLine& line, std::string_view glyph) const {
        for (std::size_t lane = 0; lane < ladder_.lanes.size(); ++lane)
            line.put(bar(lane), glyph, kLaneStyle);
    }

    void paint_row(std::size_t number) {
        const LadderRow& row = ladder_.rows[number];
        const RowLines lines = row_lines(ladder_, number, options_);
        const std::string wait = wait_label(row.wait, options_.ascii);
        if (lines.wait_line) {
            CanvasLine line;
            line.put(time_end_ - display_width(wait), wait, kNoteStyle);
            bars(line, glyphs_.waiting_bar);
            end_line(line);
        }
        CanvasLine line;
        const bool shows_wait = lines.time == wait;
        line.put(time_end_ - display_width(lines.time), lines.time, shows_wait ? kNoteStyle : kTimeStyle);
        bars(line, shows_wait ? glyphs_.waiting_bar : glyphs_.bar);
        std::size_t next = text_begin();
        if (row.arrow) next = arrow(line, *row.arrow);
        if (row.timer) next = timer(line, *row.timer);
        if (row.note && !row.note->lane) next = note(line, *row.note);
        notes(line, row, next);
        end_line(line);
    }

    /// Where the text ends.
    std::size_t timer(CanvasLine& line, const LadderTimer& timer) const {
        const std::string who = ladder_.lanes[timer.lane].name + ": ";
        const std::size_t room = options_.width - text_begin();
        const std::size_t left = room - std::min(room, display_width(who));
        const std::string text =
            cut_to_width(who + timer_label(timer, ladder_, left, options_.language), room, "");
        line.put(text_begin(), text, style_of(timer.kind));
        return text_begin() + display_width(text) + 2;
    }

    std::size_t note(CanvasLine& line, const LadderNote& note) const {
        const std::size_t room = options_.width - text_begin();
        const std::string text = cut_to_width(note_words(note, options_.language), room, "");
        line.put(text_begin(), text, style_of(note));
        return text_begin() + display_width(text) + 2;
    }

    std::size_t arrow(CanvasLine& line, const LadderArrow& arrow) const {
        const Style style = style_of(arrow.text.kind);
        for (const bool to_right : {false, true})
            shaft(line, arrow, to_right);
        std::string why;
        for (const LadderHead& head : arrow.heads) {
            if (head.loss && why.empty())
                why = fmt::format("{} {}", glyphs_.cross, loss_label(*head.loss, options_.language));
        }
        const std::size_t room = options_.width - text_begin();
        const std::size_t why_columns = why.empty() ? 0 : display_width(why) + 2;
        const std::string text = label(arrow, ladder_, room > why_columns ? room - why_columns : 0, options_);
        line.put(text_begin(), text, style);
        std::size_t next = text_begin() + display_width(text) + 2;
        if (why.empty()) return next;
        why = cut_to_width(why, options_.width - std::min(next, options_.width), "");
        line.put(next, why, kLossStyle);
        return next + display_width(why) + 2;
    }

    /// The part of the arrow at one side of its sender, with a head before each lane that it reaches.
    void shaft(CanvasLine& line, const LadderArrow& arrow, bool to_right) const {
        const ArrowGlyphs glyphs = arrow_glyphs(arrow.text.kind, options_.ascii);
        const Style style = style_of(arrow.text.kind);
        const std::size_t start = bar(arrow.from);
        std::vector<const LadderHead*> heads;  // the nearest first
        for (const LadderHead& head : arrow.heads) {
            if ((head.lane > arrow.from) == to_right) heads.push_back(&head);
        }
        if (!to_right) std::ranges::reverse(heads);
        if (heads.empty()) return;
        std::size_t reach = 0;
        for (const LadderHead* const head : heads)
            reach = std::max(reach, length_to(*head, start));
        const auto column = [&](std::size_t distance) {
            return to_right ? start + distance : start - distance;
        };
        line.put(start, to_right ? glyphs.from_left : glyphs.from_right, style);
        for (std::size_t distance = 1; distance < reach; ++distance) {
            const bool on_a_bar = distance % gap_ == 0;
            line.put(column(distance), on_a_bar ? glyphs.crossing : glyphs.line, style);
        }
        for (const LadderHead* const head : heads) {
            const std::size_t length = length_to(*head, start);
            if (head->loss) {
                line.put(column(std::max<std::size_t>(length, 2) - 1), glyphs_.cross, kLossStyle);
            } else if (head->arrived && head->is_addressee) {
                line.put(column(length - 1), to_right ? glyphs.right : glyphs.left, style);
                if (length < reach) line.put(column(length), glyphs_.bar, kLaneStyle);
            } else if (head->arrived) {
                line.put(column(length - 1), glyphs_.overheard, style);
                if (length < reach) line.put(column(length), glyphs.crossing, style);
            }
        }
    }

    /// Columns from the sender's bar to the lane's, or to where the packet was lost.
    std::size_t length_to(const LadderHead& head, std::size_t start) const {
        const std::size_t to = bar(head.lane);
        const std::size_t length = to > start ? to - start : start - to;
        if (head.loss)
            return static_cast<std::size_t>(std::lround(head.loss->position * static_cast<double>(length)));
        return head.arrived ? length : length * 4 / 5;
    }

    void notes(CanvasLine& line, const LadderRow& row, std::size_t next) {
        for (std::size_t lane = 0; lane < ladder_.lanes.size(); ++lane) {
            const std::string note = lane_note(row, lane, ladder_, options_.language);
            if (note.empty()) continue;
            const std::string text = fmt::format("{} {}", ladder_.lanes[lane].name, note);
            if (next > text_begin() && next + display_width(text) > options_.width) {
                end_line(line);
                line = {};
                bars(line, glyphs_.bar);
                next = text_begin() + 2;
            }
            const std::string shown = cut_to_width(text, options_.width - next, "");
            line.put(next, shown, kStateStyle);
            next += display_width(shown) + 2;
        }
    }

    const LadderDisplay& ladder_;
    std::size_t rows_;
    const PaintOptions& options_;
    LadderGlyphs glyphs_;
    std::size_t time_end_ = 0;
    std::size_t first_bar_ = 0;
    std::size_t gap_ = kLeastGap;
    std::string out_;
};

}  // namespace

std::optional<std::string> paint_lanes(const LadderDisplay& ladder, std::size_t rows,
                                       const PaintOptions& options) {
    return LanesPainter{ladder, rows, options}.paint();
}

}  // namespace patchcord::results

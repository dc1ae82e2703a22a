// The ladder without lanes, for very many hosts or a very narrow terminal: one line a row, in words.
// Read next: results/export/ladder/ladder_style.cpp.
#include "results/export/format.hpp"
#include "results/export/ladder/canvas.hpp"
#include "results/export/ladder/ladder_layouts.hpp"
#include "results/export/ladder/ladder_style.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::results {
namespace {

class ListPainter {
  public:
    ListPainter(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options)
        : ladder_{ladder}, rows_{rows}, options_{options}, glyphs_{ladder_glyphs(options.ascii)} {
        for (std::size_t row = 0; row < rows; ++row)
            time_ = std::max(time_, format_seconds(ladder.rows[row].at, options.decimals).size());
    }

    std::string paint() {
        for (std::size_t row = 0; row < rows_; ++row)
            paint_row(ladder_.rows[row]);
        return std::move(out_);
    }

  private:
    void paint_row(const LadderRow& row) {
        CanvasLine line;
        if (row.wait != sim::Duration{0}) {
            line.put(1, wait_label(row.wait, options_.ascii), kNoteStyle);
            out_ += line.text(options_.color) + '\n';
            line = {};
        }
        line.put(1, pad_left(format_seconds(row.at, options_.decimals), time_), kTimeStyle);
        next_ = 1 + time_ + 2;
        if (row.arrow) arrow(line, *row.arrow);
        if (row.timer) {
            const std::string words = timer_label(*row.timer, ladder_, options_.width, options_.language);
            put(line, fmt::format("{}: {}", ladder_.lanes[row.timer->lane].name, words),
                style_of(row.timer->kind));
        }
        if (row.note && !row.note->lane)
            put(line, note_words(*row.note, options_.language), style_of(*row.note));
        for (std::size_t lane = 0; lane < ladder_.lanes.size(); ++lane) {
            const std::string note = lane_note(row, lane, ladder_, options_.language);
            if (!note.empty()) put(line, fmt::format("{} {}", ladder_.lanes[lane].name, note), kStateStyle);
        }
        out_ += line.text(options_.color) + '\n';
    }

    void arrow(CanvasLine& line, const LadderArrow& arrow) {
        std::string to;
        std::size_t addressees = 0;
        for (const LadderHead& head : arrow.heads) {
            if (head.is_addressee && addressees++ == 0) to = ladder_.lanes[head.lane].name;
        }
        if (addressees > 1) to = "*";
        put(line, fmt::format("{} {} {}", ladder_.lanes[arrow.from].name, glyphs_.to, to.empty() ? "?" : to),
            {});
        const std::size_t room = options_.width - std::min(1 + time_ + 4, options_.width);
        put(line, label(arrow, ladder_, room, options_), style_of(arrow.text.kind));
        for (const LadderHead& head : arrow.heads) {
            if (!head.loss) continue;
            put(line, fmt::format("{} {}", glyphs_.cross, loss_label(*head.loss, options_.language)),
                kLossStyle);
            break;
        }
    }

    /// On this line, or on the next if there is no room left.
    void put(CanvasLine& line, const std::string& text, Style style) {
        const std::size_t begin = 1 + time_ + 2;
        if (next_ > begin && next_ + display_width(text) > options_.width) {
            out_ += line.text(options_.color) + '\n';
            line = {};
            next_ = begin + 2;
        }
        const std::string shown = cut_to_width(text, options_.width - std::min(next_, options_.width), "");
        line.put(next_, shown, style);
        next_ += display_width(shown) + 2;
    }

    const LadderDisplay& ladder_;
    std::size_t rows_;
    const PaintOptions& options_;
    LadderGlyphs glyphs_;
    std::size_t time_ = 0;
    std::size_t next_ = 0;  // column
    std::string out_;
};

}  // namespace

std::string paint_list(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options) {
    return ListPainter{ladder, rows, options}.paint();
}

}  // namespace patchcord::results

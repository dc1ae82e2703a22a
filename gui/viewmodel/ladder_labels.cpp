// SPDX-License-Identifier: GPL-3.0-or-later
// One pass for each step of importance. A packet's label stands on its line, in the longest of its texts for
// which there is room anywhere on the line. Read next: gui/viewmodel/label_placer.hpp.
#include "gui/viewmodel/ladder_labels.hpp"

#include "gui/viewmodel/label_placer.hpp"
#include "results/export/format.hpp"
#include "results/export/ladder/ladder_style.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace patchcord::gui {

using results::LadderArrow;
using results::LadderDisplay;
using results::LadderRow;
using results::PacketClass;
using Role = PictureLabel::Role;

namespace {

constexpr double kPadding = 3;                              // left and right of a packet's text
constexpr double kFromLane = 14;                            // between a lane and what stands on an arrow
constexpr double kNearLane = 2;                             // where there is little room
constexpr double kCross = 6;                                // half of a cross
constexpr std::array kPlaces{0.5, 0.38, 0.62, 0.26, 0.74};  // along an arrow

enum class Importance { Repeated, Control, Data, Rest };

Importance importance(const LadderArrow& arrow) {
    switch (arrow.text.kind) {
        case PacketClass::Retransmission:
        case PacketClass::Rst:
            return Importance::Repeated;
        case PacketClass::SynFin:
        case PacketClass::Arp:
        case PacketClass::ZeroWindow:
            return Importance::Control;
        case PacketClass::Ack:
        case PacketClass::DuplicateAck:
            return Importance::Rest;
        default:
            return Importance::Data;
    }
}

class Labels {
  public:
    Labels(const LadderDisplay& ladder, const PictureOptions& options, const LadderPicture& picture,
           std::span<const DrawnHead> heads, const Margins& margins)
        : ladder_{ladder},
          options_{options},
          picture_{picture},
          heads_{heads},
          margins_{margins},
          placer_{picture.height()} {}

    std::vector<PictureLabel> place() {
        losses();
        for (const LadderRow& row : ladder_.rows) {
            if (row.timer) timer(row);
            if (row.note) note(row);
        }
        packets(Importance::Repeated);
        packets(Importance::Control);
        for (const LadderRow& row : ladder_.rows) {
            if (!row.note) states(row);
        }
        packets(Importance::Data);
        packets(Importance::Rest);
        notes();
        times();
        return std::move(out_);
    }

  private:
    double width(std::string_view text) const { return options_.text.width(text); }
    double height() const { return options_.text.height; }

    bool put(const Box& box, std::string text, Role role, PacketClass kind = {}, sim::PacketId packet = {}) {
        const bool is_inside = box.x >= 0 && box.y >= 0 && box.right() <= picture_.width();
        if (!is_inside || !placer_.take(box)) return false;
        out_.push_back({box, std::move(text), role, kind, packet});
        return true;
    }

    /// Beside `x`, on the side that `side` says.
    Box beside(double x, double side, double gap, double y, std::string_view text) const {
        const double wide = width(text);
        return {side > 0 ? x + gap : x - gap - wide, y - height() / 2, wide, height()};
    }

    /// At y or a little below or above.
    bool put_near(Box box, std::string text, Role role, sim::PacketId packet = {}) {
        const double y = box.y;
        for (const double shift : {0.0, 0.6, -0.6, 1.1, -1.1}) {
            box.y = y + shift * height();
            if (put(box, text, role, {}, packet)) return true;
        }
        return false;
    }

    void losses() {
        for (const DrawnHead& drawn : heads_) {
            if (drawn.arrow.end != PictureArrow::End::Lost) continue;
            const Point at = drawn.arrow.to;
            placer_.reserve({at.x - kCross, at.y - kCross, 2 * kCross, 2 * kCross});
        }
        for (const DrawnHead& drawn : heads_) {
            const LadderArrow& arrow = *ladder_.rows[drawn.row].arrow;
            const auto& loss = arrow.heads[drawn.head].loss;
            if (!loss) continue;
            std::string text = results::loss_label(*loss, options_.language);
            if (arrow.duration.count() == 0) text = said_of(arrow) + ": " + text;  // it never left: no line
            const Point at = drawn.arrow.to;
            const double ahead =
                picture_.lanes()[arrow.heads[drawn.head].lane].x > drawn.arrow.from.x ? 1 : -1;
            const bool is_at_lane = loss->position > 0.9;
            const double side = is_at_lane ? -ahead : ahead;
            if (put_near(beside(at.x, side, kCross + 5, at.y, text), text, Role::Loss, arrow.packet))
                continue;
            put_near(beside(at.x, -side, kCross + 5, at.y, text), text, Role::Loss, arrow.packet);
        }
    }

    void timer(const LadderRow& row) {
        const std::string after = results::format_timer(row.timer->after);
        const std::string flow =
            ladder_.flows > 1 && row.timer->flow ? fmt::format("#{} ", *row.timer->flow + 1) : "";
        const double y = picture_.axis().y(row.at);
        const double x = picture_.lanes()[row.timer->lane].x;
        const double inside = row.timer->lane == 0 ? 1 : -1;
        for (const std::string& text :
             {results::timer_words(row.timer->kind, row.timer->count, after, options_.language),
              results::brief_timer_words(row.timer->kind, row.timer->count, after)}) {
            Box box = beside(x, inside, kFromLane, y, flow + text);
            box.y -= height() / 2;  // what the timer causes begins at this height
            if (put_near(box, flow + text, Role::Timer)) return;
        }
    }

    void packets(Importance which) {
        for (std::size_t i = 0; i < heads_.size(); ++i) {
            const bool is_first = i == 0 || heads_[i - 1].row != heads_[i].row;
            const LadderArrow& arrow = *ladder_.rows[heads_[i].row].arrow;
            if (is_first && importance(arrow) == which) packet(arrow, longest_head(i));
        }
    }

    /// Of the heads of one packet, which stand together, the line that has most room.
    const PictureArrow& longest_head(std::size_t first) const {
        std::size_t best = first;
        const auto reach = [&](std::size_t i) {
            return std::abs(heads_[i].arrow.to.x - heads_[i].arrow.from.x);
        };
        for (std::size_t i = first; i < heads_.size() && heads_[i].row == heads_[first].row; ++i) {
            if (reach(i) > reach(best)) best = i;
        }
        return heads_[best].arrow;
    }

    /// What stands before a packet's text.
    std::string mark_of(const LadderArrow& arrow) const {
        std::string mark;
        if (ladder_.flows > 1 && arrow.flow) mark = fmt::format("#{} ", *arrow.flow + 1);
        if (!arrow.text.badge.empty()) mark += arrow.text.badge + ' ';
        return mark;
    }
    std::string said_of(const LadderArrow& arrow) const { return mark_of(arrow) + arrow.text.text; }

    std::vector<std::string> texts(const LadderArrow& arrow) const {
        std::vector<std::string> all;
        if (!arrow.text.extra.empty()) all.push_back(said_of(arrow) + ' ' + arrow.text.extra);
        all.push_back(said_of(arrow));
        all.push_back(mark_of(arrow) + arrow.text.brief);
        if (!arrow.text.badge.empty()) all.push_back(arrow.text.badge);
        return all;
    }

    void packet(const LadderArrow& arrow, const PictureArrow& line) {
        for (const std::string& text : texts(arrow)) {
            for (const double margin : {kFromLane, kNearLane}) {
                if (put_on(line, text, margin, arrow)) return;
            }
        }
    }

    /// On the line, no nearer to its ends than `margin`.
    bool put_on(const PictureArrow& line, const std::string& text, double margin, const LadderArrow& arrow) {
        const double left = std::min(line.from.x, line.to.x) + margin;
        const double right = std::max(line.from.x, line.to.x) - margin;
        const double wide = width(text) + 2 * kPadding;
        if (wide > right - left) return false;
        for (const double part : kPlaces) {
            const double middle = line.from.x + part * (line.to.x - line.from.x);
            const double x = std::clamp(middle - wide / 2, left, right - wide);
            const double there = (x + wide / 2 - line.from.x) / (line.to.x - line.from.x);
            const double y = line.from.y + there * (line.to.y - line.from.y);
            const Box box{x, y - height() / 2, wide, height()};
            if (put(box, text, Role::Packet, arrow.text.kind, arrow.packet)) return true;
        }
        return false;
    }

    void states(const LadderRow& row) {
        for (const results::LadderState& state : row.states) {
            const std::string text = state_text(state, ladder_.flows > 1);
            const double x = picture_.lanes()[state.lane].x;
            put_near(beside(x, outer_side(state.lane), margins_.outside, picture_.axis().y(state.at), text),
                     text, Role::State);
        }
    }

    /// Beside the host that it happened to; in the middle for a cable. What a crash ended need not be told.
    void note(const LadderRow& row) {
        const results::LadderNote& note = *row.note;
        const Role role = note.is_trouble() ? Role::Loss : Role::State;
        const std::string text = results::note_words(note, options_.language);
        const double y = picture_.axis().y(row.at);
        if (note.lane) {
            const double x = picture_.lanes()[*note.lane].x;
            put_near(beside(x, outer_side(*note.lane), margins_.outside, y, text), text, role);
        } else {
            const double middle = (picture_.lanes().front().x + picture_.lanes().back().x) / 2;
            put_near(beside(middle - width(text) / 2, 1, 0, y, text), text, role);
        }
    }

    /// Why hosts threw packets away that had reached them.
    void notes() {
        for (const DrawnHead& drawn : heads_) {
            const results::LadderHead& head = ladder_.rows[drawn.row].arrow->heads[drawn.head];
            if (!head.dropped) continue;
            const std::string text = fmt::format("({})", to_string(*head.dropped));
            const Box box =
                beside(drawn.arrow.to.x, outer_side(head.lane), margins_.outside, drawn.arrow.to.y, text);
            put_near(box, text, Role::Note, drawn.arrow.packet);
        }
    }

    void times() {
        for (const TimeAxis::Break& pause : picture_.axis().breaks()) {
            const std::string text = "⋯ " + results::format_duration(pause.length);
            put(beside(margins_.time_end, -1, 0, (pause.top + pause.bottom) / 2, text), text, Role::Wait);
        }
        for (const LadderRow& row : ladder_.rows) {
            const std::string text = results::format_seconds(row.at, 6);
            put(beside(margins_.time_end, -1, 0, picture_.axis().y(row.at), text), text, Role::Time);
        }
    }

    const LadderDisplay& ladder_;
    const PictureOptions& options_;
    const LadderPicture& picture_;
    std::span<const DrawnHead> heads_;
    const Margins& margins_;
    LabelPlacer placer_;
    std::vector<PictureLabel> out_;
};

}  // namespace

std::string state_text(const results::LadderState& state, bool says_flow) {
    return says_flow && state.flow ? fmt::format("#{} {}", *state.flow + 1, to_string(state.to))
                                   : std::string{to_string(state.to)};
}

std::vector<PictureLabel> place_labels(const LadderDisplay& ladder, const PictureOptions& options,
                                       const LadderPicture& picture, std::span<const DrawnHead> heads,
                                       const Margins& margins) {
    return Labels{ladder, options, picture, heads, margins}.place();
}

}  // namespace patchcord::gui

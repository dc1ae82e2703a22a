// SPDX-License-Identifier: GPL-3.0-or-later
// One function for each kind of thing, in the order from the back to the front. Read next:
// gui/widgets/palette.hpp.
#include "gui/widgets/ladder_painter.hpp"

#include "gui/widgets/palette.hpp"

#include <QFontMetricsF>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace patchcord::gui {

using End = PictureArrow::End;
using Role = PictureLabel::Role;

namespace {

constexpr double kHead = 8;
constexpr double kStateWidth = 5;

QPointF at(Point point) {
    return {point.x, point.y};
}

QRectF rectangle(const Box& box) {
    return {box.x, box.y, box.width, box.height};
}

class Painter {
  public:
    Painter(QPainter& painter, const LadderPicture& picture, double top, double bottom,
            std::optional<sim::PacketId> selected)
        : painter_{painter}, picture_{picture}, top_{top}, bottom_{bottom}, selected_{selected} {}

    void paint() {
        bands();
        lanes();
        timers();
        arrows();
        labels();
    }

  private:
    template <class Item>
    auto seen(const InView<Item>& items) const {
        return items.between(top_, bottom_);
    }

    void bands() {
        painter_.setPen(Qt::NoPen);
        for (const PictureBand& band : seen(picture_.bands())) {
            QColor colour = line_colour(band.kind);
            colour.setAlpha(30);
            painter_.setBrush(colour);
            QPolygonF corners;
            for (const Point& corner : band.corners)
                corners << at(corner);
            painter_.drawPolygon(corners);
        }
        painter_.setBrush(Qt::NoBrush);
    }

    void lanes() {
        painter_.setPen(QPen{kLaneColour, 1});
        for (const PictureLane& lane : picture_.lanes())
            painter_.drawLine(QPointF{lane.x, top_}, QPointF{lane.x, std::min(bottom_, picture_.height())});
        for (const PictureState& state : seen(picture_.states())) {
            const QRectF strip{state.x - kStateWidth / 2, state.y0, kStateWidth, state.y1 - state.y0};
            painter_.fillRect(strip, state_colour(state.state));
        }
        for (const TimeAxis::Break& pause : picture_.axis().breaks()) {
            if (pause.bottom >= top_ && pause.top <= bottom_) break_mark(pause);
        }
    }

    /// Two slanted strokes across each lane: here much time has been left out.
    void break_mark(const TimeAxis::Break& pause) {
        const double y = (pause.top + pause.bottom) / 2;
        for (const PictureLane& lane : picture_.lanes()) {
            painter_.fillRect(QRectF{lane.x - 7, y - 3, 14, 6}, Qt::white);
            painter_.setPen(QPen{kNoteColour, 1.2});
            for (const double shift : {-3.0, 3.0})
                painter_.drawLine(QPointF{lane.x - 6, y + shift + 3}, QPointF{lane.x + 6, y + shift - 3});
        }
    }

    void timers() {
        for (const PictureTimer& timer : seen(picture_.timers())) {
            const bool fired = timer.end == results::LadderBar::End::Fired;
            const QColor colour = timer_colour(timer.kind, fired);
            painter_.setPen(QPen{colour, 2});
            painter_.drawLine(QPointF{timer.x, timer.y0}, QPointF{timer.x, timer.y1});
            if (fired) clock(QPointF{timer.x, timer.y1}, colour);
        }
    }

    void clock(QPointF centre, const QColor& colour) {
        painter_.setPen(QPen{colour, 1.4});
        painter_.setBrush(Qt::white);
        painter_.drawEllipse(centre, 5, 5);
        painter_.setBrush(Qt::NoBrush);
        painter_.drawLine(centre, centre + QPointF{0, -3.4});
        painter_.drawLine(centre, centre + QPointF{2.6, 0});
    }

    void arrows() {
        for (const PictureArrow& arrow : seen(picture_.arrows())) {
            if (arrow.packet == selected_) {
                QPen glow{kSelectionColour, 7};
                glow.setCapStyle(Qt::RoundCap);
                painter_.setPen(glow);
                painter_.drawLine(at(arrow.from), at(arrow.to));
            }
        }
        for (const PictureArrow& arrow : seen(picture_.arrows()))
            this->arrow(arrow);
    }

    void arrow(const PictureArrow& arrow) {
        QPen pen = arrow_pen(arrow.kind);
        if (arrow.end == End::Overheard) {
            QColor faint = pen.color();
            faint.setAlpha(110);
            pen.setColor(faint);
        }
        painter_.setPen(pen);
        painter_.drawLine(at(arrow.from), at(arrow.to));
        switch (arrow.end) {
            case End::Lost:
                return cross(at(arrow.to));
            case End::Open:
                return;
            case End::Arrived:
            case End::Overheard:
            case End::Dropped:
                const bool hollow =
                    arrow.end != End::Arrived || arrow.kind == results::PacketClass::DuplicateAck;
                return head(arrow, pen.color(), hollow);
        }
    }

    void head(const PictureArrow& arrow, const QColor& colour, bool hollow) {
        const double angle = std::atan2(arrow.to.y - arrow.from.y, arrow.to.x - arrow.from.x);
        const QPointF tip = at(arrow.to);
        const auto back = [&](double turn) {
            return tip - QPointF{kHead * std::cos(angle + turn), kHead * std::sin(angle + turn)};
        };
        painter_.setPen(QPen{colour, 1});
        painter_.setBrush(hollow ? QColor{Qt::white} : colour);
        painter_.drawPolygon(QPolygonF{} << tip << back(0.42) << back(-0.42));
        painter_.setBrush(Qt::NoBrush);
    }

    void cross(QPointF centre) {
        painter_.setPen(QPen{kLossColour, 2.6});
        painter_.drawLine(centre + QPointF{-5, -5}, centre + QPointF{5, 5});
        painter_.drawLine(centre + QPointF{-5, 5}, centre + QPointF{5, -5});
    }

    void labels() {
        for (const PictureLabel& label : seen(picture_.labels())) {
            const QRectF box = rectangle(label.box);
            const bool is_selected = label.packet && label.packet == selected_;
            if (is_selected) {
                painter_.fillRect(box, kSelectionColour);
            } else if (label.role == Role::Packet || label.role == Role::Timer || label.role == Role::Loss) {
                painter_.fillRect(box, QColor{255, 255, 255, 225});
            }
            painter_.setPen(colour(label));
            painter_.drawText(box, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip,
                              QString::fromStdString(label.text));
        }
    }

    static QColor colour(const PictureLabel& label) {
        switch (label.role) {
            case Role::Packet:
                return text_colour(label.kind);
            case Role::Loss:
                return kLossColour;
            case Role::State:
            case Role::Time:
                return {0x20, 0x20, 0x20};
            case Role::Timer:
            case Role::Note:
            case Role::Wait:
                return kNoteColour;
        }
        return Qt::black;
    }

    QPainter& painter_;
    const LadderPicture& picture_;
    double top_;
    double bottom_;
    std::optional<sim::PacketId> selected_;
};

}  // namespace

void paint_ladder(QPainter& painter, const LadderPicture& picture, double top, double bottom,
                  std::optional<sim::PacketId> selected) {
    Painter{painter, picture, top, bottom, selected}.paint();
}

void paint_lane_names(QPainter& painter, const LadderPicture& picture, double height) {
    painter.fillRect(QRectF{0, 0, picture.width(), height}, kHeaderColour);
    painter.setPen(QPen{kLaneColour, 1});
    painter.drawLine(QPointF{0, height - 0.5}, QPointF{picture.width(), height - 0.5});
    const QFont usual = painter.font();
    QFont bold = usual;
    bold.setBold(true);
    const double line = QFontMetricsF{usual}.height();
    for (const PictureLane& lane : picture.lanes()) {
        const auto text = [&](const std::string& words, const QFont& font, const QColor& colour, double y) {
            const QFontMetricsF metrics{font};
            const QString shown =
                metrics.elidedText(QString::fromStdString(words), Qt::ElideRight, lane.room);
            painter.setFont(font);
            painter.setPen(colour);
            painter.drawText(QRectF{lane.x - lane.room / 2, y, lane.room, line}, Qt::AlignCenter, shown);
        };
        text(lane.name, bold, Qt::black, height / 2 - (lane.address.empty() ? line / 2 : line));
        if (!lane.address.empty()) text(lane.address, usual, kNoteColour, height / 2);
    }
    painter.setFont(usual);
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// Looks only at the time that is in view. Read next:
// gui/widgets/segment_layer.hpp.
#include "gui/widgets/segment_layer.hpp"

#include "gui/widgets/palette.hpp"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace patchcord::gui {

using Class = SequenceSegment::Class;

namespace {

constexpr double kBar = 3;        // half of an I-beam's ends
constexpr double kLeastBeam = 2;  // a segment of one byte is still seen
constexpr double kMostEnds = 6;   // beams that are shorter have no ends

QColor colour_of(Class kind) {
    return kind == Class::Retransmission ? kVermilion : kind == Class::Control ? kGreen : kBlue;
}

}  // namespace

SegmentLayer::SegmentLayer(QChart& chart, QAbstractSeries& series)
    : QGraphicsObject{&chart}, chart_{chart}, series_{series} {
    setZValue(20);
    setAcceptedMouseButtons(Qt::NoButton);
    connect(&chart, &QChart::plotAreaChanged, this, [this] { prepareGeometryChange(); });
}

void SegmentLayer::show_plot(const SequencePlot& plot, double per_second) {
    plot_ = &plot;
    per_second_ = per_second;
    update();
}

void SegmentLayer::show_selected(std::optional<sim::PacketId> packet) {
    selected_ = packet;
    update();
}

QLineF SegmentLayer::beam(const SequenceSegment& segment) const {
    const double x = segment.at * per_second_;
    const QPointF bottom = chart_.mapToPosition({x, segment.begin}, &series_);
    const QPointF top = chart_.mapToPosition({x, segment.end}, &series_);
    return {bottom.x(), bottom.y(), top.x(), std::min(top.y(), bottom.y() - kLeastBeam)};
}

const SequenceSegment* SegmentLayer::segment_at(QPointF point, double reach) const {
    const SequenceSegment* nearest = nullptr;
    if (plot_ == nullptr || !chart_.plotArea().contains(point)) return nearest;
    for (const SequenceSegment& segment : plot_->segments) {
        const QLineF line = beam(segment);
        const double distance =
            distance_to_line({point.x(), point.y()}, {line.x1(), line.y1()}, {line.x2(), line.y2()});
        if (distance > reach) continue;
        reach = distance;
        nearest = &segment;
    }
    return nearest;
}

QRectF SegmentLayer::boundingRect() const {
    return chart_.plotArea().adjusted(-kBar, -kBar, kBar, kBar);
}

void SegmentLayer::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (plot_ == nullptr) return;
    painter->setClipRect(boundingRect());
    const auto seconds_at = [&](double x) { return chart_.mapToValue({x, 0}, &series_).x() / per_second_; };
    const double first = seconds_at(boundingRect().left());
    const double last = seconds_at(boundingRect().right());
    paint_acks(*painter, first, last);
    const auto begin = std::ranges::lower_bound(plot_->segments, first, {}, &SequenceSegment::at);
    const auto end = std::ranges::upper_bound(plot_->segments, last, {}, &SequenceSegment::at);
    for (const bool again : {false, true}) {
        for (const SequenceSegment& segment : std::ranges::subrange{begin, end}) {
            if ((segment.kind == Class::Retransmission) == again) paint_segment(*painter, segment);
        }
    }
}

/// A staircase from the acknowledgment before `first` to the one behind `last`.
void SegmentLayer::paint_acks(QPainter& painter, double first, double last) const {
    const auto& acks = plot_->acks;
    auto ack = std::ranges::upper_bound(acks, first, {}, &Acknowledgment::at);
    if (ack != acks.begin()) --ack;
    QPolygonF stairs;
    const auto step_to = [&](double at, double number) {
        const QPointF point = chart_.mapToPosition({at * per_second_, number}, &series_);
        if (!stairs.isEmpty()) stairs << QPointF{point.x(), stairs.last().y()};
        stairs << point;
    };
    for (; ack != acks.end() && (stairs.isEmpty() || stairs.last().x() <= boundingRect().right()); ++ack)
        step_to(ack->at, ack->number);
    if (ack == acks.end() && !acks.empty()) step_to(std::min(plot_->seconds, last), acks.back().number);
    painter.setPen(QPen{kAckColour, 1.2});
    painter.drawPolyline(stairs);
}

void SegmentLayer::paint_segment(QPainter& painter, const SequenceSegment& segment) const {
    const QLineF line = beam(segment);
    const bool again = segment.kind == Class::Retransmission;
    if (segment.packet == selected_) {
        painter.fillRect(QRectF{line.x2() - 5, line.y2() - 3, 10, line.y1() - line.y2() + 6},
                         kSelectionColour);
    }
    painter.setPen(QPen{colour_of(segment.kind), again ? 2.4 : 1.6});
    painter.drawLine(line);
    if (line.length() >= kMostEnds) {
        for (const QPointF end : {line.p1(), line.p2()})
            painter.drawLine(end - QPointF{kBar, 0}, end + QPointF{kBar, 0});
    }
    if (again) painter.drawText(line.p2() + QPointF{5, 4}, "R");
    if (!segment.lost) return;
    const QPointF middle = line.center();
    painter.setPen(QPen{kLossColour, 2});
    painter.drawLine(middle + QPointF{-4, -4}, middle + QPointF{4, 4});
    painter.drawLine(middle + QPointF{-4, 4}, middle + QPointF{4, -4});
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// Segments as I-beams and acknowledgments as a staircase, over a chart: Qt Charts supplies axes and grid and
// says where a value is, this item paints. The chart's own series would be slow with many points, and they
// have no I-beams. Read next: gui/widgets/sequence_view.hpp.
#pragma once

#include "gui/viewmodel/geometry.hpp"
#include "gui/viewmodel/sequence_plot.hpp"

#include <QGraphicsObject>
#include <QtCharts/QAbstractSeries>
#include <QtCharts/QChart>

#include <optional>

namespace patchcord::gui {

class SegmentLayer : public QGraphicsObject {
  public:
    /// Over `chart`, with the axes of `series`.
    SegmentLayer(QChart& chart, QAbstractSeries& series);

    /// `per_second`: what the horizontal axis counts. `plot` must stay until it is replaced.
    void show_plot(const SequencePlot& plot, double per_second);
    void show_selected(std::optional<sim::PacketId> packet);

    /// The nearest segment, not further away than `reach` pixels; in coordinates of the chart.
    const SequenceSegment* segment_at(QPointF point, double reach = 8) const;
    /// From its first byte up to its last.
    QLineF beam(const SequenceSegment& segment) const;

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  private:
    void paint_acks(QPainter& painter, double first, double last) const;
    void paint_segment(QPainter& painter, const SequenceSegment& segment) const;

    QChart& chart_;
    QAbstractSeries& series_;
    const SequencePlot* plot_ = nullptr;
    double per_second_ = 1;
    std::optional<sim::PacketId> selected_;
};

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The plot of sequence numbers over time: a choice of the connection and its direction, a legend beside it,
// and the chart. The wheel zooms around the pointer, a double click shows all again. Read next:
// gui/viewmodel/sequence_plot.hpp, gui/widgets/segment_layer.hpp.
#pragma once

#include "gui/viewmodel/open_run.hpp"
#include "gui/viewmodel/packet_table.hpp"
#include "gui/viewmodel/sequence_plot.hpp"
#include "gui/widgets/segment_layer.hpp"
#include "gui/widgets/selection.hpp"

#include <QComboBox>
#include <QLabel>
#include <QStackedWidget>
#include <QWidget>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <memory>
#include <vector>

namespace patchcord::gui {

/// The chart, with the mouse turned into zooming and selecting.
class SequenceChart : public QChartView {
  public:
    SequenceChart(Selection& selection, QWidget* parent);

    void show_plot(SequencePlot plot, std::shared_ptr<const PacketTable> packets, results::Language language);
    const SequencePlot& plot() const { return plot_; }
    const SegmentLayer& segments() const { return *segments_; }

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    void show_all();
    QPointF to_chart(QPointF point) const { return chart()->mapFromScene(mapToScene(point.toPoint())); }

    Selection& selection_;
    SequencePlot plot_;
    std::shared_ptr<const PacketTable> packets_ = std::make_shared<PacketTable>();
    TimeUnit unit_{"s", 1};
    QValueAxis* time_axis_;
    QValueAxis* number_axis_;
    QLineSeries* scale_;  // has no points: what maps values to places needs a series
    SegmentLayer* segments_;
};

class SequenceView : public QWidget {
  public:
    SequenceView(Selection& selection, QWidget* parent = nullptr);

    void show_run(std::shared_ptr<const OpenRun> run, std::shared_ptr<const PacketTable> packets,
                  results::Language language);
    SequenceChart& chart() { return *chart_; }

  private:
    void show_choice(int index);
    void show_legend(const SequencePlot& plot);

    std::shared_ptr<const OpenRun> run_;
    std::shared_ptr<const PacketTable> packets_ = std::make_shared<PacketTable>();
    results::Language language_ = results::Language::English;
    std::vector<FlowChoice> choices_;
    QComboBox* choice_;
    QLabel* legend_;
    QStackedWidget* pages_;
    QLabel* nothing_;
    SequenceChart* chart_;
};

}  // namespace patchcord::gui

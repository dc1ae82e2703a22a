// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder on the screen: scrolls, zooms in time, shows what is under the pointer, selects what is clicked.
// Where things are is the matter of the picture, how they look that of the painter. Read next:
// gui/viewmodel/ladder_picture.hpp, gui/widgets/ladder_painter.hpp.
#pragma once

#include "gui/viewmodel/ladder_picture.hpp"
#include "gui/viewmodel/packet_table.hpp"
#include "gui/widgets/selection.hpp"

#include <QAbstractScrollArea>

#include <memory>

namespace patchcord::gui {

class LadderWidget : public QAbstractScrollArea {
  public:
    LadderWidget(Selection& selection, QWidget* parent = nullptr);

    /// `packets` says what tooltips say.
    void show_ladder(results::LadderDisplay ladder, std::shared_ptr<const PacketTable> packets,
                     results::Language language);
    const LadderPicture& picture() const { return picture_; }

    /// Stretches time; what is at `y` of the viewport stays there.
    void zoom(double factor, double y);
    void zoom_in() { zoom(kZoomStep, viewport()->height() / 2.0); }
    void zoom_out() { zoom(1 / kZoomStep, viewport()->height() / 2.0); }
    void reset_zoom() { zoom(1 / zoom_, viewport()->height() / 2.0); }

    /// Where a point of the picture is in the viewport, and the other way round.
    QPointF to_viewport(Point point) const;
    Point to_picture(QPointF point) const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    static constexpr double kZoomStep = 1.25;

    double header_height() const;
    double shown_height() const;
    void lay_out();
    void set_scroll_bars();
    LadderPicture picture_of_width(double width, double zoom) const;
    void show_selected();

    Selection& selection_;
    results::LadderDisplay ladder_;
    std::shared_ptr<const PacketTable> packets_ = std::make_shared<PacketTable>();
    results::Language language_ = results::Language::English;
    double zoom_ = 1;  // as the user chose it, beside what fills the window
    double fit_ = 1;
    int width_ = 0;  // that the picture was made for
    LadderPicture picture_;
};

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The names of the lanes stay at the top while the picture scrolls below them. Read next:
// gui/widgets/ladder_widget.hpp.
#include "gui/widgets/ladder_widget.hpp"

#include "gui/widgets/ladder_painter.hpp"
#include "gui/widgets/text.hpp"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace patchcord::gui {
namespace {

constexpr double kLeastZoom = 0.2;
constexpr double kMostZoom = 20;
constexpr double kMostFit = 1.6;
constexpr int kScrollStep = 24;

}  // namespace

LadderWidget::LadderWidget(Selection& selection, QWidget* parent)
    : QAbstractScrollArea{parent}, selection_{selection} {
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setMinimumWidth(320);
    selection.on_change([this] { show_selected(); });
}

void LadderWidget::show_ladder(results::LadderDisplay ladder, std::shared_ptr<const PacketTable> packets,
                               results::Language language) {
    ladder_ = std::move(ladder);
    packets_ = std::move(packets);
    language_ = language;
    lay_out();
}

double LadderWidget::header_height() const {
    return 2 * QFontMetricsF{font()}.height() + 10;
}

double LadderWidget::shown_height() const {
    return viewport()->height() - header_height();
}

LadderPicture LadderWidget::picture_of_width(double width, double zoom) const {
    return {ladder_, {.width = width, .zoom = zoom, .language = language_, .text = measure_in(font())}};
}

/// A short run is stretched to fill the window.
void LadderWidget::lay_out() {
    width_ = viewport()->width();
    picture_ = picture_of_width(width_, zoom_);
    fit_ = std::clamp(shown_height() / (picture_.height() / zoom_), 1.0, kMostFit);
    if (fit_ > 1) picture_ = picture_of_width(width_, zoom_ * fit_);
    set_scroll_bars();
}

void LadderWidget::set_scroll_bars() {
    const int hidden = static_cast<int>(std::ceil(picture_.height() - shown_height()));
    verticalScrollBar()->setRange(0, std::max(0, hidden));
    verticalScrollBar()->setPageStep(static_cast<int>(shown_height()));
    verticalScrollBar()->setSingleStep(kScrollStep);
    const int beside = static_cast<int>(std::ceil(picture_.width())) - viewport()->width();
    horizontalScrollBar()->setRange(0, std::max(0, beside));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(kScrollStep);
    viewport()->update();
}

QPointF LadderWidget::to_viewport(Point point) const {
    return {point.x - horizontalScrollBar()->value(),
            point.y - verticalScrollBar()->value() + header_height()};
}

Point LadderWidget::to_picture(QPointF point) const {
    return {point.x() + horizontalScrollBar()->value(),
            point.y() + verticalScrollBar()->value() - header_height()};
}

void LadderWidget::zoom(double factor, double y) {
    const Point before = to_picture({0, y});
    const sim::Time time = picture_.axis().time_at(before.y);
    zoom_ = std::clamp(zoom_ * factor, kLeastZoom, kMostZoom);
    lay_out();
    const double moved = picture_.axis().y(time) - before.y;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(std::lround(moved)));
}

void LadderWidget::paintEvent(QPaintEvent*) {
    QPainter painter{viewport()};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), Qt::white);
    const QPointF origin = to_viewport({0, 0});
    const double top = to_picture({0, header_height()}).y;
    const double bottom = to_picture({0, static_cast<double>(viewport()->height())}).y;
    painter.translate(origin);
    paint_ladder(painter, picture_, top, bottom, selection_.packet());
    painter.resetTransform();
    painter.translate(origin.x(), 0);
    paint_lane_names(painter, picture_, header_height());
    painter.setPen(Qt::black);
    const auto time = results::word(results::Word::Time, language_);
    painter.drawText(QRectF{8, 0, 100, header_height()}, Qt::AlignLeft | Qt::AlignVCenter, to_qt(time));
}

/// A long run looks the same in a higher window.
void LadderWidget::resizeEvent(QResizeEvent*) {
    const bool is_long = fit_ == 1 && picture_.height() > shown_height();
    if (is_long && viewport()->width() == width_) {
        set_scroll_bars();
    } else {
        lay_out();
    }
}

void LadderWidget::wheelEvent(QWheelEvent* event) {
    const int turned = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(std::pow(kZoomStep, turned / 120.0), event->position().y());
    } else if (event->modifiers() & Qt::ShiftModifier) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - turned);
    } else {
        QAbstractScrollArea::wheelEvent(event);
    }
    event->accept();
}

void LadderWidget::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || event->position().y() < header_height()) return;
    selection_.select(picture_.packet_at(to_picture(event->position())));
}

void LadderWidget::keyPressEvent(QKeyEvent* event) {
    if (const auto steps = steps_of_key(event->key())) {
        selection_.step(*steps);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool LadderWidget::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto packet = picture_.packet_at(to_picture(help->pos()));
    if (packet && help->pos().y() >= header_height()) {
        QToolTip::showText(help->globalPos(), QString::fromStdString(packets_->details(*packet)), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

void LadderWidget::show_selected() {
    if (const auto y = selection_.packet() ? picture_.y_of(*selection_.packet()) : std::nullopt) {
        const double shown = shown_height();
        const double margin = std::min(60.0, shown / 4);
        const double top = verticalScrollBar()->value();
        if (*y < top + margin) verticalScrollBar()->setValue(static_cast<int>(*y - margin));
        if (*y > top + shown - margin) verticalScrollBar()->setValue(static_cast<int>(*y - shown + margin));
    }
    viewport()->update();
}

}  // namespace patchcord::gui

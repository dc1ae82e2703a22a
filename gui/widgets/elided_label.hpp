// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that ends in "…" where there is no room for all of it; the tooltip has all.
// QLabel cuts letters in half instead.
// Read next: gui/widgets/main_window.cpp.
#pragma once

#include <QPainter>
#include <QString>
#include <QWidget>

namespace patchcord::gui {

class ElidedLabel : public QWidget {
  public:
    using QWidget::QWidget;

    void show_text(const QString& text) {
        text_ = text;
        setToolTip(text);
        update();
    }
    QSize sizeHint() const override {
        return {fontMetrics().horizontalAdvance(text_) + 2 * kMargin, fontMetrics().height()};
    }
    QSize minimumSizeHint() const override { return {0, fontMetrics().height()}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter{this};
        const QRect room = rect().adjusted(kMargin, 0, -kMargin, 0);
        painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                         fontMetrics().elidedText(text_, Qt::ElideRight, room.width()));
    }

  private:
    static constexpr int kMargin = 8;
    QString text_;
};

}  // namespace patchcord::gui

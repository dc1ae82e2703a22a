// SPDX-License-Identifier: GPL-3.0-or-later
// Values go to the chart as relative seconds and bytes: its axes are floating point, and absolute numbers
// would lose what is small. The mouse never reaches Qt Charts, which in 6.4 can crash where no item lies
// under the pointer (QTBUG-118669). Read next: gui/widgets/sequence_view.hpp.
#include "gui/widgets/sequence_view.hpp"

#include "gui/viewmodel/words.hpp"
#include "gui/widgets/palette.hpp"
#include "gui/widgets/text.hpp"

#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <QtCharts/QLegend>

#include <algorithm>
#include <cmath>
#include <utility>

namespace patchcord::gui {
namespace {

constexpr double kZoomStep = 1.3;
constexpr int kTimeTicks = 6;
constexpr int kNumberTicks = 5;
constexpr double kMargin = 0.04;  // around the plot, of its size

void style_axis(QValueAxis& axis, const QFont& font) {
    axis.setLabelsFont(font);
    axis.setTitleFont(font);
    axis.setGridLineColor({0xE4, 0xE4, 0xE4});
    axis.setLabelsColor(kNoteColour);
    axis.setTitleBrush(kNoteColour);
}

/// About `ticks` of them, at 1, 2 or 5 times a power of ten, with as many decimals as tell them apart.
void set_range(QValueAxis& axis, double least, double most, int ticks) {
    const double wanted = (most - least) / ticks;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    const double ratio = wanted / power;
    const double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
    axis.setTickType(QValueAxis::TicksDynamic);
    axis.setTickAnchor(0);
    // First the wider step: a step that is small for the range that is still there would be thousands of
    // ticks.
    axis.setTickInterval(std::max(step, axis.tickInterval()));
    axis.setRange(least, most);
    axis.setTickInterval(step);
    axis.setLabelFormat(QString{"%.%1f"}.arg(decimals));
}

void zoom_axis(QValueAxis& axis, double centre, double factor, int ticks) {
    set_range(axis, centre - (centre - axis.min()) / factor, centre + (axis.max() - centre) / factor, ticks);
}

}  // namespace

SequenceChart::SequenceChart(Selection& selection, QWidget* parent)
    : QChartView{parent},
      selection_{selection},
      time_axis_{new QValueAxis},
      number_axis_{new QValueAxis},
      scale_{new QLineSeries} {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->legend()->hide();
    chart()->setMargins({2, 2, 8, 2});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setBackgroundRoundness(0);
    chart()->addAxis(time_axis_, Qt::AlignBottom);
    chart()->addAxis(number_axis_, Qt::AlignLeft);
    chart()->addSeries(scale_);
    scale_->attachAxis(time_axis_);
    scale_->attachAxis(number_axis_);
    segments_ = new SegmentLayer{*chart(), *scale_};
    QFont small = font();
    small.setPointSizeF(std::max(7.0, small.pointSizeF() - 1));
    for (QValueAxis* const axis : {time_axis_, number_axis_})
        style_axis(*axis, small);
    viewport()->setMouseTracking(true);
    selection.on_change([this] { segments_->show_selected(selection_.packet()); });
}

void SequenceChart::show_plot(SequencePlot plot, std::shared_ptr<const PacketTable> packets,
                              results::Language language) {
    plot_ = std::move(plot);
    packets_ = std::move(packets);
    unit_ = fitting_unit(plot_.seconds);
    time_axis_->setTitleText(
        QString{"%1 (%2)"}.arg(to_qt(word(GuiWord::TimeSince, language)), QString::fromUtf8(unit_.name)));
    number_axis_->setTitleText(to_qt(word(GuiWord::SequenceNumber, language)));
    segments_->show_plot(plot_, unit_.per_second);
    segments_->show_selected(selection_.packet());
    show_all();
}

void SequenceChart::show_all() {
    const double time = std::max(plot_.seconds * unit_.per_second, 1.0);
    const double bytes = std::max(plot_.bytes, 1.0);
    set_range(*time_axis_, -kMargin * time, (1 + kMargin) * time, kTimeTicks);
    set_range(*number_axis_, 0, (1 + kMargin) * bytes, kNumberTicks);
}

void SequenceChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const SequenceSegment* const segment = segments_->segment_at(to_chart(event->position()));
    selection_.select(segment ? std::optional{segment->packet} : std::nullopt);
}

void SequenceChart::mouseMoveEvent(QMouseEvent*) {}
void SequenceChart::mouseReleaseEvent(QMouseEvent*) {}

void SequenceChart::mouseDoubleClickEvent(QMouseEvent*) {
    show_all();
}

void SequenceChart::wheelEvent(QWheelEvent* event) {
    const QPointF value = chart()->mapToValue(to_chart(event->position()), scale_);
    const double factor = std::pow(kZoomStep, event->angleDelta().y() / 120.0);
    event->accept();
    if ((time_axis_->max() - time_axis_->min()) / factor >
        plot_.seconds * unit_.per_second * (1 + 3 * kMargin))
        return show_all();
    zoom_axis(*time_axis_, value.x(), factor, kTimeTicks);
    if (!(event->modifiers() & Qt::ControlModifier))
        zoom_axis(*number_axis_, value.y(), factor, kNumberTicks);
    segments_->update();
}

void SequenceChart::keyPressEvent(QKeyEvent* event) {
    if (const auto steps = steps_of_key(event->key())) {
        selection_.step(*steps);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool SequenceChart::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const SequenceSegment* const segment = segments_->segment_at(to_chart(help->pos()));
    if (segment != nullptr) {
        QToolTip::showText(help->globalPos(), QString::fromStdString(packets_->details(segment->packet)),
                           this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

SequenceView::SequenceView(Selection& selection, QWidget* parent)
    : QWidget{parent},
      choice_{new QComboBox},
      legend_{new QLabel},
      pages_{new QStackedWidget},
      nothing_{new QLabel},
      chart_{new SequenceChart{selection, pages_}} {
    auto* const top = new QHBoxLayout;
    top->setContentsMargins(4, 4, 4, 0);
    top->addWidget(choice_);
    top->addStretch();
    top->addWidget(legend_);
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(pages_, 1);
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->setStyleSheet("background: white");
    pages_->addWidget(chart_);
    pages_->addWidget(nothing_);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    legend_->setTextFormat(Qt::RichText);
    connect(choice_, &QComboBox::activated, this, [this](int index) { show_choice(index); });
}

void SequenceView::show_run(std::shared_ptr<const OpenRun> run, std::shared_ptr<const PacketTable> packets,
                            results::Language language) {
    run_ = std::move(run);
    packets_ = std::move(packets);
    language_ = language;
    choices_ = flow_choices(run_->analysis);
    choice_->clear();
    for (const FlowChoice& choice : choices_)
        choice_->addItem(QString::fromStdString(choice.text));
    const auto best = best_choice(choices_);
    nothing_->setText(to_qt(word(GuiWord::NoTcp, language)));
    choice_->setVisible(best.has_value());
    legend_->setVisible(best.has_value());
    pages_->setCurrentIndex(best ? 0 : 1);
    if (!best) return chart_->show_plot({}, packets_, language);
    choice_->setCurrentIndex(static_cast<int>(*best));
    show_choice(static_cast<int>(*best));
}

void SequenceView::show_choice(int index) {
    const FlowChoice& choice = choices_[static_cast<std::size_t>(index)];
    SequencePlot plot = sequence_plot(run_->analysis, choice.flow, choice.direction);
    show_legend(plot);
    chart_->show_plot(std::move(plot), packets_, language_);
}

/// Only what the plot has.
void SequenceView::show_legend(const SequencePlot& plot) {
    using Class = SequenceSegment::Class;
    const auto has = [&](auto&& condition) { return std::ranges::any_of(plot.segments, condition); };
    QString text;
    const auto add = [&](const QColor& colour, const char* glyph, GuiWord meaning) {
        text += QString{"<span style='color:%1'><b>%2</b> %3</span>&nbsp;&nbsp; "}.arg(
            colour.name(), QString::fromUtf8(glyph), to_qt(word(meaning, language_)));
    };
    if (has([](const auto& segment) { return segment.kind == Class::New; }))
        add(kBlue, "I", GuiWord::NewData);
    if (has([](const auto& segment) { return segment.kind == Class::Retransmission; }))
        add(text_colour(results::PacketClass::Retransmission), "I", GuiWord::SentAgain);
    if (has([](const auto& segment) { return segment.kind == Class::Control; }))
        add(text_colour(results::PacketClass::SynFin), "I", GuiWord::SynAndFin);
    if (has([](const auto& segment) { return segment.lost; })) add(kLossColour, "✕", GuiWord::LostSegment);
    if (!plot.acks.empty()) add(kNoteColour, "—", GuiWord::Acknowledged);
    legend_->setText(text);
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the views together and hands each run to all of them. Read next: gui/widgets/ladder_widget.hpp.
#include "gui/widgets/main_window.hpp"

#include "gui/widgets/text.hpp"

#include <QActionGroup>
#include <QFileDialog>
#include <QFontDatabase>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStatusBar>
#include <QVBoxLayout>
#include <fmt/format.h>

#include <utility>

namespace patchcord::gui {

using results::Language;

MainWindow::MainWindow(const scenarios::Catalogue& catalogue, Language language)
    : catalogue_{catalogue},
      language_{language},
      start_{new StartPage{[this](const std::string& name) { open(name); }}},
      ladder_{new LadderWidget{selection_}},
      packets_{new PacketView{selection_}},
      plot_{new SequenceView{selection_}},
      pages_{new QStackedWidget},
      about_run_{new QLabel},
      not_modelled_{new ElidedLabel} {
    auto* const right = new QSplitter{Qt::Vertical};
    right->addWidget(packets_);
    right->addWidget(plot_);
    right->setSizes({330, 310});
    auto* const views = new QSplitter{Qt::Horizontal};
    views->addWidget(ladder_);
    views->addWidget(right);
    views->setSizes({610, 670});
    views->setStretchFactor(0, 1);
    views->setStretchFactor(1, 1);
    pages_->addWidget(start_);
    pages_->addWidget(views);
    setCentralWidget(pages_);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    statusBar()->setFont(small);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(about_run_);
    statusBar()->addWidget(not_modelled_, 1);
    not_modelled_->setFont(small);
    about_run_->setFont(small);
    resize(1280, 720);
    set_language(language);
}

void MainWindow::set_language(Language language) {
    language_ = language;
    make_menus();
    if (!run_) start_->show_catalogue(catalogue_titles(catalogue_, language), language);
    show_everything();
}

QAction* MainWindow::add(QMenu* menu, GuiWord text, const QKeySequence& key, std::function<void()> action) {
    QAction* const item = menu->addAction(to_qt(word(text, language_)));
    item->setShortcut(key);
    connect(item, &QAction::triggered, this, std::move(action));
    return item;
}

void MainWindow::make_menus() {
    for (const QAction* const item : menuBar()->actions())
        delete item->menu();
    make_file_menu();
    make_view_menu();
    QMenu* const go = menuBar()->addMenu(to_qt(word(GuiWord::GoMenu, language_)));
    add(go, GuiWord::NextLoss, Qt::Key_N, [this] { selection_.go_to_loss(PacketTable::Way::Forward); });
    add(go, GuiWord::PreviousLoss, Qt::SHIFT | Qt::Key_N,
        [this] { selection_.go_to_loss(PacketTable::Way::Backward); });
    QMenu* const help = menuBar()->addMenu(to_qt(word(GuiWord::HelpMenu, language_)));
    add(help, GuiWord::About, {},
        [this] { say(GuiWord::About, to_qt(word(GuiWord::AboutText, language_)), false); });
}

void MainWindow::make_file_menu() {
    QMenu* const file = menuBar()->addMenu(to_qt(word(GuiWord::FileMenu, language_)));
    add(file, GuiWord::Open, QKeySequence::Open, [this] { choose_file(); });
    QMenu* const scenarios = file->addMenu(to_qt(word(GuiWord::Scenarios, language_)));
    for (const scenarios::CatalogueEntry& entry : catalogue_.entries()) {
        QAction* const item = scenarios->addAction(QString::fromStdString(entry.name));
        connect(item, &QAction::triggered, this, [this, name = entry.name] { open(name); });
    }
    add(file, GuiWord::SavePicture, QKeySequence::Save, [this] { save_picture(); });
    file->addSeparator();
    add(file, GuiWord::Quit, QKeySequence::Quit, [this] { close(); });
}

void MainWindow::make_view_menu() {
    QMenu* const view = menuBar()->addMenu(to_qt(word(GuiWord::ViewMenu, language_)));
    add(view, GuiWord::ZoomIn, QKeySequence::ZoomIn, [this] { ladder_->zoom_in(); });
    add(view, GuiWord::ZoomOut, QKeySequence::ZoomOut, [this] { ladder_->zoom_out(); });
    add(view, GuiWord::ZoomFit, Qt::Key_0, [this] { ladder_->reset_zoom(); });
    view->addSeparator();
    QAction* const switches = add(view, GuiWord::ShowSwitches, {}, [this] {
        with_switches_ = !with_switches_;
        show_everything();
    });
    switches->setCheckable(true);
    switches->setChecked(with_switches_);
    QMenu* const languages = view->addMenu(to_qt(word(GuiWord::Language, language_)));
    auto* const group = new QActionGroup{languages};
    for (const auto& [language, name] :
         {std::pair{Language::English, "English"}, {Language::Korean, "한국어"}}) {
        QAction* const item = group->addAction(QString::fromUtf8(name));
        item->setCheckable(true);
        item->setChecked(language == language_);
        languages->addAction(item);
        // Queued: the menus are made anew, and with them the item that was clicked.
        connect(
            item, &QAction::triggered, this, [this, chosen = language] { set_language(chosen); },
            Qt::QueuedConnection);
    }
}

void MainWindow::show_run(std::shared_ptr<const OpenRun> run) {
    run_ = std::move(run);
    show_everything();
    ladder_->setFocus();
}

void MainWindow::show_everything() {
    show_status();
    pages_->setCurrentIndex(run_ ? 1 : 0);
    if (!run_) return;
    const auto selected = selection_.packet();
    table_ = std::make_shared<const PacketTable>(run_->analysis, language_);
    selection_.set_packets(table_);
    ladder_->show_ladder(run_->analysis.ladder({.switches = with_switches_}), table_, language_);
    packets_->show_packets(table_, language_);
    plot_->show_run(run_, table_, language_);
    if (selected && table_->row_of(*selected)) selection_.select(selected);
}

void MainWindow::show_status() {
    const QString missing = to_qt(word(GuiWord::NotModelled, language_)) + ": ";
    const QString list = to_qt(word(GuiWord::NotModelledList, language_));
    not_modelled_->show_text(missing + list);
    if (!run_) {
        setWindowTitle("Patchcord");
        return about_run_->clear();
    }
    const QString title = to_qt(run_->title(language_));
    const QString name = QString::fromStdString(run_->scenario.name);
    setWindowTitle(QString{"%1 – %2 – Patchcord"}.arg(title, name));
    about_run_->setText(QString{"%1: %2   |   %3 %4   |   %5 %6"}.arg(
        name, title, to_qt(word(GuiWord::Seed, language_)), QString::number(run_->scenario.seed),
        to_qt(word(GuiWord::Fingerprint, language_)),
        QString::fromStdString(fmt::format("{:016x}", run_->recorded.fingerprint.wire.value()))));
}

void MainWindow::open(const std::string& operand) {
    auto opened = open_run(operand, {}, catalogue_);
    if (opened) {
        selection_.select(std::nullopt);
        show_run(*std::move(opened));
    } else {
        say(GuiWord::CannotOpen, QString::fromStdString(opened.error().text), true);
    }
}

void MainWindow::choose_file() {
    const QString file = QFileDialog::getOpenFileName(this, to_qt(word(GuiWord::Open, language_)), {},
                                                      to_qt(word(GuiWord::ScenarioFiles, language_)));
    if (!file.isEmpty()) open(file.toStdString());
}

void MainWindow::save_picture() {
    const QString file = QFileDialog::getSaveFileName(this, to_qt(word(GuiWord::SavePicture, language_)), {},
                                                      to_qt(word(GuiWord::Pictures, language_)));
    if (!file.isEmpty() && !grab().save(file, "PNG")) say(GuiWord::CannotSave, file, false);
}

/// A report has lines that point at columns.
void MainWindow::say(GuiWord title, const QString& text, bool is_report) {
    QDialog dialog{this};
    dialog.setWindowTitle(to_qt(word(title, language_)));
    if (!is_report) {
        QMessageBox::information(this, dialog.windowTitle(), text);
        return;
    }
    auto* const report = new QPlainTextEdit{text};
    report->setReadOnly(true);
    report->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    report->setLineWrapMode(QPlainTextEdit::NoWrap);
    (new QVBoxLayout{&dialog})->addWidget(report);
    dialog.resize(800, 360);
    dialog.exec();
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The window: ladder, packet list and plot of one run, a menu, and a line that says which run this is and
// what it does not model. Read next: gui/widgets/main_window.cpp.
#pragma once

#include "gui/viewmodel/open_run.hpp"
#include "gui/viewmodel/packet_table.hpp"
#include "gui/viewmodel/words.hpp"
#include "gui/widgets/elided_label.hpp"
#include "gui/widgets/ladder_widget.hpp"
#include "gui/widgets/packet_view.hpp"
#include "gui/widgets/selection.hpp"
#include "gui/widgets/sequence_view.hpp"
#include "gui/widgets/start_page.hpp"

#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace patchcord::gui {

class MainWindow : public QMainWindow {
  public:
    MainWindow(const scenarios::Catalogue& catalogue, results::Language language);

    void show_run(std::shared_ptr<const OpenRun> run);
    /// Runs it and shows it, or says in a dialog why that is not possible.
    void open(const std::string& operand);
    void set_language(results::Language language);

    Selection& selection() { return selection_; }
    LadderWidget& ladder() { return *ladder_; }
    PacketView& packets() { return *packets_; }
    SequenceView& plot() { return *plot_; }
    StartPage& start_page() { return *start_; }

  private:
    void make_menus();
    void make_file_menu();
    void make_view_menu();
    QAction* add(QMenu* menu, GuiWord text, const QKeySequence& key, std::function<void()> action);
    void show_everything();
    void show_status();
    void choose_file();
    void save_picture();
    void say(GuiWord title, const QString& text, bool is_report);

    const scenarios::Catalogue& catalogue_;
    results::Language language_;
    bool with_switches_ = false;
    std::shared_ptr<const OpenRun> run_;
    std::shared_ptr<const PacketTable> table_;
    Selection selection_;
    StartPage* start_;
    LadderWidget* ladder_;
    PacketView* packets_;
    SequenceView* plot_;
    QStackedWidget* pages_;
    QLabel* about_run_;
    ElidedLabel* not_modelled_;
};

}  // namespace patchcord::gui

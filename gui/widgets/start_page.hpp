// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows before there is a run: the scenarios that come along. A double click or Enter opens
// one. Read next: gui/widgets/main_window.hpp.
#pragma once

#include "gui/viewmodel/open_run.hpp"

#include <QLabel>
#include <QListWidget>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

namespace patchcord::gui {

class StartPage : public QWidget {
  public:
    /// `open` gets the name of what was chosen.
    explicit StartPage(std::function<void(const std::string&)> open);

    void show_catalogue(const std::vector<CatalogueTitle>& scenarios, results::Language language);
    QListWidget& list() { return *list_; }

  private:
    QLabel* heading_;
    QListWidget* list_;
};

}  // namespace patchcord::gui

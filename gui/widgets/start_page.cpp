// SPDX-License-Identifier: GPL-3.0-or-later
// A heading and a list. Read next: gui/widgets/start_page.hpp.
#include "gui/widgets/start_page.hpp"

#include "gui/viewmodel/words.hpp"
#include "gui/widgets/text.hpp"

#include <QVBoxLayout>

#include <utility>

namespace patchcord::gui {

StartPage::StartPage(std::function<void(const std::string&)> open)
    : heading_{new QLabel}, list_{new QListWidget} {
    auto* const column = new QVBoxLayout{this};
    column->setContentsMargins(40, 30, 40, 30);
    column->setSpacing(12);
    column->addWidget(heading_);
    column->addWidget(list_, 1);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    heading_->setFont(large);
    list_->setSpacing(3);
    list_->setAlternatingRowColors(true);
    connect(list_, &QListWidget::itemActivated, this, [open = std::move(open)](const QListWidgetItem* item) {
        open(item->data(Qt::UserRole).toString().toStdString());
    });
}

void StartPage::show_catalogue(const std::vector<CatalogueTitle>& scenarios, results::Language language) {
    heading_->setText(to_qt(word(GuiWord::ChooseScenario, language)));
    list_->clear();
    for (const CatalogueTitle& scenario : scenarios) {
        const QString name = QString::fromStdString(scenario.name);
        const QString title = scenario.title.empty() ? to_qt(word(GuiWord::NotValid, language))
                                                     : QString::fromStdString(scenario.title);
        auto* const item = new QListWidgetItem{title + "   —   " + name, list_};
        item->setData(Qt::UserRole, name);
    }
    if (list_->count() > 0) list_->setCurrentRow(0);
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The packet list on the screen: a table over the rows of the view model, without an object for each row.
// Read next: gui/viewmodel/packet_table.hpp.
#pragma once

#include "gui/viewmodel/packet_table.hpp"
#include "gui/widgets/selection.hpp"

#include <QAbstractTableModel>
#include <QTableView>

#include <memory>

namespace patchcord::gui {

class PacketModel : public QAbstractTableModel {
  public:
    enum Column { Number, Time, From, To, Protocol, Fate, Info, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void set_packets(std::shared_ptr<const PacketTable> packets, results::Language language);
    const PacketTable& packets() const { return *packets_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::shared_ptr<const PacketTable> packets_ = std::make_shared<PacketTable>();
    results::Language language_ = results::Language::English;
};

class PacketView : public QTableView {
  public:
    PacketView(Selection& selection, QWidget* parent = nullptr);

    void show_packets(std::shared_ptr<const PacketTable> packets, results::Language language);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void show_selected();

    Selection& selection_;
    PacketModel model_;
};

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The current row of the table and the shared selection follow each other. Read next:
// gui/widgets/packet_view.hpp.
#include "gui/widgets/packet_view.hpp"

#include "gui/viewmodel/words.hpp"
#include "gui/widgets/palette.hpp"
#include "gui/widgets/text.hpp"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace patchcord::gui {
namespace {

const std::string& text_of(const TablePacket& packet, int column) {
    switch (column) {
        case PacketModel::Time:
            return packet.time;
        case PacketModel::From:
            return packet.from;
        case PacketModel::To:
            return packet.to;
        case PacketModel::Protocol:
            return packet.protocol;
        case PacketModel::Fate:
            return packet.fate;
        default:
            return packet.info;
    }
}

}  // namespace

void PacketModel::set_packets(std::shared_ptr<const PacketTable> packets, results::Language language) {
    beginResetModel();
    packets_ = std::move(packets);
    language_ = language;
    endResetModel();
}

int PacketModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(packets_->rows().size());
}

int PacketModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant PacketModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TablePacket& packet = packets_->rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == Number) return index.row() + 1;
            return QString::fromStdString(text_of(packet, index.column()));
        case Qt::ToolTipRole:
            return QString::fromStdString(packets_->details(packet.packet));
        case Qt::ForegroundRole:
            return index.column() == Info || index.column() == Protocol ? text_colour(packet.kind)
                                                                        : QVariant{};
        case Qt::TextAlignmentRole:
            return static_cast<int>(Qt::AlignVCenter |
                                    (index.column() <= Time ? Qt::AlignRight : Qt::AlignLeft));
        default:
            return {};
    }
}

QVariant PacketModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (section <= Time ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Number:
            return to_qt(word(GuiWord::Number, language_));
        case Time:
            return to_qt(results::word(results::Word::Time, language_));
        case From:
            return to_qt(word(GuiWord::From, language_));
        case To:
            return to_qt(word(GuiWord::To, language_));
        case Protocol:
            return to_qt(word(GuiWord::Protocol, language_));
        case Fate:
            return to_qt(word(GuiWord::Fate, language_));
        default:
            return to_qt(word(GuiWord::Info, language_));
    }
}

PacketView::PacketView(Selection& selection, QWidget* parent) : QTableView{parent}, selection_{selection} {
    setModel(&model_);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
    horizontalHeader()->setFont(small);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    // The selected row keeps the colours of its text, so its background is light.
    QPalette colours = palette();
    colours.setColor(QPalette::Highlight, kSelectionColour);
    colours.setColor(QPalette::HighlightedText, Qt::black);
    setPalette(colours);
    selection.on_change([this] { show_selected(); });
}

void PacketView::show_packets(std::shared_ptr<const PacketTable> packets, results::Language language) {
    model_.set_packets(std::move(packets), language);
    horizontalHeader()->setResizeContentsPrecision(200);
    for (int column = 0; column < PacketModel::Info; ++column)
        resizeColumnToContents(column);
    show_selected();
}

/// Home and End mean the first and the last packet here, not the first and the last column.
void PacketView::keyPressEvent(QKeyEvent* event) {
    const auto steps = steps_of_key(event->key());
    if (steps && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End)) {
        selection_.step(*steps);
    } else {
        QTableView::keyPressEvent(event);
    }
}

void PacketView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!current.isValid()) return;
    selection_.select(model_.packets().rows()[static_cast<std::size_t>(current.row())].packet);
}

void PacketView::show_selected() {
    const auto packet = selection_.packet();
    const auto row = packet ? model_.packets().row_of(*packet) : std::nullopt;
    if (!row) {
        clearSelection();
        setCurrentIndex({});
    } else if (currentIndex().row() != static_cast<int>(*row)) {
        setCurrentIndex(model_.index(static_cast<int>(*row), std::max(currentIndex().column(), 0)));
    }
}

}  // namespace patchcord::gui

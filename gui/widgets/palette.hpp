// SPDX-License-Identifier: GPL-3.0-or-later
// Colours and pens, the same in ladder, list and plot: those of Okabe and Ito (Color Universal Design, 2008).
// Colour is never the only sign: lines differ in dashes and width, labels in words and badges. Text is darker
// than lines so that it has contrast on white. Read next: gui/widgets/ladder_painter.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/enums.hpp"
#include "results/analysis/packet_text.hpp"

#include <QColor>
#include <QPen>

namespace patchcord::gui {

QColor line_colour(results::PacketClass kind);
QColor text_colour(results::PacketClass kind);
QPen arrow_pen(results::PacketClass kind);
QColor state_colour(models::wire::TcpState state);
QColor timer_colour(models::trace::TimerKind kind, bool fired);

inline const QColor kLaneColour{0x9A, 0x9A, 0x9A};
inline const QColor kAckColour{0x80, 0x80, 0x80};
inline const QColor kNoteColour{0x59, 0x59, 0x59};
inline const QColor kLossColour{0x00, 0x00, 0x00};
inline const QColor kSelectionColour{0xF0, 0xE4, 0x42};
inline const QColor kVermilion{0xD5, 0x5E, 0x00};
inline const QColor kBlue{0x00, 0x72, 0xB2};
inline const QColor kGreen{0x00, 0x9E, 0x73};
inline const QColor kHeaderColour{0xF4, 0xF4, 0xF4};

}  // namespace patchcord::gui

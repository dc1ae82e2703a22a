// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a laid-out ladder with QPainter, in colours. Looks only at what is in view. Read next:
// gui/widgets/ladder_painter.cpp.
#pragma once

#include "gui/viewmodel/ladder_picture.hpp"

#include <QPainter>

#include <optional>

namespace patchcord::gui {

/// What lies between `top` and `bottom` of the picture.
void paint_ladder(QPainter& painter, const LadderPicture& picture, double top, double bottom,
                  std::optional<sim::PacketId> selected);

/// Names and addresses above the lanes, in `height` pixels from 0 down.
void paint_lane_names(QPainter& painter, const LadderPicture& picture, double height);

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a ladder. The important ones are placed first: losses, timers, packets that open, close or
// repeat, states, then data, then acknowledgments. A label that finds no room is left out; the tooltip and
// the packet list still say it. Read next: gui/viewmodel/ladder_labels.cpp.
#pragma once

#include "gui/viewmodel/ladder_picture.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace patchcord::gui {

/// An arrow's line to one of its heads, as it was laid out.
struct DrawnHead {
    std::size_t row;
    std::size_t head;  ///< of the row's arrow
    PictureArrow arrow;
};

struct Margins {
    double time_end;  ///< times end at this x
    double outside;   ///< between a lane and the states beside it
};

std::vector<PictureLabel> place_labels(const results::LadderDisplay& ladder, const PictureOptions& options,
                                       const LadderPicture& picture, std::span<const DrawnHead> heads,
                                       const Margins& margins);

/// What stands at a lane for a state.
std::string state_text(const results::LadderState& state, bool says_flow);

/// On which side of a lane its states and timers stand: -1 left, +1 right.
constexpr double outer_side(std::size_t lane) {
    return lane == 0 ? -1 : 1;
}

}  // namespace patchcord::gui

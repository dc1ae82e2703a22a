// SPDX-License-Identifier: GPL-3.0-or-later
// Where lanes, arrows, states and timers of a ladder go; the labels follow in a second step, because they
// have to find room between all of these. Used by LadderPicture only. Read next:
// gui/viewmodel/ladder_labels.hpp.
#pragma once

#include "gui/viewmodel/ladder_labels.hpp"
#include "gui/viewmodel/ladder_picture.hpp"

#include <vector>

namespace patchcord::gui {

class LadderLayout {
  public:
    LadderLayout(const results::LadderDisplay& ladder, const PictureOptions& options)
        : ladder_{ladder}, options_{options} {}

    LadderPicture picture();

  private:
    void set_axis();
    void set_lanes();
    void add_states();
    void add_timers();
    void add_arrow(const results::LadderArrow& arrow, std::vector<DrawnHead>& drawn);
    PictureArrow ending(const results::LadderArrow& arrow, const results::LadderHead& head) const;

    const results::LadderDisplay& ladder_;
    const PictureOptions& options_;
    LadderPicture picture_;
    std::vector<PictureBand> bands_;
    std::vector<PictureArrow> arrows_;
};

}  // namespace patchcord::gui

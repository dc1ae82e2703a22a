// SPDX-License-Identifier: GPL-3.0-or-later
// Finds room for labels: a box is taken only if it touches none that was taken before. Who asks first has the
// better chance, so the caller asks in the order of importance. Costs the same however many boxes there are.
// Read next: gui/viewmodel/ladder_labels.cpp.
#pragma once

#include "gui/viewmodel/geometry.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace patchcord::gui {

class LabelPlacer {
  public:
    explicit LabelPlacer(double height)
        : slices_(static_cast<std::size_t>(std::max(height, 0.0) / kSlice) + 2) {}

    /// Takes the box if it is free.
    bool take(const Box& box) {
        if (!is_free(box)) return false;
        reserve(box);
        return true;
    }

    /// Nothing else will stand there.
    void reserve(const Box& box) {
        for (std::size_t i = slice(box.y); i <= slice(box.bottom()); ++i)
            slices_[i].push_back(box);
    }

    bool is_free(const Box& box) const {
        for (std::size_t i = slice(box.y); i <= slice(box.bottom()); ++i) {
            const auto overlaps = [&](const Box& taken) { return taken.overlaps(box); };
            if (std::ranges::any_of(slices_[i], overlaps)) return false;
        }
        return true;
    }

  private:
    static constexpr double kSlice = 32;

    std::size_t slice(double y) const {
        return std::min(static_cast<std::size_t>(std::max(y, 0.0) / kSlice), slices_.size() - 1);
    }

    std::vector<std::vector<Box>> slices_;  // a box is in each that it reaches
};

}  // namespace patchcord::gui

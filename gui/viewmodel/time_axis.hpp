// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated time on a vertical axis, compressed: microseconds on a cable and seconds of a timer fit in one
// picture. Between two instants at which something happens lie p0 + k log10(1 + gap/g0) pixels, so a longer
// gap always looks longer; gaps that look much too short have a break mark with their true length. Inside a
// gap time is linear. Read next: gui/viewmodel/time_axis.cpp.
#pragma once

#include "sim/core/time.hpp"

#include <span>
#include <vector>

namespace patchcord::gui {

class TimeAxis {
  public:
    /// A gap that is drawn more than 20 times too short beside a typical packet.
    struct Break {
        double top;
        double bottom;
        sim::Duration length;
    };

    TimeAxis() = default;
    /// `events` in any order, also several at one time. `typical` (positive) is how long the packets take
    /// to send that matter most. `zoom` (positive) stretches all.
    TimeAxis(std::vector<sim::Time> events, sim::Duration typical, double zoom);

    /// Pixels from the top; never decreases with time. Times outside the events are at the ends.
    double y(sim::Time time) const;
    /// What y() maps there.
    sim::Time time_at(double y) const;
    double height() const;
    std::span<const Break> breaks() const { return breaks_; }

  private:
    std::vector<sim::Time> times_;
    std::vector<double> pixels_;  // of each time
    std::vector<Break> breaks_;
};

}  // namespace patchcord::gui

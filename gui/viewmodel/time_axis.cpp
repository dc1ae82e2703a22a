// SPDX-License-Identifier: GPL-3.0-or-later
// The formula, and looking up both ways. Read next: gui/viewmodel/ladder_layout.cpp.
#include "gui/viewmodel/time_axis.hpp"

#include <algorithm>
#include <cmath>

namespace patchcord::gui {
namespace {

constexpr double kTopMargin = 14;
constexpr double kBottomMargin = 26;
// The shortest gap, and what a gap of ten times g0 has more than that. With g0 an eighth of a typical packet,
// such a packet falls by the height of a line of text.
constexpr double kLeast = 3;
constexpr double kDecade = 17;
constexpr double kMost = 220;
constexpr double kTypicalParts = 8;
constexpr double kBreakRatio = 20;

double gap_pixels(double gap, double typical) {
    return std::clamp(kLeast + kDecade * std::log10(1 + gap * kTypicalParts / typical), kLeast, kMost);
}

double length(sim::Duration duration) {
    return static_cast<double>(duration.count());
}

}  // namespace

TimeAxis::TimeAxis(std::vector<sim::Time> events, sim::Duration typical, double zoom)
    : times_{std::move(events)} {
    std::ranges::sort(times_);
    times_.erase(std::ranges::unique(times_).begin(), times_.end());
    const double usual = length(typical);
    const double linear = gap_pixels(usual, usual) / usual;
    double at = kTopMargin;
    for (std::size_t i = 0; i < times_.size(); ++i) {
        if (i > 0) {
            const sim::Duration gap = times_[i] - times_[i - 1];
            const double pixels = gap_pixels(length(gap), usual);
            if (length(gap) * linear > kBreakRatio * pixels) {
                breaks_.push_back({at, at + pixels * zoom, gap});
            }
            at += pixels * zoom;
        }
        pixels_.push_back(at);
    }
}

double TimeAxis::y(sim::Time time) const {
    if (times_.empty()) return kTopMargin;
    const auto next = std::ranges::upper_bound(times_, time);
    if (next == times_.begin()) return pixels_.front();
    if (next == times_.end()) return pixels_.back();
    const auto i = static_cast<std::size_t>(next - times_.begin());
    const double part = length(time - times_[i - 1]) / length(times_[i] - times_[i - 1]);
    return pixels_[i - 1] + part * (pixels_[i] - pixels_[i - 1]);
}

sim::Time TimeAxis::time_at(double y) const {
    if (times_.empty()) return sim::kStart;
    const auto next = std::ranges::upper_bound(pixels_, y);
    if (next == pixels_.begin()) return times_.front();
    if (next == pixels_.end()) return times_.back();
    const auto i = static_cast<std::size_t>(next - pixels_.begin());
    const double part = (y - pixels_[i - 1]) / (pixels_[i] - pixels_[i - 1]);
    return times_[i - 1] + sim::Duration{std::llround(part * length(times_[i] - times_[i - 1]))};
}

double TimeAxis::height() const {
    return (pixels_.empty() ? kTopMargin : pixels_.back()) + kBottomMargin;
}

}  // namespace patchcord::gui

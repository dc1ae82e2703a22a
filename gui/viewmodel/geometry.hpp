// SPDX-License-Identifier: GPL-3.0-or-later
// Points and boxes in pixels, x to the right, y downwards, and how wide a text is. A picture is laid out with
// whatever measures text: the window's font, or in tests a rule that needs no font. Read next:
// gui/viewmodel/ladder_picture.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

namespace patchcord::gui {

struct Point {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
    bool contains(Point point) const {
        return x <= point.x && point.x <= right() && y <= point.y && point.y <= bottom();
    }
};

/// UTF-8 text in one font.
struct TextMeasure {
    std::function<double(std::string_view)> width;
    double height = 0;
};

/// From `point` to the nearest place of the line from `a` to `b`.
inline double distance_to_line(Point point, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double along = square > 0 ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / square : 0;
    const double part = std::clamp(along, 0.0, 1.0);
    return std::hypot(point.x - a.x - part * dx, point.y - a.y - part * dy);
}

}  // namespace patchcord::gui

// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 of the view models as the strings of Qt, and how wide it is in a font.
// Not here: the words themselves (gui/viewmodel/words.hpp).
// Read next: gui/widgets/main_window.cpp.
#pragma once

#include "gui/viewmodel/geometry.hpp"

#include <QFont>
#include <QFontMetricsF>
#include <QString>

#include <algorithm>
#include <array>
#include <string_view>

namespace patchcord::gui {

inline QString to_qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// ASCII by a table, because shaping each of a hundred thousand labels would take seconds.
inline TextMeasure measure_in(const QFont& font) {
    const QFontMetricsF metrics{font};
    std::array<double, 128> advances{};
    for (char letter = ' '; letter < '\x7F'; ++letter)
        advances[static_cast<std::size_t>(letter)] = metrics.horizontalAdvance(QLatin1Char{letter});
    const auto width = [metrics, advances](std::string_view text) {
        const auto is_ascii = [](char letter) { return static_cast<unsigned char>(letter) < 128; };
        if (!std::ranges::all_of(text, is_ascii)) return metrics.horizontalAdvance(to_qt(text));
        double sum = 0;
        for (const char letter : text)
            sum += advances[static_cast<std::size_t>(letter)];
        return sum;
    };
    return {width, metrics.height()};
}

}  // namespace patchcord::gui

// Paints a ladder on a terminal. Two lanes: arrows with their text between the lanes, states outside. Up to
// about six: lanes close together and the text beside them. More, or very narrow: a list. Nothing is wider
// than the width that was asked for. Read next: results/export/ladder/ladder_style.hpp.
#pragma once

#include "results/analysis/ladder.hpp"
#include "results/export/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace patchcord::results {

struct PaintOptions {
    static constexpr std::size_t kAllRows = SIZE_MAX;

    std::size_t width = 80;  ///< columns, at least 40
    bool color = false;
    bool ascii = false;         ///< nothing but ASCII, names apart
    std::size_t max_rows = 40;  ///< of the ladder; a last line says how many more there are
    int decimals = 6;           ///< of seconds; 12 is exact
    Language language = Language::English;
    std::string command = {};  ///< that shows all rows; "patchcord ladder" and the name of the run when empty
};

/// Lines that end with a line break.
std::string paint_ladder(const LadderDisplay& ladder, const PaintOptions& options = {});

}  // namespace patchcord::results

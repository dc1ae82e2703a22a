// Chooses the layout and ends with what was left out. Read next: results/export/ladder/ladder_two_lanes.cpp.
#include "results/export/ladder/ladder_text.hpp"

#include "results/export/ladder/ladder_layouts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::results {
namespace {

std::string paint_rows(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options) {
    if (ladder.lanes.size() == 2) {
        if (auto painted = paint_two_lanes(ladder, rows, options)) return *std::move(painted);
    } else if (auto painted = paint_lanes(ladder, rows, options)) {
        return *std::move(painted);
    }
    return paint_list(ladder, rows, options);
}

}  // namespace

std::string paint_ladder(const LadderDisplay& ladder, const PaintOptions& options) {
    if (ladder.rows.empty()) return fmt::format(" {}\n", word(Word::NoPackets, options.language));
    const std::size_t rows = std::min(ladder.rows.size(), options.max_rows);
    std::string out = paint_rows(ladder, rows, options);
    if (rows < ladder.rows.size()) {
        out += fmt::format(" {} {}: {}\n", options.ascii ? "..." : "…",
                           more_rows(ladder.rows.size() - rows, options.language),
                           options.command.empty() ? "patchcord ladder " + ladder.run : options.command);
    }
    return out;
}

}  // namespace patchcord::results

// The three layouts of the ladder on a terminal, each a painter of lines: header, rows. They are told by
// paint_ladder how many rows to paint. What they have in common is ladder_style.hpp.
// Read next: results/export/ladder/ladder_two_lanes.cpp.
#pragma once

#include "results/analysis/ladder.hpp"
#include "results/export/ladder/ladder_text.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace patchcord::results {

/// Rows [0, rows) as lines. Nothing if the layout does not fit into the width (two lanes: at least 24 columns
/// between them; more: at least 34 for the text).
std::optional<std::string> paint_two_lanes(const LadderDisplay& ladder, std::size_t rows,
                                           const PaintOptions& options);
std::optional<std::string> paint_lanes(const LadderDisplay& ladder, std::size_t rows,
                                       const PaintOptions& options);
/// Always fits.
std::string paint_list(const LadderDisplay& ladder, std::size_t rows, const PaintOptions& options);

}  // namespace patchcord::results

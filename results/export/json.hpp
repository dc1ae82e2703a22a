// A run for programs: JSON objects that name their schema. Times are picoseconds, rates bit/s, all numbers
// raw integers; names, not numbers of enumerations; fields that do not apply are null. Readers ignore fields
// that they do not know. Read next: results/export/summary.hpp, which says the same to people.
#pragma once

#include "results/analysis/analysis.hpp"
#include "results/export/summary.hpp"

#include <string>

namespace patchcord::results {

// Each returns one object without a line break at the end. Text that is no UTF-8 is replaced by U+FFFD.

/// "patchcord.run/1": what ran, how it ended, frames by what became of them, flows, fingerprint,
/// expectations.
std::string run_json(const Analysis& analysis, const Outcome& outcome);
/// "patchcord.flows/1": the flows alone.
std::string flows_json(const Analysis& analysis);
/// "patchcord.ladder/1": the display list, whole.
std::string ladder_json(const LadderDisplay& ladder);

}  // namespace patchcord::results

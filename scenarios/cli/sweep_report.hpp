// What a sweep came to, for people: a row for each combination with the mean of its repetitions, and a
// chart of bars. Not here: the single runs, which are in its file.
// Read next: scenarios/execute/sweep.hpp.
#pragma once

#include "scenarios/cli/wording.hpp"
#include "scenarios/execute/sweep.hpp"

#include <cstddef>
#include <string>

namespace patchcord::scenarios {

struct SweepStyle {
    std::size_t columns = 80;  ///< of the screen
    bool ascii = false;
    Language language = Language::English;
};

std::string sweep_report(const Scenario& scenario, const SweepOutcome& outcome, const SweepStyle& style);

}  // namespace patchcord::scenarios

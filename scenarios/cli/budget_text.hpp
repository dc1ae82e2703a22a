// What a cable does to a link, for people: a table row of its budget, and a sentence that says what follows.
// Not here: the physics (models/ethernet/phy.hpp). Read next: scenarios/cli/budget_text.cpp,
// scenarios/cli/description.cpp.
#pragma once

#include "results/record/run_header.hpp"
#include "scenarios/cli/wording.hpp"
#include "scenarios/description/scenario.hpp"

#include <cstddef>
#include <string>

namespace patchcord::scenarios {

/// A table of the budgets of all links whose errors follow from their cables, and a sentence for each; empty
/// when there is none. The sentences are wrapped at `columns`.
std::string budgets_text(const Scenario& scenario, const results::RunHeader& header, Language language,
                         std::size_t columns);

}  // namespace patchcord::scenarios

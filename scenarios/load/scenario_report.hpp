// What a scenario contains, for programs: one JSON object "patchcord.describe/1" with raw integers (ps, mm,
// bit/s, bytes) and names. Keys are those of the scenario language, with the unit behind an underscore where
// they have one. Read next: scenarios/cli/description.hpp, which says the same to people.
#pragma once

#include "models/apps/parameters.hpp"
#include "results/record/run_header.hpp"
#include "scenarios/description/scenario.hpp"

#include <span>
#include <string>

namespace patchcord::scenarios {

/// `header` is of the network that `scenario` makes: it knows the MAC addresses that were chosen.
std::string scenario_report(const Scenario& scenario, const results::RunHeader& header,
                            std::span<const models::apps::AppDescription> applications);

}  // namespace patchcord::scenarios

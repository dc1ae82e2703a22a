// What a scenario contains, as tables for a person: nodes, cables, applications with what they were told, and
// faults, in the words of the scenario language. Nothing runs. Read next:
// scenarios/cli/commands/describe_command.cpp.
#pragma once

#include "results/record/run_header.hpp"
#include "scenarios/cli/session.hpp"
#include "scenarios/description/scenario.hpp"

#include <string>

namespace patchcord::scenarios {

/// `header` is of the network that `scenario` makes: it knows the MAC addresses that were chosen.
std::string describe_scenario(const Scenario& scenario, const results::RunHeader& header,
                              const Session& session);

}  // namespace patchcord::scenarios

// The tables of the nodes, as the engine shows them: runs the scenario to the time that is asked for and
// prints what the nodes know then. Read next: scenarios/cli/commands/table_commands.cpp.
// Not here: how a table looks (results/export/).
#pragma once

#include "scenarios/cli/commands.hpp"

namespace patchcord::scenarios {

ExitStatus show_sockets(const Scenario& scenario, const TableOptions& options, const Session& session);
ExitStatus show_arp(const Scenario& scenario, const TableOptions& options, const Session& session);
ExitStatus show_stp(const Scenario& scenario, const TableOptions& options, const Session& session);
ExitStatus show_mac(const Scenario& scenario, const TableOptions& options, const Session& session);
ExitStatus show_counters(const Scenario& scenario, const TableOptions& options, const Session& session);

}  // namespace patchcord::scenarios

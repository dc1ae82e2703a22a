// Running a scenario for a command: says on `err` what runs, shows progress when it takes long, minds
// --max-events, --wall-limit and Ctrl-C, and turns the way in which the run ended into an exit status. Read
// next: scenarios/execute/execute.hpp.
#pragma once

#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/exit_status.hpp"
#include "scenarios/cli/session.hpp"
#include "scenarios/execute/execute.hpp"

namespace patchcord::scenarios {

/// Runs `scenario` to its end, or to `until` if that is earlier, and records everything.
Recorded run_recorded(const Scenario& scenario, const Limits& limits, const Session& session);

/// The limits of the command line as those of a run, with progress on `err` and Ctrl-C heard.
RunLimits run_limits(const Limits& limits, const Session& session);

/// "lost-segment: 2 hosts, 1 cable, profile book, seed 7", on `err` unless --quiet.
void announce(const Scenario& scenario, const Session& session);

/// The scenario's text, on `err` unless --quiet.
void tell_what_to_look_at(const Scenario& scenario, const Session& session);

/// On `err`, which links did not get the speed that was asked for, because of their cables.
void tell_slow_links(const Scenario& scenario, const results::RunHeader& header, const Session& session);

/// Says on `err` why a run stopped early, and gives the status for it.
ExitStatus status_of(const results::RunEnd& end, const Session& session);

}  // namespace patchcord::scenarios

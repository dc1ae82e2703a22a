// The engine behind the commands: runs scenarios and shows what results/ makes of them. The command files
// understand options; this does what they ask for. Read next: scenarios/cli/running.hpp,
// results/analysis/analysis.hpp.
#pragma once

#include "scenarios/cli/commands.hpp"

namespace patchcord::scenarios {

Engine real_engine();

}  // namespace patchcord::scenarios

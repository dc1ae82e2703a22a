// How `patchcord` ends, for shells and scripts. The numbers are part of the interface and never change.
// An aborted program (our own bug, found by a check) ends with a signal instead.
// Read next: scenarios/cli/program.hpp.
#pragma once

namespace patchcord::scenarios {

enum class ExitStatus : int {
    Done = 0,
    ExpectationFailed = 1,
    Usage = 2,            ///< the command line makes no sense
    ScenarioInvalid = 3,  ///< every problem was reported, nothing was run or written
    InputOutput = 4,      ///< the operating system refused something
    InternalError = 5,
    LimitReached = 6,  ///< --max-events or --wall-limit came before the end
    Interrupted = 130,
};

}  // namespace patchcord::scenarios

// How `patchcord` ends, for shells and scripts. The numbers are part of the interface and never change.
// An aborted program (our own bug, found by a check) ends with a signal instead.
// Read next: scenarios/cli/program.hpp.
#pragma once

#include <array>
#include <string_view>

namespace patchcord::scenarios {

enum class ExitStatus : int {
    Done = 0,
    ExpectationFailed = 1,
    Usage = 2,            ///< the command line makes no sense
    ScenarioInvalid = 3,  ///< every problem was reported, nothing was run or written
    InputOutput = 4,      ///< the operating system refused something
    InternalError = 5,
    LimitReached = 6,  ///< --max-events, "max-events" or --wall-limit came before the end
    Unsupported = 77,  ///< a packet script wants what is not there; the number by which test tools skip
    Interrupted = 130,
};

struct ExitStatusRow {
    ExitStatus status;
    std::string_view help;
};

/// For people, in the order of the numbers.
inline constexpr std::array kExitStatuses{
    ExitStatusRow{ExitStatus::Done, "done"},
    ExitStatusRow{ExitStatus::ExpectationFailed, "an expectation of the scenario failed"},
    ExitStatusRow{ExitStatus::Usage, "the command line makes no sense"},
    ExitStatusRow{ExitStatus::ScenarioInvalid, "the scenario is invalid; nothing was run or written"},
    ExitStatusRow{ExitStatus::InputOutput, "the operating system refused something"},
    ExitStatusRow{ExitStatus::InternalError, "an error of the program itself"},
    ExitStatusRow{ExitStatus::LimitReached, "a limit was reached before the end"},
    ExitStatusRow{ExitStatus::Unsupported, "a packet script wants what is not supported, and none failed"},
    ExitStatusRow{ExitStatus::Interrupted, "interrupted; what was shown is incomplete"}};

}  // namespace patchcord::scenarios

// The command line as a whole: understands the arguments, chooses the command, says what is wrong with them.
// Everything but the surroundings of a process (streams, environment, exceptions of the operating system),
// which main.cpp adds. Read next: scenarios/cli/commands.hpp.
#pragma once

#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

inline constexpr std::string_view kVersion = "0.1.0";  ///< as in CMakeLists.txt, which a test compares

/// Runs `patchcord` with `arguments` (without the program's name). Throws std::system_error for what the
/// operating system refuses.
ExitStatus run_program(std::vector<std::string> arguments, Session& session);

}  // namespace patchcord::scenarios

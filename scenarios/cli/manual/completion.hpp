// Scripts that teach a shell to complete the command line: commands, options, their words, the scenarios of
// the catalogue and *.json files. Nothing in them is written by hand.
// Read next: scenarios/cli/manual/option_tree.hpp.
#pragma once

#include "scenarios/cli/manual/option_tree.hpp"

#include <span>
#include <string>

namespace patchcord::scenarios {

std::string bash_completion(const CommandRow& program, std::span<const CommandRow> commands);
std::string zsh_completion(std::span<const CommandRow> commands);
std::string fish_completion(std::span<const CommandRow> commands);

}  // namespace patchcord::scenarios

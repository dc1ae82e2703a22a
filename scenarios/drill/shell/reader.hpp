// Reads the little shell language that commands of packet scripts are written in: words, both quotes,
// comments, `;`, `&&`, `||`, `|`, `>`, continued lines, and `$((2*1024))`. Nothing is ever run: what a
// command means for the simulated host is said in commands.hpp. Variables, loops and conditions are not
// known; a word with a variable keeps its name (`${PPID}`). Read next: scenarios/drill/shell/commands.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios::drill {

struct ShellCommand {
    std::vector<std::string> words;  ///< at least one
    std::string output;              ///< the file behind `>`, empty when there is none; never one of `2>`
    bool piped = false;              ///< the output is the next command's input
    bool has_substitute = false;     ///< behind `||` stands what is run if this fails
};

/// All commands of a text, in order. Never fails: what is strange becomes words.
std::vector<ShellCommand> read_shell(std::string_view text);

}  // namespace patchcord::scenarios::drill

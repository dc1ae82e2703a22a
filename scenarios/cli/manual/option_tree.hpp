// The commands and options of the program as a plain table, taken from CLI11: what shell completion and the
// man page are made from, so that neither can lag behind.
// Read next: scenarios/cli/manual/completion.hpp.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace patchcord::scenarios {

struct OptionRow {
    std::vector<std::string> names;  ///< "-h", "--help"; empty for an operand
    std::string type;                ///< "TIME", "SCENARIO"; empty for a flag
    std::vector<std::string> words;  ///< all that it takes, when it takes words: of the type "en|ko"
    std::string help;
};

struct CommandRow {
    std::string name;
    std::string help;
    std::string examples;
    std::vector<OptionRow> options;
    std::vector<OptionRow> operands;
};

/// Every command of `program`, in the order of its help.
std::vector<CommandRow> option_tree(const CLI::App& program);
/// The program itself: what can stand without a command.
CommandRow command_row(const CLI::App& app);

}  // namespace patchcord::scenarios

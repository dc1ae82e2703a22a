// patchcord completion and man: what packages install beside the program, made from its options. Read next:
// scenarios/cli/manual/option_tree.hpp.
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/manual/completion.hpp"
#include "scenarios/cli/manual/man_page.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

struct ManualOptions {
    const CLI::App* program = nullptr;
    std::string shell;
};

ExitStatus print_completion(const ManualOptions& options, const Session& session) {
    const std::vector<CommandRow> commands = option_tree(*options.program);
    session.console.out << (options.shell == "bash" ? bash_completion(command_row(*options.program), commands)
                            : options.shell == "zsh" ? zsh_completion(commands)
                                                     : fish_completion(commands));
    return ExitStatus::Done;
}

ExitStatus print_man_page(const ManualOptions& options, const Session& session) {
    session.console.out << man_page(command_row(*options.program), option_tree(*options.program),
                                    language_reference(session.applications));
    return ExitStatus::Done;
}

}  // namespace

void add_manual_commands(CLI::App& program, Session& session) {
    auto options = std::make_shared<ManualOptions>();
    options->program = &program;
    CLI::App& completion =
        add_command(program, "completion", "Print the script with which a shell completes command lines",
                    "source <(patchcord completion bash)\n"
                    "patchcord completion zsh > ~/.zfunc/_patchcord\n"
                    "patchcord completion fish > ~/.config/fish/completions/patchcord.fish");
    add_word_option(completion, "SHELL", options->shell, {"bash", "zsh", "fish"}, "bash, zsh or fish",
                    Need::Required);
    add_action(completion, session, options, print_completion);

    CLI::App& manual = add_command(program, "man", "Print the man page",
                                   "patchcord man | man -l -\n"
                                   "patchcord man > ~/.local/share/man/man1/patchcord.1");
    add_action(manual, session, options, print_man_page);
}

}  // namespace patchcord::scenarios

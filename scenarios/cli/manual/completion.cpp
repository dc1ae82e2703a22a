// One function a shell. What an operand or a value is, its type says: SCENARIO, FILE and NAME are scenarios,
// DIR a folder; for the rest a shell has nothing to offer. Read next: scenarios/cli/manual/completion.hpp.
#include "scenarios/cli/manual/completion.hpp"

#include <fmt/format.h>

#include <string_view>

namespace patchcord::scenarios {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between = " ") {
    return fmt::format("{}", fmt::join(words, between));
}

std::string all_names(const CommandRow& row) {
    std::vector<std::string> names;
    for (const OptionRow& option : row.options)
        names.insert(names.end(), option.names.begin(), option.names.end());
    return joined(names);
}

std::string command_names(std::span<const CommandRow> commands, std::string_view between) {
    std::vector<std::string> names;
    for (const CommandRow& command : commands)
        names.push_back(command.name);
    return joined(names, between);
}

bool is_scenario(const OptionRow& operand) {
    return operand.words.empty() &&
           (operand.type == "SCENARIO" || operand.type == "FILE" || operand.type == "NAME");
}

/// `text` with a backslash before each of `special`, in single quotes.
std::string shell_quoted(std::string_view text, std::string_view special = {}) {
    std::string out = "'";
    for (const char letter : text) {
        if (special.find(letter) != std::string_view::npos) out += '\\';
        out += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
    }
    return out + "'";
}

std::string bash_words(std::string_view words) {
    return fmt::format("mapfile -t COMPREPLY < <(compgen -W '{}' -- \"$word\")", words);
}

std::string bash_command(const CommandRow& command) {
    std::string text = fmt::format("        {})\n            case $before in\n", command.name);
    for (const OptionRow& option : command.options) {
        if (option.type.empty()) continue;
        const std::string values = !option.words.empty()  ? bash_words(joined(option.words)) + "; return"
                                   : option.type == "DIR" ? "compopt -o dirnames 2>/dev/null; return"
                                                          : "return";
        text += fmt::format("                {}) {} ;;\n", joined(option.names, "|"), values);
    }
    text += "            esac\n            if [[ $word == -* ]]; then\n";
    text += fmt::format("                {}\n", bash_words(all_names(command)));
    for (const OptionRow& operand : command.operands) {
        text += "            else\n";
        text += fmt::format("                {}\n", is_scenario(operand) ? "_patchcord_scenarios"
                                                                         : bash_words(joined(operand.words)));
    }
    return text + "            fi ;;\n";
}

std::string zsh_option(const OptionRow& option) {
    std::string texts;
    for (const std::string& name : option.names) {
        texts += fmt::format(" \\\n                {}",
                             shell_quoted(fmt::format("{}[{}]", name, option.help), ":"));
        if (option.type.empty()) continue;
        texts +=
            fmt::format("{}", shell_quoted(fmt::format(":{}:", option.words.empty() ? option.type : "")));
        if (!option.words.empty()) texts += shell_quoted(fmt::format("({})", joined(option.words)));
        if (option.type == "DIR") texts += "'_files -/'";
    }
    return texts;
}

}  // namespace

std::string bash_completion(const CommandRow& program, std::span<const CommandRow> commands) {
    std::string text = fmt::format(
        R"(# bash completion for patchcord, made by "patchcord completion bash"
_patchcord_scenarios() {{
    local names
    names=$("${{COMP_WORDS[0]}}" list 2>/dev/null | cut -d' ' -f1)
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word"; compgen -f -X '!*.json' -- "$word"
                             compgen -d -S / -- "$word")
    [[ ${{#COMPREPLY[@]}} == 1 && ${{COMPREPLY[0]}} == */ ]] && compopt -o nospace 2>/dev/null
}}

_patchcord() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command='' at
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; ++at)); do
        case ${{COMP_WORDS[at]}} in
            {}) command=${{COMP_WORDS[at]}}; break ;;
        esac
    done
    case $command in
        '') {} ;;
)",
        command_names(commands, "|"), bash_words(command_names(commands, " ") + " " + all_names(program)));
    for (const CommandRow& command : commands)
        text += bash_command(command);
    return text + "    esac\n}\n\ncomplete -F _patchcord patchcord\n";
}

std::string zsh_completion(std::span<const CommandRow> commands) {
    std::string text =
        R"zsh(#compdef patchcord
# zsh completion for patchcord, made by "patchcord completion zsh"
_patchcord_scenarios() {
    local -a names
    names=(${(f)"$(patchcord list 2>/dev/null | cut -d' ' -f1)"})
    compadd -a names
    _files -g '*.json'
}

_patchcord() {
    local -a commands
    commands=(
)zsh";
    for (const CommandRow& command : commands)
        text += fmt::format("        {}\n", shell_quoted(fmt::format("{}:{}", command.name, command.help)));
    text +=
        "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
        "    shift words\n    (( CURRENT-- ))\n    case $words[1] in\n";
    for (const CommandRow& command : commands) {
        text += fmt::format("        {})\n            _arguments", command.name);
        for (const OptionRow& option : command.options)
            text += zsh_option(option);
        for (const OptionRow& operand : command.operands) {
            const std::string action =
                is_scenario(operand) ? "_patchcord_scenarios" : fmt::format("({})", joined(operand.words));
            text += fmt::format(" \\\n                '*:{}:{}'", operand.type, action);
        }
        text += " ;;\n";
    }
    return text +
           "    esac\n}\n\nif [[ $funcstack[1] == _patchcord ]]; then\n    _patchcord \"$@\"\nelse\n"
           "    compdef _patchcord patchcord\nfi\n";
}

std::string fish_completion(std::span<const CommandRow> commands) {
    std::string text =
        "# fish completion for patchcord, made by \"patchcord completion fish\"\ncomplete -c patchcord -f\n";
    for (const CommandRow& command : commands) {
        text += fmt::format("complete -c patchcord -n __fish_use_subcommand -a {} -d {}\n", command.name,
                            shell_quoted(command.help));
        const std::string begin =
            fmt::format("complete -c patchcord -n '__fish_seen_subcommand_from {}'", command.name);
        for (const OptionRow& option : command.options) {
            text += begin;
            for (const std::string& name : option.names)
                text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!option.type.empty()) text += " -x";
            if (!option.words.empty()) text += " -a " + shell_quoted(joined(option.words));
            if (option.type == "DIR") text += " -a '(__fish_complete_directories)'";
            text += fmt::format(" -d {}\n", shell_quoted(option.help));
        }
        for (const OptionRow& operand : command.operands) {
            text += fmt::format(
                "{} -a {}\n", begin,
                shell_quoted(
                    is_scenario(operand)
                        ? "(patchcord list | string replace -r ' .*' '') (__fish_complete_suffix .json)"
                        : joined(operand.words)));
        }
    }
    return text;
}

}  // namespace patchcord::scenarios

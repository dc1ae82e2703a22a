// The program in terms of CLI11, whose help and messages are replaced: examples stand first, and an unknown
// word comes with the one that was meant. Read next: scenarios/cli/program.hpp.
#include "scenarios/cli/program.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios {
namespace {

std::string indented(std::string_view lines) {
    std::string out;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        out += fmt::format("  {}\n", lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return out;
}

/// "--seed N", "-h, --help", "SCENARIO".
std::string option_heading(const CLI::Option& option) {
    if (option.get_positional()) return option.get_name(true);
    std::string name = option.get_name(false, true);
    if (const std::size_t comma = name.find(','); comma != std::string::npos) name.insert(comma + 1, " ");
    const bool takes_value = option.get_items_expected_max() > 0;
    return takes_value ? fmt::format("{} {}", name, option.get_type_name()) : name;
}

std::string usage_line(const CLI::App& app, const std::string& name) {
    std::string line = name;
    for (const CLI::Option* option : app.get_options()) {
        if (!option->get_positional()) continue;
        const std::string shown =
            option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
        line += option->get_required() ? " " + shown : fmt::format(" [{}]", shown);
    }
    return line + (app.get_subcommands({}).empty() ? " [OPTION...]" : " COMMAND [OPTION...]");
}

std::string help_text(const CLI::App* app, std::string, CLI::AppFormatMode) {
    const bool is_command = app->get_parent() != nullptr;
    const std::string name = is_command ? "patchcord " + app->get_name() : "patchcord";
    std::string text =
        fmt::format("{}.\n\nExamples:\n{}\n", app->get_description(), indented(app->get_footer()));
    text += fmt::format("Usage: {}\n", usage_line(*app, name));
    const auto row = [&](std::string_view heading, std::string_view help) {
        text += fmt::format("  {:<26} {}\n", heading, help);
    };
    if (!is_command) text += "\nCommands:\n";
    for (const CLI::App* command : app->get_subcommands({}))
        row(command->get_name(), command->get_description());
    text += "\nOptions:\n";
    for (const CLI::Option* option : app->get_options())
        row(option_heading(*option), option->get_description());
    if (!is_command) text += "\n\"patchcord COMMAND --help\" shows the options of a command.\n";
    return text;
}

std::vector<std::string_view> command_names(const CLI::App& program) {
    std::vector<std::string_view> names;
    for (const CLI::App* command : program.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    }
    return names;
}

/// Something that neither an option nor an operand explains.
ExitStatus unexpected_word(const std::string& word, const CLI::App& app, const Session& session) {
    if (word.starts_with("-") && word.size() > 1) {
        const std::string name = word.substr(0, word.find('='));
        const std::vector<std::string> names = option_names(app);
        return session.usage_error("unknown option " + in_quotes(name),
                                   nearest(name, std::vector<std::string_view>{names.begin(), names.end()}));
    }
    if (app.get_parent() == nullptr) {
        const std::vector<std::string_view> names = command_names(app);
        return session.usage_error(
            fmt::format("unknown command {}; the commands are {}", in_quotes(word), fmt::join(names, ", ")),
            nearest(word, names));
    }
    return session.usage_error("what is meant by " + in_quotes(word) + "?");
}

/// What CLI11 says about options that take one value, in the words of this program.
std::string in_our_words(const CLI::ParseError& error) {
    const std::string text = error.what();
    const std::string option = text.substr(0, text.find(':'));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr) return text;
    return text.find("At Most") != std::string::npos ? option + " is given twice"
                                                     : fmt::format("{0} needs a value: {0} VALUE", option);
}

void set_up(CLI::App& program, Session& session) {
    program.allow_extras();
    program.formatter_fn(help_text);
    program.set_help_flag("-h,--help", "show this help");
    program.set_version_flag("--version", fmt::format("patchcord {}", kVersion), "show the version");
    program.footer(
        "patchcord run lost-segment          run a scenario and see what happened\n"
        "patchcord list                      the scenarios that come with the program\n"
        "patchcord check my-network.json     find every mistake in a scenario of your own");
    add_output_options(program, session.output);
    if (session.engine.run) add_run_command(program, session);
    add_check_command(program, session);
    add_list_command(program, session);
    add_describe_command(program, session);
    add_schema_command(program, session);
    if (session.engine.ladder) add_ladder_command(program, session);
    if (session.engine.packets) add_packets_command(program, session);
    add_table_commands(program, session);
    if (session.engine.export_capture) add_export_command(program, session);
    if (session.engine.bench) add_bench_command(program, session);
    add_sweep_command(program, session);
    add_drill_command(program, session);
    add_manual_commands(program, session);
}

}  // namespace

ExitStatus run_program(std::vector<std::string> arguments, Session& session) {
    CLI::App program{"Simulates networks of Ethernet and TCP/IP, and shows every packet and every state"};
    set_up(program, session);
    const auto chosen = [&]() -> const CLI::App& {
        const std::vector<CLI::App*> commands = program.get_subcommands();
        return commands.empty() ? program : *commands.front();
    };
    const auto unexplained = [&] {
        std::vector<std::string> words = program.remaining();
        if (&chosen() != &program) {
            for (std::string& word : chosen().remaining())
                words.push_back(std::move(word));
        }
        return words;
    };
    std::reverse(arguments.begin(), arguments.end());
    try {
        program.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        session.console.out << program.help();
        return ExitStatus::Done;
    } catch (const CLI::CallForVersion& version) {
        session.console.out << version.what() << '\n';
        return ExitStatus::Done;
    } catch (const CLI::ParseError& error) {
        session.command = &chosen() == &program ? "" : chosen().get_name();
        const std::vector<std::string> words = unexplained();
        return words.empty() ? session.usage_error(in_our_words(error))
                             : unexpected_word(words.front(), chosen(), session);
    }
    const std::vector<std::string> words = unexplained();
    if (!words.empty()) return unexpected_word(words.front(), chosen(), session);
    if (session.action) return session.action();
    session.console.err << program.help();
    return ExitStatus::Usage;
}

}  // namespace patchcord::scenarios

// How commands say what they take, and the options that several share, each written down once: name, unit,
// check and help. A value that cannot be read is an error of usage (exit status 2); what an option means is
// up to the command. Only options.cpp and the files that walk the whole command line see CLI11, which takes
// ten seconds to compile. Read next: scenarios/cli/commands.hpp.
#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/load/loader.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace patchcord::scenarios {

/// Which scenario, and what the command line changes in it.
struct ScenarioChoice {
    std::string scenario;             ///< a file, or a name of the catalogue
    std::vector<Override> overrides;  ///< of --seed, --until and --set, in the order of the command line
};

/// When to stop a run that does not end by itself.
struct Limits {
    std::optional<std::uint64_t> max_events;
    std::optional<sim::Duration> wall_limit;  ///< of the user's time, not of the simulated
};

enum class Need { Optional, Required };

/// A command of `program`: `help` is one line without a full stop, `examples` are command lines.
CLI::App& add_command(CLI::App& program, const std::string& name, const std::string& help,
                      const std::string& examples);
/// What is called when the command was chosen and understood, with its name.
void on_chosen(CLI::App& command, std::function<void(const std::string& name)> call);

/// Any number of operands.
void add_operands(CLI::App& command, const std::string& name, std::vector<std::string>& operands,
                  const std::string& help);
void add_flag(CLI::App& command, const std::string& name, bool& flag, const std::string& help);
/// An option with a text, which help calls `type`, such as NAME.
void add_text_option(CLI::App& command, const std::string& name, const std::string& type, std::string& text,
                     const std::string& help, Need need = Need::Optional);
/// An option or operand that takes one of `words`, which are its type in help, and which shells complete.
void add_word_option(CLI::App& command, const std::string& name, std::string& word,
                     const std::vector<std::string>& words, const std::string& help,
                     Need need = Need::Optional);
/// An option that can be given several times, with a text each time; "-D,--define" has a short name too.
void add_repeated_option(CLI::App& command, const std::string& name, const std::string& type,
                         std::vector<std::string>& texts, const std::string& help);
void add_output_options(CLI::App& command, OutputOptions& options);
void add_json_option(CLI::App& command, bool& json);
void add_scenario_choice(CLI::App& command, ScenarioChoice& choice);
void add_overrides(CLI::App& command, std::vector<Override>& overrides);
void add_limits(CLI::App& command, Limits& limits);
/// An option with a duration, such as --at.
void add_duration_option(CLI::App& command, const std::string& name, std::optional<sim::Duration>& duration,
                         const std::string& help);
/// An option with a whole number from 1 to `most`, such as --rows.
void add_number_option(CLI::App& command, const std::string& name, std::optional<std::int64_t>& number,
                       std::int64_t most, const std::string& help);

}  // namespace patchcord::scenarios

// The shared options in terms of CLI11. A value that cannot be read is an error of usage, said in the words
// of the loader. Read next: scenarios/cli/options.hpp.
#include "scenarios/cli/options.hpp"

#include "scenarios/description/quantity.hpp"
#include "scenarios/description/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <span>
#include <utility>

namespace patchcord::scenarios {
namespace {

[[noreturn]] void refuse(const std::string& option, const QuantityError& error) {
    const std::string question =
        error.suggestion.empty() ? "" : fmt::format("; did you mean {}?", in_quotes(error.suggestion));
    throw CLI::ValidationError{option,
                               fmt::format("{}; expected {}{}", error.message, error.expected, question)};
}

sim::Duration duration_of(const std::string& option, const std::string& text, std::int64_t least = 0) {
    const auto duration = parse_quantity(kDuration, text, {least, kDuration.range.max});
    if (!duration) refuse(option, duration.error());
    return sim::Duration{*duration};
}

/// "auto, always or never".
std::string choice_of(const std::vector<std::string>& words) {
    const std::span<const std::string> all{words};
    return fmt::format("{} or {}", fmt::join(all.first(all.size() - 1), ", "), words.back());
}

std::int64_t whole_number_of(const std::string& option, const std::string& text, Range range) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool in_range = number >= range.min && number <= range.max;
    if (error == std::errc{} && end == text.data() + text.size() && in_range) return number;
    refuse(option, {fmt::format("{} is not a whole number in range", in_quotes(text)),
                    fmt::format("a number from {} to {}", range.min, range.max),
                    {}});
}

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// An option that can be given once, whose text goes to `take`.
template <class Take>
void add_option(CLI::App& command, const std::string& name, const std::string& type, const std::string& help,
                Take take) {
    command.add_option_function<std::string>(name, std::move(take), help)->type_name(type);
}

Override parse_set(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        refuse("--set", {fmt::format("{} names no value", in_quotes(text)),
                         "PATH=VALUE, as in cables.0.length=150m",
                         {}});
    }
    return {text.substr(0, equals), text.substr(equals + 1), "--set " + text};
}

}  // namespace

CLI::App& add_command(CLI::App& program, const std::string& name, const std::string& help,
                      const std::string& examples) {
    CLI::App& command = *program.add_subcommand(name, help);
    command.footer(examples);
    return command;
}

void on_chosen(CLI::App& command, std::function<void(const std::string& name)> call) {
    command.callback([&command, call = std::move(call)] { call(command.get_name()); });
}

void add_operands(CLI::App& command, const std::string& name, std::vector<std::string>& operands,
                  const std::string& help) {
    command.add_option(name, operands, help);
}

void add_flag(CLI::App& command, const std::string& name, bool& flag, const std::string& help) {
    command.add_flag(name, flag, help);
}

void add_text_option(CLI::App& command, const std::string& name, const std::string& type, std::string& text,
                     const std::string& help, Need need) {
    command.add_option(name, text, help)->type_name(type)->required(need == Need::Required);
}

void add_repeated_option(CLI::App& command, const std::string& name, const std::string& type,
                         std::vector<std::string>& texts, const std::string& help) {
    command.add_option(name, texts, help)->type_name(type)->allow_extra_args(false);
}

void add_word_option(CLI::App& command, const std::string& name, std::string& word,
                     const std::vector<std::string>& words, const std::string& help, Need need) {
    const auto check = [words](const std::string& text) {
        const bool known = std::ranges::find(words, text) != words.end();
        return known ? std::string{} : fmt::format("{}; expected {}", in_quotes(text), choice_of(words));
    };
    command.add_option(name, word, help)
        ->type_name(fmt::format("{}", fmt::join(words, "|")))
        ->check(CLI::Validator{check, std::string{}})
        ->required(need == Need::Required);
}

void add_output_options(CLI::App& command, OutputOptions& options) {
    add_word_option(command, "--color", options.color, {"auto", "always", "never"},
                    "color; NO_COLOR turns auto, the default, off");
    add_word_option(command, "--lang", options.language, {"en", "ko"},
                    "language; that of the locale if not given");
    add_flag(command, "--ascii", options.ascii, "draw with ASCII characters only");
    add_flag(command, "--quiet", options.quiet, "no progress and no remarks, only results and errors");
}

void add_json_option(CLI::App& command, bool& json) {
    add_flag(command, "--json", json, "one JSON object for programs, with whole numbers and names");
}

void add_scenario_choice(CLI::App& command, ScenarioChoice& choice) {
    command.add_option("SCENARIO", choice.scenario, "a file, or a name that \"patchcord list\" shows")
        ->required();
    add_overrides(command, choice.overrides);
}

void add_overrides(CLI::App& command, std::vector<Override>& overrides) {
    add_option(command, "--seed", "N", "another seed: other luck, the same scenario",
               [&](const std::string& text) {
                   whole_number_of("--seed", text, {0, kMost});
                   overrides.push_back({"seed", text, "--seed " + text});
               });
    add_option(command, "--until", "TIME", "end the run then, for example \"5 s\"",
               [&](const std::string& text) {
                   duration_of("--until", text, 1);
                   overrides.push_back({"until", text, "--until " + text});
               });
    const auto set = [&](const std::vector<std::string>& texts) {
        for (const std::string& text : texts)
            overrides.push_back(parse_set(text));
    };
    command
        .add_option_function<std::vector<std::string>>("--set", set,
                                                       "change a value, for example cables.0.length=150m")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
}

void add_limits(CLI::App& command, Limits& limits) {
    add_option(
        command, "--max-events", "N", "stop after so many events, with exit status 6",
        [&](const std::string& text) {
            limits.max_events = static_cast<std::uint64_t>(whole_number_of("--max-events", text, {1, kMost}));
        });
    add_option(command, "--wall-limit", "TIME", "stop after so much real time, with exit status 6",
               [&](const std::string& text) { limits.wall_limit = duration_of("--wall-limit", text); });
}

void add_duration_option(CLI::App& command, const std::string& name, std::optional<sim::Duration>& duration,
                         const std::string& help) {
    add_option(command, name, "TIME", help,
               [&duration, name](const std::string& text) { duration = duration_of(name, text); });
}

void add_number_option(CLI::App& command, const std::string& name, std::optional<std::int64_t>& number,
                       std::int64_t most, const std::string& help) {
    add_option(command, name, "N", help, [&number, name, most](const std::string& text) {
        number = whole_number_of(name, text, {1, most});
    });
}

}  // namespace patchcord::scenarios

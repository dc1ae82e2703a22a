// Reading scenarios and complaining, the same for every command. Read next: scenarios/cli/session.hpp.
#include "scenarios/cli/session.hpp"

#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace patchcord::scenarios {

ExitStatus Session::usage_error(std::string_view message, std::string_view suggestion) const {
    const std::string program = command.empty() ? "patchcord" : fmt::format("patchcord {}", command);
    const std::string question =
        suggestion.empty() ? "" : fmt::format("; did you mean {}?", in_quotes(suggestion));
    console.err << fmt::format("{}: {}{}\nTry: {} --help\n", program, message, question, program);
    return ExitStatus::Usage;
}

tl::expected<Scenario, ExitStatus> Session::load(const std::string& operand,
                                                 std::vector<Override> overrides) const {
    const auto file = catalogue.find(operand);
    if (!file) {
        const auto& [name, nearest] = file.error();
        return tl::unexpected{usage_error(
            fmt::format("no scenario and no file is called {}; \"patchcord list\" shows the scenarios",
                        in_quotes(name)),
            nearest)};
    }
    LoadResult result = load_scenario_file(*file, {applications, std::move(overrides)});
    if (result.scenario) return std::move(*result.scenario);
    print_diagnostics(console.err, result.problems, err_style());
    return tl::unexpected{ExitStatus::ScenarioInvalid};
}

}  // namespace patchcord::scenarios

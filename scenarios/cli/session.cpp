// Reading scenarios and complaining, the same for every command. Read next: scenarios/cli/session.hpp.
#include "scenarios/cli/session.hpp"

#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/expressions.hpp"

#include <fmt/format.h>

#include <memory>
#include <span>
#include <utility>

namespace patchcord::scenarios {

ExitStatus Session::usage_error(std::string_view message, std::string_view suggestion) const {
    const std::string program = command.empty() ? "patchcord" : fmt::format("patchcord {}", command);
    const std::string question =
        suggestion.empty() ? "" : fmt::format("; did you mean {}?", in_quotes(suggestion));
    console.err << fmt::format("{}: {}{}\nTry: {} --help\n", program, message, question, program);
    return ExitStatus::Usage;
}

ExitStatus Session::expression_error(std::string_view option, std::string_view text,
                                     const models::wire::ExpressionError& error) const {
    ValueProblem problem = problem_of(error, text);
    const auto source = std::make_shared<const SourceText>(std::string{option}, std::string{text},
                                                           SourceText::Origin::Option);
    const Diagnostic shown{{source, problem.within->begin, problem.within->end, {}},
                           std::move(problem.message),
                           std::move(problem.expected),
                           std::move(problem.suggestion)};
    print_diagnostics(console.err, std::span{&shown, 1}, err_style());
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

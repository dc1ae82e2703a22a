// patchcord describe: what a scenario contains, without running it. Read next: scenarios/cli/description.hpp,
// scenarios/load/scenario_report.hpp.
#include "scenarios/assemble/assemble.hpp"
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/description.hpp"
#include "scenarios/load/scenario_report.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

struct DescribeOptions {
    ScenarioChoice choice;
    bool json = false;
};

ExitStatus describe(const DescribeOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    if (!scenario) return scenario.error();
    const Assembled assembled = assemble(*scenario);
    session.console.out << (options.json ? scenario_report(*scenario, assembled.header, session.applications)
                                         : describe_scenario(*scenario, assembled.header, session));
    return ExitStatus::Done;
}

}  // namespace

void add_describe_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<DescribeOptions>();
    CLI::App& command = add_command(program, "describe", "Show what a scenario contains, without running it",
                                    "patchcord describe lost-segment\n"
                                    "patchcord describe my-network.json --json");
    add_scenario_choice(command, options->choice);
    add_json_option(command, options->json);
    add_action(command, session, options, describe);
}

}  // namespace patchcord::scenarios

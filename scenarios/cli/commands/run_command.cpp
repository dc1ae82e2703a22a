// patchcord run: what happened, for a person. Read next: scenarios/cli/commands.hpp.
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

ExitStatus run(const RunOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    return scenario ? session.engine.run(*scenario, options, session) : scenario.error();
}

}  // namespace

void add_run_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<RunOptions>();
    CLI::App& command = add_command(program, "run", "Run a scenario and show what happened",
                                    "patchcord run lost-segment\n"
                                    "patchcord run lost-segment --seed 7 --until \"5 s\"\n"
                                    "patchcord run my-network.json --set cables.0.length=150m");
    add_scenario_choice(command, options->choice);
    add_limits(command, options->limits);
    add_json_option(command, options->json);
    add_action(command, session, options, run);
}

}  // namespace patchcord::scenarios

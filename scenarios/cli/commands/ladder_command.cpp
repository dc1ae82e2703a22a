// patchcord ladder: the packets of a run as a ladder, all of it or a part. Read next:
// scenarios/cli/commands.hpp.
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

ExitStatus ladder(const LadderOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    return scenario ? session.engine.ladder(*scenario, options, session) : scenario.error();
}

}  // namespace

void add_ladder_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<LadderOptions>();
    CLI::App& command =
        add_command(program, "ladder", "Show every packet of a run, and the states of both ends",
                    "patchcord ladder tcp-connect\n"
                    "patchcord ladder lost-segment --from \"1 s\"\n"
                    "patchcord ladder bulk --rows 100 --ascii");
    add_scenario_choice(command, options->choice);
    add_duration_option(command, "--from", options->from, "leave out what was before");
    add_duration_option(command, "--to", options->to, "leave out what came after");
    add_number_option(command, "--rows", options->rows, 1'000'000'000, "so many rows at the most");
    add_limits(command, options->limits);
    add_json_option(command, options->json);
    add_action(command, session, options, ladder);
}

}  // namespace patchcord::scenarios

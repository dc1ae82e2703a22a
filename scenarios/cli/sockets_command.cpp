// patchcord sockets: the socket tables of the hosts at any time, as netstat shows them. Read next:
// scenarios/cli/commands.hpp.
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

ExitStatus sockets(const SocketsOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    return scenario ? session.engine.sockets(*scenario, options, session) : scenario.error();
}

}  // namespace

void add_sockets_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<SocketsOptions>();
    CLI::App& command = *program.add_subcommand("sockets", "Show the sockets of every host at one time");
    command.footer(
        "patchcord sockets tcp-connect --at \"10.2 ms\"\n"
        "patchcord sockets tcp-connect --host server");
    add_scenario_choice(command, options->choice);
    add_duration_option(command, "--at", options->at, "when; at the end of the run if not given");
    command.add_option("--host", options->host, "of this host only")->type_name("NAME");
    add_limits(command, options->limits);
    add_json_option(command, options->json);
    add_action(command, session, options, sockets);
}

}  // namespace patchcord::scenarios

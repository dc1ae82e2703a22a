// patchcord export: captures for Wireshark, one file for each network card. Read next:
// scenarios/cli/commands.hpp.
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

ExitStatus export_capture(const ExportOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    return scenario ? session.engine.export_capture(*scenario, options, session) : scenario.error();
}

}  // namespace

void add_export_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App& command =
        add_command(program, "export", "Run a scenario and write captures that Wireshark opens",
                    "patchcord export lost-segment --pcapng captures");
    add_scenario_choice(command, options->choice);
    add_text_option(command, "--pcapng", "DIR", options->pcapng,
                    "write one pcapng file for each network card into this folder", Need::Required);
    add_limits(command, options->limits);
    add_action(command, session, options, export_capture);
}

}  // namespace patchcord::scenarios

// patchcord packets: one line for each packet, in tcpdump's words. Read next: scenarios/cli/commands.hpp,
// results/export/packet_list.hpp.
// Not here: the ladder (ladder_command.cpp), captures for Wireshark (export_command.cpp).
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

ExitStatus packets(const PacketsOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    return scenario ? session.engine.packets(*scenario, options, session) : scenario.error();
}

}  // namespace

void add_packets_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<PacketsOptions>();
    CLI::App& command = add_command(program, "packets", "List the packets of a run in tcpdump's words",
                                    "patchcord packets web-page\n"
                                    "patchcord packets lost-segment --host server\n"
                                    "patchcord packets web-page -A\n"
                                    "patchcord packets lost-segment --filter \"tcp.data && from == client\"\n"
                                    "patchcord packets bulk --from \"10 ms\" --rows 20");
    add_scenario_choice(command, options->choice);
    add_text_option(command, "--host", "NAME", options->host,
                    "what this host sent and received, as tcpdump on it would show");
    add_text_option(command, "--filter", "EXPRESSION", options->filter,
                    "only packets that this expression matches");
    add_flag(command, "-A,--data", options->data, "also what TCP and UDP carry, as text");
    add_duration_option(command, "--from", options->from, "leave out what was before");
    add_duration_option(command, "--to", options->to, "leave out what came after");
    add_number_option(command, "--rows", options->rows, 1'000'000'000, "so many packets at the most");
    add_limits(command, options->limits);
    add_json_option(command, options->json);
    add_action(command, session, options, packets);
}

}  // namespace patchcord::scenarios

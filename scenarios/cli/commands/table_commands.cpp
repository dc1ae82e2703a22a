// patchcord sockets, arp, mac, stp and counters: the tables of the nodes at any time, in the words of
// netstat, arp, switches and ethtool. One command a table; they differ in nothing else. Read next:
// scenarios/cli/tables.cpp.
#include "scenarios/cli/commands.hpp"

#include <memory>
#include <string>

namespace patchcord::scenarios {
namespace {

using Table = std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> Engine::*;

struct TableCall {
    TableOptions options;
    Table table;
};

ExitStatus show(const TableCall& call, const Session& session) {
    const auto scenario = session.load(call.options.choice.scenario, call.options.choice.overrides);
    return scenario ? (session.engine.*call.table)(*scenario, call.options, session) : scenario.error();
}

struct TableWords {
    std::string name;
    std::string help;
    std::string examples;
    std::string option;  ///< that names one node
    std::string option_help;
};

void add_table_command(CLI::App& program, Session& session, const TableWords& words, Table table) {
    auto call = std::make_shared<TableCall>();
    call->table = table;
    CLI::App& command = add_command(program, words.name, words.help, words.examples);
    TableOptions& options = call->options;
    add_scenario_choice(command, options.choice);
    add_duration_option(command, "--at", options.at, "when; at the end of the run if not given");
    add_text_option(command, words.option, "NAME", options.node, words.option_help);
    add_limits(command, options.limits);
    add_json_option(command, options.json);
    add_action(command, session, call, show);
}

}  // namespace

void add_table_commands(CLI::App& program, Session& session) {
    if (session.engine.sockets) {
        add_table_command(program, session,
                          {"sockets", "Show the sockets of every host at one time",
                           "patchcord sockets tcp-connect --at \"10.2 ms\"\n"
                           "patchcord sockets tcp-connect --host server",
                           "--host", "of this host only"},
                          &Engine::sockets);
    }
    if (session.engine.arp) {
        add_table_command(program, session,
                          {"arp", "Show which MAC addresses every host knows at one time",
                           "patchcord arp ping --at \"10.02 ms\"\n"
                           "patchcord arp ping --host client",
                           "--host", "of this host only"},
                          &Engine::arp);
    }
    if (session.engine.counters) {
        add_table_command(
            program, session,
            {"counters", "Show what every network card and hub has counted, in the words of ethtool",
             "patchcord counters bad-fcs\n"
             "patchcord counters hub-collisions --node s1",
             "--node", "of this node only"},
            &Engine::counters);
    }
    if (session.engine.mac) {
        add_table_command(program, session,
                          {"mac", "Show the MAC address table of every switch at one time",
                           "patchcord mac ping --at \"10.02 ms\"\n"
                           "patchcord mac ping --switch switch",
                           "--switch", "of this switch only"},
                          &Engine::mac);
    }
    if (session.engine.stp) {
        add_table_command(program, session,
                          {"stp", "Show the spanning tree as every switch sees it at one time",
                           "patchcord stp spanning-tree --at \"55 s\"\n"
                           "patchcord stp spanning-tree --switch s3",
                           "--switch", "of this switch only"},
                          &Engine::stp);
    }
}

}  // namespace patchcord::scenarios

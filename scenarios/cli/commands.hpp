// The commands of `patchcord`, one file each in scenarios/cli/commands/, which has its options, its examples
// and what it does. Those that run a scenario ask the Engine, which is given to the program from outside; a
// command whose function the engine lacks is not offered. Read next: scenarios/cli/program.cpp.
#pragma once

#include "scenarios/cli/options.hpp"
#include "scenarios/cli/session.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace patchcord::scenarios {

struct RunOptions {
    ScenarioChoice choice;
    Limits limits;
    bool json = false;
};

struct LadderOptions {
    ScenarioChoice choice;
    Limits limits;
    std::optional<sim::Duration> from;  ///< only rows from then on
    std::optional<sim::Duration> to;    ///< only rows until then
    std::optional<std::int64_t> rows;   ///< at the most
    bool json = false;
};

/// Of the commands that show a table of some nodes.
struct TableOptions {
    ScenarioChoice choice;
    Limits limits;
    std::optional<sim::Duration> at;  ///< absent: at the end of the run
    std::string node;                 ///< empty: all that have such a table
    bool json = false;
};

struct PacketsOptions {
    ScenarioChoice choice;
    Limits limits;
    std::string filter;                 ///< an expression over packets; empty: all
    std::string host;                   ///< empty: every packet of the network, once
    std::optional<sim::Duration> from;  ///< only packets from then on
    std::optional<sim::Duration> to;    ///< only packets until then
    std::optional<std::int64_t> rows;   ///< at the most
    bool data = false;                  ///< also what they carry, as text
    bool json = false;
};

struct ExportOptions {
    ScenarioChoice choice;
    Limits limits;
    std::string pcapng;  ///< a folder, which is made if it does not exist
};

struct BenchOptions {
    std::vector<std::string> names;
    std::vector<Override> overrides;
    std::optional<std::int64_t> repeat;  ///< 1 if not given
    bool json = false;
};

/// What runs scenarios. Each function gets a valid scenario, writes its result to the session's console and
/// says how it ended.
struct Engine {
    std::function<ExitStatus(const Scenario&, const RunOptions&, const Session&)> run = {};
    std::function<ExitStatus(const Scenario&, const LadderOptions&, const Session&)> ladder = {};
    std::function<ExitStatus(const Scenario&, const PacketsOptions&, const Session&)> packets = {};
    std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> sockets = {};
    std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> arp = {};
    std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> mac = {};
    std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> stp = {};
    std::function<ExitStatus(const Scenario&, const TableOptions&, const Session&)> counters = {};
    std::function<ExitStatus(const Scenario&, const ExportOptions&, const Session&)> export_capture = {};
    std::function<ExitStatus(std::span<const Scenario>, const BenchOptions&, const Session&)> bench = {};
};

// Each adds its command to the program; when the command is chosen, the action of the session becomes what it
// does.
void add_run_command(CLI::App& program, Session& session);
void add_check_command(CLI::App& program, Session& session);
void add_list_command(CLI::App& program, Session& session);
void add_describe_command(CLI::App& program, Session& session);
void add_schema_command(CLI::App& program, Session& session);
void add_manual_commands(CLI::App& program, Session& session);
void add_ladder_command(CLI::App& program, Session& session);
void add_packets_command(CLI::App& program, Session& session);
void add_table_commands(CLI::App& program, Session& session);
void add_export_command(CLI::App& program, Session& session);
void add_bench_command(CLI::App& program, Session& session);
void add_drill_command(CLI::App& program, Session& session);
void add_sweep_command(CLI::App& program, Session& session);

/// A command with its examples, the options of all commands, and `act` as what it does. `act` is called after
/// everything was understood, with `options` filled in.
template <class Options>
void add_action(CLI::App& command, Session& session, std::shared_ptr<Options> options,
                ExitStatus (*act)(const Options&, const Session&)) {
    add_output_options(command, session.output);
    on_chosen(command, [&session, options, act](const std::string& name) {
        session.command = name;
        session.action = [&session, options, act] { return act(*options, session); };
    });
}

}  // namespace patchcord::scenarios

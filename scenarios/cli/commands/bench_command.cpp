// patchcord bench: how fast the simulator is, on the scenarios of the folder bench/. Read next:
// scenarios/cli/commands.hpp.
#include "scenarios/cli/commands.hpp"

#include <memory>

namespace patchcord::scenarios {
namespace {

/// All of bench/ when none is named.
std::vector<std::string> chosen(const BenchOptions& options, const Catalogue& catalogue) {
    if (!options.names.empty()) return options.names;
    std::vector<std::string> names;
    for (const CatalogueEntry& entry : catalogue.entries()) {
        if (entry.name.starts_with("bench/")) names.push_back(entry.name);
    }
    return names;
}

ExitStatus bench(const BenchOptions& options, const Session& session) {
    std::vector<Scenario> scenarios;
    for (const std::string& name : chosen(options, session.catalogue)) {
        auto scenario = session.load(name, options.overrides);
        if (!scenario) return scenario.error();
        scenarios.push_back(std::move(*scenario));
    }
    return session.engine.bench(scenarios, options, session);
}

}  // namespace

void add_bench_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<BenchOptions>();
    CLI::App& command = add_command(program, "bench", "Measure how fast scenarios run",
                                    "patchcord bench bulk2\n"
                                    "patchcord bench --repeat 5 --json");
    add_operands(command, "NAME", options->names, "files or names; everything in bench/ if not given");
    add_number_option(command, "--repeat", options->repeat, 1000,
                      "measure so many times and report the median");
    add_overrides(command, options->overrides);
    add_json_option(command, options->json);
    add_action(command, session, options, bench);
}

}  // namespace patchcord::scenarios

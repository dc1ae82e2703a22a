// patchcord sweep: a scenario with many values, on all processors. Read next: scenarios/execute/sweep.hpp,
// scenarios/cli/sweep_report.hpp.
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/cli/running.hpp"
#include "scenarios/cli/sweep_report.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <thread>

namespace patchcord::scenarios {
namespace {

struct SweepCommandOptions {
    ScenarioChoice choice;
    std::optional<std::int64_t> jobs;
    std::string out;
    bool list = false;
};

void show_plan(const Scenario& scenario, const Session& session) {
    std::size_t number = 0;
    for (const SweepPoint& point : sweep_points(scenario)) {
        std::string line = fmt::format("{:>5}", ++number);
        for (std::size_t i = 0; i < point.values.size(); ++i)
            line += fmt::format("  {}={}", scenario.sweep->vary[i].path, point.values[i]);
        session.console.out << line << fmt::format("  seed={}\n", point.seed);
    }
}

ExitStatus conclude(const Scenario& scenario, const SweepOutcome& outcome, const std::string& file,
                    const Session& session) {
    const Language language = session.language();
    session.console.out << sweep_report(scenario, outcome,
                                        {.columns = std::min<std::size_t>(session.console.columns, 100),
                                         .ascii = session.out_style().ascii,
                                         .language = language});
    const auto missing =
        std::ranges::count_if(outcome.rows, [](const auto& row) { return !row.has_value(); });
    const bool held = std::ranges::all_of(outcome.rows, [](const auto& row) { return !row || row->held; });
    if (!session.output.quiet) {
        session.console.err << fmt::format(
            fmt::runtime(say(language, "patchcord: {} of {} runs are in {}{}\n",
                             "patchcord: {2}에 {1}개 중 {0}개 실행이 있음{3}\n")),
            outcome.rows.size() - static_cast<std::size_t>(missing), outcome.rows.size(), file,
            missing == 0 ? ""
                         : say(language, "; the same command goes on with the others",
                               "; 같은 명령으로 나머지를 계속합니다"));
    }
    if (missing > 0) return ExitStatus::Interrupted;
    return held ? ExitStatus::Done : ExitStatus::ExpectationFailed;
}

ExitStatus sweep(const SweepCommandOptions& options, const Session& session) {
    const auto scenario = session.load(options.choice.scenario, options.choice.overrides);
    if (!scenario) return scenario.error();
    if (!scenario->sweep)
        return session.usage_error(fmt::format("{} has no \"sweep\"", in_quotes(scenario->name)));
    if (options.list) {
        show_plan(*scenario, session);
        return ExitStatus::Done;
    }
    const std::string out = options.out.empty() ? scenario->name + ".sweep.csv" : options.out;
    const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
    const RunLimits limits = run_limits({}, session);
    SweepOptions how{.scenario = *session.catalogue.find(options.choice.scenario),
                     .overrides = options.choice.overrides,
                     .applications = session.applications,
                     .out = out,
                     .jobs = static_cast<unsigned>(options.jobs.value_or(processors)),
                     .interrupted = limits.interrupted,
                     .progress = {}};
    if (session.console.err_is_terminal && !session.output.quiet) {
        how.progress = [&](std::size_t done, std::size_t all) {
            session.console.err << fmt::format("\r{} / {}{}", done, all, done == all ? "\n" : "")
                                << std::flush;
        };
    }
    try {
        const SweepOutcome outcome = run_sweep(*scenario, how);
        if (outcome.problems.empty()) return conclude(*scenario, outcome, out, session);
        print_diagnostics(session.console.err, outcome.problems, session.err_style());
        return ExitStatus::ScenarioInvalid;
    } catch (const AnotherSweep& error) {
        session.console.err << fmt::format("patchcord: {}\n", error.what());
        return ExitStatus::InputOutput;
    }
}

}  // namespace

void add_sweep_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<SweepCommandOptions>();
    CLI::App& command = add_command(program, "sweep", "Run a scenario with all the values that it varies",
                                    "patchcord sweep cable-100m\n"
                                    "patchcord sweep cable-100m -j 8 --out lengths.csv\n"
                                    "patchcord sweep cable-100m --list");
    add_scenario_choice(command, options->choice);
    add_number_option(command, "-j,--jobs", options->jobs, 1024,
                      "runs at once; as many as processors if not given");
    add_text_option(
        command, "--out", "FILE", options->out,
        "a row for each run, as CSV; NAME.sweep.csv if not given. What it has already is not run again");
    add_flag(command, "--list", options->list, "show what would be run");
    add_action(command, session, options, sweep);
}

}  // namespace patchcord::scenarios

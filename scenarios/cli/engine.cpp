// One function a command. Each runs, shows on `out`, and ends with the status that the run deserves.
// The width of the output is that of the terminal, from COLUMNS or the operating system, else 100.
// Read next: scenarios/cli/engine.hpp.
#include "scenarios/cli/engine.hpp"

#include "results/analysis/analysis.hpp"
#include "results/export/json.hpp"
#include "results/export/ladder/ladder_text.hpp"
#include "results/export/packet_list.hpp"
#include "results/export/pcapng.hpp"
#include "results/export/summary.hpp"
#include "scenarios/cli/measurement.hpp"
#include "scenarios/cli/running.hpp"
#include "scenarios/cli/tables.hpp"
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/description/written.hpp"
#include "scenarios/load/expressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

/// `word` as a shell takes it for one.
std::string for_shell(const std::string& word) {
    const bool is_plain = word.find_first_of(" \t\"'$`\\*?[]{}()<>|&;#~!\n") == std::string::npos;
    if (is_plain && !word.empty()) return word;
    std::string quoted = "'";
    for (const char letter : word)
        quoted += letter == '\'' ? std::string{"'\\''"} : std::string{letter};
    return quoted + "'";
}

/// The command line that shows the whole ladder of this run.
std::string ladder_command(const ScenarioChoice& choice) {
    std::string line = "patchcord ladder " + for_shell(choice.scenario);
    for (const Override& change : choice.overrides) {
        const std::size_t space = change.label.find(' ');
        line +=
            fmt::format(" {} {}", change.label.substr(0, space), for_shell(change.label.substr(space + 1)));
    }
    return line;
}

results::PaintOptions paint_options(const ScenarioChoice& choice, const Session& session) {
    const Style style = session.out_style();
    return {.width = session.console.columns,
            .color = style.color,
            .ascii = style.ascii,
            .language = session.language(),
            .command = ladder_command(choice)};
}

/// What the scenario says but the run, which may have been cut short by --until, never came to.
void warn_of_silence(const Scenario& scenario, const Session& session) {
    if (session.output.quiet) return;
    for (const AppUse& use : scenario.apps) {
        if (!use.arguments.has("at") || use.arguments.get<sim::Duration>("at") <= scenario.until) continue;
        session.console.err << fmt::format(
            fmt::runtime(say(session.language(), "patchcord: {} on {} did not start: the run ended before\n",
                             "patchcord: {} ({})은(는) 시작하지 않음: 그 전에 실행이 끝남\n")),
            use.app, scenario.node(use.on).name);
    }
}

/// What the scenario expects of the run, and what came of it.
std::vector<results::Expectation> ask(const Scenario& scenario, const Recorded& recorded,
                                      const results::Analysis& analysis) {
    if (scenario.expect.empty()) return {};
    const results::PacketFacts facts{analysis};
    std::vector<results::Expectation> expectations;
    for (const results::Question& question : scenario.expect) {
        results::Answer answer = question.ask(analysis, facts, recorded.sockets);
        expectations.push_back({question.text(), answer.held, std::move(answer.found)});
    }
    return expectations;
}

std::vector<results::IdleFault> idle_faults(const Scenario& scenario, const Recorded& recorded) {
    std::vector<results::IdleFault> faults;
    for (const std::size_t number : recorded.idle_faults)
        faults.push_back({number + 1, fault_text(scenario.faults[number], scenario)});
    return faults;
}

ExitStatus run(const Scenario& scenario, const RunOptions& options, const Session& session) {
    announce(scenario, session);
    tell_what_to_look_at(scenario, session);
    const Recorded recorded = run_recorded(scenario, run_limits(options.limits, session));
    const results::Analysis analysis{recorded.run};
    const results::Outcome outcome{.fingerprint = recorded.fingerprint,
                                   .expectations = ask(scenario, recorded, analysis),
                                   .idle_faults = idle_faults(scenario, recorded)};
    std::ostream& out = session.console.out;
    if (options.json) {
        out << results::run_json(analysis, outcome) << '\n';
    } else {
        out << results::paint_ladder(analysis.ladder(), paint_options(options.choice, session)) << '\n'
            << results::format_summary(analysis, outcome,
                                       {.ascii = session.out_style().ascii, .language = session.language()});
    }
    warn_of_silence(scenario, session);
    tell_slow_links(scenario, recorded.run.header(), session);
    const ExitStatus status = status_of(recorded.run.end(), session);
    const bool all_held = std::ranges::all_of(outcome.expectations, &results::Expectation::held);
    return status == ExitStatus::Done && !all_held ? ExitStatus::ExpectationFailed : status;
}

ExitStatus ladder(const Scenario& scenario, const LadderOptions& options, const Session& session) {
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    const results::Analysis analysis{recorded.run};
    results::LadderOptions part;
    if (options.from) part.from = sim::kStart + *options.from;
    if (options.to) part.until = sim::kStart + *options.to;
    const results::LadderDisplay display = analysis.ladder(part);
    results::PaintOptions paint = paint_options(options.choice, session);
    paint.max_rows = options.rows ? static_cast<std::size_t>(*options.rows) : results::PaintOptions::kAllRows;
    session.console.out << (options.json ? results::ladder_json(display) + "\n"
                                         : results::paint_ladder(display, paint));
    return status_of(recorded.run.end(), session);
}

ExitStatus packets(const Scenario& scenario, const PacketsOptions& options, const Session& session) {
    results::PacketListOptions list{
        .data = options.data, .ascii = session.out_style().ascii, .language = session.language()};
    if (!options.host.empty()) {
        std::vector<std::string_view> names;
        for (const NodeDescription& node : scenario.nodes)
            names.push_back(node.name);
        const auto found = std::ranges::find(names, options.host);
        if (found == names.end()) {
            return session.usage_error("no host is called " + in_quotes(options.host),
                                       nearest(options.host, names));
        }
        list.node = sim::NodeId{static_cast<std::uint32_t>(found - names.begin())};
    }
    if (!options.filter.empty()) {
        auto filter = results::PacketFilter::compile(options.filter, named_nodes(scenario));
        if (!filter) return session.expression_error("--filter", options.filter, filter.error());
        list.filter = std::move(*filter);
    }
    if (options.from) list.from = sim::kStart + *options.from;
    if (options.to) list.until = sim::kStart + *options.to;
    if (options.rows) list.max_rows = static_cast<std::size_t>(*options.rows);
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    const results::Analysis analysis{recorded.run};
    session.console.out << (options.json ? results::packets_json(analysis, list)
                                         : results::format_packets(analysis, list));
    return status_of(recorded.run.end(), session);
}

ExitStatus export_capture(const Scenario& scenario, const ExportOptions& options, const Session& session) {
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    for (const std::filesystem::path& file : results::write_pcapng(recorded.run, options.pcapng))
        session.console.out << file.string() << '\n';
    return status_of(recorded.run.end(), session);
}

ExitStatus bench(std::span<const Scenario> scenarios, const BenchOptions& options, const Session& session) {
    for (const Scenario& scenario : scenarios) {
        const auto measured = measure(scenario, options.repeat.value_or(1), session);
        if (!measured) return status_of(measured.error(), session);
        session.console.out << (options.json ? to_json(*measured) : to_text(*measured)) << std::endl;
    }
    return ExitStatus::Done;
}

}  // namespace

Engine real_engine() {
    return {.run = run,
            .ladder = ladder,
            .packets = packets,
            .sockets = show_sockets,
            .arp = show_arp,
            .mac = show_mac,
            .stp = show_stp,
            .counters = show_counters,
            .export_capture = export_capture,
            .bench = bench};
}

}  // namespace patchcord::scenarios

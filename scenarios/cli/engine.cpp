// One function a command. Each runs, shows on `out`, and ends with the status that the run deserves.
// The width of the output is that of the terminal, from COLUMNS or the operating system, else 100.
// Read next: scenarios/cli/engine.hpp.
#include "scenarios/cli/engine.hpp"

#include "results/analysis/analysis.hpp"
#include "results/export/json.hpp"
#include "results/export/ladder_text.hpp"
#include "results/export/pcapng.hpp"
#include "results/export/sockets_table.hpp"
#include "results/export/summary.hpp"
#include "scenarios/assemble/assemble.hpp"
#include "scenarios/cli/measurement.hpp"
#include "scenarios/cli/running.hpp"
#include "scenarios/description/suggest.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace patchcord::scenarios {
namespace {

results::PaintOptions paint_options(const Session& session) {
    const Style style = session.out_style();
    return {.width = session.console.columns, .color = style.color, .ascii = style.ascii};
}

ExitStatus run(const Scenario& scenario, const RunOptions& options, const Session& session) {
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    const results::Analysis analysis{recorded.run};
    const results::Outcome outcome{.fingerprint = recorded.fingerprint, .expectations = {}};
    std::ostream& out = session.console.out;
    if (options.json) {
        out << results::run_json(analysis, outcome) << '\n';
    } else {
        out << results::paint_ladder(analysis.ladder(), paint_options(session)) << '\n'
            << results::format_summary(analysis, outcome, {.ascii = session.out_style().ascii});
    }
    return status_of(recorded.run.end(), session);
}

ExitStatus ladder(const Scenario& scenario, const LadderOptions& options, const Session& session) {
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    const results::Analysis analysis{recorded.run};
    results::LadderOptions part;
    if (options.from) part.from = sim::kStart + *options.from;
    if (options.to) part.until = sim::kStart + *options.to;
    const results::LadderDisplay display = analysis.ladder(part);
    results::PaintOptions paint = paint_options(session);
    paint.max_rows = options.rows ? static_cast<std::size_t>(*options.rows) : results::PaintOptions::kAllRows;
    session.console.out << (options.json ? results::ladder_json(display) + "\n"
                                         : results::paint_ladder(display, paint));
    return status_of(recorded.run.end(), session);
}

ExitStatus sockets(const Scenario& scenario, const SocketsOptions& options, const Session& session) {
    std::vector<std::string_view> names;
    for (const NodeDescription& node : scenario.nodes) {
        if (node.kind == NodeKind::Host) names.push_back(node.name);
    }
    if (!options.host.empty() && std::ranges::find(names, options.host) == names.end()) {
        return session.usage_error("no host is called \"" + options.host + "\"",
                                   nearest(options.host, names));
    }
    announce(scenario, session);
    const Assembled assembled = assemble(scenario);
    start_apps(*assembled.network, scenario);
    RunLimits limits = run_limits(options.limits, session);
    if (options.at) limits.until = sim::kStart + *options.at;
    const results::RunEnd end = execute(*assembled.network, sim::kStart + scenario.until, limits);
    for (const std::string_view name : names) {
        if (!options.host.empty() && name != options.host) continue;
        const auto rows = models::host::netstat(*assembled.network->find_host(name));
        if (options.json) {
            session.console.out << results::sockets_json(rows, end.at, std::string{name}) << '\n';
        } else {
            session.console.out << fmt::format("{} at {:.6f} s\n", name, sim::seconds(end.at - sim::kStart))
                                << results::format_sockets(rows, end.at) << '\n';
        }
    }
    return status_of(end, session);
}

ExitStatus export_capture(const Scenario& scenario, const ExportOptions& options, const Session& session) {
    const Recorded recorded = run_recorded(scenario, options.limits, session);
    for (const std::filesystem::path& file : results::write_pcapng(recorded.run, options.pcapng))
        session.console.out << file.string() << '\n';
    return status_of(recorded.run.end(), session);
}

ExitStatus bench(std::span<const Scenario> scenarios, const BenchOptions& options, const Session& session) {
    for (const Scenario& scenario : scenarios) {
        const Measurement measured = measure(scenario, options.repeat, session);
        session.console.out << (options.json ? to_json(measured) : to_text(measured)) << '\n';
    }
    return ExitStatus::Done;
}

}  // namespace

Engine real_engine() {
    return {
        .run = run, .ladder = ladder, .sockets = sockets, .export_capture = export_capture, .bench = bench};
}

}  // namespace patchcord::scenarios

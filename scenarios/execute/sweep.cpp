// Workers take points in order; each loads the scenario anew with its values, so that nothing is shared
// between runs. The first line of the file names the columns and, in the last, the scenario by a digest of
// all that decides a run: it tells whether a row may be kept. Read next: scenarios/execute/sweep.hpp.
#include "scenarios/execute/sweep.hpp"

#include "results/analysis/analysis.hpp"
#include "results/export/output_file.hpp"
#include "results/query/packet_scope.hpp"
#include "scenarios/execute/execute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

namespace patchcord::scenarios {
namespace {

std::string csv_cell(std::string_view cell) {
    if (cell.find_first_of(",\"\n") == std::string_view::npos) return std::string{cell};
    std::string text = "\"";
    for (const char byte : cell) {
        if (byte == '"') text += '"';
        text += byte;
    }
    return text + '"';
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells(1);
    bool inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && inside && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += line[++i];
        } else if (line[i] == '"') {
            inside = !inside;
        } else if (line[i] == ',' && !inside) {
            cells.emplace_back();
        } else {
            cells.back() += line[i];
        }
    }
    return cells;
}

std::string joined(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells)
        line += (line.empty() ? "" : ",") + csv_cell(cell);
    return line + '\n';
}

std::vector<Override> overrides_of(const Scenario& scenario, const SweepOptions& options,
                                   const SweepPoint& point) {
    std::vector<Override> all = options.overrides;
    const auto& vary = scenario.sweep->vary;
    for (std::size_t i = 0; i < vary.size(); ++i)
        all.push_back(
            {vary[i].path, point.values[i], fmt::format("sweep {}={}", vary[i].path, point.values[i])});
    all.push_back({"seed", std::to_string(point.seed), "sweep seed"});
    return all;
}

/// The file of a sweep: rows that are there, and rows that come.
class SweepFile {
  public:
    SweepFile(const Scenario& scenario, const SweepOptions& options, const std::vector<SweepPoint>& points)
        : scenario_{scenario}, path_{options.out}, points_{points} {
        sim::Digest digest;
        const auto add = [&](const std::string& text) {
            digest.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        };
        std::ifstream source{options.scenario, std::ios::binary};
        add(std::string{std::istreambuf_iterator<char>{source}, {}});
        for (const Override& change : options.overrides) {
            add(change.path);
            add(change.value);
        }
        digest_ = fmt::format("{:016x}", digest.value());
    }

    /// Throws if it is there and of another sweep.
    std::vector<std::optional<SweepRow>> read() const {
        std::vector<std::optional<SweepRow>> rows(points_.size());
        std::ifstream file{path_};
        std::string line;
        if (!file || !std::getline(file, line)) return rows;
        if (line + '\n' != header())
            throw AnotherSweep{
                fmt::format("{} is of another sweep: remove it, or give another --out", path_.string())};
        while (std::getline(file, line)) {
            const auto cells = cells_of(line);
            std::size_t number = 0;
            const bool whole =
                cells.size() == columns() &&
                std::from_chars(cells[0].data(), cells[0].data() + cells[0].size(), number).ec == std::errc{};
            if (whole && number >= 1 && number <= rows.size() && !file.eof())
                rows[number - 1] = row_of(cells);
        }
        return rows;
    }
    /// Everything that is known, in order, under its name.
    void write(const std::vector<std::optional<SweepRow>>& rows) const {
        results::OutputFile file{path_};
        const auto put = [&](const std::string& text) {
            file.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        };
        put(header());
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i]) put(line_of(i, *rows[i]));
        file.commit();
    }
    void append(std::size_t number, const SweepRow& row) const {
        std::ofstream file{path_, std::ios::app};
        file << line_of(number, row) << std::flush;
        if (!file) throw std::system_error{errno, std::generic_category(), path_.string()};
    }

  private:
    std::size_t columns() const { return scenario_.sweep->vary.size() + scenario_.sweep->measure.size() + 6; }

    std::string header() const {
        std::vector<std::string> cells{"run"};
        for (const auto& vary : scenario_.sweep->vary)
            cells.push_back(vary.path);
        cells.insert(cells.end(), {"repetition", "seed"});
        for (const auto& measure : scenario_.sweep->measure)
            cells.push_back(measure.name);
        cells.insert(cells.end(), {"expect", "fingerprint", "scenario " + digest_});
        return joined(cells);
    }

    std::string line_of(std::size_t number, const SweepRow& row) const {
        const SweepPoint& point = points_[number];
        std::vector<std::string> cells{std::to_string(number + 1)};
        cells.insert(cells.end(), point.values.begin(), point.values.end());
        cells.push_back(std::to_string(point.repetition));
        cells.push_back(std::to_string(point.seed));
        for (const auto& measure : row.measures)
            cells.push_back(measure ? fmt::format("{}", *measure) : "");
        cells.insert(cells.end(), {row.held ? "held" : "failed", row.fingerprint, digest_});
        return joined(cells);
    }

    SweepRow row_of(const std::vector<std::string>& cells) const {
        SweepRow row;
        const std::size_t first = scenario_.sweep->vary.size() + 3;
        for (std::size_t i = 0; i < scenario_.sweep->measure.size(); ++i) {
            const std::string& cell = cells[first + i];
            double value = 0;
            const bool is_number =
                std::from_chars(cell.data(), cell.data() + cell.size(), value).ec == std::errc{};
            row.measures.push_back(is_number ? std::optional{value} : std::nullopt);
        }
        row.held = cells[cells.size() - 3] == "held";
        row.fingerprint = cells[cells.size() - 2];
        return row;
    }

    const Scenario& scenario_;
    std::filesystem::path path_;
    const std::vector<SweepPoint>& points_;
    std::string digest_;
};

SweepRow run_point(const Scenario& scenario) {
    const Recorded recorded = run_recorded(scenario, RunLimits{});
    const results::Analysis analysis{recorded.run};
    const results::PacketFacts facts{analysis};
    SweepRow row;
    for (const auto& measure : scenario.sweep->measure)
        row.measures.push_back(measure.question.measure(analysis, facts, recorded.sockets));
    for (const results::Question& question : scenario.expect)
        row.held = row.held && question.ask(analysis, facts, recorded.sockets).held;
    const sim::Fingerprint& fingerprint = recorded.fingerprint;
    row.fingerprint = fmt::format("{:016x}{:016x}{:016x}", fingerprint.wire.value(),
                                  fingerprint.order.value(), fingerprint.state.value());
    return row;
}

/// Each combination is read once, so that a mistake is found before anything runs.
std::vector<Diagnostic> problems_of(const Scenario& scenario, const SweepOptions& options,
                                    const std::vector<SweepPoint>& points) {
    for (const SweepPoint& point : points) {
        if (point.repetition > 1) continue;
        LoadResult result = load_scenario_file(
            options.scenario, {options.applications, overrides_of(scenario, options, point)});
        if (!result.scenario) return std::move(result.problems);
    }
    return {};
}

}  // namespace

std::vector<SweepPoint> sweep_points(const Scenario& scenario) {
    std::vector<SweepPoint> points{{.values = {}, .repetition = 1, .seed = scenario.seed}};
    for (const auto& vary : scenario.sweep->vary) {
        std::vector<SweepPoint> more;
        for (const SweepPoint& point : points) {
            for (const std::string& value : vary.values) {
                more.push_back(point);
                more.back().values.push_back(value);
            }
        }
        points = std::move(more);
    }
    std::vector<SweepPoint> all;
    for (const SweepPoint& point : points) {
        for (std::int64_t repetition = 1; repetition <= scenario.sweep->repetitions; ++repetition) {
            all.push_back(point);
            all.back().repetition = repetition;
            all.back().seed += static_cast<std::uint64_t>(repetition - 1);
        }
    }
    return all;
}

SweepOutcome run_sweep(const Scenario& scenario, const SweepOptions& options) {
    const std::vector<SweepPoint> points = sweep_points(scenario);
    SweepOutcome outcome;
    outcome.problems = problems_of(scenario, options, points);
    if (!outcome.problems.empty()) return outcome;
    const SweepFile file{scenario, options, points};
    outcome.rows = file.read();
    outcome.resumed = static_cast<std::size_t>(
        std::ranges::count_if(outcome.rows, [](const auto& row) { return row.has_value(); }));
    file.write(outcome.rows);

    std::atomic<std::size_t> next{0};
    std::atomic<bool> stopped{false};
    std::size_t done = outcome.resumed;
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
        for (std::size_t number = next++; number < points.size(); number = next++) {
            if (outcome.rows[number]) continue;
            if (options.interrupted && options.interrupted()) stopped = true;
            if (stopped) return;
            try {
                const LoadResult loaded = load_scenario_file(
                    options.scenario,
                    {options.applications, overrides_of(scenario, options, points[number])});
                SweepRow row = run_point(*loaded.scenario);
                const std::scoped_lock lock{mutex};
                file.append(number, row);
                outcome.rows[number] = std::move(row);
                if (options.progress) options.progress(++done, points.size());
            } catch (...) {
                const std::scoped_lock lock{mutex};
                failure = std::current_exception();
                stopped = true;
            }
        }
    };
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < options.jobs; ++i)
            workers.emplace_back(work);
    }
    if (failure) std::rethrow_exception(failure);
    file.write(outcome.rows);
    return outcome;
}

}  // namespace patchcord::scenarios

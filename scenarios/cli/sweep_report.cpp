// Repetitions of a combination stand next to each other in the plan, so a combination is a stretch of rows. A
// bar is drawn in eighths of a column where the screen can. Read next: scenarios/cli/sweep_report.hpp.
#include "scenarios/cli/sweep_report.hpp"

#include "results/export/table.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace patchcord::scenarios {
namespace {

using results::Table;
using enum results::Table::Align;

struct Combination {
    std::vector<std::string> values;
    std::vector<std::optional<double>> means;  // by measure
    std::size_t runs = 0;
    std::size_t failed = 0;
};

std::vector<Combination> combine(const Scenario& scenario, const SweepOutcome& outcome) {
    const std::vector<SweepPoint> points = sweep_points(scenario);
    const std::size_t measures = scenario.sweep->measure.size();
    const auto repetitions = static_cast<std::size_t>(scenario.sweep->repetitions);
    std::vector<Combination> all;
    for (std::size_t first = 0; first < points.size(); first += repetitions) {
        Combination one{.values = points[first].values, .means = {}};
        std::vector<double> sums(measures);
        std::vector<std::size_t> counts(measures);
        for (std::size_t at = first; at < first + repetitions; ++at) {
            if (!outcome.rows[at]) continue;
            ++one.runs;
            one.failed += outcome.rows[at]->held ? 0 : 1;
            for (std::size_t i = 0; i < measures; ++i) {
                if (!outcome.rows[at]->measures[i]) continue;
                sums[i] += *outcome.rows[at]->measures[i];
                ++counts[i];
            }
        }
        for (std::size_t i = 0; i < measures; ++i)
            one.means.push_back(counts[i] == 0 ? std::nullopt
                                               : std::optional{sums[i] / static_cast<double>(counts[i])});
        all.push_back(std::move(one));
    }
    return all;
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{:.6g}", *value) : "-";
}

std::string table_of(const Scenario& scenario, const std::vector<Combination>& all, const SweepStyle& style) {
    const auto say_it = [&](std::string_view english, std::string_view korean) {
        return std::string{say(style.language, english, korean)};
    };
    Table table;
    for (const auto& vary : scenario.sweep->vary)
        table.add_column(vary.path, Right);
    table.add_column(say_it("runs", "실행"), Right);
    for (const auto& measure : scenario.sweep->measure)
        table.add_column(measure.name, Right);
    if (!scenario.expect.empty()) table.add_column(say_it("expect", "기대"), Left);
    for (const Combination& one : all) {
        std::vector<std::string> cells = one.values;
        cells.push_back(std::to_string(one.runs));
        for (const auto& mean : one.means)
            cells.push_back(number(mean));
        if (!scenario.expect.empty())
            cells.push_back(one.failed == 0 ? say_it("held", "성립")
                                            : fmt::format("{} {}", one.failed, say_it("failed", "실패")));
        table.add_row(std::move(cells));
    }
    return table.text();
}

std::string bar(double share, std::size_t width, bool ascii) {
    const auto eighths = static_cast<std::size_t>(std::lround(share * static_cast<double>(8 * width)));
    if (ascii) return std::string((eighths + 4) / 8, '#');
    static constexpr const char* kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    std::string text;
    for (std::size_t i = 0; i < eighths / 8; ++i)
        text += "█";
    return text + kParts[eighths % 8];
}

std::string chart_of(const Scenario& scenario, const std::vector<Combination>& all, const SweepStyle& style) {
    const auto& measures = scenario.sweep->measure;
    const auto drawn = std::ranges::find(measures, scenario.sweep->chart, &SweepDescription::Measure::name);
    if (drawn == measures.end()) return {};
    const auto which = static_cast<std::size_t>(drawn - measures.begin());
    double largest = 0;
    std::size_t label = 0;
    std::vector<std::string> labels;
    for (const Combination& one : all) {
        labels.push_back(fmt::format("{}", fmt::join(one.values, ", ")));
        label = std::max(label, labels.back().size());
        if (one.means[which]) largest = std::max(largest, *one.means[which]);
    }
    constexpr std::size_t kNumber = 14;
    const std::size_t width = style.columns > label + kNumber + 10 ? style.columns - label - kNumber : 10;
    std::string text = fmt::format("\n {}\n", measures[which].name);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& mean = all[i].means[which];
        const double share = mean && *mean > 0 ? *mean / largest : 0;
        text += fmt::format(" {:>{}} {}{} {}\n", labels[i], label, style.ascii ? "|" : "▏",
                            bar(share, width, style.ascii), number(mean));
    }
    return text;
}

}  // namespace

std::string sweep_report(const Scenario& scenario, const SweepOutcome& outcome, const SweepStyle& style) {
    const std::vector<Combination> all = combine(scenario, outcome);
    return table_of(scenario, all, style) + chart_of(scenario, all, style);
}

}  // namespace patchcord::scenarios

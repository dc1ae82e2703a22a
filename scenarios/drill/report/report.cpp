// Texts only; nothing is written to files here.
// A failure's first line has the form that editors and compilers know: file, line, column, what.
// Read next: scenarios/drill/report/report.hpp.
#include "scenarios/drill/report/report.hpp"

#include "results/analysis/analysis.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {
namespace {

constexpr std::size_t kRowsBeforeFailure = 12;

std::string_view word(Verdict verdict) {
    switch (verdict) {
        case Verdict::Passed:
            return "ok";
        case Verdict::Failed:
            return "FAILED";
        case Verdict::Unsupported:
            return "unsupported";
    }
    return "?";
}

std::string heading(const std::string& file, const Problem& problem) {
    const std::string_view kind = problem.kind == Problem::Kind::Unsupported ? "unsupported: " : "";
    return fmt::format("{}:{}:{}: {}{}", file, problem.place.line, problem.place.column, kind,
                       problem.message);
}

std::string details(const ScriptResult& result) {
    std::string text;
    if (!result.line.empty())
        text += fmt::format(
            "{:>9} {}\n", fmt::format("line {}", result.problem->place.line),
            result.line.substr(std::min(result.line.find_first_not_of(" \t"), result.line.size())));
    for (const std::string& line : result.problem->details)
        text += line + '\n';
    return text;
}

std::string painted(const results::Run& run, std::size_t rows, results::PaintOptions paint) {
    const results::Analysis analysis{run};
    results::LadderDisplay display = analysis.ladder();
    if (display.rows.size() > rows)
        display.rows.erase(display.rows.begin(), display.rows.end() - static_cast<std::ptrdiff_t>(rows));
    paint.max_rows = results::PaintOptions::kAllRows;
    return results::paint_ladder(display, paint);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '&')
            out += "&amp;";
        else if (letter == '<')
            out += "&lt;";
        else if (letter == '>')
            out += "&gt;";
        else if (letter == '"')
            out += "&quot;";
        else if (byte >= 0x20 || letter == '\n' || letter == '\t')
            out += letter;
        else
            out += '?';
    }
    return out;
}

}  // namespace

Tally count(std::span<const ScriptResult> results) {
    Tally tally;
    for (const ScriptResult& result : results) {
        tally.passed += result.verdict == Verdict::Passed ? 1 : 0;
        tally.failed += result.verdict == Verdict::Failed ? 1 : 0;
        tally.unsupported += result.verdict == Verdict::Unsupported ? 1 : 0;
    }
    return tally;
}

std::string summary(const Tally& tally) {
    return fmt::format("{} passed, {} failed, {} unsupported", tally.passed, tally.failed, tally.unsupported);
}

std::string story(const ScriptResult& result, bool ladder, const results::PaintOptions& paint) {
    std::string text = result.output;
    for (const Problem& warning : result.warnings)
        text += "warning: " + heading(result.file, warning) + '\n';
    text += fmt::format("{:<12}{}\n", word(result.verdict), result.file);
    if (result.problem) text += heading(result.file, *result.problem) + '\n' + details(result);
    const bool failed = result.problem && result.verdict == Verdict::Failed;
    if (result.run && (ladder || failed))
        text += '\n' + painted(*result.run, ladder ? SIZE_MAX : kRowsBeforeFailure, paint) + '\n';
    return text;
}

std::string tap(std::span<const ScriptResult> results) {
    std::string text = fmt::format("TAP version 13\n1..{}\n", results.size());
    std::size_t number = 0;
    for (const ScriptResult& result : results) {
        ++number;
        const bool failed = result.verdict == Verdict::Failed;
        text += fmt::format("{} {} - {}", failed ? "not ok" : "ok", number, result.file);
        if (result.verdict == Verdict::Unsupported)
            text += fmt::format(" # SKIP unsupported: {}", result.problem->message);
        text += '\n';
        if (!failed) continue;
        std::string lines = heading(result.file, *result.problem) + '\n' + details(result);
        lines.pop_back();
        for (std::size_t at = 0; at != std::string::npos && (at = lines.find('\n', at)) != std::string::npos;
             at += 3)
            lines.replace(at, 1, "\n# ");
        text += "# " + lines + '\n';
    }
    return text;
}

std::string junit(std::span<const ScriptResult> results) {
    const Tally tally = count(results);
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    text += fmt::format(
        "<testsuite name=\"patchcord drill\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n",
        results.size(), tally.failed, tally.unsupported);
    for (const ScriptResult& result : results) {
        const double time = result.run ? sim::seconds(result.run->end().at - sim::kStart) : 0.0;
        text += fmt::format("  <testcase name=\"{}\" classname=\"drill\" time=\"{:.6f}\"",
                            escaped(result.file), time);
        if (!result.problem) {
            text += "/>\n";
            continue;
        }
        const std::string message = escaped(heading(result.file, *result.problem));
        if (result.verdict == Verdict::Unsupported) {
            text += fmt::format(">\n    <skipped message=\"{}\"/>\n  </testcase>\n", message);
        } else {
            text += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n", message,
                                escaped(details(result)));
        }
    }
    return text + "</testsuite>\n";
}

}  // namespace patchcord::scenarios::drill

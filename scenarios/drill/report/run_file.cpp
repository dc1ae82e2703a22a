// The script's own options first, those of the command line behind them.
// Read next: scenarios/drill/run/runner.hpp.
#include "scenarios/drill/report/script_result.hpp"
#include "scenarios/drill/run/runner.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace patchcord::scenarios::drill {
namespace {

std::string line_at(std::string_view text, std::uint32_t number) {
    for (; number > 1 && !text.empty(); --number)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return std::string{text.substr(0, text.find('\n'))};
}

MaybeProblem apply(Settings& settings, std::string_view name, std::string_view value, language::Place place) {
    const auto problem = set(settings, name, value);
    if (!problem) return std::nullopt;
    return problem->unsupported ? unsupported(place, problem->message) : invalid(place, problem->message);
}

MaybeProblem apply_all(Settings& settings, const language::Script& script, const Given& given) {
    for (const language::ScriptOption& option : script.options) {
        if (auto problem = apply(settings, option.name, option.value, option.place)) return problem;
    }
    for (const auto& [name, value] : given.options) {
        if (auto problem = apply(settings, name, value, {})) return problem;
    }
    return std::nullopt;
}

void fill(ScriptResult& result, MaybeProblem problem, std::string_view text) {
    if (!problem) return;
    const bool is_unsupported = problem->kind == Problem::Kind::Unsupported;
    result.verdict = is_unsupported ? Verdict::Unsupported : Verdict::Failed;
    result.line = line_at(text, problem->place.line);
    result.problem = std::move(problem);
}

}  // namespace

ScriptResult run_text(std::string_view text, const std::filesystem::path& file, const Given& given) {
    ScriptResult result{file.string()};
    const auto script = language::parse(text, file.string(), given.definitions);
    if (!script) {
        const language::SyntaxError& error = script.error();
        fill(
            result,
            error.unsupported ? unsupported(error.place, error.message) : invalid(error.place, error.message),
            text);
        return result;
    }
    Settings settings;
    if (auto problem = apply_all(settings, *script, given)) {
        fill(result, std::move(problem), text);
        return result;
    }
    if (settings.dry_run) return result;
    Outcome outcome = run_script(*script, settings, file.parent_path());
    result.warnings = std::move(outcome.warnings);
    result.output = std::move(outcome.output);
    result.run = std::move(outcome.run);
    fill(result, std::move(outcome.problem), text);
    return result;
}

ScriptResult run_file(const std::filesystem::path& file, const Given& given) {
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream.is_open() || stream.bad()) {
        ScriptResult result{file.string(), Verdict::Failed};
        result.problem = invalid({}, "the file cannot be read");
        return result;
    }
    return run_text(std::move(text).str(), file, given);
}

}  // namespace patchcord::scenarios::drill

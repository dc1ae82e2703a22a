// What came of one packet script, with the text of the lines that a report shows.
// Read next: scenarios/drill/report/run_file.cpp, scenarios/drill/report/report.hpp.
// Not here: the run itself (scenarios/drill/run/runner.hpp).
#pragma once

#include "results/record/run.hpp"
#include "scenarios/drill/language/parser.hpp"
#include "scenarios/drill/run/problem.hpp"
#include "scenarios/drill/run/settings.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::scenarios::drill {

enum class Verdict : std::uint8_t { Passed, Failed, Unsupported };

struct ScriptResult {
    std::string file;
    Verdict verdict = Verdict::Passed;
    std::optional<Problem> problem{};
    std::string line{};  ///< of the script, where the problem is
    std::vector<Problem> warnings{};
    std::string output{};  ///< of print() in the script's code
    std::optional<results::Run> run{};
};

/// What the command line says for every script.
struct Given {
    std::vector<std::pair<std::string, std::string>> options;  ///< names without dashes
    language::Definitions definitions;
};

/// Reads and runs a script under each profile that a line `// profiles: linux rfc` at its beginning names;
/// once under the given one, or the default, when there is a `--profile` or no such line.
std::vector<ScriptResult> run_under_its_profiles(const std::filesystem::path& file, const Given& given);
/// Reads and runs a script. One that cannot be read or makes no sense has failed.
ScriptResult run_file(const std::filesystem::path& file, const Given& given);
/// The same with the script's text; `file` is its name, and tells where commands read files.
ScriptResult run_text(std::string_view text, const std::filesystem::path& file, const Given& given);

}  // namespace patchcord::scenarios::drill

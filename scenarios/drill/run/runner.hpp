// Runs one packet script from the first event to the last: simulated time, so a script of minutes takes
// milliseconds. Not here: files, and what is printed (scenarios/drill/report).
// Read next: scenarios/drill/run/runner.cpp.
#pragma once

#include "results/record/run.hpp"
#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/problem.hpp"
#include "scenarios/drill/run/settings.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

struct Outcome {
    std::optional<Problem> problem;   ///< nothing: passed
    std::vector<Problem> warnings;    ///< what --non_fatal forgave
    std::optional<results::Run> run;  ///< what happened; absent when nothing did
    std::string output;               ///< of print() in code
};

/// `settings` have the script's options and the command line's. Commands read files from `folder`.
Outcome run_script(const language::Script& script, const Settings& settings,
                   const std::filesystem::path& folder);

}  // namespace patchcord::scenarios::drill

// From the text of a scenario to a Scenario, or to the list of everything that is wrong with it. Nothing in
// between: a scenario with a problem is never run. Files are UTF-8, JSON with // and /* */ comments, at most
// 16 MiB. Read next: scenarios/load/loader.cpp, scenarios/description/tables.hpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "scenarios/description/diagnostic.hpp"
#include "scenarios/description/scenario.hpp"
#include "scenarios/description/source.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace patchcord::scenarios {

inline constexpr std::size_t kMaxFileSize = 16 << 20;  ///< bytes

/// A value from the command line that replaces one of the file, or adds it.
struct Override {
    std::string path;   ///< names and positions through the file: "cables.0.length"
    std::string value;  ///< JSON; what is not JSON is taken as a string
    std::string label;  ///< what problems are called after: "--set cables.0.length=150m"
};

struct LoadOptions {
    std::span<const models::apps::AppDescription> applications;  ///< models::apps::catalogue()
    std::vector<Override> overrides;                             ///< applied in this order
};

struct LoadResult {
    std::optional<Scenario> scenario;  ///< present exactly if there are no problems
    std::vector<Diagnostic> problems;  ///< in the order of the file; Diagnostics::kLimit of them at the most
};

/// Loads `path`. Throws std::system_error if the file cannot be read; everything else is a problem in the
/// result.
LoadResult load_scenario_file(const std::filesystem::path& path, const LoadOptions& options);

/// Loads a text. Its name is where problems are said to be; without folder and ending it is the scenario's.
LoadResult load_scenario(std::shared_ptr<const SourceText> source, const LoadOptions& options);

}  // namespace patchcord::scenarios

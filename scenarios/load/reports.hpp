// What `patchcord check --json` and `patchcord list --json` print: one JSON object each, with the name of its
// schema. Readers ignore fields that they do not know.
// Read next: scenarios/cli/commands/check_command.cpp.
#pragma once

#include "scenarios/load/loader.hpp"

#include <span>
#include <string>

namespace patchcord::scenarios {

/// A file that was loaded, under the name by which it was asked for.
struct LoadedFile {
    std::string name;
    std::string file;
    LoadResult result;
};

/// {"schema": "patchcord.check/1", "files": [{"file", "valid", "problems": [{"file", "line", "column",
/// "pointer", ...}]}]}
std::string check_report(std::span<const LoadedFile> files);
/// {"schema": "patchcord.list/1", "scenarios": [{"name", "file", "valid", "title": {"en", "ko"}, ...}]}
std::string list_report(std::span<const LoadedFile> files);

}  // namespace patchcord::scenarios

// What people and machines are told of packet scripts: lines with what was expected and what came, with the
// ladder around it; TAP; JUnit's XML. Read next: scenarios/drill/report/report.cpp.
// Not here: which scripts are run (scenarios/cli/commands/drill_command.cpp).
#pragma once

#include "results/export/ladder/ladder_text.hpp"
#include "scenarios/drill/report/script_result.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace patchcord::scenarios::drill {

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t unsupported = 0;
};
Tally count(std::span<const ScriptResult> results);
/// "3 passed, 1 failed, 0 unsupported".
std::string summary(const Tally& tally);

/// For people: one line when it passed, the whole story when not. `ladder`: draw all that happened, else only
/// what was before a failure.
std::string story(const ScriptResult& result, bool ladder, const results::PaintOptions& paint);
/// Test Anything Protocol, version 13.
std::string tap(std::span<const ScriptResult> results);
std::string junit(std::span<const ScriptResult> results);

}  // namespace patchcord::scenarios::drill

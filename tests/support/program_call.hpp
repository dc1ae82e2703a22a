// The program as it is called from a shell: its arguments in, what it prints and its exit status out. With
// the engine that people have and the scenarios that come along. For tests that see the scenarios. Read next:
// scenarios/cli/program.hpp, tests/scenarios/cli/engine_test.cpp.
#pragma once

#include "models/apps/registry.hpp"
#include "scenarios/cli/engine.hpp"
#include "scenarios/cli/program.hpp"

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::tests {

struct Printed {
    scenarios::ExitStatus status;
    std::string out;
    std::string err;
};

inline Printed call_engine(std::vector<std::string> arguments) {
    std::ostringstream out, err;
    scenarios::Console console{.out = out, .err = err};
    const scenarios::Catalogue catalogue{std::string{PATCHCORD_SOURCE_DIR} + "/scenarios"};
    const scenarios::Engine engine = scenarios::real_engine();
    scenarios::Session session{console, catalogue, models::apps::catalogue(), engine};
    const scenarios::ExitStatus status = scenarios::run_program(std::move(arguments), session);
    return {status, out.str(), err.str()};
}

inline bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace patchcord::tests

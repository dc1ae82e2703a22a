// Arbitrary text through the loader. It is a scenario or there is something to say about it, never both;
// every problem has a place in the text and a sentence, and can be printed; what is accepted can be assembled
// and runs some hundred events. Read next: scenarios/load/loader.hpp, tests/fuzz/replay_main.cpp.
#include "models/apps/registry.hpp"
#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/loader.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

namespace {

using namespace patchcord;
using namespace patchcord::scenarios;

void require(bool condition) {
    if (!condition) std::abort();
}

void look_at(const Diagnostic& problem, const SourceText& source) {
    require(!problem.message.empty());
    require(problem.place.source != nullptr);
    require(problem.place.begin <= problem.place.end && problem.place.end <= source.text().size());
    require(problem.place.line() >= 1 && problem.place.column() >= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto source = std::make_shared<const SourceText>(
        "fuzz.json", std::string{reinterpret_cast<const char*>(data), size});
    const LoadResult result = load_scenario(source, {models::apps::catalogue(), {}});
    require(result.scenario.has_value() == result.problems.empty());
    for (const Diagnostic& problem : result.problems)
        look_at(problem, *source);
    std::ostringstream printed;
    print_diagnostics(printed, result.problems, {});
    require(printed.str().empty() == result.problems.empty());
    constexpr std::size_t kMostNodes = 20;  // more would make the fuzzer slow, and find nothing else
    if (result.scenario && result.scenario->nodes.size() <= kMostNodes) {
        RunLimits limits;
        limits.events = 300;
        run_recorded(*result.scenario, limits);
    }
    return 0;
}

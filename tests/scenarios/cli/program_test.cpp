// The command line: what is understood, what is refused, where output goes, and the exit status.
// Read next: scenarios/cli/program.hpp.
#include "scenarios/cli/program.hpp"

#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

using namespace patchcord::scenarios;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const std::string kSource = PATCHCORD_SOURCE_DIR;

struct Outcome {
    ExitStatus status;
    std::string out;
    std::string err;
    std::vector<Scenario> scenarios;  ///< that the engine was given
    RunOptions run;
    bool color = false;
};

/// Runs the program with an engine that only notes what it is asked.
Outcome call(std::vector<std::string> arguments, bool terminal = false) {
    std::ostringstream out, err;
    Outcome outcome{};
    Engine engine;
    engine.run = [&](const Scenario& scenario, const RunOptions& options, const Session& session) {
        outcome.scenarios.push_back(scenario);
        outcome.run = options;
        outcome.color = session.out_style().color;
        session.console.out << "ran\n";
        return options.limits.max_events == 1u ? ExitStatus::LimitReached : ExitStatus::Done;
    };
    engine.bench = [&](std::span<const Scenario> scenarios, const BenchOptions&, const Session&) {
        outcome.scenarios.assign(scenarios.begin(), scenarios.end());
        return ExitStatus::Done;
    };
    Console console{.out = out, .err = err, .out_is_terminal = terminal, .err_is_terminal = terminal};
    const Catalogue catalogue{kSource + "/tests/scenarios/cli/catalogue"};
    Session session{console, catalogue, testing::kApplications, engine};
    outcome.status = run_program(std::move(arguments), session);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("help is for standard output, examples first") {
    for (const auto& arguments :
         {std::vector<std::string>{"--help"}, {"run", "--help"}, {"-h"}, {"run", "lost-segment", "-h"}}) {
        const Outcome outcome = call(arguments);
        CHECK(outcome.status == ExitStatus::Done);
        CHECK(outcome.err.empty());
        CHECK(outcome.out.find("Examples:") < outcome.out.find("Usage:"));
        CHECK(outcome.out.find("Usage:") < outcome.out.find("Options:"));
        CHECK(outcome.scenarios.empty());
    }
    CHECK(contains(call({"run", "--help"}).out, "--set PATH=VALUE"));
}

TEST_CASE("without a command there is help, and an error") {
    const Outcome outcome = call({});
    CHECK(outcome.status == ExitStatus::Usage);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, "Commands:"));
}

TEST_CASE("the version is that of the build") {
    CHECK(call({"--version"}).out == "patchcord " + std::string{kVersion} + "\n");
    std::ifstream stream{kSource + "/CMakeLists.txt"};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    CHECK(contains(text, "VERSION " + std::string{kVersion} + " "));
}

TEST_CASE("only commands that the engine can do are offered") {
    CHECK(!contains(call({"--help"}).out, "  export "));
    CHECK(call({"export", "arp", "--pcapng", "x"}).status == ExitStatus::Usage);
}

TEST_CASE("unknown words come with the nearest that is known") {
    const Outcome command = call({"rnu", "lost-segment"});
    CHECK(command.status == ExitStatus::Usage);
    CHECK(contains(command.err, "unknown command \"rnu\""));
    CHECK(contains(command.err, "did you mean \"run\"?"));
    const Outcome option = call({"run", "lost-segment", "--sed", "7"});
    CHECK(option.status == ExitStatus::Usage);
    CHECK(option.err ==
          "patchcord run: unknown option \"--sed\"; did you mean \"--seed\"?\nTry: patchcord run --help\n");
    CHECK(contains(call({"run", "--untill=5s", "arp"}).err, "did you mean \"--until\"?"));
    const Outcome name = call({"run", "lost-segmnt"});
    CHECK(name.status == ExitStatus::Usage);
    CHECK(contains(name.err, "did you mean \"lost-segment\"?"));
    CHECK(contains(call({"run", "arp", "ping"}).err, "what is meant by \"ping\"?"));
    CHECK(contains(call({"--colour", "always", "list"}).err, "did you mean \"--color\"?"));
}

TEST_CASE("what is missing or cannot be read is said") {
    CHECK(contains(call({"run"}).err, "SCENARIO is required"));
    CHECK(contains(call({"run", "arp", "--until", "5"}).err, "\"5\" has no unit"));
    CHECK(contains(call({"run", "arp", "--until", "5"}).err, "did you mean \"5 s\"?"));
    CHECK(contains(call({"run", "arp", "--seed", "x"}).err, "--seed"));
    CHECK(contains(call({"run", "arp", "--set", "seed"}).err, "PATH=VALUE"));
    CHECK(contains(call({"run", "arp", "--color", "pink"}).err, "expected auto, always or never"));
    CHECK(contains(call({"run", "arp", "--max-events", "0"}).err, "--max-events"));
    CHECK(call({"run", "arp", "--max-events", "-1"}).status == ExitStatus::Usage);
}

TEST_CASE("options stand before and after operands") {
    for (const auto& arguments : {std::vector<std::string>{"run", "arp", "--seed", "9", "--json"},
                                  {"run", "--seed", "9", "arp", "--json"},
                                  {"run", "--json", "--seed=9", "arp"},
                                  {"--quiet", "run", "--set", "seed=9", "arp", "--json"}}) {
        const Outcome outcome = call(arguments);
        CHECK(outcome.status == ExitStatus::Done);
        REQUIRE(outcome.scenarios.size() == 1);
        CHECK(outcome.scenarios[0].name == "arp");
        CHECK(outcome.scenarios[0].seed == 9);
        CHECK(outcome.run.json);
    }
}

TEST_CASE("options of a run arrive") {
    const Outcome outcome =
        call({"run", "two-hosts", "--until", "5 s", "--max-events", "1000", "--wall-limit", "1 min", "--set",
              "cables.0.length=150m", "--set", "nodes.client.tcp.nagle=false"});
    REQUIRE(outcome.scenarios.size() == 1);
    CHECK(outcome.scenarios[0].until == 5s);
    CHECK(outcome.scenarios[0].cables[0].length.millimetres == 150'000);
    CHECK(outcome.scenarios[0].nodes[0].tcp.nagle == false);
    CHECK(outcome.run.limits.max_events == 1'000u);
    CHECK(outcome.run.limits.wall_limit == 1min);
    CHECK(call({"run", "two-hosts", "--max-events", "1"}).status == ExitStatus::LimitReached);
}

TEST_CASE("a wrong scenario ends with status 3, its problems on err, nothing on out, nothing run") {
    const Outcome outcome = call({"run", kSource + "/tests/scenarios/bad/many.json"});
    CHECK(outcome.status == ExitStatus::ScenarioInvalid);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, "many.json:13:12: error: 10 has no unit in /until\n"));
    CHECK(outcome.scenarios.empty());
    const Outcome set = call({"run", "arp", "--set", "cables.0.length=20"});
    CHECK(set.status == ExitStatus::ScenarioInvalid);
    CHECK(contains(set.err, "--set cables.0.length=20: error: 20 has no unit in /cables/0/length\n"));
}

TEST_CASE("a file that cannot be read is an exception for main") {
    CHECK_THROWS_AS(call({"run", "no-such-file.json"}), std::system_error);
    CHECK_THROWS_AS(call({"run", "no/such/file"}), std::system_error);
}

TEST_CASE("color follows the terminal unless it is told otherwise") {
    CHECK(!call({"run", "arp"}).color);
    CHECK(call({"run", "arp"}, true).color);
    CHECK(!call({"run", "arp", "--color", "never"}, true).color);
    CHECK(call({"run", "arp", "--color", "always"}).color);
}

TEST_CASE("check says what a good file holds and all that is wrong with a bad one") {
    const Outcome good = call({"check", "lost-segment", "arp"});
    CHECK(good.status == ExitStatus::Done);
    CHECK(good.out ==
          "lost-segment: ok (2 hosts, 1 cable, 2 apps, 1 fault)\narp: ok (3 hosts, 1 switch, 3 cables, 2 "
          "apps)\n");
    CHECK(good.err.empty());
    const Outcome bad = call({"check", "arp", kSource + "/tests/scenarios/bad/key-unknown.json"});
    CHECK(bad.status == ExitStatus::ScenarioInvalid);
    CHECK(contains(bad.out, "arp: ok"));
    CHECK(contains(bad.err, "did you mean \"length\"?"));
    CHECK(call({"check"}).status == ExitStatus::Usage);
}

TEST_CASE("check --json is for programs") {
    const Outcome outcome = call({"check", "--json", kSource + "/tests/scenarios/bad/key-unknown.json"});
    CHECK(outcome.status == ExitStatus::ScenarioInvalid);
    CHECK(outcome.err.empty());
    for (const char* const part :
         {"\"schema\": \"patchcord.check/1\"", "\"valid\": false", "\"line\": 7", "\"column\": 50",
          "\"pointer\": \"/cables/0\"", "\"suggestion\": \"\\\"length\\\"\""}) {
        CHECK_MESSAGE(contains(outcome.out, part), part);
    }
}

TEST_CASE("check --keys shows the tables") {
    const Outcome outcome = call({"check", "--keys"});
    CHECK(outcome.status == ExitStatus::Done);
    for (const char* const part :
         {"receive_buffer", "app \"echo-client\"", "call \"connect\"", "(default 20 m)"}) {
        CHECK_MESSAGE(contains(outcome.out, part), part);
    }
}

TEST_CASE("list shows names and titles") {
    const Outcome outcome = call({"list"});
    CHECK(outcome.status == ExitStatus::Done);
    CHECK(contains(outcome.out, "two-hosts"));
    CHECK(contains(outcome.out, "A lost segment is sent again"));
    CHECK(contains(outcome.out, "bench/bulk2"));
    CHECK(contains(call({"list", "--json"}).out, "\"schema\": \"patchcord.list/1\""));
    CHECK(contains(call({"list", "--json"}).out, "잃어버린 세그먼트는 다시 보낸다"));
}

TEST_CASE("bench takes names without their folder, or all of bench") {
    CHECK(call({"bench", "bulk2"}).scenarios.size() == 1);
    CHECK(call({"bench"}).scenarios.at(0).name == "bulk2");
    CHECK(call({"bench", "bulk2", "--repeat", "0"}).status == ExitStatus::Usage);
}

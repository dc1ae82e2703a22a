// patchcord sweep: all combinations, each once, in one file that an interrupted sweep goes on with.
#include "scenarios/execute/sweep.hpp"

#include "tests/support/program_call.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

using namespace patchcord::scenarios;
using patchcord::tests::call_engine;
using patchcord::tests::Printed;

namespace {

struct Folder {
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string file(const std::string& name) const { return (path / name).string(); }
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("patchcord-sweep-" + std::to_string(getpid()));
};

std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file{path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

std::string small_sweep(const Folder& folder, const std::string& sweep) {
    const std::string path = folder.file("small.json");
    std::ofstream{path} << R"({ "nodes": { "a": { "kind": "host", "address": "10.0.0.1/24" },
        "b": { "kind": "host", "address": "10.0.0.2/24" } }, "cables": [ { "between": ["a", "b"] } ],
        "apps": [ { "on": "a", "app": "ping", "to": "b", "count": 3, "interval": "10 ms" } ],
        "sweep": )" << sweep
                        << " }";
    return path;
}

}  // namespace

TEST_CASE(
    "a sweep runs every combination as often as it says, and the rows are the same on any number of "
    "processors") {
    const Folder folder;
    const std::string scenario =
        small_sweep(folder, R"-({ "vary": { "cables.0.length": ["10 m", "100 m"], "apps.0.count": [1, 2, 3] },
        "repetitions": 2, "measure": { "answers": "count(icmp.echo-reply)", "first": "first(icmp.echo-reply).time" },
        "chart": "answers" })-");
    const std::string one = folder.file("one.csv");
    const std::string four = folder.file("four.csv");
    const Printed first = call_engine({"sweep", scenario, "-j", "1", "--out", one});
    CHECK(first.status == ExitStatus::Done);
    CHECK(call_engine({"sweep", scenario, "-j", "4", "--out", four}).status == ExitStatus::Done);
    const auto lines = lines_of(one);
    REQUIRE(lines.size() == 13);
    CHECK(lines == lines_of(four));
    CHECK(lines[0].starts_with(
        "run,cables.0.length,apps.0.count,repetition,seed,answers,first,expect,fingerprint,scenario "));
    CHECK(lines[1].starts_with("1,10 m,1,1,1,1,"));
    CHECK(lines[2].starts_with("2,10 m,1,2,2,1,"));
    CHECK(lines[12].starts_with("12,100 m,3,2,2,3,"));
    CHECK(first.out.find("         100 m             3     2        3") != std::string::npos);
    CHECK(call_engine({"sweep", scenario, "--list"})
              .out.find("   12  cables.0.length=100 m  apps.0.count=3  seed=2\n") != std::string::npos);
}

TEST_CASE("a sweep goes on where it was stopped, also in the middle of a line") {
    const Folder folder;
    const std::string out = folder.file("rows.csv");
    CHECK(call_engine({"sweep", "cable-100m", "--out", out}).status == ExitStatus::Done);
    const auto whole = lines_of(out);
    {
        std::ofstream cut{out};
        for (std::size_t i = 0; i < 20; ++i)
            cut << whole[i] << '\n';
        cut << whole[20].substr(0, whole[20].size() - 3);
    }
    const Printed again = call_engine({"sweep", "cable-100m", "--out", out});
    CHECK(again.status == ExitStatus::Done);
    CHECK(lines_of(out) == whole);
}

TEST_CASE("a sweep does not touch the file of another one") {
    const Folder folder;
    const std::string out = folder.file("rows.csv");
    std::ofstream{out} << "precious\n";
    const Printed refused = call_engine({"sweep", "cable-100m", "--out", out});
    CHECK(refused.status == ExitStatus::InputOutput);
    CHECK(refused.err.find("is of another sweep") != std::string::npos);
    CHECK(lines_of(out) == std::vector<std::string>{"precious"});
    CHECK_THROWS_AS(call_engine({"sweep", "cable-100m", "--out", folder.file("no/such/folder.csv")}),
                    std::system_error);
}

TEST_CASE("a combination that is no scenario is told before anything runs") {
    const Folder folder;
    const std::string out = folder.file("rows.csv");
    const std::string scenario = small_sweep(
        folder, R"-({ "vary": { "cables.0.length": ["10 m", "10"] }, "measure": { "n": "count(icmp)" } })-");
    const Printed refused = call_engine({"sweep", scenario, "--out", out});
    CHECK(refused.status == ExitStatus::ScenarioInvalid);
    CHECK(refused.err.find("has no unit") != std::string::npos);
    CHECK(!std::filesystem::exists(out));
    CHECK(call_engine({"sweep", "two-hosts"}).status == ExitStatus::Usage);
}

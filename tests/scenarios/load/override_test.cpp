// --set: paths through the file, new keys, and which part of a wrong path is wrong. Read next:
// scenarios/load/override.hpp.
#include "scenarios/load/loader.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord::scenarios;

namespace {

LoadResult load_with(const std::string& path, const std::string& value) {
    const auto source = std::make_shared<const SourceText>("x.json", R"({
        "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["client", "server"], "length": "20 m" } ],
        "apps": [ { "on": "client", "app": "echo-client", "to": "server", "port": 7 } ] })");
    return load_scenario(source, {testing::kApplications, {{path, value, "--set " + path + "=" + value}}});
}

Scenario changed(const std::string& path, const std::string& value) {
    LoadResult result = load_with(path, value);
    for (const Diagnostic& problem : result.problems)
        MESSAGE(problem.message);
    REQUIRE(result.scenario);
    return std::move(*result.scenario);
}

Diagnostic refused(const std::string& path, const std::string& value) {
    LoadResult result = load_with(path, value);
    CHECK(!result.scenario);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].place.file() == "--set " + path + "=" + value);
    return result.problems[0];
}

}  // namespace

TEST_CASE("--set replaces a value, adds a key, and makes objects that the tables know") {
    CHECK(changed("cables.0.length", "150m").cables[0].length.millimetres == 150'000);
    CHECK(changed("cables.0.length", "\"150 m\"").cables[0].length.millimetres == 150'000);
    CHECK(changed("seed", "7").seed == 7);
    CHECK(changed("cables.0.ber", "1e-6").cables[0].bit_error_ratio == 1e-6);
    CHECK(changed("nodes.client.tcp.mss", "500 B").nodes[0].tcp.mss == 500);
    CHECK(changed("defaults.host.tcp.nagle", "false").nodes[1].tcp.nagle == false);
    CHECK(changed("nodes.client.tcp", R"({"nagle": false, "mss": "9 B"})").nodes[0].tcp.mss == 9);
    CHECK(changed("apps.0.send", "good morning").apps[0].arguments.get<std::string>("send") ==
          "good morning");
    CHECK(changed("title", R"({"ko": "제목"})").title.ko == "제목");
}

TEST_CASE("a value of --set is checked like one of the file, and the option is its place") {
    const Diagnostic problem = refused("cables.0.length", "20");
    CHECK(problem.message == "20 has no unit");
    CHECK(problem.suggestion == "\"20 m\"");
    CHECK(problem.place.pointer == "/cables/0/length");
    CHECK(refused("seed", "x").message == "\"x\" is not a whole number");
    CHECK(refused("nodes.client.tcp", R"({"msss": "9 B"})").message == "unknown key \"msss\"");
    CHECK(refused("apps.0.prot", "8").message == "unknown key \"prot\"");
    CHECK(refused("nodes.server.address", "10.0.0.1/24").message ==
          "10.0.0.1 is the address of \"client\" already (line 2)");
}

TEST_CASE("a path that leads nowhere says where it ends") {
    CHECK(refused("cable.0.length", "1 m").message == "no \"cable\"");
    CHECK(refused("cable.0.length", "1 m").suggestion == "\"cables\"");
    CHECK(refused("cables.1.length", "1 m").message == "no position \"1\"");
    CHECK(refused("cables.1.length", "1 m").expected == "a number from 0 to 0");
    CHECK(refused("cables.x.length", "1 m").message == "no position \"x\"");
    CHECK(refused("cables.0.lenght", "1 m").message == "no \"lenght\"");
    CHECK(refused("cables.0.lenght", "1 m").suggestion == "\"length\"");
    CHECK(refused("nodes.clinet.tcp.mss", "1 B").message == "no \"clinet\"");
    CHECK(refused("nodes.clinet.tcp.mss", "1 B").suggestion == "\"client\"");
    CHECK(refused("nodes.client.address.x", "1").message == "\"10.0.0.1/24\" has no part \"x\"");
    CHECK(refused("faults.0.nth", "1").message == "no \"faults\"");
    CHECK(refused("cables..length", "1").message == "the path \"cables..length\" has an empty part");
    CHECK(refused("seed.", "1").message == "\"seed\" has no parts");
}

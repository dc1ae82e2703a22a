// What a good scenario becomes: defaults, names, ports, addresses, arguments. Read next:
// scenarios/load/loader.hpp.
#include "scenarios/load/loader.hpp"

#include "models/apps/registry.hpp"
#include "scenarios/description/written.hpp"
#include "tests/scenarios/load/app_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

using namespace patchcord;
using namespace patchcord::scenarios;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

Scenario load(std::string text) {
    const auto source = std::make_shared<const SourceText>("folder/small.json", std::move(text));
    LoadResult result = load_scenario(source, {testing::kApplications, {}});
    for (const Diagnostic& problem : result.problems)
        MESSAGE(problem.message);
    REQUIRE(result.scenario);
    return std::move(*result.scenario);
}

}  // namespace

TEST_CASE("a scenario of hosts alone has the defaults that a teacher would expect") {
    const Scenario scenario =
        load(R"({ "nodes": { "a": { "address": "10.0.0.1/24" }, "b": { "address": "10.0.0.2/24" } },
                                        "cables": [ { "between": ["a", "b"] } ] })");
    CHECK(scenario.name == "small");
    CHECK(scenario.title.en == "small");
    CHECK(scenario.seed == 1);
    CHECK(scenario.until == 10min);
    CHECK(scenario.profile == models::tcp::Profile::Linux);
    REQUIRE(scenario.nodes.size() == 2);
    CHECK(scenario.nodes[0].kind == NodeKind::Host);
    CHECK(scenario.nodes[1].profile == models::tcp::Profile::Linux);
    CHECK(!scenario.nodes[0].mac);
    CHECK(!scenario.nodes[0].tcp.mss);
    REQUIRE(scenario.cables.size() == 1);
    CHECK(scenario.cables[0].name == "a-b");
    CHECK(scenario.cables[0].length.millimetres == 20'000);
    CHECK(scenario.cables[0].rate == sim::Rate::megabits_per_second(100));
    CHECK(!scenario.cables[0].delay);
    CHECK(!scenario.cables[0].bit_error_ratio);
    CHECK(scenario.cables[0].category == models::ethernet::Category::Cat5e);
    CHECK(scenario.cables[0].quality == 1.0);
    CHECK(scenario.cables[0].connectors == 4);
    CHECK(scenario.cables[0].temperature == 20.0);
}

TEST_CASE("everything that can be said about a host arrives") {
    const Scenario scenario = load(R"({
        "title": { "en": "T", "ko": "제목" }, "seed": 9223372036854775807, "until": "1.5 s", "profile": "book",
        "defaults": { "host": { "gateway": "10.0.0.254", "tcp": { "mss": "536 B", "nagle": false } } },
        "nodes": { "a": { "kind": "host", "address": "10.0.0.1/24", "mac": "02:00:00:00:00:AB", "profile": "rfc",
                          "tcp": { "mss": "1000 B", "delayed_ack": "off", "congestion": "newreno", "isn": 4294967295 },
                          "arp": { "timeout": "1 min", "retries": 0 } },
                   "b": { "address": "10.0.0.2/24", "gateway": "10.0.0.1" } } })");
    CHECK(scenario.title.ko == "제목");
    CHECK(scenario.seed == 9'223'372'036'854'775'807u);
    CHECK(scenario.until == 1500ms);
    const NodeDescription& a = scenario.nodes[0];
    CHECK(to_string(*a.address) == "10.0.0.1/24");
    CHECK(to_string(*a.gateway) == "10.0.0.254");
    CHECK(a.mac->value() == 0x0200'0000'00AB);
    CHECK(a.profile == models::tcp::Profile::Rfc);
    CHECK(a.tcp.mss == 1'000);
    CHECK(a.tcp.nagle == false);
    CHECK(a.tcp.delayed_ack == 0s);
    CHECK(a.tcp.congestion == models::tcp::cc::Algorithm::NewReno);
    CHECK(a.tcp.isn == 0xFFFF'FFFF);
    CHECK(a.arp.timeout == 1min);
    CHECK(a.arp.retries == 0);
    const NodeDescription& b = scenario.nodes[1];
    CHECK(b.profile == models::tcp::Profile::Book);
    CHECK(b.tcp.mss == 536);
    CHECK(to_string(*b.gateway) == "10.0.0.1");
    CHECK(b.place.line() == 7);
}

TEST_CASE("cables take the ports that are named, then the lowest that are free, and names of their own") {
    const Scenario scenario = load(R"({
        "nodes": { "s": { "kind": "switch" }, "t": { "kind": "switch" }, "a": { "address": "10.0.0.1/24" },
                   "b": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["a", "s"] }, { "between": ["s", "t"] }, { "between": ["t.1", "s.2"] },
                    { "between": ["b", "s.1"], "name": "s-t-2", "delay": "5 us", "queue": 10, "ber": 1e-6 } ] })");
    const auto ends = [&](std::size_t cable) {
        const auto& [left, right] = scenario.cables[cable].ends;
        return std::to_string(index(left.port)) + " " + std::to_string(index(right.port));
    };
    CHECK(ends(0) == "0 2");
    CHECK(ends(1) == "3 1");
    CHECK(ends(2) == "0 1");
    CHECK(ends(3) == "0 0");
    CHECK(scenario.cables[1].name == "s-t");
    CHECK(scenario.cables[2].name == "t-s");
    CHECK(scenario.cables[3].name == "s-t-2");
    CHECK(scenario.cables[3].delay == 5us);
    CHECK(scenario.cables[3].queue == 10);
    CHECK(scenario.cables[3].bit_error_ratio == 1e-6);
}

TEST_CASE("parallel cables get different names") {
    const Scenario scenario = load(R"({ "nodes": { "s": { "kind": "switch" }, "t": { "kind": "switch" } },
        "cables": [ { "between": ["s", "t"] }, { "between": ["s", "t"] }, { "between": ["s", "t"], "name": "s-t-2" } ] })");
    CHECK(scenario.cables[0].name == "s-t");
    CHECK(scenario.cables[1].name == "s-t-3");
}

TEST_CASE("a length of a cable is not hidden by a delay of the defaults, nor the other way round") {
    const Scenario scenario = load(R"({ "defaults": { "cable": { "delay": "5 us", "rate": "1 Gbit/s" } },
        "nodes": { "s": { "kind": "switch" }, "t": { "kind": "switch" } },
        "cables": [ { "between": ["s", "t"] }, { "between": ["s", "t"], "length": "3 m" } ] })");
    CHECK(scenario.cables[0].delay == 5us);
    CHECK(!scenario.cables[1].delay);
    CHECK(scenario.cables[1].length.millimetres == 3'000);
    CHECK(scenario.cables[1].rate == sim::Rate::megabits_per_second(1'000));
}

TEST_CASE("arguments of applications are complete, and names have become addresses") {
    const Scenario scenario = load(R"({
        "nodes": { "클라이언트": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["클라이언트", "server"] } ],
        "apps": [ { "on": "클라이언트", "app": "echo-client", "to": "server", "port": 7, "at": "10 ms" },
                  { "on": "server", "app": "bulk-client", "to": "192.0.2.1", "port": 9, "size": "2 KiB", "rate": "1 Mbit/s" },
                  { "on": "server", "app": "script", "calls": [
                      { "at": "0 s", "call": "socket" },
                      { "at": "1 s", "call": "connect", "to": "클라이언트", "port": 80 } ] } ] })");
    REQUIRE(scenario.apps.size() == 3);
    const AppUse& client = scenario.apps[0];
    CHECK(client.app == "echo-client");
    CHECK(index(client.on) == 0);
    CHECK(to_string(client.arguments.get<models::wire::Ipv4Address>("to")) == "10.0.0.2");
    CHECK(client.arguments.get<std::int64_t>("port") == 7);
    CHECK(client.arguments.get<std::string>("send") == "hello");
    CHECK(client.arguments.get<sim::Duration>("at") == 10ms);
    CHECK(client.arguments.get<bool>("close"));
    CHECK(!client.arguments.has("on"));
    const auto& bulk = scenario.apps[1].arguments;
    CHECK(bulk.get<std::int64_t>("size") == 2'048);
    CHECK(bulk.get<sim::Rate>("rate") == sim::Rate::megabits_per_second(1));
    const auto& calls = scenario.apps[2].arguments.get<std::vector<models::apps::Call>>("calls");
    REQUIRE(calls.size() == 2);
    CHECK(calls[1].name == "connect");
    CHECK(calls[1].arguments.get<sim::Duration>("at") == 1s);
    CHECK(to_string(calls[1].arguments.get<models::wire::Ipv4Address>("to")) == "10.0.0.1");
}

TEST_CASE("faults find their cable") {
    const Scenario scenario = load(R"({
        "nodes": { "a": { "address": "10.0.0.1/24" }, "b": { "address": "10.0.0.2/24" }, "s": { "kind": "switch" } },
        "cables": [ { "between": ["a", "s"] }, { "between": ["b", "s"], "name": "red" } ],
        "faults": [ { "drop": "tcp.data", "nth": 3, "from": "b" }, { "drop": "arp", "cable": 0, "count": 2 },
                    { "drop": "tcp.syn-ack", "cable": "red", "from": "s" } ] })");
    REQUIRE(scenario.faults.size() == 3);
    CHECK(scenario.faults[0].cable == 1);
    CHECK(scenario.faults[0].nth == 3);
    CHECK(scenario.faults[0].count == 1);
    CHECK(scenario.faults[0].kind == FaultKind::Drop);
    CHECK(scenario.faults[0].filter.text() == "tcp.data");
    CHECK(!scenario.faults[1].from);
    CHECK(scenario.faults[1].count == 2);
    CHECK(scenario.faults[2].cable == 1);
    CHECK(scenario.faults[2].from == sim::NodeId{2});
}

TEST_CASE("a fault has what its kind takes, and nothing else") {
    const Scenario scenario = load(R"json({
        "nodes": { "a": { "address": "10.0.0.1/24" }, "b": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["a", "b"] } ],
        "faults": [ { "corrupt": "nth(3, tcp.data)" }, { "duplicate": "udp" },
                    { "delay": "arp", "by": "3 ms" }, { "reorder": "any", "behind": 2 } ] })json");
    REQUIRE(scenario.faults.size() == 4);
    CHECK(scenario.faults[0].kind == FaultKind::Corrupt);
    CHECK(scenario.faults[0].nth == 3);
    CHECK(scenario.faults[0].bits == 1);
    CHECK(!scenario.faults[0].behind);
    CHECK(scenario.faults[1].kind == FaultKind::Duplicate);
    CHECK(scenario.faults[1].nth == 1);
    CHECK(!scenario.faults[1].by);
    CHECK(!scenario.faults[1].bits);
    CHECK(scenario.faults[2].kind == FaultKind::Delay);
    CHECK(scenario.faults[2].by == std::chrono::milliseconds{3});
    CHECK(scenario.faults[3].kind == FaultKind::Reorder);
    CHECK(scenario.faults[3].behind == 2);
}

TEST_CASE("an outage strikes a cable or a host, for a time or for ever") {
    const Scenario scenario = load(R"({
        "nodes": { "a": { "address": "10.0.0.1/24" }, "b": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["a", "b"] } ],
        "faults": [ { "unplug": "a-b", "at": "1 s", "for": "2 s" }, { "unplug": 0, "at": "4 s" },
                    { "crash": "b", "at": "1 s", "for": "1 s" }, { "crash": "a", "at": "1 s" } ] })");
    REQUIRE(scenario.faults.size() == 4);
    CHECK(scenario.faults[0].kind == FaultKind::Unplug);
    CHECK(scenario.faults[0].cable == 0);
    CHECK(scenario.faults[0].at == 1s);
    CHECK(scenario.faults[0].end() == 3s);
    CHECK(scenario.faults[1].cable == 0);
    CHECK(!scenario.faults[1].lasts);
    CHECK(scenario.faults[2].kind == FaultKind::Crash);
    CHECK(scenario.faults[2].crash == sim::NodeId{1});
    CHECK(!scenario.faults[2].nth);
    CHECK(fault_text(scenario.faults[0], scenario) == "unplug a-b, at 1 s, for 2 s");
    CHECK(fault_text(scenario.faults[3], scenario) == "crash a, at 1 s");
}

TEST_CASE("two servers on one port are a matter of the run, not of the loader") {
    const Scenario scenario = load(R"({ "nodes": { "a": { "address": "10.0.0.1/24" } },
        "apps": [ { "on": "a", "app": "echo-server", "port": 7 }, { "on": "a", "app": "echo-server", "port": 7 } ] })");
    CHECK(scenario.apps.size() == 2);
}

TEST_CASE("every scenario that is shipped is valid, has both titles and names its profile") {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{PATCHCORD_SOURCE_DIR "/scenarios"}) {
        if (entry.path().extension() != ".json" || entry.path().stem().extension() == ".schema") continue;
        CAPTURE(entry.path().string());
        const auto result = load_scenario_file(entry.path(), {models::apps::catalogue(), {}});
        for (const Diagnostic& problem : result.problems)
            MESSAGE(problem.message);
        REQUIRE(result.scenario);
        CHECK(!result.scenario->title.en.empty());
        CHECK(!result.scenario->title.ko.empty());
        ++count;
    }
    CHECK(count >= 7);
}

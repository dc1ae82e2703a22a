// Every knob of cables, cards and switches that a scenario can turn reaches the network, and the faults that
// strike them do what they say.
// Read next: scenarios/description/cable_table.cpp, scenarios/assemble/assemble.cpp.
#include "models/apps/registry.hpp"
#include "results/analysis/analysis.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/loader.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>

using namespace patchcord;
using namespace patchcord::scenarios;
using namespace std::chrono_literals;
using models::wire::LossCause;

namespace {

Scenario scenario_of(const std::string& text) {
    auto loaded =
        load_scenario(std::make_shared<const SourceText>("test.json", text), {models::apps::catalogue(), {}});
    for (const Diagnostic& problem : loaded.problems)
        MESSAGE(problem.message);
    REQUIRE(loaded.scenario.has_value());
    return *std::move(loaded.scenario);
}

std::string pair_with(const std::string& cable, const std::string& rest) {
    return R"({ "profile": "book",
        "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["client", "server"] )" +
           cable + " } ] " + rest + " }";
}

const std::string kPings =
    R"(, "apps": [ { "on": "client", "app": "ping", "to": "server", "count": 10, "interval": "1 s" } ])";

std::size_t lost(const Recorded& recorded, LossCause cause) {
    std::size_t count = 0;
    for (const auto& frame : recorded.run.frames())
        count += frame.what == results::FrameObservation::What::Lost && frame.cause == cause ? 1u : 0u;
    return count;
}

}  // namespace

TEST_CASE("VLANs, PAUSE and queues of cables reach the ports of switches") {
    const Scenario scenario = scenario_of(R"({
        "nodes": { "s1": { "kind": "switch", "ageing": "20 s", "stp": true, "stp-priority": 4096 },
                   "s2": { "kind": "switch", "port-rate": "10 Mbit/s" },
                   "a": { "address": "10.0.0.1/24", "card": { "tx_ring": 8, "rx_time": "2 us", "rate": "1 Gbit/s" } } },
        "cables": [ { "between": ["s1", "s2"], "trunk": true, "vlan": 7, "pause": true, "queue": 50, "rate": "1 Gbit/s" },
                    { "between": ["a", "s1"], "vlan": 9, "red": true, "rate": "10 Gbit/s", "category": "cat6a" } ] })");
    const Assembled assembled = assemble(scenario);
    models::ethernet::Switch& s1 = *assembled.network->find_switch("s1");
    CHECK(s1.vlan(0) == models::ethernet::VlanPort{7, true});
    CHECK(s1.vlan(1) == models::ethernet::VlanPort{9, false});
    CHECK(s1.port(0).pauses());
    CHECK_FALSE(s1.port(1).pauses());
    CHECK(s1.port(0).queue_limit() == 50);
    const auto& links = assembled.network->links();
    CHECK(links[0]->first_state().rate == sim::Rate::megabits_per_second(10));
    CHECK(links[1]->first_state().rate == sim::Rate::megabits_per_second(1000));
    CHECK(assembled.network->find_host("a")->nic(0).queue_limit() == 1008);
    assembled.network->run_for(1s);
    REQUIRE(s1.spanning_tree() != nullptr);
    CHECK(s1.spanning_tree()->id().priority == 4096);
    CHECK(assembled.network->find_switch("s2")->spanning_tree() == nullptr);
    CHECK(assembled.header.links[0].up);
    CHECK(assembled.header.links[0].fastest == models::ethernet::Phy::Base10T);
}

TEST_CASE("a simulated start takes its time, and a change of length a new start") {
    const std::string faults =
        R"(, "faults": [ { "change-length": 0, "to": "185 m", "at": "4.5 s" } ], "until": "60 s")";
    const Scenario scenario = scenario_of(pair_with(R"(, "link-start": "simulated")", kPings + faults));
    const Recorded recorded = run_recorded(scenario, {});
    CHECK(recorded.run.header().links[0].start == 1500ms);
    const auto& changes = recorded.run.records<models::trace::LinkChange>();
    REQUIRE(changes.size() == 6);  // both ends: up, down, up
    CHECK(changes[0].at == sim::kStart + 1500ms);
    CHECK(changes[2].at == sim::kStart + 4500ms);
    CHECK(changes[4].at == sim::kStart + 4500ms + 12s + 1500ms);
    CHECK(changes[4].rate == sim::Rate::megabits_per_second(10));
    CHECK(recorded.idle_faults.empty());
}

TEST_CASE("a full queue loses what comes while it is full") {
    const std::string faults =
        R"(, "faults": [ { "fill-queue": 0, "from": "client", "at": "2.5 s", "for": "2 s" } ])";
    const Recorded recorded = run_recorded(scenario_of(pair_with("", kPings + faults)), {});
    CHECK(lost(recorded, LossCause::Queue) == 2);  // the pings at 3 s and 4 s
    const Recorded other = run_recorded(
        scenario_of(pair_with("", kPings + R"(, "faults": [ { "fill-queue": 0, "at": "2.5 s" } ])")), {});
    CHECK(lost(other, LossCause::Queue) == 7);
}

TEST_CASE("the seed chooses one of several faults") {
    std::set<std::string> chosen;
    for (int seed = 0; seed < 40; ++seed) {
        const Scenario scenario = scenario_of(pair_with(
            "", kPings +
                    R"(, "faults": [ { "one-of": [ { "drop": "icmp", "nth": 1 }, { "drop": "icmp", "nth": 3 },
                                           { "unplug": 0, "at": "5 s" } ] } ], "seed": )" +
                    std::to_string(seed)));
        REQUIRE(scenario.faults.size() == 1);
        CHECK(scenario.faults[0].alternatives == 3);
        chosen.insert(std::to_string(static_cast<int>(scenario.faults[0].kind)) + " " +
                      std::to_string(scenario.faults[0].nth.value_or(0)));
    }
    CHECK(chosen.size() == 3);
}

TEST_CASE("a scenario can limit its events itself") {
    const Recorded recorded = run_recorded(scenario_of(pair_with("", kPings + R"(, "max-events": 20)")), {});
    CHECK(recorded.run.end().reason == results::StopReason::EventLimit);
    CHECK(recorded.run.end().events == 20);
    RunLimits limits;
    limits.events = 10;
    const Recorded less = run_recorded(scenario_of(pair_with("", kPings + R"(, "max-events": 20)")), limits);
    CHECK(less.run.end().events == 10);
}

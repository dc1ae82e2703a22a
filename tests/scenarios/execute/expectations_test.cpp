// Every scenario that comes along is a test: what it expects of its run holds.
// Read next: results/query/question.hpp, scenarios/load/expect.cpp.
#include "models/apps/registry.hpp"
#include "results/export/ladder/ladder_text.hpp"
#include "results/export/packet_list.hpp"
#include "results/export/summary.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/loader.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using namespace patchcord::scenarios;

namespace {

/// What did not hold, one line each.
std::string failures(const Scenario& scenario) {
    const Recorded recorded = run_recorded(scenario, {});
    const results::Analysis analysis{recorded.run};
    const results::PacketFacts facts{analysis};
    std::string text;
    for (const results::Question& question : scenario.expect) {
        const results::Answer answer = question.ask(analysis, facts, recorded.sockets);
        if (!answer.held) text += answer.found + "\n";
    }
    return text;
}

Scenario with_expectation(const std::string& question) {
    const std::string text = R"({
        "profile": "book",
        "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["client", "server"] } ],
        "apps": [ { "on": "server", "app": "echo-server", "port": 7 },
                  { "on": "client", "app": "echo-client", "to": "server", "port": 7, "send": "hello" } ],
        "faults": [ { "drop": "tcp.syn", "from": "client" } ],
        "expect": [ ")" + question +
                             R"(" ] })";
    auto loaded =
        load_scenario(std::make_shared<const SourceText>("test.json", text), {models::apps::catalogue(), {}});
    REQUIRE(loaded.scenario.has_value());
    return std::move(*loaded.scenario);
}

}  // namespace

TEST_CASE("what the scenarios that come along expect of their runs holds") {
    const Catalogue catalogue{std::string{PATCHCORD_SOURCE_DIR} + "/scenarios"};
    for (const auto& entry : catalogue.entries()) {
        if (entry.name.starts_with("bench/")) continue;
        CAPTURE(entry.name);
        const auto loaded = load_scenario_file(entry.file, {models::apps::catalogue(), {}});
        REQUIRE(loaded.scenario.has_value());
        CHECK(failures(*loaded.scenario) == "");
    }
}

TEST_CASE("sockets are looked at while the run goes on") {
    CHECK(failures(with_expectation("at(500 ms).socket(client).state == 'SYN-SENT'")) == "");
    CHECK(failures(with_expectation("at(1500 ms).socket(client).state == 'TIME-WAIT'")) == "");
    CHECK(failures(with_expectation("sockets(client) == 0 && sockets(server) == 1")) == "");
    CHECK(failures(with_expectation("log(client) contains 'hello'")) == "");
    CHECK(failures(with_expectation("count(tcp.syn) == 1")) == "expected count(tcp.syn) == 1, actual 2\n");
}

TEST_CASE("looking at sockets changes nothing") {
    const auto looked = run_recorded(with_expectation("at(500 ms).sockets(client) == 1"), {});
    const auto not_looked = run_recorded(with_expectation("count(tcp) > 0"), {});
    CHECK(looked.fingerprint == not_looked.fingerprint);
}

TEST_CASE("a snap length changes nothing that is said about packets") {
    const auto text = [](std::vector<Override> overrides) {
        const Catalogue catalogue{std::string{PATCHCORD_SOURCE_DIR} + "/scenarios"};
        std::string all;
        for (const char* const name : {"lost-segment", "udp-vs-tcp", "ping"}) {
            const auto loaded =
                load_scenario_file(*catalogue.find(name), {models::apps::catalogue(), overrides});
            const Recorded recorded = run_recorded(*loaded.scenario, {});
            const results::Analysis analysis{recorded.run};
            all += results::paint_ladder(analysis.ladder(), {.width = 120}) + results::format_flows(analysis);
            for (const results::PacketRow& row : results::packet_rows(analysis))
                all += row.text + " " + std::to_string(row.length) + "\n";
        }
        return all;
    };
    CHECK(text({}) == text({{"record", R"({ "snap": "128 B" })", "--set"}}));
}

// Cables and hosts of a scenario that are off for a while: which applications start again, what a half-open
// connection comes to, and which faults did nothing.
// Read next: scenarios/assemble/assemble.cpp, tests/models/host/outage_test.cpp.
#include "models/apps/registry.hpp"
#include "results/analysis/analysis.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/loader.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

using namespace patchcord;
using namespace patchcord::scenarios;
using namespace std::chrono_literals;

namespace {

Recorded run_of(const std::string& apps, const std::string& faults) {
    const std::string text = R"({
        "profile": "book",
        "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" } },
        "cables": [ { "between": ["client", "server"] } ],
        "apps": [ )" + apps + R"( ], "faults": [ )" +
                             faults + " ] }";
    auto loaded =
        load_scenario(std::make_shared<const SourceText>("test.json", text), {models::apps::catalogue(), {}});
    REQUIRE(loaded.scenario.has_value());
    return run_recorded(*loaded.scenario, {});
}

/// Each line that an application printed.
std::vector<std::string> log_of(const Recorded& recorded) {
    std::vector<std::string> lines;
    for (const auto& line : recorded.run.records<models::trace::AppLog>())
        lines.emplace_back(line.text);
    return lines;
}

std::size_t count_of(const Recorded& recorded, models::wire::TcpState state) {
    std::size_t count = 0;
    for (const auto& change : recorded.run.records<models::trace::TcpStateChange>())
        count += change.to == state ? 1 : 0;
    return count;
}

const std::string kEchoServer = R"({ "on": "server", "app": "echo-server", "port": 7 })";

std::string echo_client(const std::string& at) {
    return R"({ "on": "client", "app": "echo-client", "to": "server", "port": 7, "send": "hello", "at": ")" +
           at + "\" }";
}

}  // namespace

TEST_CASE("after a boot services start again, what has had its time does not, what is to come does once") {
    const std::string service = kEchoServer + ", " + echo_client("10 ms") + ", " + echo_client("5 s");
    const Recorded server = run_of(service, R"({ "crash": "server", "at": "1 s", "for": "1 s" })");
    CHECK(log_of(server).size() == 2);
    CHECK(count_of(server, models::wire::TcpState::Listen) == 2);
    const Recorded client = run_of(service, R"({ "crash": "client", "at": "1 s", "for": "1 s" })");
    CHECK(log_of(client).size() == 2);
    CHECK(count_of(client, models::wire::TcpState::SynSent) == 2);
    const Recorded dead = run_of(service, R"({ "crash": "client", "at": "1 s" })");
    CHECK(log_of(dead).size() == 1);
}

TEST_CASE("a client that crashed gets rid of its old connection when it uses the same port again") {
    // RFC 9293 3.5.1, figure 9: the SYN is answered by an ACK, which is answered by a reset.
    const std::string apps = kEchoServer + R"(, { "on": "client", "app": "script", "calls": [
        { "call": "socket" }, { "call": "bind", "port": 5000 }, { "call": "connect", "to": "server", "port": 7 },
        { "call": "write", "text": "hello" }, { "call": "read", "size": "10 B" }, { "at": "20 s", "call": "close" } ] })";
    const Recorded recorded = run_of(apps, R"({ "crash": "client", "at": "1 s", "for": "1 s" })");
    const results::Analysis analysis{recorded.run};
    CHECK(count_of(recorded, models::wire::TcpState::SynSent) == 2);
    std::size_t resets = 0;
    for (const auto& journey : analysis.journeys.all()) {
        const auto packet = models::wire::dissect(analysis.journeys.bytes(journey));
        resets += packet.tcp && packet.tcp->header.flags.rst() ? 1 : 0;
    }
    CHECK(resets == 1);
    REQUIRE(analysis.tcp.all().size() == 2);
    for (const results::TcpFlow& flow : analysis.tcp.all())
        CHECK(flow.directions[1].bytes == 5);
    const results::PacketFacts facts{analysis};
    const auto named = results::named_nodes(recorded.run);
    const auto old = results::PacketFilter::compile("from == server && seg.rel_ack > 100", named);
    REQUIRE(old);
    for (const auto& journey : analysis.journeys.all())  // the ACK is one of the old connection
        CHECK(!old->matches(facts, journey.packet));
    const auto lines = log_of(recorded);
    CHECK(std::ranges::count_if(lines, [](const std::string& line) {
              return line.find("\"hello\", 10) = 5") != std::string::npos;
          }) == 2);
}

TEST_CASE("faults that took nothing, or whose time did not come, are known") {
    const Recorded recorded = run_of(kEchoServer + ", " + echo_client("10 ms"), R"(
        { "drop": "tcp.syn", "from": "client" }, { "drop": "udp" }, { "delay": "tcp.fin", "by": "1 ms", "nth": 9 },
        { "unplug": 0, "at": "5 s", "for": "1 s" }, { "crash": "client", "at": "20 min" },
        { "crash": "server", "at": "30 s" })");
    CHECK(recorded.idle_faults == std::vector<std::size_t>{1, 2, 4});
}

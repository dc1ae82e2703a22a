// Same seed, same bytes: twice, beside another simulation in the process, with the nodes split over 2 and 4
// event queues that advance in windows of the smallest link delay, and (through the golden file, which every
// build compares with) at every optimisation level and under the sanitizers. After a change of behaviour:
// UPDATE_GOLDEN=1 build/release/bin/determinism_tests, and say why in the commit.
#include "models/apps/registry.hpp"
#include "results/analysis/analysis.hpp"
#include "results/export/ladder/ladder_text.hpp"
#include "results/export/pcapng.hpp"
#include "results/export/summary.hpp"
#include "results/record/fingerprint_sink.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/loader.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

using namespace patchcord;
namespace fs = std::filesystem;

namespace {

/// A scenario of the catalogue, possibly with something changed.
struct Case {
    std::string scenario;
    std::vector<scenarios::Override> overrides = {};

    std::string name() const {
        std::string text = scenario;
        for (const auto& one : overrides)
            text += " " + one.path + "=" + one.value;
        return text;
    }
};

/// As they are.
constexpr const char* kScenarios[] = {"two-hosts",
                                      "tcp-connect",
                                      "lost-segment",
                                      "ping",
                                      "arp",
                                      "web-page",
                                      "mail",
                                      "udp-vs-tcp",
                                      "slow-reader",
                                      "same-four-tuple",
                                      "dns-query",
                                      "layers",
                                      "socket-is-memory",
                                      "connect-fails",
                                      "segments",
                                      "seq-and-ack",
                                      "full-duplex",
                                      "close",
                                      "lost-syn",
                                      "lost-syn-ack",
                                      "lost-ack",
                                      "lost-fin",
                                      "lost-segment-twice",
                                      "dup-ack",
                                      "window-vs-ping-pong",
                                      "many-clients",
                                      "type-a-url",
                                      "icmp-errors",
                                      "unplugged-cable",
                                      "server-crash",
                                      "bad-fcs",
                                      "cable-100m",
                                      "hub-collisions",
                                      "switch-vs-hub",
                                      "nic-and-frame",
                                      "unplugged",
                                      "spanning-tree",
                                      "vlans",
                                      "bulk"};

std::vector<Case> cases() {
    const auto set = [](std::string path, std::string value) {
        return scenarios::Override{path, value, "--set " + path + "=" + value};
    };
    std::vector<Case> all;
    for (const char* const name : kScenarios)
        all.push_back({name});
    const Case changed[] = {
        {"duplex-mismatch", {set("until", "6 s")}},
        {"broadcast-storm", {set("until", "30 ms"), set("max-events", "1000000")}},
        {"bulk", {set("cables.0.length", "140 m"), set("cables.0.error-events", "true")}},
        {"bulk",
         {set("cables.0.red", "true"), set("cables.0.pause", "true"), set("apps.1.size", "\"200 kB\"")}},
        {"bulk", {set("cables.0.length", "140 m"), set("cables.0.burst", "100")}},
        {"hub-collisions", {set("cables.1.length", "170 m"), set("cables.4.ber", "1e-6")}},
        {"lost-segment", {set("record", R"({"snap": "128 B"})")}},
        {"bulk", {set("cables.0.ber", "1e-6"), set("profile", "rfc")}},
        {"bulk", {set("cables.0.ber", "1e-5"), set("until", "60 s")}},
        {"ping", {set("cables.0.ber", "3e-4"), set("apps.0.count", "20")}},
        {"lost-segment", {set("profile", "rfc"), set("faults.0.count", "3")}},
        {"udp-vs-tcp",
         {set("faults", R"([{"corrupt": "udp", "nth": 3, "count": 2, "bits": 3, "from": "client"},)"
                        R"({"duplicate": "any", "nth": 5, "count": 20, "by": "2 ms", "from": "client"},)"
                        R"({"duplicate": "any", "nth": 2, "count": 9, "from": "server"},)"
                        R"({"delay": "tcp.data", "nth": 8, "by": "4 ms", "from": "client"},)"
                        R"({"reorder": "any", "nth": 9, "count": 3, "behind": 2, "from": "server"}])")}},
        {"bulk",
         {set("faults", R"([{"unplug": 0, "at": "40 ms", "for": "1 s"},)"
                        R"({"crash": "server", "at": "4 s", "for": "3 s"}])"),
          set("until", "60 s")}},
        {"web-page",
         {set("faults", R"([{"unplug": 0, "at": "10.02 ms", "for": "200 ms"},)"
                        R"({"crash": "server", "at": "500 ms", "for": "4 s"}])")}},
        {"arp", {set("faults", R"([{"unplug": 1, "at": "10.01 ms", "for": "5 ms"}])")}},
        {"udp-vs-tcp", {set("apps.2.app", "on-off-client"), set("apps.2.random", "true")}}};
    all.insert(all.end(), std::begin(changed), std::end(changed));
    return all;
}

scenarios::Scenario load(const Case& one) {
    const fs::path file = fs::path{PATCHCORD_SOURCE_DIR} / "scenarios" / (one.scenario + ".json");
    auto loaded = scenarios::load_scenario_file(file, {models::apps::catalogue(), one.overrides});
    for (const auto& problem : loaded.problems)
        FAIL(one.name(), ": ", problem.message);
    return std::move(*loaded.scenario);
}

std::string contents(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Everything that a user can get out of a run, as one digest; with the three of the fingerprint.
std::string everything(const scenarios::Recorded& recorded) {
    const results::Analysis analysis{recorded.run};
    std::string all = results::paint_ladder(analysis.ladder(), {.width = 120});
    all += results::format_summary(analysis, {.fingerprint = recorded.fingerprint, .expectations = {}});
    const fs::path folder = fs::temp_directory_path() / fmt::format("patchcord-determinism-{}", getpid());
    for (const fs::path& capture : results::write_pcapng(recorded.run, folder))
        all += contents(capture);
    fs::remove_all(folder);
    sim::Digest digest;
    digest.add(std::span{reinterpret_cast<const std::uint8_t*>(all.data()), all.size()});
    const sim::Fingerprint& mark = recorded.fingerprint;
    return fmt::format("{} {} {} {}", results::to_string(mark.wire), results::to_string(mark.order),
                       results::to_string(mark.state), results::to_string(digest));
}

std::string run(const Case& one, unsigned partitions = 1) {
    return everything(scenarios::run_recorded(load(one), {}, partitions));
}

const fs::path kGolden = fs::path{PATCHCORD_SOURCE_DIR} / "tests/golden/fingerprints.txt";

std::map<std::string, std::string> golden() {
    std::map<std::string, std::string> lines;
    std::ifstream in{kGolden};
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with("#")) continue;
        const std::size_t tab = line.find('\t');
        lines[line.substr(0, tab)] = line.substr(tab + 1);
    }
    return lines;
}

}  // namespace

TEST_CASE("every run has its golden fingerprint, in every build") {
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream out{kGolden};
        out << "# scenario, then the digests of: wire, order, state, everything that is printed and "
               "exported.\n";
        for (const Case& one : cases())
            out << one.name() << '\t' << run(one) << '\n';
    }
    const auto expected = golden();
    for (const Case& one : cases()) {
        CAPTURE(one.name());
        REQUIRE(expected.contains(one.name()));
        CHECK(run(one) == expected.at(one.name()));
    }
}

TEST_CASE("two and four event queues give the same bytes as one") {
    for (const Case& one : cases()) {
        CAPTURE(one.name());
        const std::string alone = run(one);
        CHECK(run(one, 2) == alone);
        CHECK(run(one, 4) == alone);
    }
}

TEST_CASE("a simulation runs the same beside another one") {
    const Case one{"bulk"};
    const Case other{"lost-segment"};
    const scenarios::Scenario first = load(one);
    const scenarios::Scenario second = load(other);
    results::FingerprintSink marks[2];  // outlives the networks, which trace until they end
    const scenarios::Assembled a = scenarios::assemble(first);
    const scenarios::Assembled b = scenarios::assemble(second);
    a.network->tracer().set_sink(&marks[0]);
    b.network->tracer().set_sink(&marks[1]);
    start_apps(*a.network, first);
    start_apps(*b.network, second);
    bool busy = true;
    while (busy) {
        const sim::Time end = sim::kStart + std::chrono::hours{1};
        const bool a_busy = a.network->run_until(end, 7) == sim::StopReason::EventLimit;
        const bool b_busy = b.network->run_until(end, 3) == sim::StopReason::EventLimit;
        busy = a_busy || b_busy;
    }
    CHECK(marks[0].fingerprint() == scenarios::run_recorded(first, {}).fingerprint);
    CHECK(marks[1].fingerprint() == scenarios::run_recorded(second, {}).fingerprint);
}

TEST_CASE("another seed gives other luck") {
    const std::vector<Case> all = cases();
    const Case one = *std::ranges::find_if(all, [](const Case& row) { return !row.overrides.empty(); });
    scenarios::Scenario scenario = load(one);
    const auto before = scenarios::run_recorded(scenario, {}).fingerprint;
    ++scenario.seed;
    CHECK_FALSE(scenarios::run_recorded(scenario, {}).fingerprint == before);
}

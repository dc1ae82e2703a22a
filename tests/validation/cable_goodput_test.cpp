// What a cable that is too long does to TCP: one NewReno flow through 1000BASE-T on Cat 5e of three lengths
// and 5 ms of another cable each way, against the law of Mathis, Semke, Mahdavi and Ott (1997).
#include "models/apps/registry.hpp"
#include "models/ethernet/phy.hpp"
#include "results/analysis/analysis.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/loader.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <string>

using namespace patchcord;
using namespace patchcord::scenarios;
namespace ethernet = models::ethernet;

namespace {

/// bit/s over 8 s.
double goodput(int metres) {
    const std::string text = R"({ "profile": "rfc", "until": "8 s", "record": { "snap": "128 B" },
        "defaults": { "host": { "tcp": { "congestion": "newreno", "ack_every": 1, "timestamps": false,
                                         "receive_buffer": "8 MiB", "send_buffer": "8 MiB" } },
                      "cable": { "rate": "1 Gbit/s", "link-start": "off" } },
        "nodes": { "client": { "address": "10.0.0.1/24" }, "server": { "address": "10.0.0.2/24" },
                   "switch": { "kind": "switch" } },
        "cables": [ { "between": ["client", "switch"], "length": ")" +
                             std::to_string(metres) + R"( m" },
                    { "between": ["switch", "server"], "delay": "5 ms", "ber": 0 } ],
        "apps": [ { "on": "server", "app": "bulk-server" },
                  { "on": "client", "app": "bulk-client", "to": "server", "size": "10 GB" } ] })";
    auto loaded =
        load_scenario(std::make_shared<const SourceText>("test.json", text), {models::apps::catalogue(), {}});
    for (const Diagnostic& problem : loaded.problems)
        MESSAGE(problem.message);
    REQUIRE(loaded.scenario.has_value());
    const Assembled assembled = assemble(*loaded.scenario);
    start_apps(*assembled.network, *loaded.scenario);
    assembled.network->run_until(sim::kStart + loaded.scenario->until);
    const auto& card = assembled.network->find_host("server")->nic(0).counters();
    constexpr double kHeaders = 58;  // Ethernet with FCS, IP, TCP
    return 8 * (static_cast<double>(card.rx_bytes) - kHeaders * static_cast<double>(card.rx_packets)) / 8;
}

double mathis(int metres) {
    constexpr std::uint64_t kBits = 8 + 8 * 1518;
    const double loss = ethernet::frame_loss(
        ethernet::link_budget(ethernet::Phy::Base1000T, {.millimetres = metres * 1000}).bit_error_ratio,
        kBits);
    return std::sqrt(1.5 / loss) * 8 * 1460 / 0.010;
}

}  // namespace

TEST_CASE("the goodput of TCP falls with the length of a cable as the loss of its frames says") {
    const double at_100 = goodput(100), at_120 = goodput(120), at_130 = goodput(130);
    CHECK(at_100 > 3 * at_120);
    CHECK(at_120 > 3 * at_130);
    CHECK(at_120 == doctest::Approx(mathis(120)).epsilon(0.2));
    CHECK(at_130 < mathis(130));  // where timeouts begin to matter
}

#include "results/export/summary.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <string>

namespace patchcord::results {
namespace {

TEST_CASE("the summary of a lost segment") {
    const Run run = lost_segment();
    const Analysis analysis{run};
    CHECK(format_flows(analysis) ==
          " flow                          segments  bytes  resent  RTO      RTT      goodput\n"
          " 10.0.0.1:49152 → 10.0.0.2:80         8   4380       1    1  11.7 us  35.0 kbit/s\n"
          " 10.0.0.1:49152 ← 10.0.0.2:80         5      0       0    0        -            -\n");
    CHECK(format_frames(analysis.frames) ==
          " frames: sent 15, delivered 14, lost 1 (cut 1, FCS 0, queue 0, collision 0)\n");
    CHECK(format_flows(analysis, {.language = Language::Korean}).find("세그먼트") != std::string::npos);
    CHECK(format_flows(analysis, {.ascii = true}).find("10.0.0.1:49152 <- 10.0.0.2:80") != std::string::npos);
}

TEST_CASE("rare causes and frames in flight are told when there are any") {
    FrameCounts frames;
    frames.sent = 3;
    frames.lost = frames.by_cause[static_cast<std::size_t>(wire::LossCause::NoReceiver)] = 2;
    frames.in_flight = 1;
    CHECK(format_frames(frames) ==
          " frames: sent 3, delivered 0, lost 2 (cut 0, FCS 0, queue 0, collision 0, not plugged in 2), in "
          "flight 1\n");
}

TEST_CASE("expectations that failed are shown") {
    CHECK(format_expectations({}).empty());
    CHECK(format_expectations({{"count(tcp.retransmission) == 1", true, ""},
                               {"count(arp) == 3", false, "expected count(arp) == 3, actual 2"}}) ==
          " expect: 1 held, 1 failed\n"
          "   ✕ expected count(arp) == 3, actual 2\n");
}

TEST_CASE("long tables are cut") {
    TwoHosts net;
    for (std::uint16_t port = 1; port <= 30; ++port)
        net.udp(sim::kStart + std::chrono::milliseconds{port}, kClient, port, 53, 10);
    const Run run = net.finish();
    const std::string text = format_flows(Analysis{run});
    CHECK(text.ends_with(" … 10 more rows\n"));
    CHECK(text.find("udp 10.0.0.1:20 → 10.0.0.2:53        1          1     10\n") != std::string::npos);
}

TEST_CASE("faults that did nothing are told") {
    CHECK(format_idle_faults({}).empty());
    CHECK(format_idle_faults({{2, "drop tcp.fin"}}) == " /faults/1 (drop tcp.fin) never fired\n");
    CHECK(format_idle_faults({{2, "drop tcp.fin"}}, {.language = Language::Korean}).find("/faults/1") !=
          std::string::npos);
}

}  // namespace
}  // namespace patchcord::results

// What ping prints, line by line as Linux's ping does, and when.
// Read next: models/apps/ping.cpp, models/apps/ping_text.cpp.
// Times follow from the frames: 98 bytes and 24 of overhead at 100 Mbit/s, 108.74 ns of cable.
#include "models/apps/ping_text.hpp"
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("four answers") {
    TwoHosts bench;
    start(bench.client, "ping", arguments({{"to", "10.0.0.2"_ip}}));
    bench.run();
    CHECK(bench.seen.logs == Words{"PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.",
                                   "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.029 ms",
                                   "64 bytes from 10.0.0.2: icmp_seq=2 ttl=64 time=0.017 ms",
                                   "64 bytes from 10.0.0.2: icmp_seq=3 ttl=64 time=0.017 ms",
                                   "64 bytes from 10.0.0.2: icmp_seq=4 ttl=64 time=0.017 ms",
                                   "--- 10.0.0.2 ping statistics ---",
                                   "4 packets transmitted, 4 received, 0% packet loss, time 3000ms",
                                   "rtt min/avg/max/mdev = 0.017/0.020/0.029/0.005 ms"});
    CHECK(bench.client.descriptors().open_count() == 0);
}

TEST_CASE("nobody has the address") {
    TwoHosts bench;
    start(bench.client, "ping", arguments({{"to", "10.0.0.77"_ip}, {"count", std::int64_t{3}}}));
    bench.run();
    CHECK(bench.seen.logs ==
          Words{"PING 10.0.0.77 (10.0.0.77) 56(84) bytes of data.",
                "From 10.0.0.1 icmp_seq=1 Destination Host Unreachable",
                "From 10.0.0.1 icmp_seq=2 Destination Host Unreachable",
                "From 10.0.0.1 icmp_seq=3 Destination Host Unreachable", "--- 10.0.0.77 ping statistics ---",
                "3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 3000ms"});
}

TEST_CASE("one answer is lost") {
    TwoHosts bench;
    bench.link.impairment(bench.server.nic(0)).add({wire::FrameFilter::of("icmp.echo-reply"), 2, 1});
    start(bench.client, "ping", arguments({{"to", "10.0.0.2"_ip}, {"count", std::int64_t{3}}}));
    bench.run();
    REQUIRE(bench.seen.logs.size() == 6);
    CHECK(bench.seen.logs[2].starts_with("64 bytes from 10.0.0.2: icmp_seq=3"));
    CHECK(bench.seen.logs[4] == "3 packets transmitted, 2 received, 33.3333% packet loss, time 2000ms");
}

TEST_CASE("a silent host: ping waits for the last answer, then gives up") {
    TwoHosts bench;
    bench.link.impairment(bench.server.nic(0)).add({wire::FrameFilter::of("icmp.echo-reply"), 1, 100});
    start(bench.client, "ping", arguments({{"to", "10.0.0.2"_ip}, {"count", std::int64_t{2}}}));
    bench.run(10s);
    CHECK(bench.client.processes() == 1);
    bench.run();
    CHECK(bench.client.processes() == 0);
    CHECK(bench.seen.logs == Words{"PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.",
                                   "--- 10.0.0.2 ping statistics ---",
                                   "2 packets transmitted, 0 received, 100% packet loss, time 1000ms"});
}

TEST_CASE("no route, and a request larger than a frame, end it with the name of the error") {
    TwoHosts bench;
    start(bench.client, "ping", arguments({{"to", "192.168.0.1"_ip}}));
    start(bench.client, "ping", arguments({{"to", "10.0.0.2"_ip}, {"size", std::int64_t{1473}}}));
    bench.run();
    REQUIRE(bench.seen.logs.size() == 4);
    CHECK(bench.seen.logs[1] == "failed: network_unreachable");
    CHECK(bench.seen.logs[3] == "failed: message_too_long");
}

TEST_CASE("without a count it goes on, also past the end of the sequence numbers") {
    TwoHosts bench;
    start(bench.client, "ping",
          arguments({{"to", "10.0.0.2"_ip}, {"count", std::int64_t{0}}, {"interval", sim::Duration{1ms}}}));
    bench.run(66s);
    CHECK(bench.client.processes() == 1);
    CHECK(bench.seen.logs.size() == 66'001);
    CHECK(bench.seen.logs[65'536].find("icmp_seq=0 ") != std::string::npos);
    CHECK(bench.seen.logs[65'537].find("icmp_seq=1 ttl=64 time=0.017 ms") != std::string::npos);
}

TEST_CASE("times have three digits that count") {
    const auto line = [](sim::Duration time) {
        const ip::EchoAnswer answer{.type = wire::IcmpType::EchoReply,
                                    .sequence = 1,
                                    .bytes = 64,
                                    .ttl = 63,
                                    .from = "10.0.0.2"_ip,
                                    .at = {}};
        const std::string text = ping_reply(answer, time, false);
        return text.substr(text.find("time="));
    };
    CHECK(line(208us) == "time=0.208 ms");
    CHECK(line(1200us) == "time=1.20 ms");
    CHECK(line(25'340us) == "time=25.3 ms");
    CHECK(line(151ms) == "time=151 ms");
    CHECK(line(9'995us) == "time=10.0 ms");
    CHECK(line(99'950us) == "time=100 ms");
}

TEST_CASE("errors by their names") {
    const auto line = [](wire::IcmpType type, std::uint8_t code) {
        const std::string text =
            ping_error({.type = type, .code = code, .sequence = 2, .from = "10.0.0.9"_ip, .at = {}});
        CHECK(text.starts_with("From 10.0.0.9 icmp_seq=2 "));
        return text.substr(25);
    };
    CHECK(line(wire::IcmpType::Unreachable, 0) == "Destination Net Unreachable");
    CHECK(line(wire::IcmpType::Unreachable, 13) == "Packet filtered");
    CHECK(line(wire::IcmpType::Unreachable, 99) == "Dest Unreachable, Bad Code: 99");
    CHECK(line(wire::IcmpType::TimeExceeded, 0) == "Time to live exceeded");
    CHECK(line(wire::IcmpType::TimeExceeded, 1) == "Frag reassembly time exceeded");
}

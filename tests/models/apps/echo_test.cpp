// Echo and bulk transfer, from start to log, and with many clients at once.
// Read next: models/apps/echo.cpp, models/apps/bulk.cpp.
// Errors of the calls themselves are tested in tests/models/host/.
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;
constexpr std::int64_t kPort = 7;

}  // namespace

TEST_CASE("a text goes there and back") {
    TwoHosts bench;
    start(bench.server, "echo-server", arguments({{"port", kPort}}));
    SUBCASE("short") {
        start(bench.client, "echo-client", arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}}));
        bench.run();
        CHECK(bench.seen.logs == Words{"echo: hello"});
    }
    SUBCASE("longer than a window") {
        const std::string text(100'000, 'z');
        start(bench.client, "echo-client",
              arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}, {"send", text}}));
        bench.run();
        CHECK(bench.seen.logs == Words{"echo: " + text});
    }
    SUBCASE("nothing") {
        start(bench.client, "echo-client",
              arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}, {"send", std::string{}}}));
        bench.run();
        CHECK(bench.seen.logs == Words{"echo: "});
    }
    SUBCASE("at its time, and the connection stays open") {
        start(
            bench.client, "echo-client",
            arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}, {"at", sim::Duration{2s}}, {"close", false}}));
        bench.run(1999ms);
        CHECK(bench.seen.frames.empty());
        bench.run(1h);
        CHECK(bench.seen.logs == Words{"echo: hello"});
        CHECK(bench.client.stack().tcp().connections().at(0)->state() == wire::TcpState::Established);
    }
    if (bench.client.processes() == 0) CHECK(bench.client.descriptors().open_count() == 0);
}

TEST_CASE("a client without a server ends with the name of the error") {
    TwoHosts bench;
    start(bench.client, "echo-client", arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}}));
    bench.run();
    CHECK(bench.seen.logs == Words{"failed: connection_refused"});
}

TEST_CASE("a server whose port is taken ends with the name of the error") {
    TwoHosts bench;
    start(bench.server, "echo-server", arguments({{"port", kPort}}));
    start(bench.server, "echo-server", arguments({{"port", kPort}}));
    bench.run();
    CHECK(bench.seen.logs == Words{"failed: address_in_use"});
    CHECK(bench.server.processes() == 1);
}

TEST_CASE("three hundred clients of one server") {
    TwoHosts bench;
    start(bench.server, "echo-server", arguments({{"port", kPort}, {"backlog", std::int64_t{1000}}}));
    for (int i = 0; i < 300; ++i)
        start(bench.client, "echo-client",
              arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}, {"send", "client " + std::to_string(i)}}));
    bench.run();
    CHECK(bench.seen.logs.size() == 300);
    for (const std::string& log : bench.seen.logs)
        CHECK(log.starts_with("echo: client "));
    CHECK(bench.client.processes() == 0);
    CHECK(bench.server.processes() == 1);
    CHECK(bench.server.descriptors().open_count() == 1);
}

TEST_CASE("more clients than the backlog holds are served as well, later") {
    TwoHosts bench;
    start(bench.server, "echo-server", arguments({{"port", kPort}, {"backlog", std::int64_t{4}}}));
    for (int i = 0; i < 20; ++i)
        start(bench.client, "echo-client", arguments({{"to", "10.0.0.2"_ip}, {"port", kPort}}));
    bench.run();
    CHECK(bench.seen.logs == Words(20, "echo: hello"));
}

TEST_CASE("bulk: so many bytes, then the end") {
    TwoHosts bench;
    start(bench.server, "bulk-server", arguments({{"port", std::int64_t{5001}}}));
    start(
        bench.client, "bulk-client",
        arguments({{"to", "10.0.0.2"_ip}, {"port", std::int64_t{5001}}, {"size", std::int64_t{1'000'000}}}));
    bench.run();
    REQUIRE(bench.seen.logs.size() == 2);
    CHECK(bench.seen.logs[0] == "sent 1000000 bytes to 10.0.0.2:5001");
    CHECK(bench.seen.logs[1].starts_with("received 1000000 bytes from 10.0.0.1:"));
}

TEST_CASE("bulk: until it is told to stop, at the rate of the cable") {
    TwoHosts bench;
    start(bench.server, "bulk-server", arguments({{"port", std::int64_t{5001}}}));
    Arguments client;
    client.set("to", "10.0.0.2"_ip);
    client.set("port", std::int64_t{5001});
    client.set("stop", sim::Duration{1s});
    start(bench.client, "bulk-client", client);
    bench.run();
    REQUIRE(bench.seen.logs.size() == 2);
    const std::string received = bench.seen.logs[1].substr(9);
    CHECK(std::stoll(received) == doctest::Approx(100e6 / 8 * 1460 / 1538).epsilon(0.03));
}

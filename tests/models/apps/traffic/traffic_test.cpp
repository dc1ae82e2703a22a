// Senders and receivers of traffic with each other, and with peers that do not keep to the rules.
// Read next: models/apps/traffic/request.cpp, models/apps/traffic/datagram_clients.cpp.
// Not here: the counting (reception_test.cpp).
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;
using Given = std::initializer_list<std::pair<std::string_view, Value>>;

const Value kTarget{wire::Ipv4Address{10, 0, 0, 2}};

constexpr Endpoint kTrafficServer{{10, 0, 0, 2}, 5002};

Arguments traffic(Given given) {
    Arguments result = arguments({{"to", kTarget},
                                  {"port", std::int64_t{5002}},
                                  {"rate", sim::Rate::bits_per_second(64'000)},
                                  {"size", std::int64_t{160}},
                                  {"idle", sim::Duration{1s}},
                                  {"on", sim::Duration{1s}},
                                  {"off", sim::Duration{1s}},
                                  {"random", false},
                                  {"count", std::int64_t{50}},
                                  {"request", std::int64_t{64}},
                                  {"response", std::int64_t{64}},
                                  {"interval", sim::Duration{20ms}},
                                  {"wait", sim::Duration{30s}}});
    for (const auto& [name, value] : given)
        result.set(name, value);
    return result;
}

std::string last_line_of(std::string_view app, Given given) {
    TwoHosts bench;
    start(bench.client, app, traffic(given));
    bench.run();
    CHECK(bench.client.processes() == 0);
    return bench.seen.logs.at(0);
}

/// Sends `text` to a server of requests and waits until it closes.
Task<> provoke(HostHandle host, std::string text) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(kTrafficServer);
    connected.value();
    const auto written = co_await socket.write_all(text);
    written.value();
    std::array<std::uint8_t, 100> buffer;
    const auto count = co_await socket.read(buffer);
    host.log(count ? "read " + std::to_string(*count) : std::string{to_string(count.error())});
}

/// Datagrams that are none of the sink's.
Task<> send_nonsense(HostHandle host) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    for (const std::string_view text : {"", "short", "much too long to be from here"})
        socket.send_to(text, kTrafficServer).value();
    co_return;
}

}  // namespace

TEST_CASE("a constant rate arrives as it was sent") {
    TwoHosts bench;
    start(bench.server, "datagram-sink", traffic({}));
    start(bench.client, "constant-rate-client", traffic({}));
    bench.run();
    CHECK(bench.seen.logs ==
          Words{"sent 50 datagrams (8000 bytes) to 10.0.0.2:5002",
                "from 10.0.0.1:49152: 50 of 50 datagrams (8000 bytes): 0 lost, 0 reordered, 0 duplicates",
                "from 10.0.0.1:49152: one-way delay min/avg/max 0.017/0.017/0.029 ms, jitter 0.000 ms"});
}

TEST_CASE("a rate and a stop give a number of datagrams") {
    TwoHosts bench;
    Arguments by_rate;
    by_rate.set("to", kTarget);
    by_rate.set("port", std::int64_t{5002});
    by_rate.set("rate", sim::Rate::bits_per_second(64'000));
    by_rate.set("size", std::int64_t{160});
    by_rate.set("stop", sim::Duration{1s});
    start(bench.server, "datagram-sink", traffic({}));
    start(bench.client, "constant-rate-client", by_rate);
    bench.run();
    CHECK(bench.seen.logs.at(0) == "sent 50 datagrams (8000 bytes) to 10.0.0.2:5002");
}

TEST_CASE("on and off in turn") {
    TwoHosts bench;
    start(bench.server, "datagram-sink", traffic({}));
    start(bench.client, "on-off-client",
          traffic({{"stop", sim::Duration{4s}}, {"count", std::int64_t{1000}}}));
    bench.run();
    const auto counts = std::ranges::count_if(
        bench.seen.logs, [](const std::string& line) { return line.find("lost") != std::string::npos; });
    CHECK(counts == 2);  // one in each pause
    CHECK(bench.seen.logs.back() == "sent 100 datagrams (16000 bytes) to 10.0.0.2:5002");
}

TEST_CASE("random on and off last as long as they should on the average") {
    TwoHosts bench;
    start(bench.server, "datagram-sink", traffic({{"idle", sim::Duration{1000s}}}));
    start(bench.client, "on-off-client",
          traffic({{"stop", sim::Duration{2000s}}, {"count", std::int64_t{1'000'000}}, {"random", true}}));
    bench.run();
    const std::string& line = bench.seen.logs.at(0);
    const int sent = std::stoi(line.substr(5));
    CHECK(sent > 42'000);  // of 100,000 without pauses
    CHECK(sent < 58'000);
}

TEST_CASE("senders that cannot send say why") {
    CHECK(last_line_of("constant-rate-client", {}) == "failed: connection_refused");
    CHECK(last_line_of("constant-rate-client", {{"size", std::int64_t{11}}}) ==
          "failed: a datagram of 11 bytes has no room for its number");
    CHECK(last_line_of("constant-rate-client", {{"size", std::int64_t{70'000}}}) ==
          "failed: UDP has no datagrams of 70000 bytes");
    CHECK(last_line_of("constant-rate-client", {{"interval", sim::Duration{0}}}) ==
          "failed: an interval of 0");
    CHECK(last_line_of("on-off-client", {{"on", sim::Duration{0}}}) == "failed: never on");
    CHECK(last_line_of("request-client", {{"request", std::int64_t{7}}}) ==
          "failed: a request has 8 bytes to 1 GiB, a response at most 1 GiB");
    CHECK(last_line_of("request-client", {}) == "failed: connection_refused");
}

TEST_CASE("a sink is not confused by other datagrams") {
    TwoHosts bench;
    start(bench.server, "datagram-sink", traffic({}));
    bench.client.spawn("nonsense", send_nonsense(bench.client.handle()));
    bench.run();
    CHECK(bench.seen.logs == Words{"3 datagrams without a number"});
}

TEST_CASE("requests and responses of any size") {
    const auto log_of = [](std::int64_t request, std::int64_t response) {
        TwoHosts bench;
        start(bench.server, "request-server", traffic({}));
        start(bench.client, "request-client",
              traffic({{"request", request}, {"response", response}, {"count", std::int64_t{3}}}));
        bench.run();
        CHECK(bench.server.descriptors().open_count() == 1);
        return bench.seen.logs.at(0);
    };
    CHECK(log_of(8, 0).starts_with("3 round trips, min/avg/max 0.000/"));
    CHECK(log_of(64, 64) == "3 round trips, min/avg/max 0.021/0.023/0.028 ms");
    CHECK(log_of(200'000, 70'000).starts_with("3 round trips"));
    CHECK(log_of(8, 1).starts_with("3 round trips"));
}

TEST_CASE("a server of requests closes when there is none") {
    TwoHosts bench;
    start(bench.server, "request-server", traffic({}));
    bench.client.spawn("provoke", provoke(bench.client.handle(), std::string(8, '\0')));
    bench.run();
    CHECK(bench.seen.logs == Words{"no request from 10.0.0.1:49152", "read 0"});
}

TEST_CASE("a client of a server that says nothing gives up") {
    TwoHosts bench;
    start(bench.server, "bulk-server", traffic({}));
    start(bench.client, "request-client", traffic({{"count", std::int64_t{3}}}));
    bench.run();
    CHECK(bench.seen.logs.at(0) == "no round trip");
    CHECK(bench.seen.logs.at(1) == "3 requests without a response");
}

TEST_CASE("a slow reader takes what its rate allows") {
    TwoHosts bench;
    start(bench.server, "bulk-server", traffic({{"read_rate", sim::Rate::bits_per_second(8'000)}}));
    start(bench.client, "bulk-client", traffic({{"size", std::int64_t{10'000}}}));
    bench.run(9s);
    CHECK(bench.seen.logs == Words{"sent 10000 bytes to 10.0.0.2:5002"});
    bench.run(2s);
    CHECK(bench.seen.logs.back() == "received 10000 bytes from 10.0.0.1:49152");
}

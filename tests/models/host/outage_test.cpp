// A host loses its power and gets it back: what it forgets, what it keeps, and what its peers notice.
// Crashes without a return are in crash_test.cpp.
// Read next: models/host/host.cpp.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

Task<> keep_connection(HostHandle host, Endpoint server) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(server);
    if (!connected) co_return;
    co_await sleep_for(5s);
    const auto written = co_await socket.write_all("are you there?");
    static_cast<void>(written);
    std::array<std::uint8_t, 100> buffer;
    const auto count = co_await socket.read(buffer);
    host.log(count ? "answered" : to_string(count.error()));
}

Task<> accept_one(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    host.log("accepted");
    co_await sim::forever();
}

/// What happened to hosts, and the numbers of connections on each.
class OutageRecorder final : public trace::Sink {
  public:
    using Sink::record;
    std::vector<trace::HostChange> changes;
    std::vector<wire::LossCause> lost;
    std::vector<std::uint32_t> connections;
    std::vector<std::string> logs;

    void record(const trace::HostChange& change) override { changes.push_back(change); }
    void record(const trace::FrameLost& loss) override { lost.push_back(loss.cause); }
    void record(const trace::AppLog& log) override { logs.emplace_back(log.text); }
    void record(const trace::TcpStateChange& change) override {
        if (change.node == sim::NodeId{1} && change.from == wire::TcpState::Closed)
            connections.push_back(static_cast<std::uint32_t>(change.connection));
    }
};

constexpr sim::Time at(sim::Duration since_start) {
    return sim::kStart + since_start;
}

}  // namespace

TEST_CASE("an old connection is reset by a host that has forgotten it") {
    OutageRecorder seen;
    TwoHosts bench;
    bench.network.tracer().set_sink(&seen);
    bench.server.spawn("server", accept_one(bench.server.handle()));
    bench.client.spawn("client", keep_connection(bench.client.handle(), TwoHosts::kServer));
    int boots = 0;
    bench.server.plan_outage(at(1s), at(2s), [&] {
        ++boots;
        bench.server.spawn("server", accept_one(bench.server.handle()));
    });
    bench.run(4s);
    CHECK(boots == 1);
    CHECK_FALSE(bench.server.has_crashed());
    CHECK(bench.server.processes() == 1);
    bench.run(10s);
    CHECK(seen.logs == std::vector<std::string>{"accepted", "connection_reset"});
    REQUIRE(seen.changes.size() == 2);
    CHECK(seen.changes[0].at == at(1s));
    CHECK(!seen.changes[0].up);
    CHECK(seen.changes[1].at == at(2s));
    CHECK(seen.changes[1].up);
    CHECK(std::ranges::is_sorted(seen.connections));  // no number means two connections
    CHECK(std::ranges::adjacent_find(seen.connections) == seen.connections.end());
    CHECK(seen.connections.size() == 3);
    bench.network.tracer().set_sink(nullptr);
}

TEST_CASE(
    "what comes to a host without power is lost, and it boots with its address and an empty ARP cache") {
    OutageRecorder seen;
    TwoHosts bench;
    bench.network.tracer().set_sink(&seen);
    bench.client.spawn("client", keep_connection(bench.client.handle(), TwoHosts::kServer));
    bench.server.plan_outage(at(0s), at(500ms));
    bench.run(400ms);
    CHECK(bench.server.has_crashed());
    CHECK(seen.lost == std::vector{wire::LossCause::LinkDown});  // the ARP request
    bench.run(100ms);
    CHECK(bench.server.stack().ipv4().is_mine({10, 0, 0, 2}));
    CHECK(bench.server.stack().ipv4().interface(0).arp().entries().empty());
    bench.run(2s);
    CHECK(seen.lost.size() == 1);
    bench.network.tracer().set_sink(nullptr);
}

TEST_CASE("a host crashes and boots after each event of a conversation") {
    for (std::uint64_t count = 0; count < 40; ++count) {
        CAPTURE(count);
        TwoHosts bench;
        bench.server.spawn("server", accept_one(bench.server.handle()));
        bench.client.spawn("client", keep_connection(bench.client.handle(), TwoHosts::kServer));
        bench.network.run_until(at(200ms), count);
        for (host::Host* dead : {&bench.client, &bench.server}) {
            dead->crash();
            dead->boot();
            dead->spawn("again", accept_one(dead->handle()));
        }
        bench.run(1min);
        CHECK(bench.client.processes() == 1);
        CHECK(bench.client.descriptors().open_count() == 1);
        CHECK(bench.server.descriptors().open_count() == 1);
    }
}

TEST_CASE("an outage during another one changes nothing") {
    OutageRecorder seen;
    TwoHosts bench;
    bench.network.tracer().set_sink(&seen);
    bench.client.plan_outage(at(1s), at(5s));
    bench.client.plan_outage(at(2s), sim::kNever);
    bench.run(10s);
    CHECK_FALSE(bench.client.has_crashed());
    CHECK(seen.changes.size() == 2);
    bench.network.tracer().set_sink(nullptr);
}

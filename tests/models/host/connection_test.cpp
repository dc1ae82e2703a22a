// The calls of a stream socket that wait: connect, accept, write, read, over a cable, with the errors that
// each can give, and time limits. Each client writes its results down as words.
// Read next: models/host/operations.cpp.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;

Task<> connect_to(HostHandle host, Endpoint server, Words* words, sim::Time* done) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(server);
    words->push_back(result_of(connected));
    *done = host.now();
}

/// What a connection attempt gives and when.
struct Attempt {
    std::string result;
    double seconds;
};
Attempt attempt(TwoHosts& bench, Endpoint server) {
    Words words;
    sim::Time done;
    bench.client.spawn("client", connect_to(bench.client.handle(), server, &words, &done));
    bench.run();
    REQUIRE(words.size() == 1);
    return {words[0], sim::seconds(done - sim::kStart)};
}

Task<> call_fresh(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    std::array<std::uint8_t, 10> buffer;
    const auto count = co_await socket.read(buffer);
    words->push_back(result_of(count));
    const auto written = co_await socket.write("x");
    words->push_back(result_of(written));
    const auto accepted = co_await socket.accept();
    words->push_back(result_of(accepted));
    CHECK(socket.listen());
    const auto count_of_listener = co_await socket.read(buffer);
    words->push_back(result_of(count_of_listener));
    const auto written_to_listener = co_await socket.write("x");
    words->push_back(result_of(written_to_listener));
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(connected));
    socket.close();
    const auto count_of_closed = co_await socket.read(buffer);
    words->push_back(result_of(count_of_closed));
    const auto connected_closed = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(connected_closed));
    const auto accepted_closed = co_await socket.accept();
    words->push_back(result_of(accepted_closed));
}

Task<> connect_twice(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    const auto first = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(first));
    const auto second = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(second));
    CHECK(socket.state() == wire::TcpState::Established);
    CHECK(socket.peer() == TwoHosts::kServer);
    CHECK(socket.local().address == "10.0.0.1"_ip);
    const auto accepted = co_await socket.accept();
    words->push_back(result_of(accepted));
    words->push_back(result_of(socket.bind({{}, 81})));
    words->push_back(result_of(socket.listen()));
}

Task<> same_four_tuple(HostHandle host, Words* words) {
    const Endpoint local{{}, 5000};
    Socket first = host.socket(SocketType::Stream);
    Socket second = host.socket(SocketType::Stream);
    CHECK(first.set_option(Option::ReuseAddress, 1));
    CHECK(second.set_option(Option::ReuseAddress, 1));
    CHECK(first.bind(local));
    CHECK(second.bind(local));
    const auto one = co_await first.connect(TwoHosts::kServer);
    words->push_back(result_of(one));
    const auto two = co_await second.connect(TwoHosts::kServer);
    words->push_back(result_of(two));
}

Task<> refused_then_accepted(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    CHECK(socket.set_option(Option::NoDelay, 1));
    const auto first = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(first));
    CHECK(socket.state() == wire::TcpState::Closed);
    CHECK(socket.local() == Endpoint{});
    co_await sleep_for(1s);
    const auto second = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(second));
    co_await forever();
}

Task<> converse(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    const auto written = co_await socket.write("question");
    words->push_back("wrote " + std::to_string(written.value()));
    CHECK(socket.shutdown(How::Send));
    const auto more = co_await socket.write("more");
    words->push_back(result_of(more));
    std::array<std::uint8_t, 100> buffer;
    const auto count = co_await socket.read(buffer);
    words->push_back(std::string{as_text({buffer.data(), count.value()})});
    const auto end = co_await socket.read(buffer);
    words->push_back("then " + std::to_string(end.value()));
}

Task<> answer(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket socket = std::move(accepted.value());
    CHECK(socket.peer().address == "10.0.0.1"_ip);
    CHECK(socket.local() == TwoHosts::kServer);
    std::array<std::uint8_t, 100> buffer;
    std::string question;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        question += as_text({buffer.data(), *count});
    }
    const std::string text = "answer to " + question;
    const auto written = co_await socket.write_all(text);
    written.value();
}

/// Takes a connection, and resets it after a second.
Task<> reset_after_a_second(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    CHECK(listener.set_option(Option::Linger, 0));
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket socket = std::move(accepted.value());
    co_await sleep_for(1s);
    socket.close();
}

Task<> read_until_error(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    std::array<std::uint8_t, 100> buffer;
    const auto count = co_await socket.read(buffer);
    words->push_back(result_of(count));
    const auto written = co_await socket.write("x");
    words->push_back(result_of(written));
    words->push_back(result_of(socket.shutdown(How::Both)));
    const auto connected_again = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(connected_again));
}

Task<> with_time_limits(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    const auto too_short = co_await within(1us, socket.connect(TwoHosts::kServer));
    words->push_back(result_of(too_short));
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    words->push_back(result_of(connected));
    std::array<std::uint8_t, 100> buffer;
    const sim::Time before = host.now();
    const auto count = co_await within(3s, socket.read(buffer));
    words->push_back(result_of(count));
    CHECK(host.now() - before == 3s);
    const std::vector<std::uint8_t> much(1'000'000);
    const auto written = co_await within(1s, socket.write_all(much));
    words->push_back(result_of(written));
    CHECK(*written > 100'000);  // both buffers
    CHECK(*written < 140'000);
    const auto no_room = co_await within(0s, socket.write_all(much));
    words->push_back(result_of(no_room));
}

Task<> accept_within(HostHandle host, Words* words) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    const auto nobody = co_await within(1s, listener.accept());
    words->push_back(result_of(nobody));
    host.log("gone");
}

}  // namespace

TEST_CASE("connect fails with the error that has happened, when it happens") {
    TwoHosts bench;
    SUBCASE("nobody listens: refused after a round trip") {
        const Attempt refused = attempt(bench, TwoHosts::kServer);
        CHECK(refused.result == "connection_refused");
        CHECK(refused.seconds < 0.001);
    }
    SUBCASE("nobody has the address: unreachable when ARP gives up") {
        const Attempt unreachable = attempt(bench, {"10.0.0.77"_ip, 80});
        CHECK(unreachable.result == "host_unreachable");
        CHECK(unreachable.seconds == doctest::Approx(3.0).epsilon(0.01));
    }
    SUBCASE("no route: at once") {
        const Attempt no_route = attempt(bench, {"192.168.0.1"_ip, 80});
        CHECK(no_route.result == "network_unreachable");
        CHECK(no_route.seconds == 0.0);
        CHECK(bench.seen.frames.empty());
    }
    SUBCASE("addresses and ports that are nobody's") {
        CHECK(attempt(bench, {"10.0.0.2"_ip, 0}).result == "invalid_argument");
    }
    SUBCASE("the address of all hosts") {
        CHECK(attempt(bench, {"10.0.0.255"_ip, 80}).result == "network_unreachable");
    }
    SUBCASE("a group") {
        CHECK(attempt(bench, {"224.0.0.1"_ip, 80}).result == "network_unreachable");
    }
}

TEST_CASE("connect to a host that is silent gives up after the last SYN") {
    tcp::Config config = book();
    config.syn_retries = 2;
    TwoHosts bench{config};
    bench.link.impairment(bench.client.nic(0)).add({wire::FrameFilter::of("tcp.syn"), 1, 1000});
    const Attempt silent = attempt(bench, TwoHosts::kServer);
    CHECK(silent.result == "timed_out");
    CHECK(silent.seconds == doctest::Approx(7.0).epsilon(0.001));  // 1 + 2 + 4 s
}

TEST_CASE("calls that this kind of socket does not have") {
    TwoHosts bench;
    Words words;
    bench.client.spawn("client", call_fresh(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"not_connected", "broken_pipe", "invalid_argument", "not_connected", "broken_pipe",
                         "already_connected", "bad_file_descriptor", "bad_file_descriptor",
                         "bad_file_descriptor"});
    CHECK(bench.seen.frames.empty());
}

TEST_CASE("a connected socket connects, listens and binds no more") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", take_one(bench.server.handle()));
    bench.client.spawn("client", connect_twice(bench.client.handle(), &words));
    bench.run();
    CHECK(words ==
          Words{"ok", "already_connected", "invalid_argument", "invalid_argument", "invalid_argument"});
}

TEST_CASE("two sockets with the same four cannot be told apart") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", take_one(bench.server.handle()));
    bench.client.spawn("client", same_four_tuple(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"ok", "address_not_available"});
}

TEST_CASE("a socket whose connect failed is as new") {
    TwoHosts bench;
    Words words;
    bench.client.spawn("client", refused_then_accepted(bench.client.handle(), &words));
    bench.run(500ms);
    bench.server.spawn("server", take_one(bench.server.handle()));
    bench.run();
    CHECK(words == Words{"connection_refused", "ok"});
}

TEST_CASE("a question, half a close, an answer, and the end of the stream") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", answer(bench.server.handle()));
    bench.client.spawn("client", converse(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"wrote 8", "broken_pipe", "answer to question", "then 0"});
    CHECK(bench.seen.logs.empty());
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
    CHECK(bench.server.descriptors().open_count() == 0);
}

TEST_CASE("the peer resets the connection") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", reset_after_a_second(bench.server.handle()));
    bench.client.spawn("client", read_until_error(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"connection_reset", "broken_pipe", "not_connected", "already_connected"});
}

TEST_CASE("calls with time limits") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", take_one(bench.server.handle()));
    bench.client.spawn("client", with_time_limits(bench.client.handle(), &words));
    bench.run(1min);
    CHECK(words == Words{"timed_out", "ok", "timed_out", "ok", "timed_out"});
}

TEST_CASE("an accept with a time limit") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", accept_within(bench.server.handle(), &words));
    bench.run();
    CHECK(words == Words{"timed_out"});
    CHECK(bench.seen.logs == Words{"gone"});
}

TEST_CASE("each call is recorded once, when it returns, with the time at which it was called") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", answer(bench.server.handle()));
    bench.client.spawn("client", converse(bench.client.handle(), &words));
    bench.run();
    Words client;
    for (std::size_t i = 0; i < bench.seen.calls.size(); ++i) {
        const std::string& call = bench.seen.calls[i];
        if (!call.starts_with("client: ")) continue;
        client.push_back(call);
        const trace::SocketCall& raw = bench.seen.raw_calls[i];
        CHECK((raw.called_at < raw.at) == (raw.call == "connect" || raw.call == "read"));
        if (raw.call != "socket") CHECK(raw.tuple.remote == TwoHosts::kServer);
    }
    CHECK(client == Words{"client: socket(-1) = 3", "client: connect(3) = 0", "client: write(3) = 8",
                          "client: shutdown(3) = 0", "client: write(3) = broken_pipe", "client: read(3) = 18",
                          "client: read(3) = 0", "client: close(3) = 0"});
    const auto accept = std::ranges::find(bench.seen.raw_calls, "accept", &trace::SocketCall::call);
    REQUIRE(accept != bench.seen.raw_calls.end());
    CHECK(accept->descriptor == 3);
    CHECK(accept->value == 4);
    CHECK(accept->tuple.local == TwoHosts::kServer);
    CHECK(accept->tuple.remote.address == "10.0.0.1"_ip);
}

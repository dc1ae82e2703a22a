// Processes of a host and what they own: sockets are closed when their process ends, however it ends, and
// move to another process with the task that they are moved into. What an escaped exception leaves in the
// log. Read next: models/host/host.hpp, tests/models/host/crash_test.cpp.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;

enum class Ending { Return, Error, Exception, Unknown };

Task<> open_and_end(HostHandle host, [[maybe_unused]] Socket given, Ending ending) {
    const Socket own = host.socket(SocketType::Stream);
    const UdpSocket datagrams = host.socket(SocketType::Datagram);
    co_await sleep_for(1s);
    if (ending == Ending::Error) {
        Socket socket = host.socket(SocketType::Stream);
        socket.bind({"10.9.9.9"_ip, 80}).value();
    }
    if (ending == Ending::Exception) throw std::runtime_error{"out of ideas"};
    if (ending == Ending::Unknown) throw 42;
}

Task<> child([[maybe_unused]] HostHandle host, Socket socket, Words* words) {
    co_await sleep_for(1s);
    std::array<std::uint8_t, 100> buffer;
    const auto count = co_await socket.read(buffer);
    words->push_back(std::string{as_text({buffer.data(), count.value()})});
}

/// Accepts, gives the connection to a child, and ends at once.
Task<> parent(HostHandle host, Words* words) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket connection = std::move(accepted.value());
    host.spawn("child", child(host, std::move(connection), words));
}

Task<> say_hello(HostHandle host) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    const auto written = co_await socket.write("hello");
    written.value();
    co_await sleep_for(10s);
}

Task<> accept_with(Socket* listener, Words* words) {
    auto accepted = co_await listener->accept();
    words->push_back(result_of(accepted));
}
Task<> read_with(Socket* socket, Words* words) {
    std::array<std::uint8_t, 3> buffer;
    const auto count = co_await socket->read(buffer);
    words->push_back(count ? std::string{as_text({buffer.data(), *count})} : result_of(count));
}

Task<> two_readers(HostHandle host, Words* words) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    host.spawn("first", read_with(&socket, words));
    host.spawn("second", read_with(&socket, words));
    co_await sleep_for(10s);
    words->push_back("closing");
    host.spawn("third", read_with(&socket, words));
    co_await sleep_for(1s);
    socket.close();
    co_await sleep_for(1s);
}

Task<> say_six_letters(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket connection = std::move(accepted.value());
    co_await sleep_for(1s);
    const auto written = co_await connection.write("abcdef");
    written.value();
    co_await forever();
}

Task<> die_with_a_socket(HostHandle host) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    throw std::runtime_error{"oops"};
}

}  // namespace

TEST_CASE("a process that ends leaves no descriptor") {
    const std::pair<Ending, Words> endings[] = {{Ending::Return, {}},
                                                {Ending::Error, {"failed: address_not_available"}},
                                                {Ending::Exception, {"failed: out of ideas"}},
                                                {Ending::Unknown, {"failed: unknown exception"}}};
    for (const auto& [ending, logs] : endings) {
        CAPTURE(static_cast<int>(ending));
        TwoHosts bench;
        const HostHandle host = bench.client.handle();
        bench.client.spawn("process", open_and_end(host, host.socket(SocketType::Stream), ending));
        bench.run(500ms);
        CHECK(bench.client.descriptors().open_count() == 3);
        CHECK(bench.client.processes() == 1);
        CHECK(bench.client.process_name(1) == "process");
        bench.run();
        CHECK(bench.client.descriptors().open_count() == 0);
        CHECK(bench.client.processes() == 0);
        CHECK(bench.client.process_name(1).empty());
        CHECK(bench.seen.logs == logs);
        CHECK(bench.seen.calls.back() == "process: close(3) = 0");
    }
}

TEST_CASE("a process that dies says good-bye to its peer") {
    TwoHosts bench;
    bench.server.spawn("server", take_one(bench.server.handle()));
    bench.client.spawn("client", die_with_a_socket(bench.client.handle()));
    bench.run(1s);
    CHECK(bench.seen.logs == Words{"failed: oops"});
    const auto connections = bench.client.stack().tcp().connections();
    REQUIRE(connections.size() == 1);
    CHECK(connections[0]->state() == wire::TcpState::FinWait2);
}

TEST_CASE("an accepted socket goes with the child that it is given to") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("parent", parent(bench.server.handle(), &words));
    bench.client.spawn("client", say_hello(bench.client.handle()));
    bench.run(500ms);
    CHECK(bench.server.processes() == 1);
    CHECK(bench.server.descriptors().open_count() == 1);
    bench.run(2s);
    CHECK(words == Words{"hello"});
    CHECK(bench.server.descriptors().open_count() == 0);
    CHECK(bench.seen.logs.empty());
}

TEST_CASE("who waits for a socket that another process closes is told so") {
    TwoHosts bench;
    Words words;
    Socket listener = bench.server.handle().socket(SocketType::Stream);
    REQUIRE(listener.listen());
    Socket kept = std::move(listener);
    bench.server.spawn("one", accept_with(&kept, &words));
    bench.server.spawn("two", accept_with(&kept, &words));
    bench.run(1s);
    kept.close();
    CHECK(words.empty());
    const Socket reused = bench.server.handle().socket(SocketType::Stream);
    CHECK(reused.descriptor() == 3);
    bench.run(1s);
    CHECK(words == Words{"bad_file_descriptor", "bad_file_descriptor"});
}

TEST_CASE("two processes read from one socket, in the order in which they began to wait") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", say_six_letters(bench.server.handle()));
    bench.client.spawn("client", two_readers(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"abc", "def", "closing", "bad_file_descriptor"});
}

TEST_CASE("processes are numbered from 1 and end in their own order") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    for (int i = 0; i < 100; ++i)
        CHECK(bench.client.spawn("p" + std::to_string(i),
                                 open_and_end(host, host.socket(SocketType::Stream), Ending::Return)));
    CHECK(bench.client.processes() == 100);
    CHECK(bench.client.process_name(100) == "p99");
    bench.run();
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
}

// The calls of a stream socket that do not wait, and their errors, which are Linux's. The addresses and
// states that a socket shows. Calls may be made from outside any process, as these tests do.
// Read next: models/host/socket.hpp, tests/models/host/connection_test.cpp.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

TEST_CASE("a socket is memory and a descriptor, the lowest that is free from 3") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    Socket first = host.socket(SocketType::Stream);
    UdpSocket second = host.socket(SocketType::Datagram);
    Socket third = host.socket(SocketType::Stream);
    CHECK(first.descriptor() == 3);
    CHECK(second.descriptor() == 4);
    CHECK(third.descriptor() == 5);
    second.close();
    first.close();
    CHECK(host.socket(SocketType::Stream).descriptor() == 3);
    bench.run();
    CHECK(bench.seen.frames.empty());
    CHECK(bench.seen.calls == std::vector<std::string>{": socket(-1) = 3", ": socket(-1) = 4",
                                                       ": socket(-1) = 5", ": close(4) = 0", ": close(3) = 0",
                                                       ": socket(-1) = 3", ": close(3) = 0"});
}

TEST_CASE("no more descriptors than the limit") {
    TwoHosts bench;
    bench.client.descriptors().set_limit(5);
    const HostHandle host = bench.client.handle();
    Socket first = host.socket(SocketType::Stream);
    const Socket second = host.socket(SocketType::Stream);
    CHECK_THROWS_AS(host.socket(SocketType::Stream), tl::bad_expected_access<Error>);
    CHECK(bench.seen.calls.back() == ": socket(-1) = too_many_files_open");
    first.close();
    CHECK(host.socket(SocketType::Stream).descriptor() == 3);
}

TEST_CASE("bind") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    Socket socket = host.socket(SocketType::Stream);
    CHECK(socket.local() == Endpoint{});
    SUBCASE("takes the port that is asked for, once") {
        CHECK(socket.bind({"10.0.0.1"_ip, 80}));
        CHECK(socket.local() == Endpoint{"10.0.0.1"_ip, 80});
        CHECK(result_of(socket.bind({{}, 81})) == "invalid_argument");
        Socket other = host.socket(SocketType::Stream);
        CHECK(result_of(other.bind({{}, 80})) == "address_in_use");
        CHECK(result_of(other.bind({"127.0.0.1"_ip, 80})) == "ok");
        socket.close();
        Socket third = host.socket(SocketType::Stream);
        CHECK(result_of(third.bind({"10.0.0.1"_ip, 80})) == "ok");
    }
    SUBCASE("takes an ephemeral port for port 0") {
        CHECK(socket.bind({}));
        CHECK(socket.local().port >= 49152);
    }
    SUBCASE("takes no address of another host") {
        CHECK(result_of(socket.bind({"10.0.0.2"_ip, 80})) == "address_not_available");
        CHECK(socket.local() == Endpoint{});
    }
    SUBCASE("takes a port twice when both want to reuse it and none listens") {
        Socket other = host.socket(SocketType::Stream);
        CHECK(socket.set_option(Option::ReuseAddress, 1));
        CHECK(other.set_option(Option::ReuseAddress, 1));
        CHECK(socket.bind({{}, 80}));
        CHECK(result_of(other.bind({{}, 80})) == "ok");
        CHECK(result_of(socket.listen()) == "ok");
        CHECK(result_of(other.listen()) == "address_in_use");
        CHECK(result_of(socket.set_option(Option::ReuseAddress, 0)) == "ok");
    }
}

TEST_CASE("listen") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    Socket socket = host.socket(SocketType::Stream);
    CHECK(socket.state() == wire::TcpState::Closed);
    SUBCASE("on the port that it was bound to") {
        CHECK(socket.bind({{}, 80}));
        CHECK(socket.listen());
        CHECK(socket.state() == wire::TcpState::Listen);
        CHECK(result_of(socket.listen(1)) == "ok");  // only the backlog is another now
        CHECK(result_of(socket.bind({{}, 81})) == "invalid_argument");
        Socket other = host.socket(SocketType::Stream);
        CHECK(result_of(other.bind({{}, 80})) == "address_in_use");
    }
    SUBCASE("without bind, on an ephemeral port") {
        CHECK(socket.listen());
        CHECK(socket.local().port >= 49152);
        CHECK(socket.local().address.is_unspecified());
    }
    SUBCASE("not for nobody") {
        CHECK(result_of(socket.listen(0)) == "invalid_argument");
    }
    SUBCASE("is over after shutdown, and the port is free") {
        CHECK(socket.bind({{}, 80}));
        CHECK(socket.listen());
        CHECK(result_of(socket.shutdown(How::Send)) == "ok");
        CHECK(socket.state() == wire::TcpState::Listen);
        CHECK(result_of(socket.shutdown(How::Receive)) == "ok");
        CHECK(socket.state() == wire::TcpState::Closed);
        Socket other = host.socket(SocketType::Stream);
        CHECK(result_of(other.bind({{}, 80})) == "ok");
    }
}

TEST_CASE("shutdown needs a connection") {
    TwoHosts bench;
    Socket socket = bench.client.handle().socket(SocketType::Stream);
    CHECK(result_of(socket.shutdown(How::Both)) == "not_connected");
}

TEST_CASE("options, in every life of a socket, and values that are none") {
    TwoHosts bench;
    Socket socket = bench.client.handle().socket(SocketType::Stream);
    CHECK(result_of(socket.set_option(Option::NoDelay, 1)) == "ok");
    CHECK(result_of(socket.set_option(Option::SendBuffer, 4096)) == "ok");
    CHECK(result_of(socket.set_option(Option::SendBuffer, 0)) == "invalid_argument");
    CHECK(result_of(socket.set_option(Option::ReceiveBuffer, (std::int64_t{1} << 30) + 1)) ==
          "invalid_argument");
    CHECK(result_of(socket.set_option(Option::Linger, 0)) == "ok");
    CHECK(result_of(socket.set_option(Option::Linger, 5)) == "invalid_argument");
    CHECK(socket.listen());
    CHECK(result_of(socket.set_option(Option::NoDelay, 0)) == "ok");
    CHECK(result_of(socket.set_option(Option::SendBuffer, 8192)) == "ok");
    CHECK(socket.get_option(Option::NoDelay).value() == 0);
    CHECK(socket.get_option(Option::SendBuffer).value() == 8192);
    UdpSocket datagrams = bench.client.handle().socket(SocketType::Datagram);
    CHECK(result_of(datagrams.set_option(Option::ReceiveBuffer, 4096)) == "ok");
    CHECK(result_of(datagrams.set_option(Option::NoDelay, 1)) == "invalid_argument");
}

TEST_CASE("a closed socket") {
    TwoHosts bench;
    Socket socket = bench.client.handle().socket(SocketType::Stream);
    CHECK(socket.bind({{}, 80}));
    CHECK(result_of(socket.close()) == "ok");
    CHECK_FALSE(socket.is_open());
    CHECK(socket.local() == Endpoint{});
    CHECK(result_of(socket.bind({{}, 80})) == "bad_file_descriptor");
    CHECK(result_of(socket.listen()) == "bad_file_descriptor");
    CHECK(result_of(socket.shutdown(How::Both)) == "bad_file_descriptor");
    CHECK(result_of(socket.set_option(Option::NoDelay, 1)) == "bad_file_descriptor");
    CHECK(result_of(socket.close()) == "bad_file_descriptor");
    UdpSocket datagrams = bench.client.handle().socket(SocketType::Datagram);
    datagrams.close();
    CHECK(result_of(datagrams.send_to("x", TwoHosts::kServer)) == "bad_file_descriptor");
    CHECK(bench.client.descriptors().open_count() == 0);
}

TEST_CASE("a handle moves, and the one that it moved from names nothing") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    Socket first = host.socket(SocketType::Stream);
    Socket second = std::move(first);
    CHECK(second.descriptor() == 3);
    CHECK(first.descriptor() == -1);
    CHECK(result_of(first.listen()) == "bad_file_descriptor");
    second = host.socket(SocketType::Stream);
    CHECK(second.descriptor() == 4);
    CHECK(bench.client.descriptors().open_count() == 1);
    Socket never_opened;
    CHECK_FALSE(never_opened.is_open());
    CHECK(result_of(never_opened.close()) == "bad_file_descriptor");
}

TEST_CASE("a handle does not name the next one with its number") {
    TwoHosts bench;
    const HostHandle host = bench.client.handle();
    Socket first = host.socket(SocketType::Stream);
    const auto reading = first.accept();
    static_cast<void>(reading);
    first.close();
    Socket second = host.socket(SocketType::Stream);
    CHECK(second.descriptor() == 3);
    CHECK(first.state() == wire::TcpState::Closed);
    CHECK(result_of(first.listen()) == "bad_file_descriptor");
    CHECK(second.listen());
}

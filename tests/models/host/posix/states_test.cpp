// Which errno a call gives in which life of a socket. Every line was compared with Linux 6.18.
// Read next: models/host/stream_calls.cpp, models/tcp/transfer.cpp.
// Not here: what arrives on the wire (tests/models/tcp).
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;
using namespace patchcord::models::host::poll_bits;

namespace {
constexpr std::uint32_t kRead = kIn | kReadNormal;
constexpr std::uint32_t kWrite = kOut | kWriteNormal;
}  // namespace

TEST_CASE("calls by number: socket") {
    TwoEnds ends;
    CHECK(text(ends.client.socket(kAfInet, kSockStream, kIpprotoTcp)) == "3");
    CHECK(text(ends.client.socket(kAfInet, kSockDgram, 0)) == "4");
    CHECK(text(ends.client.socket(10, kSockStream, 0)) == "EAFNOSUPPORT");
    CHECK(text(ends.client.socket(kAfInet, kSockStream, kIpprotoUdp)) == "EPROTONOSUPPORT");
    CHECK(text(ends.client.socket(kAfInet, 9, 0)) == "ESOCKTNOSUPPORT");
    CHECK(text(ends.client.fcntl(3, kFGetFl)) == "2");
    CHECK(text(ends.client.fcntl(3, kFSetFl, kORdwr | kONonblock)) == "0");
    CHECK(text(ends.client.fcntl(3, kFGetFl)) == "2050");
    CHECK(text(ends.client.fcntl(9, kFGetFl)) == "EBADF");
    CHECK(text(ends.client.listen(4, 1)) == "EOPNOTSUPP");
    CHECK(TwoEnds::read(ends.client, 9) == "EBADF");
}

TEST_CASE("calls by number: a socket that is new") {
    TwoEnds ends;
    const Calls& calls = ends.client;
    const int fd = TwoEnds::open(calls);
    CHECK(TwoEnds::poll(ends.bench.client, fd) == (kHup | kWrite));
    CHECK(TwoEnds::read(calls, fd) == "ENOTCONN");
    CHECK(TwoEnds::write(calls, fd, "x") == "EPIPE");
    CHECK(TwoEnds::write(calls, fd, "") == "EPIPE");
    CHECK(text(calls.shutdown(fd, kShutRdwr)) == "ENOTCONN");
    CHECK(text(calls.shutdown(fd, 5)) == "EINVAL");
    CHECK(now(calls.accept(fd)) == "EINVAL");
    Address address;
    CHECK(text(calls.getpeername(fd, &address)) == "ENOTCONN");
    CHECK(text(calls.getsockname(fd, &address)) == "0");
    CHECK(address.endpoint == Endpoint{});
    for (const int request : {kSiocInq, kSiocOutq, kSiocOutqNsd, kSiocAtMark})
        CHECK(TwoEnds::ioctl(calls, fd, request) == "0");
    CHECK(TwoEnds::ioctl(calls, fd, 0x1234) == "ENOTTY");
    CHECK(text(calls.ioctl(fd, kSiocInq, nullptr)) == "EFAULT");
    CHECK(text(calls.bind(fd, nullptr)) == "EFAULT");
    CHECK(now(calls.connect(fd, nullptr)) == "EFAULT");
    const Address foreign{kAfInet, {"1.2.3.4"_ip, 5}};
    CHECK(text(calls.bind(fd, &foreign)) == "EADDRNOTAVAIL");
    const Address six{10, {}};
    CHECK(text(calls.bind(fd, &six)) == "EAFNOSUPPORT");
    CHECK(now(calls.connect(fd, &six)) == "EAFNOSUPPORT");
}

TEST_CASE("calls by number: a listener") {
    TwoEnds ends;
    ends.establish();
    const Calls& calls = ends.server;
    const int fd = ends.l;
    CHECK(text(calls.listen(fd, 3)) == "0");
    CHECK(text(calls.bind(fd, &TwoEnds::kListen)) == "EINVAL");
    CHECK(now(calls.accept(fd)) == "EAGAIN");
    CHECK(TwoEnds::poll(ends.bench.server, fd) == 0);
    CHECK(TwoEnds::read(calls, fd) == "ENOTCONN");
    CHECK(TwoEnds::write(calls, fd, "x") == "EPIPE");
    CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EISCONN");
    CHECK(TwoEnds::ioctl(calls, fd, kSiocInq) == "EINVAL");
    CHECK(TwoEnds::ioctl(calls, fd, kSiocOutq) == "EINVAL");
    CHECK(text(calls.getpeername(fd, nullptr)) == "ENOTCONN");
    const int second = TwoEnds::open(ends.client);
    CHECK(now(ends.client.connect(second, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.server, fd) == kRead);
    CHECK(text(calls.shutdown(fd, kShutWr)) == "0");
    CHECK(text(calls.shutdown(fd, kShutRd)) == "0");
    CHECK(TwoEnds::poll(ends.bench.server, fd) == (kHup | kWrite));
    CHECK(text(calls.listen(fd, 1)) == "0");
}

TEST_CASE("calls by number: a connection") {
    TwoEnds ends;
    ends.establish();
    const Calls& calls = ends.client;
    const int fd = ends.c;
    CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "0");  // the outcome of the first
    CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EISCONN");
    CHECK(TwoEnds::poll(ends.bench.client, fd) == kWrite);
    CHECK(text(calls.listen(fd, 1)) == "EINVAL");
    CHECK(now(calls.accept(fd)) == "EINVAL");
    CHECK(TwoEnds::read(calls, fd) == "EAGAIN");
    Address peer;
    CHECK(text(calls.getpeername(fd, &peer)) == "0");
    CHECK(peer.endpoint == TwoHosts::kServer);
    CHECK(TwoEnds::write(ends.server, ends.a, "hello") == "5");
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.client, fd) == (kRead | kWrite));
    CHECK(TwoEnds::ioctl(calls, fd, kSiocInq) == "5");
    CHECK(TwoEnds::read(calls, fd, 2) == "he");
    CHECK(TwoEnds::ioctl(calls, fd, kSiocInq) == "3");
}

TEST_CASE("calls by number: a connection that is over in both directions") {
    TwoEnds ends;
    ends.establish();
    TwoEnds::finish(ends.server, ends.a);
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.client, ends.c) == (kRead | kWrite | kReadHup));
    CHECK(TwoEnds::read(ends.client, ends.c) == "");
    TwoEnds::finish(ends.client, ends.c);
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.client, ends.c) == (kRead | kWrite | kReadHup | kHup));
    CHECK(text(ends.client.shutdown(ends.c, kShutWr)) == "ENOTCONN");
    CHECK(TwoEnds::write(ends.client, ends.c, "x") == "EPIPE");
    CHECK(TwoEnds::read(ends.client, ends.c) == "");
    CHECK(text(ends.client.getpeername(ends.c, nullptr)) == "ENOTCONN");
    CHECK(now(ends.client.connect(ends.c, &TwoEnds::kServerAddress)) == "0");
    // The other end is in TIME-WAIT, which is not its socket's state.
    CHECK(text(ends.server.getpeername(ends.a, nullptr)) == "ENOTCONN");
    CHECK(text(ends.server.shutdown(ends.a, kShutRdwr)) == "ENOTCONN");
}

TEST_CASE("calls by number: after SHUT_RD what comes can be read, and nothing is waited for") {
    TwoEnds ends;
    ends.establish();
    CHECK(text(ends.client.shutdown(ends.c, kShutRd)) == "0");
    CHECK(TwoEnds::poll(ends.bench.client, ends.c) == (kRead | kWrite | kReadHup));
    CHECK(TwoEnds::read(ends.client, ends.c) == "");
    CHECK(TwoEnds::write(ends.server, ends.a, "abc") == "3");
    ends.run();
    CHECK(TwoEnds::read(ends.client, ends.c, 2) == "ab");
    CHECK(TwoEnds::read(ends.client, ends.c, 2) == "c");
    CHECK(TwoEnds::read(ends.client, ends.c, 2) == "");
    CHECK(TwoEnds::ioctl(ends.server, ends.a, kSiocOutq) == "0");
}

TEST_CASE("calls by number: a reset is told once, to whoever asks first") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::write(ends.server, ends.a, "data") == "4");
    ends.run();
    ends.reset(ends.server, ends.a);
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.client, ends.c) == (kRead | kWrite | kReadHup | kHup | kErr));
    SUBCASE("read, behind the data that came before it") {
        CHECK(TwoEnds::read(ends.client, ends.c, 2) == "da");
        CHECK(TwoEnds::read(ends.client, ends.c) == "ta");
        CHECK(TwoEnds::read(ends.client, ends.c) == "ECONNRESET");
        CHECK(TwoEnds::read(ends.client, ends.c) == "");
        CHECK(TwoEnds::write(ends.client, ends.c, "x") == "EPIPE");
        CHECK(TwoEnds::get(ends.client, ends.c, kSolSocket, kSoError) == "0");
    }
    SUBCASE("write") {
        CHECK(TwoEnds::write(ends.client, ends.c, "x") == "ECONNRESET");
        CHECK(TwoEnds::write(ends.client, ends.c, "x") == "EPIPE");
    }
    SUBCASE("getsockopt") {
        CHECK(TwoEnds::get(ends.client, ends.c, kSolSocket, kSoError) == "104");
        CHECK(TwoEnds::get(ends.client, ends.c, kSolSocket, kSoError) == "0");
        CHECK(TwoEnds::write(ends.client, ends.c, "x") == "EPIPE");
    }
    CHECK(now(ends.client.connect(ends.c, &TwoEnds::kServerAddress)) != "EINPROGRESS");
}

TEST_CASE("calls by number: a connect that is refused") {
    TwoEnds ends;
    const Calls& calls = ends.client;
    const int fd = TwoEnds::open(calls);
    CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    CHECK(TwoEnds::poll(ends.bench.client, fd) == 0);
    CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EALREADY");
    CHECK(TwoEnds::write(calls, fd, "x") == "EAGAIN");
    CHECK(TwoEnds::read(calls, fd) == "EAGAIN");
    CHECK(text(calls.getpeername(fd, nullptr)) == "ENOTCONN");
    CHECK(text(calls.listen(fd, 1)) == "EINVAL");
    CHECK(TwoEnds::ioctl(calls, fd, kSiocInq) == "0");
    ends.run();
    CHECK(TwoEnds::poll(ends.bench.client, fd) == (kRead | kWrite | kReadHup | kHup | kErr));
    SUBCASE("connect says so, and the socket is as new") {
        CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "ECONNREFUSED");
        CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    }
    SUBCASE("getsockopt says so, and connect does not know any more") {
        CHECK(TwoEnds::get(calls, fd, kSolSocket, kSoError) == "111");
        CHECK(TwoEnds::read(calls, fd) == "");
        CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "ECONNABORTED");
        CHECK(now(calls.connect(fd, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    }
}

TEST_CASE("calls by number: connect to AF_UNSPEC forgets the peer, which is reset") {
    TwoEnds ends;
    ends.establish();
    const Address nobody{kAfUnspec, {}};
    CHECK(now(ends.client.connect(ends.c, &nobody)) == "0");
    ends.run();
    CHECK(TwoEnds::read(ends.server, ends.a) == "ECONNRESET");
    CHECK(TwoEnds::read(ends.client, ends.c) == "ENOTCONN");
    CHECK(now(ends.client.connect(ends.c, &TwoEnds::kServerAddress)) == "EINPROGRESS");
}

TEST_CASE("calls by number: shutdown ends a handshake") {
    TwoEnds ends;
    const int fd = TwoEnds::open(ends.client);
    CHECK(now(ends.client.connect(fd, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    CHECK(text(ends.client.shutdown(fd, kShutWr)) == "0");
    CHECK(TwoEnds::read(ends.client, fd) == "ENOTCONN");
}

TEST_CASE("calls by number: memory that is not there") {
    TwoEnds ends;
    ends.establish();
    CHECK(now(ends.client.write(ends.c, {nullptr, 1000})) == "EFAULT");
    CHECK(now(ends.client.sendto(ends.c, {nullptr, 1000}, 0, nullptr)) == "EFAULT");
    CHECK(now(ends.client.write(ends.c, {nullptr, 0})) == "0");
    CHECK(now(ends.client.read(ends.c, {nullptr, 1000})) == "EAGAIN");
    CHECK(TwoEnds::write(ends.server, ends.a, "data") == "4");
    ends.run();
    CHECK(now(ends.client.read(ends.c, {nullptr, 1000})) == "EFAULT");
    CHECK(TwoEnds::read(ends.client, ends.c) == "data");
    TwoEnds::finish(ends.client, ends.c);
    CHECK(now(ends.client.write(ends.c, {nullptr, 1000})) == "EPIPE");
}

TEST_CASE("calls by number: datagrams") {
    TwoEnds ends;
    const int from = static_cast<int>(ends.client.socket(kAfInet, kSockDgram | kSockNonblock, 0).value());
    const int to = static_cast<int>(ends.server.socket(kAfInet, kSockDgram | kSockNonblock, 0).value());
    CHECK(text(ends.server.bind(to, &TwoEnds::kListen)) == "0");
    std::string bytes = "hello";
    auto* data = reinterpret_cast<std::uint8_t*>(bytes.data());
    CHECK(now(ends.client.write(from, {data, 5})) == "EDESTADDRREQ");
    CHECK(now(ends.client.sendto(from, {data, 5}, 0, &TwoEnds::kServerAddress)) == "5");
    CHECK(TwoEnds::read(ends.server, to) == "EAGAIN");
    ends.run();
    Address sender;
    std::array<std::uint8_t, 10> in{};
    CHECK(now(ends.server.recvfrom(to, {in.data(), in.size()}, 0, &sender)) == "5");
    CHECK(sender.endpoint.address == "10.0.0.1"_ip);
    CHECK(now(ends.client.connect(from, &TwoEnds::kServerAddress)) == "0");
    CHECK(now(ends.client.write(from, {data, 5})) == "5");
    ends.run();
    CHECK(TwoEnds::read(ends.server, to) == "hello");
}

// Fast Open through the calls by number: MSG_FASTOPEN, TCP_FASTOPEN_CONNECT, a listener's queue and keys, and
// the errno of each. Read next: models/host/fast_open.cpp.
// Not here: segments (tests/models/tcp/handshake).
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;
using models::tcp::handshake::FastOpenRules;

namespace {

/// The server listens with Fast Open, and the client has its cookie.
class FastEnds : public TwoEnds {
  public:
    FastEnds() {
        bench.server.stack().tcp().fast_open().rules = FastOpenRules::from_bits(0x3);
        l = open(server);
        CHECK(text(server.bind(l, &kListen)) == "0");
        CHECK(set(server, l, kIpprotoTcp, kTcpFastopen, 5) == "0");
        CHECK(text(server.listen(l, 5)) == "0");
    }
    void learn_cookie() {
        const int first = open(client);
        CHECK(send_fast(first, "") == "EINPROGRESS");
        run();
        a = std::stoi(now(server.accept(l)));
        close(client, first);
        close(server, a);
        run();
    }
    std::string send_fast(int fd, std::string_view bytes, const Address& to = kServerAddress) {
        std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
        return now(client.sendto(fd, {copy.data(), copy.size()}, kMsgFastopen, &to));
    }
};

}  // namespace

TEST_CASE("fast open by number: the first call asks for a cookie, the second sends its text with the SYN") {
    FastEnds ends;
    const int first = TwoEnds::open(ends.client);
    CHECK(ends.send_fast(first, "hello") == "EINPROGRESS");
    CHECK(ends.send_fast(first, "hello") == "EALREADY");
    CHECK(TwoEnds::write(ends.client, first, "hello") == "EAGAIN");
    ends.run();
    CHECK(ends.send_fast(first, "hello") == "5");  // the handshake is over: an ordinary write
    CHECK(ends.send_fast(first, "hello") == "EISCONN");

    const int second = TwoEnds::open(ends.client);
    CHECK(ends.send_fast(second, "hello") == "5");
    ends.run();
    CHECK(now(ends.server.accept(ends.l)) == "4");
    const int accepted = std::stoi(now(ends.server.accept(ends.l)));
    CHECK(text(ends.server.fcntl(accepted, kFSetFl, kONonblock)) == "0");
    CHECK(TwoEnds::read(ends.server, accepted) == "hello");
}

TEST_CASE("fast open by number: connect leaves the opening to the first write") {
    FastEnds ends;
    const int first = TwoEnds::open(ends.client);
    CHECK(TwoEnds::set(ends.client, first, kIpprotoTcp, kTcpFastopenConnect, 1) == "0");
    CHECK(now(ends.client.connect(first, &TwoEnds::kServerAddress)) == "EINPROGRESS");  // no cookie yet
    ends.run();

    const int second = TwoEnds::open(ends.client);
    CHECK(TwoEnds::set(ends.client, second, kIpprotoTcp, kTcpFastopenConnect, 1) == "0");
    CHECK(now(ends.client.connect(second, &TwoEnds::kServerAddress)) == "0");
    CHECK(now(ends.client.connect(second, &TwoEnds::kServerAddress)) == "EISCONN");
    CHECK(TwoEnds::poll(ends.bench.client, second) == (bits::kOut | bits::kWriteNormal));
    CHECK(TwoEnds::read(ends.client, second) == "EAGAIN");
    CHECK(TwoEnds::write(ends.client, second, "hello") == "5");
    ends.run();
    CHECK(now(ends.server.accept(ends.l)) == "4");
    const int accepted = std::stoi(now(ends.server.accept(ends.l)));
    CHECK(text(ends.server.fcntl(accepted, kFSetFl, kONonblock)) == "0");
    CHECK(TwoEnds::read(ends.server, accepted) == "hello");
}

TEST_CASE("fast open by number: what is refused") {
    FastEnds ends;
    ends.learn_cookie();
    const int fd = TwoEnds::open(ends.client);
    CHECK(ends.send_fast(fd, "x", Address{kAfUnspec, {}}) == "EOPNOTSUPP");
    CHECK(TwoEnds::set(ends.server, ends.l, kIpprotoTcp, kTcpFastopen, -1) == "EINVAL");
    const std::array<std::uint8_t, 16> key{1, 2, 3};
    CHECK(text(ends.server.setsockopt(ends.l, kIpprotoTcp, kTcpFastopenKey, key.data(), 3)) == "EINVAL");
    CHECK(text(ends.server.setsockopt(ends.l, kIpprotoTcp, kTcpFastopenKey, key.data(), 16)) == "0");
    CHECK(ends.send_fast(fd, "x") == "1");  // the cookie of another key: the text comes with the handshake
    ends.run();
    const int accepted = std::stoi(now(ends.server.accept(ends.l)));
    CHECK(text(ends.server.fcntl(accepted, kFSetFl, kONonblock)) == "0");
    CHECK(TwoEnds::read(ends.server, accepted) == "x");
    ends.bench.client.stack().tcp().fast_open().rules = FastOpenRules::from_bits(0);
    const int other = TwoEnds::open(ends.client);
    CHECK(ends.send_fast(other, "x") == "EOPNOTSUPP");
    CHECK(TwoEnds::set(ends.client, other, kIpprotoTcp, kTcpFastopenConnect, 1) == "EOPNOTSUPP");
}
